"""The places in definitions at which people read something, and those that lack a translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dougong import Definition

__all__ = ["places", "untranslated"]

LABELLED = ("view", "role", "permission_set", "settings")


def untranslated(definitions: Iterable[Definition], language: str, more: Iterable[str] = ()) -> list[str]:
    """The places of these definitions, and of those that are given, that have no text in a language."""
    made = list(definitions)
    known = {
        place
        for definition in made
        if definition.kind == "translation" and definition.document["language"] == language
        for place in definition.document["texts"]
    }
    wanted = [place for definition in made for place in places(definition)]
    return [place for place in [*wanted, *more] if place not in known]


def places(definition: Definition) -> Iterator[str]:
    """Every place of a definition with a text for people."""
    document, start = definition.document, f"{definition.kind}.{definition.name}"
    if definition.kind == "object":
        yield from _of_object(document, start)
    elif definition.kind in LABELLED and "label" in document:
        yield f"{start}.label"


def _of_object(document: Mapping[str, Any], start: str) -> Iterator[str]:
    for key in ("label", "plural"):
        if key in document:
            yield f"{start}.{key}"
    for name, field in document.get("fields", {}).items():
        yield f"{start}.fields.{name}.label"
        for option in field.get("options", ()):
            yield f"{start}.fields.{name}.options.{option['value']}"
    for rule in document.get("rules", ()):
        yield f"{start}.rules.{rule['name']}"
