"""A mapping beside the file and the object, checked before the first row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.exchange.mapping import ImportMapping
from dougong import BadRequest, FieldProblem, Invalid
from metadata.fields import Field
from metadata.objects import ObjectType

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["PLATFORM", "REFERENCES", "check_mapping", "is_settable"]

REFERENCES = ("reference", "master_detail", "user")
PLATFORM = "A column of the platform itself"
#: System fields that an import may set.
SETTABLE = frozenset({"owner_id", "created_at", "created_by", "updated_at", "updated_by"})


def is_settable(field: Field) -> bool:
    """Whether an import may set a field."""
    return field.name in SETTABLE if field.system else not (field.computed or field.read_only)


def check_mapping(
    ctx: Ctx, mapping: ImportMapping, object: str, headings: Sequence[str], key: tuple[str, ...]
) -> ImportMapping:
    """The mapping as it will be used. Raises a Problem with everything about it that can't be."""
    if mapping.object != object:
        raise BadRequest("The mapping is for {theirs}, not for {object}", theirs=mapping.object, object=object)
    made = replace(mapping, key=key or mapping.key)
    if made.key == ("id",):
        made = replace(made, mode="update")
    kind = ctx.catalogue.object(object)
    problems = [*_columns(made, headings), *_fields(kind, made), *_keys(made), *_lookups(ctx, kind, made)]
    if problems:
        raise Invalid("The mapping doesn't fit", errors=problems)
    return made


def _columns(mapping: ImportMapping, headings: Sequence[str]) -> Iterator[FieldProblem]:
    for column in sorted(mapping.columns - set(headings)):
        yield FieldProblem(column, "column", "The file has no column of this name")
    for heading in headings:
        if heading not in mapping.columns:
            yield FieldProblem(
                heading, "column", "This column is neither used nor left out; name it under ignore with the reason"
            )


def _fields(kind: ObjectType, mapping: ImportMapping) -> Iterator[FieldProblem]:
    for name in mapping.fields:
        whole, _, part = name.partition(".")
        field = kind.all_fields.get(whole)
        if field is None:
            yield FieldProblem(name, "unknown", "{object} has no such field", {"object": kind.label})
        elif part and field.type.name not in ("address", "geo"):
            yield FieldProblem(name, "unknown", "{field} has no parts", {"field": whole})
        elif not is_settable(field) and (name,) != mapping.key:
            yield FieldProblem(name, "read_only", "This field can't be set")
    for sources in mapping.fields.values():
        for source in sources:
            if source.keep_in and source.keep_in not in kind.fields:
                yield FieldProblem(source.keep_in, "unknown", "{object} has no such field", {"object": kind.label})


def _keys(mapping: ImportMapping) -> Iterator[FieldProblem]:
    for name in mapping.key:
        if name not in mapping.fields:
            yield FieldProblem(name, "key", "The key must be among the fields of the mapping")
    later = [name for name, sources in mapping.fields.items() if any(source.later for source in sources)]
    for name in later:
        if not mapping.key:
            yield FieldProblem(name, "key", "What is set in the second pass needs a key")


def _lookups(ctx: Ctx, kind: ObjectType, mapping: ImportMapping) -> Iterator[FieldProblem]:
    for name, sources in mapping.fields.items():
        for lookup in (source.lookup for source in sources if source.lookup is not None):
            field = kind.fields.get(name)
            target = lookup.object or (field.references or _linked(field) if field else None)
            if target is None or target not in ctx.catalogue.objects:
                yield FieldProblem(name, "lookup", "Say in which object this is looked up")
                continue
            for wanted in lookup.fields:
                if wanted not in ctx.catalogue.objects[target].fields:
                    params = {"object": target, "field": wanted}
                    yield FieldProblem(name, "lookup", "{object} has no field called {field}", params)


def _linked(field: Field) -> str | None:
    return field.to if isinstance(field.to, str) and field.to != "*" else None
