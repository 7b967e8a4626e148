"""Whether views and layouts show what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import at, missing_field
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import find_field

__all__ = ["page_problems"]

Document = Mapping[str, Any]
#: What a page can show of its own.
SHOWN = frozenset({"file", "image"})


def page_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name, document in catalogue.views.items():
        if document["object"] in catalogue.objects:
            yield from _view_problems(catalogue.objects[document["object"]], name, document)
    for name, document in catalogue.layouts.items():
        if document["object"] in catalogue.objects:
            yield from _layout_problems(catalogue.objects[document["object"]], name, document)


#: Parts of a view that name one field, and the types that it may have.
ONE_FIELD: Mapping[str, frozenset[str]] = {
    "start": frozenset({"date", "datetime"}),
    "end": frozenset({"date", "datetime"}),
    "place": frozenset({"geo"}),
    "image": frozenset({"image"}),
    "color_by": frozenset({"choice"}),
}


def _view_problems(object: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    for key in ("columns", "card"):
        yield from _unknown_fields(object, at("view", name, key), document.get(key, ()))
    yield from _unknown_fields(object, at("view", name, "widths"), document.get("widths", ()), by_name=True)
    yield from _sort_problems(object, at("view", name, "sort"), document.get("sort"))
    for key in ("group_by", "split_by"):
        yield from _group_problems(object, at("view", name, key), document.get(key))
    for position, figure in enumerate(document.get("sums", ())):
        yield from _figure_problems(object, at("view", name, "sums", position), figure)
    yield from _limit_problems(object, at("view", name, "limits"), document)
    for key, types in ONE_FIELD.items():
        yield from _type_problems(object, at("view", name, key), document.get(key), types)
    if document.get("form") == "board" and "group_by" not in document:
        yield FieldProblem(at("view", name, "group_by"), "required", "A board must say whose values are its columns")


def _limit_problems(object: ObjectType, place: str, document: Document) -> Iterator[FieldProblem]:
    """Limits are of the columns of a board: of the options of its field."""
    field = find_field(object, document.get("group_by", ""))
    known = {option.value for option in field.options} if field is not None else set()
    for value in document.get("limits", ()):
        if value not in known:
            yield FieldProblem(f"{place}/{value}", "unknown", "{value} is no column of this board", {"value": value})


def _figure_problems(object: ObjectType, place: str, figure: str) -> Iterator[FieldProblem]:
    function, _, path = figure.rpartition(":")
    field = find_field(object, path)
    if field is None:
        yield missing_field(place, object.name, path)
    elif function in ("", "avg") and not field.summable:
        yield FieldProblem(place, "type", "The field {field} can't be summed up", {"field": path})
    elif function in ("min", "max") and not field.sortable:
        yield FieldProblem(place, "type", "The field {field} has no least and no greatest", {"field": path})


def _type_problems(object: ObjectType, place: str, path: str | None, types: frozenset[str]) -> Iterator[FieldProblem]:
    field = find_field(object, path) if path else None
    if path and field is None:
        yield missing_field(place, object.name, path)
    elif field is not None and field.result.type.name not in types:
        named = " / ".join(sorted(types))
        yield FieldProblem(place, "type", "The field {field} must be of the type {types}", {"field": path, "types": named})


def _unknown_fields(object: ObjectType, place: str, paths: Iterable[str], *, by_name: bool = False) -> Iterator[FieldProblem]:
    """Those of the paths that lead to no field; the place of one is its position, or its name where paths are keys."""
    for position, path in enumerate(paths):
        if find_field(object, path) is None:
            yield missing_field(f"{place}/{path if by_name else position}", object.name, path)


def _sort_problems(object: ObjectType, place: str, sort: str | None) -> Iterator[FieldProblem]:
    for term in sort.split(",") if sort else ():
        path = term.removeprefix("-")
        field = find_field(object, path)
        if field is None:
            yield missing_field(place, object.name, path)
        elif not field.sortable:
            yield FieldProblem(place, "type", "Lists can't be sorted by the field {field}", {"field": path})


def _group_problems(object: ObjectType, place: str, group: str | None) -> Iterator[FieldProblem]:
    path, _, period = (group or "").partition(":")
    field = find_field(object, path) if path else None
    if path and field is None:
        yield missing_field(place, object.name, path)
    elif field is None:
        return
    elif period and field.result.type.name not in ("date", "datetime"):
        yield FieldProblem(place, "type", "{name} is no date, so it has no {period}", {"name": path, "period": period})
    elif not (period or field.groupable):
        yield FieldProblem(place, "type", "Records can't be grouped by the field {field}", {"field": path})


def _layout_problems(object: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    yield from _unknown_fields(object, at("layout", name, "header"), document.get("header", ()))
    for position, section in enumerate(document["sections"]):
        yield from _unknown_fields(object, at("layout", name, "sections", position, "fields"), section["fields"])
    for position, related in enumerate(document.get("related", ())):
        yield from _related_problems(object, at("layout", name, "related", position), related)
    yield from _path_problems(object, at("layout", name, "path"), document.get("path"))
    yield from _type_problems(object, at("layout", name, "preview"), document.get("preview"), SHOWN)


def _related_problems(object: ObjectType, place: str, related: Document) -> Iterator[FieldProblem]:
    other = object.catalogue.objects.get(related["object"])
    if other is None:
        return
    field = other.fields.get(related["field"])
    if field is None:
        yield missing_field(f"{place}/field", other.name, related["field"])
    elif not _leads_to(field, object.name):
        yield FieldProblem(
            f"{place}/field", "type", "{field} does not lead to {object}",
            {"field": f"{other.name}.{field.name}", "object": object.name},
        )  # fmt: skip
    yield from _unknown_fields(other, f"{place}/columns", related.get("columns", ()))


def _leads_to(field: Field, object: str) -> bool:
    targets = (field.to,) if isinstance(field.to, str) else field.to or ()
    return field.references == object or object in targets or (field.type.name == "any_reference" and "*" in targets)


def _path_problems(object: ObjectType, place: str, name: str | None) -> Iterator[FieldProblem]:
    if name is None:
        return
    if name not in object.fields:
        yield missing_field(place, object.name, name)
    elif object.fields[name].type.name != "choice":
        yield FieldProblem(place, "type", "Only a choice can be drawn as steps, and {field} is none", {"field": name})
