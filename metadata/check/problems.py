"""How a problem of a definition names its place: kind, name, and the JSON pointer within the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dougong import FieldProblem
from metadata.validation import pointer

__all__ = ["Missing", "at", "missing_field", "missing_object", "placed"]


@dataclass(frozen=True)
class Missing(FieldProblem):
    """A name that names nothing. `thing` is what it would be: `("role", "boss")`, `("field", "account", "x_size")`."""

    thing: tuple[str, ...] = ()


def missing_object(place: str, name: str) -> Missing:
    return Missing(place, "unknown", "There is no object called {object}", {"object": name}, ("object", name))


def missing_field(place: str, object: str, name: str) -> Missing:
    params = {"object": object, "field": name}
    return Missing(place, "unknown", "{object} has no field called {field}", params, ("field", object, name))


def at(kind: str, name: str, *parts: str | int) -> str:
    return f"/{kind}/{name}{pointer(*parts)}"


def placed(kind: str, name: str, problems: Iterable[FieldProblem], *parts: str | int) -> Iterator[FieldProblem]:
    """Problems whose place is a pointer within a part of a document, with the whole way to it."""
    for problem in problems:
        yield FieldProblem(at(kind, name, *parts) + problem.field, problem.code, problem.message, _params(problem))


def _params(problem: FieldProblem) -> dict[str, Any]:
    return dict(problem.params)
