"""Whether a change leaves stored values readable: types, scales and targets of fields that already have a column."""

from __future__ import annotations

from collections.abc import Iterator

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import at
from metadata.fields import Field
from metadata.objects import ObjectType

__all__ = ["change_problems", "column_kind"]


def change_problems(before: Catalogue, after: Catalogue) -> Iterator[FieldProblem]:
    for name, object in after.objects.items():
        known = before.objects.get(name) or before.retired_objects.get(name)
        if known is not None and known.shape is not object.shape:
            yield from _object_problems(known, object)


def _object_problems(before: ObjectType, after: ObjectType) -> Iterator[FieldProblem]:
    for name, field in after.fields.items():
        active = before.fields.get(name)
        known = active or before.retired_fields.get(name)
        if known is not None and not field.system:
            yield from _field_problems(known, field, retired=active is None)


def _field_problems(before: Field, after: Field, *, retired: bool) -> Iterator[FieldProblem]:
    place = at("object", after.object, "fields", after.name)
    if after.type.name != before.type.name:
        if not _is_safe(before, after):
            yield _type_problem(place, before, after, retired)
    elif column_kind(after) != column_kind(before):
        yield _type_problem(place, before, after, retired)
    elif after.references != before.references or (after.type.name == "many_to_many" and after.to != before.to):
        yield FieldProblem(
            f"{place}/to", "type", "{field} refers to {object} and can't refer to another; add a new field instead",
            {"field": after.name, "object": str(before.to)},
        )  # fmt: skip
    elif _scale(after) < _scale(before):
        yield FieldProblem(
            f"{place}/scale", "scale", "{field} is kept with {scale} decimals, and can't have fewer",
            {"field": after.name, "scale": _scale(before)},
        )  # fmt: skip


def column_kind(field: Field) -> str | None:
    """What kind of column a computed field has, which a change of its definition can't change."""
    return field.result.type.name if field.type.name == "rollup" else None


def _scale(field: Field) -> int:
    exact = field.result.type.name in ("decimal", "money", "percent") and not field.virtual
    return (2 if field.result.scale is None else field.result.scale) if exact else 0


def _is_safe(before: Field, after: Field) -> bool:
    if before.type.name == "formula":
        return after.type.name != "many_to_many"  # it has stored nothing
    return after.type.name in before.type.safe_changes and _scale(after) >= _scale(before)


def _type_problem(place: str, before: Field, after: Field, retired: bool) -> FieldProblem:
    params = {
        "field": after.name,
        "old": column_kind(before) or before.type.name,
        "new": column_kind(after) or after.type.name,
    }
    if retired:
        return FieldProblem(
            f"{place}/type", "type",
            "There was a field {field} of the type {old}, which is kept and can be restored; "
            "choose another name for one of the type {new}, or purge the old one first", params,
        )  # fmt: skip
    return FieldProblem(
        f"{place}/type",
        "type",
        "{field} is a {old} and can't become a {new}; add a new field and retire this one",
        params,
    )
