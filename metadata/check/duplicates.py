"""Whether duplicate rules compare what is there, in ways that fit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import Missing, at, missing_field, missing_object
from metadata.duplicates import fits, value_type
from metadata.objects import ObjectType

__all__ = ["duplicate_problems"]

Document = Mapping[str, Any]


def duplicate_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name, document in catalogue.of_kind("duplicate_rule").items():
        kind = catalogue.objects.get(document["object"])
        if kind is not None:
            yield from _rule_problems(catalogue, kind, name, document)


def _rule_problems(catalogue: Catalogue, kind: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    other = catalogue.objects.get(document.get("against", kind.name))
    if other is None:
        yield missing_object(at("duplicate_rule", name, "against"), document["against"])
    for position, part in enumerate(document["match"]):
        place = "match", position
        yield from _part_problems(kind, name, (*place, "fields"), part["fields"], part["as"])
        if other is not None:
            key = "with" if "with" in part else "fields"
            yield from _part_problems(other, name, (*place, key), part.get("with", part["fields"]), part["as"])
    yield from _alone_problems(kind, name, document)


def _part_problems(
    kind: ObjectType, name: str, place: tuple[str | int, ...], fields: list[str], way: str
) -> Iterator[FieldProblem]:
    for position, path in enumerate(fields):
        here = at("duplicate_rule", name, *place, position)
        type = value_type(kind, path)
        if type is None:
            yield _missing(here, kind, path)
        elif not fits(way, type):
            params = {"field": path, "way": way, "type": type}
            yield FieldProblem(here, "type", "{field} can't be compared as {way}, because it is of the type {type}", params)


def _missing(place: str, kind: ObjectType, path: str) -> Missing:
    return missing_field(place, kind.name, path)


def _alone_problems(kind: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    """What makes sense only with, or without, something else."""
    between = document.get("between")
    if between is not None and value_type(kind, between) is None:
        yield missing_field(at("duplicate_rule", name, "between"), kind.name, between)
    if "similar" not in document and any("weight" in part for part in document["match"]):
        yield FieldProblem(at("duplicate_rule", name, "match"), "alone", "A weight means something only where `similar` says how alike records must be")
    if "similar" not in document and any(part["as"] == "words" for part in document["match"]):
        yield FieldProblem(at("duplicate_rule", name, "similar"), "required", "Words are compared by how many of them agree, so `similar` must say how alike records are")
    if document.get("against", document["object"]) != document["object"] and between is not None:
        yield FieldProblem(at("duplicate_rule", name, "between"), "alone", "Records of two objects are two sources already; leave `between` out")
