"""An expression as it was written: what the parser makes and the checker reads."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Application", "Chain", "Constant", "Literal", "Node", "Reference"]

# `at` is the number of the token where a node stands. Two trees are equal wherever they were written.


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out; the value itself is in `Template.literals[slot]`."""

    slot: int
    is_number: bool
    negative: bool
    at: int = field(compare=False)
    depth: int = 1
    size: int = 1


@dataclass(frozen=True, slots=True)
class Constant:
    """TRUE, FALSE or NULL."""

    value: bool | None
    at: int = field(compare=False)
    depth: int = 1
    size: int = 1


@dataclass(frozen=True, slots=True)
class Reference:
    """A field: `account.owner.email`."""

    path: tuple[str, ...]
    at: int = field(compare=False)
    depth: int = 1
    size: int = 1


@dataclass(frozen=True, slots=True)
class Application:
    """A function or an operator with its arguments; `infix` when it was written between them."""

    name: str
    arguments: tuple[Node, ...]
    at: int = field(compare=False)
    depth: int
    size: int
    infix: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """`a + b - c`: as many operands as signs, the first sign being always `+`."""

    signs: tuple[str, ...]
    operands: tuple[Node, ...]
    at: int = field(compare=False)
    depth: int
    size: int


Node = Literal | Constant | Reference | Application | Chain
