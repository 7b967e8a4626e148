"""SQL templates of functions: read once, filled with SQLAlchemy elements, written out when the statement is compiled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Case, Cast, ColumnClause, ColumnElement, False_, Null, True_
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import ScalarSelect
from sqlalchemy.types import TypeEngine

from metadata.expressions.sql.snippet import LET, UNICODE, Part, Snippet

__all__ = ["Argument", "filled", "is_atomic", "raw_sql"]

Element = ColumnElement[Any]


class Argument(NamedTuple):
    """SQL for an argument, and whether it can be NULL."""

    element: Element
    nullable: bool


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a template; with bounds, the number in it is cut to a whole one between them."""

    name: str
    low: str = ""
    high: str = ""


@lru_cache(maxsize=512)
def pieces_of(template: str) -> tuple[str | Hole, ...]:
    """The fixed parts of a template and its holes."""
    pieces: list[str | Hole] = []
    for text, name, bounds, _ in Formatter().parse(template):
        if text:
            pieces.append(text)
        if name is not None:
            low, _, high = (bounds or "").partition("..")
            pieces.append(Hole(name, low, high))
    return tuple(pieces)


def filled(
    template: str, arguments: Sequence[Argument], names: Mapping[str, Element], kind: TypeEngine[Any]
) -> Element:
    """The template with the arguments in its holes, each evaluated once."""
    pieces = pieces_of(template)
    if len(pieces) == 1 and isinstance(pieces[0], Hole):
        return only(pieces[0], arguments, names, kind)
    hoisted = repeated(pieces, arguments)
    elements: list[Element] = []
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.name == "unicode":
            parts.append(UNICODE)
        elif piece.name in names:
            parts.append(len(elements))
            elements.append(names[piece.name])
        else:
            parts.extend(hole_parts(piece, arguments, hoisted, elements))
    lets = tuple(arguments[index].element for index in hoisted)
    return Snippet(tuple(parts), tuple(elements), lets, kind)


def only(hole: Hole, arguments: Sequence[Argument], names: Mapping[str, Element], kind: TypeEngine[Any]) -> Element:
    """A template that is nothing but its argument."""
    if hole.name in names:
        return names[hole.name]
    if hole.name.isdigit():
        element = arguments[int(hole.name)].element
        # A snippet around it and not `type_coerce`, which would also change how a parameter is sent.
        return element if type(element.type) is type(kind) else Snippet((0,), (closed(element),), (), kind)
    return filled("(" + "{" + hole.name + "})", arguments, names, kind)


def indexes(hole: Hole, count: int) -> Iterator[int]:
    """The arguments that a hole takes."""
    if hole.name.isdigit():
        yield int(hole.name)
    elif hole.name[0] in "*+&":
        yield from range(count)
    elif hole.name.endswith("*"):
        yield from range(int(hole.name[:-1]), count)


def repeated(pieces: Sequence[str | Hole], arguments: Sequence[Argument]) -> list[int]:
    """The arguments that would be written out more than once, and are more than a name."""
    uses: Counter[int] = Counter()
    for piece in pieces:
        if isinstance(piece, Hole):
            for index in indexes(piece, len(arguments)):
                uses[index] += 2 if piece.low and arguments[index].nullable else 1
    return [index for index, count in sorted(uses.items()) if count > 1 and not is_atomic(arguments[index].element)]


def hole_parts(hole: Hole, arguments: Sequence[Argument], hoisted: list[int], elements: list[Element]) -> list[Part]:
    joint = {"+": " + ", "&": " || "}.get(hole.name, ", ")
    parts: list[Part] = []
    for index in indexes(hole, len(arguments)):
        argument = arguments[index]
        part = reference(index, argument, hoisted, elements)
        if parts:
            parts.append(joint)
        if hole.low:
            parts.extend(between(part, hole, argument.nullable))
        elif hole.name == "&" and argument.nullable:
            parts.extend(["coalesce(", part, ", '')"])
        else:
            parts.append(part)
    return parts


def reference(index: int, argument: Argument, hoisted: list[int], elements: list[Element]) -> Part:
    """How the text refers to an argument: by its name in the subselect, or in full."""
    if index in hoisted:
        return f"{LET}.v{hoisted.index(index)}"
    elements.append(closed(argument.element))
    return len(elements) - 1


def between(part: Part, hole: Hole, nullable: bool) -> list[Part]:
    """A whole number between bounds. `least` and `greatest` pass over NULL, so NULL must be kept away from them."""
    number: list[Part] = ["least(greatest(trunc(", part, f"), {hole.low}), {hole.high})::int"]
    return ["(CASE WHEN ", part, " IS NOT NULL THEN ", *number, " END)"] if nullable else number


def is_atomic(element: Element) -> bool:
    """Whether it is a name or a value, which may be written twice."""
    if isinstance(element, Snippet):
        return not element.elements and not element.hoisted
    if isinstance(element, ColumnClause):
        return not element.is_literal
    return isinstance(element, (BindParameter, True_, False_, Null))


def closed(element: Element) -> Element:
    """In brackets, unless it holds together without them."""
    if is_atomic(element) or isinstance(element, (Snippet, FunctionElement, Grouping, Cast, Case, ScalarSelect)):
        return element
    return Grouping(element)


def raw_sql(text: str, kind: TypeEngine[Any]) -> Element:
    """Fixed SQL of this project, never anything from outside."""
    return Snippet((text,), (), (), kind)
