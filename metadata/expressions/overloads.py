"""Finds the function that a name and its arguments mean, where several share the name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metadata.expressions.calls import called
from metadata.expressions.coercion import Coerced, Misfit, coerce_argument, unify
from metadata.expressions.functions.function import Function
from metadata.expressions.functions.registry import Registry
from metadata.expressions.functions.signature import Parameter
from metadata.expressions.functions.usage import usage
from metadata.expressions.nodes import Const, Field, Lit, Typed
from metadata.expressions.sizes import TooLarge
from metadata.expressions.types import Type, a_type
from metadata.expressions.values import BadLiteral, OneOf, literal_value

__all__ = ["Fit", "best_fit", "checked_choices"]


@dataclass(frozen=True, slots=True)
class Fit:
    """A function that can take the arguments, and what they become for it."""

    function: Function
    parameters: tuple[Parameter, ...]
    arguments: tuple[Coerced, ...]
    variables: dict[str, Type]

    @property
    def cost(self) -> int:
        return sum(argument.cost for argument in self.arguments)

    @property
    def flaws(self) -> list[Misfit]:
        return [Misfit(argument.flaw, argument.at) for argument in self.arguments if argument.flaw]

    def call(self, at: int) -> Typed:
        return called(
            self.function, tuple(argument.node for argument in self.arguments), at, self.parameters, self.variables
        )


def best_fit(records: tuple[Function, ...], arguments: tuple[Typed, ...], at: int, functions: Registry) -> Fit:
    """The record whose parameters are nearest to the arguments. Raises Misfit if none can take them."""
    fits: list[Fit] = []
    misfits: list[Misfit] = []
    for record in records:
        try:
            fits.append(fit(record, arguments, at, functions))
        except Misfit as misfit:
            misfits.append(misfit)
        except TooLarge as problem:
            misfits.append(Misfit(str(problem), at))
    if fits:
        return min(fits, key=lambda found: found.cost)
    if len(misfits) == 1:
        raise misfits[0]
    raise Misfit(no_fit(records, arguments), at)


def fit(record: Function, arguments: tuple[Typed, ...], at: int, functions: Registry) -> Fit:
    parameters = record.parsed_signature.expand(len(arguments))
    if parameters is None:
        raise Misfit(f"Write {usage(record)}: this has {counted(len(arguments))}", at)
    complete = arguments + defaults(parameters[len(arguments) :], at)
    variables = variable_types(parameters, complete)
    coerced = [
        coerce_argument(argument, parameter, variables.get(parameter.kind), functions)
        for argument, parameter in zip(complete, parameters, strict=True)
    ]
    return Fit(record, parameters, tuple(coerced), variables)


def defaults(parameters: tuple[Parameter, ...], at: int) -> tuple[Typed, ...]:
    return tuple(Const(parameter.default, type_of(parameter.default), at) for parameter in parameters)


def type_of(value: object) -> Type:
    if value is None:
        return Type.NULL
    return Type.TEXT if isinstance(value, str) else Type.NUMBER


def variable_types(parameters: tuple[Parameter, ...], arguments: tuple[Typed, ...]) -> dict[str, Type]:
    """For each kind that depends on the call, the type that its arguments share."""
    members: dict[str, list[Typed]] = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        if parameter.is_variable:
            members.setdefault(parameter.kind, []).append(argument)
    return {kind: unify(nodes, kind) for kind, nodes in members.items()}


def checked_choices(fit: Fit) -> Fit:
    """Holds literals to the choices of the field they are compared with."""
    compared = [index for index, parameter in enumerate(fit.parameters) if parameter.name in fit.function.compares]
    choices = next(filter(None, (choices_of(fit.arguments[index].node) for index in compared)), None)
    if choices is None:
        return fit
    arguments = list(fit.arguments)
    for index in compared:
        arguments[index] = chosen(arguments[index], choices)
    return replace(fit, arguments=tuple(arguments))


def choices_of(node: Typed) -> OneOf | None:
    if not isinstance(node, Field) or node.name.choices is None:
        return None
    choices = node.name.choices
    return OneOf(tuple(sorted(choices) if isinstance(choices, frozenset) else choices), node.name.label)


def chosen(argument: Coerced, choices: OneOf) -> Coerced:
    node = argument.node
    if not isinstance(node, Lit) or node.type is not Type.TEXT or argument.flaw:
        return argument
    try:
        literal_value(node.raw, Type.TEXT, choices)
    except BadLiteral as problem:
        return replace(argument, flaw=str(problem), at=node.at)
    return replace(argument, node=replace(node, rule=choices))


def counted(number: int) -> str:
    return {0: "no arguments", 1: "one argument"}.get(number, f"{number} arguments")


def no_fit(records: tuple[Function, ...], arguments: tuple[Typed, ...]) -> str:
    given = ", ".join(a_type(argument.type) for argument in arguments) or "nothing"
    known = " or ".join(dict.fromkeys(map(usage, records)))
    return f"{records[0].name} can't be used with {given}: write {known}"
