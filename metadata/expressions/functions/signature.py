"""What a function takes and gives, read from one line such as `text: text, count: whole(0..100) = 1 -> text`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metadata.expressions.types import ORDERED, Type
from metadata.expressions.values import ANY_VALUE, Rule, Unit, Whole

__all__ = ["Parameter", "Signature", "signature_of"]

VARIABLES = {
    "same": frozenset(Type),
    "result": frozenset(Type),
    "ordered": ORDERED,
}
"""Kinds that stand for one type in a call: all arguments of the kind must share it."""

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. Besides the types its kind may be:

    - `condition`: a boolean of which only "is it true" counts, NULL being false;
    - `shown`: anything, turned into text as TEXT() does;
    - `any`: anything;
    - `same`, `ordered`, `result`: the type that all arguments of the kind share;
    - `unit(day week)`: one of these words, written out;
    - `whole(0..9)`: a number; a literal must be whole and between the bounds.
    """

    name: str
    kind: str
    rule: Rule = ANY_VALUE
    default: Any = REQUIRED

    @property
    def type(self) -> Type | None:
        """The type an argument must have, or None where it depends on the call."""
        return KINDS.get(self.kind)

    @property
    def is_variable(self) -> bool:
        return self.kind in VARIABLES

    @property
    def is_optional(self) -> bool:
        return self.default is not REQUIRED


KINDS = {
    **{kind.value: kind for kind in Type},
    "condition": Type.BOOLEAN,
    "shown": Type.TEXT,
    "unit": Type.TEXT,
    "whole": Type.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Signature:
    """First some parameters, then some that repeat as a group, then perhaps more; and the kind of the result."""

    first: tuple[Parameter, ...]
    repeated: tuple[Parameter, ...]
    last: tuple[Parameter, ...]
    gives: str
    text: str

    def expand(self, count: int) -> tuple[Parameter, ...] | None:
        """The parameters of a call with `count` arguments, defaults included, or None if it can't have so many."""
        if not self.repeated:
            needed = sum(not parameter.is_optional for parameter in self.first)
            return self.first if needed <= count <= len(self.first) else None
        groups, rest = divmod(count - len(self.first), len(self.repeated))
        if groups < 1 or rest not in (0, len(self.last)):
            return None
        return self.first + self.repeated * groups + self.last

    @property
    def variable(self) -> str | None:
        """The first kind whose type depends on the call."""
        for parameter in self.first + self.repeated + self.last:
            if parameter.is_variable:
                return parameter.kind
        return None


def signature_of(text: str) -> Signature:
    """Reads a signature. Only developers write these, so a mistake raises ValueError at import."""
    takes, _, gives = text.rpartition("->")
    before, _, rest = takes.partition("[")
    group, _, after = rest.partition("]...")
    signature = Signature(parameters(before), parameters(group), parameters(after), gives.strip(), text)
    if signature.gives not in KINDS and signature.gives not in VARIABLES:
        raise ValueError(f"unknown result {signature.gives!r} in {text!r}")
    return signature


def parameters(text: str) -> tuple[Parameter, ...]:
    return tuple(parameter(part) for part in BETWEEN_PARAMETERS.split(text.strip(", ")) if part)


def parameter(text: str) -> Parameter:
    found = PARAMETER.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a parameter: {text!r}")
    name, kind, bounds, default = found.groups()
    if kind not in KINDS and kind not in VARIABLES and kind != "any":
        raise ValueError(f"unknown kind {kind!r} in {text!r}")
    return Parameter(name, kind, rule_of(kind, bounds), REQUIRED if default is None else constant(default))


BETWEEN_PARAMETERS = re.compile(r", (?=\w+: )")
PARAMETER = re.compile(r"(\w+): (\w+)(?:\(([^)]*)\))?(?: = (.+))?")


def rule_of(kind: str, bounds: str | None) -> Rule:
    if kind == "unit":
        return Unit(tuple((bounds or "").split()))
    if kind == "whole":
        low, high = (bounds or "").split("..")
        return Whole(int(low), int(high))
    return ANY_VALUE


def constant(text: str) -> Any:
    if text == "NULL":
        return None
    return text[1:-1] if text.startswith('"') else Decimal(text)
