"""The plan: what must happen so that one catalogue becomes another. Nothing is dropped; what disappears is retired."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from sqlalchemy import Column

from metadata.catalogue import Catalogue
from metadata.check.changes import column_kind
from metadata.definitions import Effective
from metadata.fields import Field
from metadata.links import Link
from metadata.objects import ObjectType
from metadata.plan.columns import bare_table, columns_of_field, index_table, link_table_alone, table_with, targets
from metadata.plan.steps import (
    AddColumn,
    ChangeScale,
    CreateIndex,
    CreateLinkTable,
    CreateTable,
    DefinitionChanged,
    DropIndex,
    FillRequired,
    NumberRecords,
    Plan,
    RecomputeRollup,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
    Step,
    WidenText,
)
from metadata.storage import Moment
from metadata.tables import IndexPlan, columns_of, indexes_of, make_index

__all__ = ["plan"]


def plan(before: Catalogue, after: Catalogue) -> Plan:
    """The steps from `before` to `after`, in an order in which each finds what it needs."""
    changed = _changed_objects(before, after)
    known = {**_known(before), **_known(after)}
    return Plan(
        (
            *_new_tables(before, after),
            *_restored_objects(before, after),
            *(step for old, new in changed for step in _column_steps(old, new, known)),
            *_link_tables(before, after),
            *(step for old, new in changed for step in _index_steps(old, new)),
            *_indexes_of_new(before, after),
            *(step for old, new in changed for step in _content_steps(old, new)),
            *_rollup_steps(before, after),
            *_retired_objects(before, after),
            *_definition_steps(before, after),
        )
    )


def _known(catalogue: Catalogue) -> Mapping[str, ObjectType]:
    """All objects that have a table."""
    return {**catalogue.objects, **catalogue.retired_objects}


def _changed_objects(before: Catalogue, after: Catalogue) -> list[tuple[ObjectType, ObjectType]]:
    """The objects that were there before and differ now, as (old, new)."""
    known = _known(before)
    pairs = [(known[name], object) for name, object in after.objects.items() if name in known]
    return [(old, new) for old, new in pairs if old.shape is not new.shape and not _same(old, new)]


def _same(old: ObjectType, new: ObjectType) -> bool:
    """Whether both have the same fields from the same documents, so that their tables can't differ."""
    return (
        old.document == new.document
        and old.fields.keys() == new.fields.keys()
        and all(column_kind(old.fields[name]) == column_kind(field) for name, field in new.fields.items())
    )


# Tables


def _new_tables(before: Catalogue, after: Catalogue) -> Iterator[Step]:
    """New tables, those first that others refer to; keys that would lead to a table not yet made come afterwards."""
    new = {name: object for name, object in after.objects.items() if name not in _known(before)}
    made = set(_known(before))
    late: list[Step] = []
    for object in _by_dependency(new):
        columns = columns_of(object.shape, {*made, *new})
        made.add(object.name)
        early = [column for column in columns if targets(column) <= made]
        yield CreateTable(
            target=object.name,
            detail="A table is made for {object}",
            params={"object": object.label},
            table=table_with(object.name, early),
        )
        late += [_add_column(object, column) for column in columns if not targets(column) <= made]
    yield from late


def _by_dependency(objects: Mapping[str, ObjectType]) -> list[ObjectType]:
    """Objects after those that they refer to; within a circle, those first that refer to fewest."""
    needs = {name: _needs(object) & objects.keys() - {name} for name, object in objects.items()}
    ordered: list[ObjectType] = []
    while needs:
        free = [name for name, targets in needs.items() if not targets]
        chosen = free or [min(needs, key=lambda name: (len(needs[name]), name))]
        ordered += [objects[name] for name in chosen]
        for name in chosen:
            del needs[name]
        needs = {name: targets.difference(chosen) for name, targets in needs.items()}
    return ordered


def _needs(object: ObjectType) -> set[str]:
    return {field.references for field in object.fields.values() if field.references is not None}


def _add_column(object: ObjectType, column: Column[Any], fill: Any = None) -> AddColumn:
    filled = "A column is added to {object}, with {value} in existing records"
    return AddColumn(
        target=f"{object.name}.{column.name}",
        detail="A column is added to {object}" if fill is None else filled,
        params={"object": object.label} | ({} if fill is None else {"value": str(fill)}),
        object=object.name,
        column=column,
        table=bare_table(object.name, [column]),
        fill=fill,
    )


