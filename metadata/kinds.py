"""The kinds of definitions there are: what a document of each looks like, what it refers to, and how layers merge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dougong import Conflict, FieldProblem, NotFound

__all__ = ["Kind", "Reference", "kind_of", "kinds", "register", "unregister"]


@dataclass(frozen=True)
class Reference:
    """A place in a document that holds the name of another definition: `("steps", "*", "object")` -> `object`."""

    path: tuple[str, ...]
    kind: str
    optional: bool = False
    """Whether it may be missing, because what it names comes with a plugin that isn't there."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of definition.

    schema: the JSON Schema (2020-12) of its documents. label: what people read.
    references: where its documents name others, checked when they are saved.
    examine: what else is wrong with a document of the right shape, given the catalogue that it is to stand in; the fields
    of its problems are JSON pointers within the document.
    merge: what happens when a higher layer has a document of the same name: `replace`, or one of the ways of
    `metadata.layers`.
    """

    name: str
    label: str
    schema: Mapping[str, Any]
    references: tuple[Reference, ...] = ()
    examine: Callable[[Any, Mapping[str, Any]], Iterable[FieldProblem]] | None = None
    merge: str = "replace"
    owner: str = "core"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind. A second owner of its name is refused."""
    if kind.name in _kinds:
        raise Conflict(
            "The kind {name} of {owner} is already there: {first} has it",
            name=kind.name,
            owner=kind.owner,
            first=_kinds[kind.name].owner,
        )
    _kinds[kind.name] = kind
    return kind


def unregister(name: str) -> None:
    """Take a plugin's kind away again, when the plugin is unloaded."""
    _kinds.pop(name, None)


def kind_of(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise NotFound("There is no kind of definition called {name}", name=name) from None


def kinds() -> Iterator[Kind]:
    return iter(_kinds.values())


@cache
def schema_file(name: str) -> Mapping[str, Any]:
    """A JSON Schema that stands in `metadata/schemas/`."""
    return json.loads(files("metadata").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _built_in(name: str, label: str, *references: Reference, merge: str = "replace") -> None:
    register(Kind(name=name, label=label, schema=schema_file(name), references=references, merge=merge))


_built_in("object", "Object", merge="object")
_built_in("view", "View", Reference(("object",), "object"), Reference(("default_for", "*"), "role", optional=True))
_built_in(
    "layout",
    "Layout",
    Reference(("object",), "object"),
    Reference(("related", "*", "object"), "object"),
    Reference(("permission_sets", "*"), "permission_set"),
)
_built_in("role", "Role", Reference(("parent",), "role"))
_built_in("permission_set", "Permission set", merge="grants")
_built_in(
    "sharing_rule",
    "Sharing rule",
    Reference(("object",), "object"),
    Reference(("owner_role",), "role"),
    Reference(("with", "role"), "role"),
    Reference(("with", "permission_set"), "permission_set"),
)
_built_in(
    "duplicate_rule", "Duplicate rule", Reference(("object",), "object"), Reference(("against",), "object", optional=True)
)
_built_in("number_series", "Number series")
_built_in("translation", "Translation", merge="texts")
_built_in("settings", "Settings", merge="settings")
