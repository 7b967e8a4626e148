"""A mapping beside the file and the object: made from the headings where none is given, and checked before the first row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.exchange.mapping import ImportMapping, Lookup, Source
from dougong import BadRequest, FieldProblem, Invalid
from metadata.fields import Field
from metadata.objects import ObjectType

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["automatic_mapping", "check_mapping"]

REFERENCES = ("reference", "master_detail", "user")
PLATFORM = "A column of the platform itself"
#: System fields that an import may set.
SETTABLE = frozenset({"owner_id", "created_at", "created_by", "updated_at", "updated_by"})


def automatic_mapping(kind: ObjectType, headings: Sequence[str]) -> ImportMapping:
    """Headings matched with names and labels of fields; references are looked up by the name of the other record."""
    by_heading = _by_heading(kind)
    found = {heading: by_heading.get(heading.casefold()) for heading in headings}
    fields = {f.name: (_source(kind, f, heading),) for heading, f in found.items() if f is not None and _settable(f)}
    ignored = {heading: PLATFORM for heading, f in found.items() if f is not None and not _settable(f)}
    return ImportMapping(object=kind.name, fields=fields, ignore=ignored)


def _by_heading(kind: ObjectType) -> Mapping[str, Field]:
    fields = [*kind.companions.values(), *kind.fields.values()]
    labels = {field.label.casefold(): field for field in fields}
    return labels | {field.name.casefold(): field for field in fields}


def _settable(field: Field) -> bool:
    return field.name in SETTABLE if field.system else not (field.computed or field.read_only)


def _source(kind: ObjectType, field: Field, heading: str) -> Source:
    if field.type.name not in REFERENCES:
        return Source(column=heading)
    target = kind.catalogue.objects.get(field.references or "")
    return Source(column=heading, lookup=Lookup(field=target.name_field) if target else None)


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
        elif not _settable(field) and (name,) != mapping.key:
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
            elif lookup.field not in ctx.catalogue.objects[target].fields:
                params = {"object": target, "field": lookup.field}
                yield FieldProblem(name, "lookup", "{object} has no field called {field}", params)


def _linked(field: Field) -> str | None:
    return field.to if isinstance(field.to, str) and field.to != "*" else None