# Columns


def _column_steps(old: ObjectType, new: ObjectType, known: Container[str]) -> Iterator[Step]:
    for name, field in new.fields.items():
        if name in old.fields:
            yield from _changed_field(old.fields[name], field, new, known)
        elif name in old.retired_fields:
            yield _restored(field, new)
            yield from _changed_field(old.retired_fields[name], field, new, known)
        else:
            yield from _new_field(field, new, known)
    yield from _retired(old, new)


def _new_field(field: Field, object: ObjectType, known: Container[str]) -> Iterator[Step]:
    filled = _filled(field)
    for column in columns_of_field(field, known):
        yield _add_column(object, column, filled.get(str(column.name)))


def _filled(field: Field) -> dict[str, Any]:
    """What the columns of a new field hold in existing records: its default, where that is a plain value."""
    if field.default is None or field.virtual or field.computed:
        return {}
    return {name: value for name, value in field.store(field.parse(field.default)).items() if value is not None}


def _changed_field(old: Field, new: Field, object: ObjectType, known: Container[str]) -> Iterator[Step]:
    if old.document == new.document and column_kind(old) == column_kind(new):
        return
    for column in columns_of_field(new, known):  # what had no column, such as a formula, gets one
        if column.name not in old.column_names:
            yield _add_column(object, column)
    more = _scale(new) - _scale(old)
    if more > 0 and old.column_names:
        yield _change_scale(old, new, more)
    if old.max_length is not None and new.max_length is not None and new.max_length > old.max_length:
        yield WidenText(
            target=str(new),
            detail="{field} takes up to {length} characters",
            params={"field": new.label, "length": new.max_length},
        )


def _scale(field: Field) -> int:
    exact = field.result.type.name in ("decimal", "money", "percent")
    return (2 if field.result.scale is None else field.result.scale) if exact else 0


def _change_scale(old: Field, new: Field, more: int) -> ChangeScale:
    names = {new.name, f"{new.name}_base"}
    return ChangeScale(
        target=str(new),
        detail="{field} is kept with {scale} decimals",
        params={"field": new.label, "scale": _scale(new)},
        table=bare_table(new.object, [column for column in old.columns() if column.name in names]),
        columns={str(column.name): column.type for column in new.columns() if column.name in names},
        scale=_scale(new),
        more=more,
    )


def _restored(field: Field, object: ObjectType) -> RestoreField:
    return RestoreField(
        target=str(field),
        detail="{field} of {object} comes back",
        params={"field": field.label, "object": object.label},
    )


def _retired(old: ObjectType, new: ObjectType) -> Iterator[RetireField]:
    for name, field in old.fields.items():
        if name not in new.fields:
            yield RetireField(
                target=str(field),
                detail="{field} of {object} is put away; its values are kept, and it can be restored",
                params={"field": field.label, "object": new.label},
            )


# Links and indexes


def _link_tables(before: Catalogue, after: Catalogue) -> Iterator[CreateLinkTable]:
    present = {name for object in _known(before).values() for name in _link_names(object)}
    for object in after.objects.values():
        for link in object.links.values():
            if (object.name, link.field.name) not in present:
                yield _create_link(link)


def _link_names(object: ObjectType) -> Iterator[tuple[str, str]]:
    for field in (*object.fields.values(), *object.retired_fields.values()):
        if field.type.name == "many_to_many":
            yield object.name, field.name


def _create_link(link: Link) -> CreateLinkTable:
    return CreateLinkTable(
        target=str(link.field),
        detail="A table is made for the links from {source} to {target}",
        params={"source": link.source, "target": link.target},
        table=link_table_alone(link),
    )


def _index_steps(old: ObjectType, new: ObjectType) -> Iterator[Step]:
    was, wanted = indexes_of(old.shape), indexes_of(new.shape)
    for index in was:
        if index not in wanted:
            yield _drop_index(new, index)
    for index in wanted:
        if index not in was:
            yield _create_index(new, index, existing=True)


def _indexes_of_new(before: Catalogue, after: Catalogue) -> Iterator[Step]:
    known = _known(before)
    for name, object in after.objects.items():
        if name not in known:
            yield from (_create_index(object, index, existing=False) for index in indexes_of(object.shape))


