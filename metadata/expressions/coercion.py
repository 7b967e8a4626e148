"""Which types may stand for which others, and what a value becomes where another type is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from metadata.expressions.calls import called
from metadata.expressions.functions.registry import Registry
from metadata.expressions.functions.signature import VARIABLES, Parameter
from metadata.expressions.nodes import Call, Const, Lit, Typed
from metadata.expressions.types import NUMERIC, ORDERED, Type, a_type
from metadata.expressions.values import ANY_VALUE, READERS, AnyValue, BadLiteral, Rule, literal_value

__all__ = ["Coerced", "Misfit", "coerce", "coerce_argument", "unify"]

EXACTLY, NEARLY, LOSSY = 0, 1, 3
"""How far an argument is from what is wanted; the nearest of several functions is taken.

A bad literal costs nothing extra: which function is meant must not depend on the values of literals, as texts with
the same template share one checked form.
"""


@dataclass(frozen=True, slots=True)
class Coerced:
    """A value of the type that was wanted; `flaw` tells why a literal can't be one after all."""

    node: Typed
    cost: int = EXACTLY
    flaw: str = ""
    at: int = 0


class Misfit(Exception):
    """A value that can't stand where it stands."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def coerce_argument(node: Typed, parameter: Parameter, variable: Type | None, functions: Registry) -> Coerced:
    """The argument as the parameter wants it."""
    if parameter.kind == "any":
        return Coerced(node)
    if parameter.kind == "shown":
        return shown(node, functions)
    if parameter.kind == "unit" and not isinstance(node, (Lit, Const)):
        raise Misfit(f"The {parameter.name} must be written out, like {parameter.rule.check('day')!r}", node.at)
    target = parameter.type or variable
    assert target is not None
    if target is Type.DATE and node.type is Type.DATETIME and parameter.kind == "date":
        return Coerced(called(functions["datevalue_datetime"], (node,), node.at), LOSSY)
    return coerce(node, target, functions, parameter.rule)


def coerce(node: Typed, target: Type, functions: Registry, rule: Rule = ANY_VALUE) -> Coerced:
    """The value as one of the wanted type, or Misfit."""
    kind = node.type
    if kind is target:
        return ruled(node, rule)
    if isinstance(node, Const) and node.value is None:
        return Coerced(Const(None, target, node.at))
    if isinstance(node, Lit) and kind is Type.TEXT and target in READERS:
        return retyped(node, target)
    if kind in NUMERIC and target in NUMERIC:
        return Coerced(node, NEARLY)
    if kind is Type.DATE and target is Type.DATETIME:
        return Coerced(called(functions["datetimevalue_date"], (node,), node.at), NEARLY)
    if kind is Type.ID and target is Type.TEXT:
        return Coerced(called(functions["text_id"], (node,), node.at), NEARLY)
    if isinstance(node, Call) and is_flexible(node) and (target in READERS or kind is Type.NULL):
        return branches(node, target, functions)
    raise Misfit(
        f"{a_type(target).capitalize()} is needed here, and this is {a_type(kind)}{hint(node, target)}", node.at
    )


def ruled(node: Typed, rule: Rule) -> Coerced:
    """A literal must also keep the rule of its place; an earlier rule stays if the place has none."""
    if not isinstance(node, Lit) or isinstance(rule, AnyValue):
        return Coerced(node)
    return relit(node, node.type, rule, EXACTLY)


def retyped(node: Lit, target: Type) -> Coerced:
    return relit(node, target, ANY_VALUE, NEARLY)


def relit(node: Lit, kind: Type, rule: Rule, cost: int) -> Coerced:
    try:
        value = literal_value(node.raw, kind, rule, node.negative)
    except BadLiteral as problem:
        return Coerced(node, cost, str(problem), node.at)
    return Coerced(replace(node, type=kind, value=value, rule=rule), cost)


def branches(node: Call, target: Type, functions: Registry) -> Coerced:
    """IF(…, "2026-01-31", NULL) is a date if a date is wanted: each of its values becomes one."""
    arguments = []
    for argument, parameter in zip(node.arguments, node.parameters, strict=True):
        if parameter.kind == node.function.parsed_signature.gives:
            coerced = coerce(argument, target, functions)
            if coerced.flaw:
                return coerced
            arguments.append(coerced.node)
        else:
            arguments.append(argument)
    return Coerced(replace(node, arguments=tuple(arguments), type=target, variable=target), NEARLY)


def is_flexible(node: Typed) -> bool:
    """Whether the type is only that of literals, which may become another."""
    if isinstance(node, Lit):
        return node.type is Type.TEXT
    if isinstance(node, Const):
        return node.value is None
    if not isinstance(node, Call):
        return False
    gives = node.function.parsed_signature.gives
    if gives not in VARIABLES:
        return False
    same = [
        argument for argument, parameter in zip(node.arguments, node.parameters, strict=True) if parameter.kind == gives
    ]
    return bool(same) and all(map(is_flexible, same))


def shown(node: Typed, functions: Registry) -> Coerced:
    if node.type is Type.NULL:
        return coerce(node, Type.TEXT, functions)
    if node.type is Type.TEXT:
        return Coerced(node)
    return Coerced(called(functions[f"text_{node.type.value}"], (node,), node.at))


def unify(nodes: Sequence[Typed], variable: str) -> Type:
    """The one type that all of these can have, or Misfit."""
    fixed = [node for node in nodes if not is_flexible(node) and node.type is not Type.NULL]
    kinds = {node.type for node in fixed}
    if not kinds:
        return Type.TEXT if any(node.type is Type.TEXT for node in nodes) else Type.NULL
    common = common_type(kinds, fixed)
    if common is None:
        other = next(node for node in fixed if node.type is not fixed[0].type)
        raise Misfit(
            f"{a_type(fixed[0].type).capitalize()} and {a_type(other.type)} don't go together{hint(other, fixed[0].type)}",
            other.at,
        )
    if variable == "ordered" and common not in ORDERED:
        raise Misfit(f"{a_type(common).capitalize()} can't be put in order", fixed[0].at)
    for node in nodes:
        if node.type is Type.TEXT and is_flexible(node) and common not in READERS and common is not Type.TEXT:
            raise Misfit(
                f"{a_type(common).capitalize()} is needed here, and this is a text{hint(node, common)}", node.at
            )
    return common


def common_type(kinds: set[Type], nodes: Sequence[Typed]) -> Type | None:
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds == {Type.DATE, Type.DATETIME}:
        return Type.DATETIME
    if kinds == {Type.ID, Type.TEXT}:
        return Type.TEXT
    if kinds == NUMERIC:
        plain = [node for node in nodes if node.type is Type.NUMBER]
        return Type.DURATION if all(isinstance(node, (Lit, Const)) for node in plain) else Type.NUMBER
    return None


HINTS = {
    (Type.NUMBER, Type.TEXT): ": turn the number into a text with TEXT()",
    (Type.TEXT, Type.NUMBER): ": turn the text into a number with NUMBER()",
    (Type.TEXT, Type.DATE): ": turn the text into a date with DATEVALUE()",
    (Type.TEXT, Type.DATETIME): ": turn the text into a moment with DATETIMEVALUE()",
    (Type.TEXT, Type.TIME): ": turn the text into a time with TIMEVALUE()",
    (Type.DATETIME, Type.DATE): ": take its day with DATEVALUE()",
    (Type.DATETIME, Type.TIME): ": take its time with TIMEVALUE()",
    (Type.TEXT, Type.LIST): ": turn the text into a list with SPLIT()",
    (Type.LIST, Type.TEXT): ": ask HAS(list, text), or turn it into a text with JOIN()",
    (Type.NUMBER, Type.BOOLEAN): ": compare it with something, as in km > 0",
    (Type.TEXT, Type.BOOLEAN): ': compare it with something, as in stage = "won"',
    (Type.DATE, Type.BOOLEAN): ": compare it with something, as in close_date > TODAY()",
    (Type.DATETIME, Type.BOOLEAN): ": compare it with something, as in created_at > NOW()",
}


def hint(node: Typed, target: Type) -> str:
    """What to write instead."""
    if isinstance(node, Lit):
        if target is Type.NUMBER and node.type is Type.TEXT:
            return ": write a number without quotes"
        if target is Type.TEXT and node.type is Type.NUMBER:
            return ": write a text in quotes"
        if target is Type.BOOLEAN:
            return ": write TRUE or FALSE"
    if target not in (Type.TEXT, Type.LIST) and (node.type, target) not in HINTS and node.type is Type.BOOLEAN:
        return ": choose a value with IF(condition, …, …)"
    if target is Type.TEXT and (node.type, target) not in HINTS:
        return ": turn it into a text with TEXT()"
    return HINTS.get((node.type, target), "")
