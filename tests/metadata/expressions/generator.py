"""Writes random expressions that make sense, out of whatever functions there are."""

from __future__ import annotations

import random
from collections.abc import Sequence

from metadata.expressions import (
    FUNCTIONS,
    Checked,
    ExpressionError,
    Function,
    Registry,
    Type,
    check,
    parse,
)
from metadata.expressions.functions.signature import KINDS, VARIABLES, Parameter
from metadata.expressions.quoting import quote
from metadata.expressions.values import Unit, Whole
from tests.metadata.expressions.samples import CHOICES, FIELDS, SCOPE, TAGS, dates, ids, moments, numbers, texts, times

TYPES = [kind for kind in Type if kind is not Type.NULL]


class Generator:
    """One source of expressions; the same seed writes the same ones."""

    def __init__(self, source: random.Random, functions: Registry = FUNCTIONS) -> None:
        self.source = source
        self.giving: dict[Type, list[Function]] = {kind: [] for kind in TYPES}
        for function in functions:
            gives = function.parsed_signature.gives
            for kind in [KINDS[gives]] if gives in KINDS else sorted(VARIABLES[gives] - {Type.NULL}):
                self.giving[kind].append(function)

    def checked(self, kind: Type | None = None, depth: int = 3) -> Checked:
        """An expression of the type that passes the check."""
        while True:
            wanted = kind or self.source.choice(TYPES)
            try:
                return check(parse(self.text(wanted, depth)), SCOPE)
            except ExpressionError:
                continue

    def using(self, function: Function, depth: int) -> Checked:
        """An expression that is a call of the function."""
        kinds = [kind for kind in TYPES if function in self.giving[kind]]
        while True:
            try:
                return check(parse(self.call(function, self.source.choice(kinds), depth)), SCOPE)
            except ExpressionError:
                continue

    def text(self, kind: Type, depth: int) -> str:
        chance = self.source.random()
        if depth <= 0 or chance < 0.15:
            return self.leaf(kind)
        return self.call(self.source.choice(self.giving[kind]), kind, depth - 1)

    def leaf(self, kind: Type) -> str:
        chance = self.source.random()
        if chance < 0.05:
            return "NULL"
        if chance < 0.4 and (literal := self.literal(kind)):
            return literal
        return self.field(kind)

    def field(self, kind: Type) -> str:
        return ".".join(self.source.choice([name.path for name in FIELDS.values() if name.type is kind]))

    def literal(self, kind: Type) -> str:
        source = self.source
        if kind is Type.NUMBER:
            return f"{numbers(source, source.choice([0, 0, 1, 2, 4])):f}"
        if kind is Type.TEXT:
            return quote(source.choice(CHOICES) if source.random() < 0.3 else texts(source))
        if kind is Type.BOOLEAN:
            return source.choice(["TRUE", "FALSE"])
        if kind is Type.DATE:
            return quote(dates(source).isoformat())
        if kind is Type.DATETIME:
            return quote(moments(source).isoformat())
        if kind is Type.TIME:
            return quote(times(source).isoformat())
        return quote(ids(source)) if kind is Type.ID else ""

    def call(self, function: Function, kind: Type, depth: int) -> str:
        signature = function.parsed_signature
        variables = {variable: self.source.choice(TYPES) for variable in VARIABLES}
        variables["ordered"] = self.source.choice(
            [Type.TEXT, Type.NUMBER, Type.DATE, Type.DATETIME, Type.TIME, Type.ID]
        )
        if signature.gives in VARIABLES:
            variables[signature.gives] = kind
        arguments = [self.argument(parameter, variables, depth) for parameter in self.parameters(function)]
        return self.written(function, arguments)

    def parameters(self, function: Function) -> Sequence[Parameter]:
        signature = function.parsed_signature
        if not signature.repeated:
            optional = [parameter for parameter in signature.first if parameter.is_optional]
            return signature.first[: len(signature.first) - self.source.randint(0, len(optional))]
        last = signature.last if self.source.random() < 0.7 else ()
        return (*signature.first, *signature.repeated * self.source.choice([1, 1, 2, 3]), *last)

    def argument(self, parameter: Parameter, variables: dict[str, Type], depth: int) -> str:
        if isinstance(parameter.rule, Unit):
            return quote(self.source.choice(parameter.rule.units) + self.source.choice(["", "s"]))
        if isinstance(parameter.rule, Whole) and self.source.random() < 0.8:
            low, high = max(parameter.rule.low, -20), min(parameter.rule.high, 20)
            return str(self.source.randint(low, high))
        if parameter.name == "choice" and self.source.random() < 0.5:
            return quote(self.source.choice(TAGS))
        kind = parameter.type or variables.get(parameter.kind) or self.source.choice(TYPES)
        return self.text(kind, depth)

    def written(self, function: Function, arguments: list[str]) -> str:
        name = function.name
        if not function.is_operator:
            if name in ("AND", "OR") and len(arguments) > 1 and self.source.random() < 0.5:
                return "(" + f" {name} ".join(arguments) + ")"
            return f"{name}({', '.join(arguments)})"
        if name == "NEGATE":
            return f"-({arguments[0]})"
        first, *rest = (f"({argument})" for argument in arguments)
        if name == "IN":
            return f"({first} {self.source.choice(['', 'NOT '])}IN ({', '.join(rest)}))"
        if name == "&" and not rest:
            return f"({first} & {first})"
        return "(" + f" {name} ".join([first, *rest]) + ")"