def _drop_index(object: ObjectType, index: IndexPlan) -> DropIndex:
    return DropIndex(
        target=object.name,
        detail="An index on {columns} is not needed any more",
        params=_columns(index),
        plan=index,
        index=make_index(index, index_table(index)),
    )


def _create_index(object: ObjectType, index: IndexPlan, *, existing: bool) -> CreateIndex:
    table = index_table(index)
    return CreateIndex(
        target=object.name,
        detail="No two records may have the same {columns}" if index.unique else "An index is made on {columns}",
        params=_columns(index),
        plan=index,
        index=make_index(index, table),
        table=table,
        existing=existing,
    )


def _columns(index: IndexPlan) -> dict[str, str]:
    return {"columns": ", ".join(name for name in index.columns if name != "id")}


# Contents


def _content_steps(old: ObjectType, new: ObjectType) -> Iterator[Step]:
    for name, field in new.fields.items():
        known = old.fields.get(name)
        if field.required and not (known and known.required) and not field.computed and not field.system:
            step = _fill_required(field, new, is_new=known is None)
            if step is not None:
                yield step
        if field.type.name == "auto_number" and known is None and name not in old.retired_fields:
            yield NumberRecords(
                target=str(field),
                detail="The records of {object} get their {field}",
                params={"object": new.label, "field": field.label},
                field=field,
            )


def _fill_required(field: Field, object: ObjectType, *, is_new: bool) -> FillRequired | None:
    column = field.type.index_column(field)
    if column is None or (is_new and _filled(field)):
        return None
    named = [made for made in field.columns() if made.name == column]
    table = bare_table(object.name, [*named, Column("deleted_at", Moment())])
    return FillRequired(
        target=str(field),
        detail="{field} becomes required; records without it stay as they are until they are changed",
        params={"field": field.label},
        table=table,
        condition=table.c[column].is_(None) & table.c.deleted_at.is_(None),
    )


def _rollup_steps(before: Catalogue, after: Catalogue) -> Iterator[RecomputeRollup]:
    for object in after.objects.values():
        for rollup in object.rollups:
            known = before.objects.get(object.name)
            old = known.fields.get(rollup.field.name) if known else None
            if known is not None and (old is None or _counts(old, before) != _counts(rollup.field, after)):
                yield RecomputeRollup(
                    target=str(rollup.field),
                    detail="{field} is computed for every record",
                    params={"field": rollup.field.label},
                    rollup=rollup,
                )


def _counts(field: Field, catalogue: Catalogue) -> tuple[Any, ...]:
    """What a figure depends on: of formulas, their text too."""
    rollup = catalogue.rollup(field)
    measure = rollup.measure if rollup else None
    formula = measure.expression if measure is not None else None
    return (field.type.name, field.of, field.function, field.measure, field.filter, formula, _scale(field))


# Objects and the rest


def _restored_objects(before: Catalogue, after: Catalogue) -> Iterator[RestoreObject]:
    for name, object in after.objects.items():
        if name in before.retired_objects:
            yield RestoreObject(
                target=name, detail="{object} comes back with its records", params={"object": object.label}
            )


def _retired_objects(before: Catalogue, after: Catalogue) -> Iterator[RetireObject]:
    for name, object in before.objects.items():
        if name not in after.objects:
            yield RetireObject(
                target=name,
                detail="{object} is put away; its records are kept, and it can be restored",
                params={"object": object.label},
            )


def _definition_steps(before: Catalogue, after: Catalogue) -> Iterator[DefinitionChanged]:
    for key in sorted({*before.effective, *after.effective}):
        saying = _saying(before.effective.get(key), after.effective.get(key))
        if saying is not None:
            kind, name = key
            yield DefinitionChanged(
                target=f"{kind}/{name}", detail=saying, params={"kind": kind.replace("_", " "), "name": name},
            )  # fmt: skip


def _saying(old: Effective | None, new: Effective | None) -> str | None:
    was, stands = old is not None and old.stands, new is not None and new.stands
    if was and not stands:
        return "The {kind} {name} is put away"
    if stands and not was:
        return "The {kind} {name} is added" if old is None else "The {kind} {name} comes back"
    if was and stands and (old.document, old.sources) != (new.document, new.sources):  # type: ignore[union-attr]
        return "The {kind} {name} changes"
    return None
