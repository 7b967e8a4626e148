"""A checked expression: every node knows its type, and both compilers read nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from metadata.expressions.functions.function import Function
from metadata.expressions.functions.signature import Parameter
from metadata.expressions.sizes import FIELD, Size, size_of
from metadata.expressions.types import Name, Type
from metadata.expressions.values import Rule

__all__ = ["Call", "Const", "Field", "Lit", "Typed", "walk"]


@dataclass(frozen=True, slots=True)
class Lit:
    """A literal of the text, typed for the place where it stands. `value` is its worth in the text that was checked."""

    slot: int
    raw: str | Decimal
    negative: bool
    type: Type
    value: Any
    rule: Rule
    at: int

    nullable: ClassVar[bool] = False
    depth: ClassVar[int] = 1
    weight: ClassVar[int] = 0

    @property
    def size(self) -> Size:
        return size_of(self.value) if isinstance(self.value, Decimal) else Size(1)


@dataclass(frozen=True, slots=True)
class Const:
    """TRUE, FALSE, NULL, or a value that a function's record brings with it."""

    value: Any
    type: Type
    at: int

    depth: ClassVar[int] = 1
    weight: ClassVar[int] = 1

    @property
    def nullable(self) -> bool:
        return self.value is None

    @property
    def size(self) -> Size:
        return size_of(self.value) if isinstance(self.value, Decimal) else Size(1)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the record, or of a record it refers to."""

    name: Name
    at: int

    nullable: ClassVar[bool] = True
    depth: ClassVar[int] = 1
    weight: ClassVar[int] = 1

    @property
    def type(self) -> Type:
        return self.name.type

    @property
    def size(self) -> Size:
        return Size(FIELD, self.name.scale)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, one for each parameter."""

    function: Function
    arguments: tuple[Typed, ...]
    parameters: tuple[Parameter, ...]
    type: Type
    size: Size
    nullable: bool
    at: int
    depth: int
    weight: int
    variable: Type | None = None


Typed = Lit | Const | Field | Call


def walk(node: Typed) -> Iterator[Typed]:
    """The node and everything under it. Not recursive: macros may nest deeper than what was written."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Call):
            waiting.extend(reversed(current.arguments))
