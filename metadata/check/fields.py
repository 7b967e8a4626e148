"""Whether the fields of an object hold up together: names, columns, what they refer to, defaults, limits."""

from __future__ import annotations

from collections.abc import Iterator

from dougong import FieldProblem
from metadata.check.limits import FIELDS_OF_OBJECT, INDEXES_OF_OBJECT, OPTIONS_OF_FIELD, ROLLUPS_OF_OBJECT
from metadata.check.problems import at, missing_field, missing_object, placed
from metadata.fields import Field
from metadata.names import RESERVED_FIELD_NAMES
from metadata.objects import ObjectType
from metadata.shapes import Shape
from metadata.tables import indexes_of
from metadata.wrong import Wrong

__all__ = ["field_problems_of", "object_problems"]

_LONGEST_GROUP = 800
_NAMELESS = ("json", "secret", "rich_text", "geo", "address", "any_reference", "many_to_many", "file", "image")
_SUMMED = ("integer", "decimal", "money", "percent", "duration")
_COMPARED = (*_SUMMED, "date", "datetime", "time")


def object_problems(object: ObjectType) -> Iterator[FieldProblem]:
    """What is wrong with one object that can be seen without looking at expressions."""
    yield from _limit_problems(object)
    yield from _clash_problems(object.shape)
    yield from _table_problems(object)
    yield from _name_field_problems(object)
    yield from _parent_problems(object)
    yield from _index_problems(object)
    yield from _rule_problems(object)
    for field in object.fields.values():
        if not field.system:
            yield from field_problems_of(object, field)


def _limit_problems(object: ObjectType) -> Iterator[FieldProblem]:
    counts = (
        (len(object.fields), FIELDS_OF_OBJECT, "fields"),
        (sum(field.type.name == "rollup" for field in object.fields.values()), ROLLUPS_OF_OBJECT, "roll-ups"),
        (len(indexes_of(object.shape)), INDEXES_OF_OBJECT, "indexes"),
    )
    for count, most, what in counts:
        if count > most:
            yield FieldProblem(
                at("object", object.name), "limit", "An object has at most {max} {what}, here are {count}",
                {"max": most, "what": what, "count": count},
            )  # fmt: skip


def _clash_problems(shape: Shape) -> Iterator[FieldProblem]:
    """No two fields may have a column, or a key of the record, of the same name; retired ones still have theirs."""
    taken: dict[str, Field] = {}
    for field in (*shape.fields.values(), *shape.retired_fields.values()):
        for name in dict.fromkeys((*field.column_names, *field.value_names)):
            first = taken.setdefault(name, field)
            if first is not field:
                yield FieldProblem(
                    at("object", shape.name, "fields", field.name), "name",
                    "The name {name} is taken by the field {other}", {"name": name, "other": first.name},
                )  # fmt: skip
                break


def _table_problems(object: ObjectType) -> Iterator[FieldProblem]:
    """No object may have the name of a table of links."""
    for link in object.links.values():
        if link.name in object.catalogue.objects:
            yield FieldProblem(
                at("object", link.name), "name", "The name {name} is taken by the links of {field}",
                {"name": link.name, "field": str(link.field)},
            )  # fmt: skip


def _name_field_problems(object: ObjectType) -> Iterator[FieldProblem]:
    named = object.document.get("name_field")
    if named is not None and named not in object.fields:
        yield missing_field(at("object", object.name, "name_field"), object.name, named)
    elif named is not None and object.fields[named].result.type.name in _NAMELESS:
        yield FieldProblem(at("object", object.name, "name_field"), "type", "A {type} can't name a record",
                           {"type": object.fields[named].type.name})  # fmt: skip


def _parent_problems(object: ObjectType) -> Iterator[FieldProblem]:
    parent = object.document.get("parent")
    if object.document.get("sharing") == "parent" and parent is None:
        yield FieldProblem(
            at("object", object.name, "parent"), "required",
            "With the sharing {sharing} the object must say which field leads to its parent", {"sharing": "parent"},
        )  # fmt: skip
    if parent is None:
        return
    field = object.fields.get(parent)
    if field is None:
        yield missing_field(at("object", object.name, "parent"), object.name, parent)
    elif field.references is None and field.type.name != "any_reference":
        yield FieldProblem(
            at("object", object.name, "parent"), "type", "The field {field} leads to no record", {"field": parent}
        )


def _index_problems(object: ObjectType) -> Iterator[FieldProblem]:
    for position, group in enumerate(object.indexes):
        for name in group:
            place = at("object", object.name, "indexes", position)
            field = object.fields.get(name) or object.companions.get(name)
            if field is None:
                yield missing_field(place, object.name, name)
            elif field.type.index_column(field) is None:
                yield FieldProblem(place, "type", "The field {field} can't be in an index", {"field": name})
        if sum(object.fields[name].max_length or 0 for name in group if name in object.fields) > _LONGEST_GROUP:
            yield FieldProblem(
                at("object", object.name, "indexes", position), "range",
                "The texts in an index have at most {max} characters together", {"max": _LONGEST_GROUP},
            )  # fmt: skip


def _rule_problems(object: ObjectType) -> Iterator[FieldProblem]:
    seen: set[str] = set()
    for position, rule in enumerate(object.document.get("rules", ())):
        if rule["name"] in seen:
            yield FieldProblem(
                at("object", object.name, "rules", position, "name"), "unique", "There are two rules called {name}",
                {"name": rule["name"]},
            )  # fmt: skip
        seen.add(rule["name"])
        if rule.get("field") is not None and rule["field"] not in object.fields:
            yield missing_field(at("object", object.name, "rules", position, "field"), object.name, rule["field"])


# One field


def field_problems_of(object: ObjectType, field: Field) -> Iterator[FieldProblem]:
    """What is wrong with one field, seen with the objects around it."""
    place = at("object", object.name, "fields", field.name)
    if field.name in RESERVED_FIELD_NAMES:
        yield FieldProblem(place, "name", "The name {name} is reserved", {"name": field.name})
    if len(field.options) > OPTIONS_OF_FIELD:
        yield FieldProblem(f"{place}/options", "limit", "A field has at most {max} options", {"max": OPTIONS_OF_FIELD})
    yield from placed("object", object.name, field.type.problems(field), "fields", field.name)
    yield from _target_problems(object, field, place)
    yield from _dependence_problems(object, field, place)
    yield from _move_problems(object, field, place)
    yield from _default_problems(field, place)
    if field.type.name == "rollup":
        yield from _rollup_problems(object, field, place)


def _target_problems(object: ObjectType, field: Field, place: str) -> Iterator[FieldProblem]:
    targets = (field.to,) if isinstance(field.to, str) else field.to or ()
    known = object.catalogue.objects
    for target in targets:
        if target != "*" and target not in known:
            yield missing_object(f"{place}/to", target)


def _dependence_problems(object: ObjectType, field: Field, place: str) -> Iterator[FieldProblem]:
    if field.depends_on is None:
        if any(option.within is not None for option in field.options):
            yield FieldProblem(
                f"{place}/depends_on", "required", "The options depend on a field, which depends_on must name"
            )
        return
    governing = object.fields.get(field.depends_on)
    if governing is None:
        yield missing_field(f"{place}/depends_on", object.name, field.depends_on)
        return
    if governing.name == field.name or governing.type.name not in ("choice", "boolean", "multi_choice"):
        yield FieldProblem(
            f"{place}/depends_on", "type", "Options can't depend on the field {field}", {"field": governing.name}
        )
        return
    yield from _within_problems(governing, field, place)


def _within_problems(governing: Field, field: Field, place: str) -> Iterator[FieldProblem]:
    known = {option.value for option in governing.options} or {"true", "false"}
    for position, option in enumerate(field.options):
        for value in option.within or ():
            if value not in known:
                yield FieldProblem(
                    f"{place}/options/{position}/for", "option", "{value} is not an option of {field}",
                    {"value": value, "field": governing.name},
                )  # fmt: skip


def _move_problems(object: ObjectType, field: Field, place: str) -> Iterator[FieldProblem]:
    """What moves of a choice name must be there."""
    roles = object.catalogue.of_kind("role")
    for position, move in enumerate(field.moves):
        for name in move.requires:
            if name not in object.fields:
                yield missing_field(f"{place}/moves/{position}/requires", object.name, name)
        for role in move.roles or ():
            if role not in roles:
                yield FieldProblem(f"{place}/moves/{position}/roles", "unknown", "There is no role called {name}", {"name": role})


def _default_problems(field: Field, place: str) -> Iterator[FieldProblem]:
    if field.default is None:
        return
    try:
        value = field.parse(field.default)
    except Wrong as wrong:
        yield wrong.problem(f"{place}/default")
        return
    chosen = value if isinstance(value, (list, tuple)) else [value]
    if any((option := field.option(item)) is not None and option.retired for item in chosen if isinstance(item, str)):
        yield FieldProblem(f"{place}/default", "option", "The default is an option that is retired")


def _rollup_problems(object: ObjectType, field: Field, place: str) -> Iterator[FieldProblem]:
    child_name, _, reference_name = (field.of or "").partition(".")
    child = object.catalogue.objects.get(child_name)
    if child is None:
        yield missing_object(f"{place}/of", child_name)
        return
    reference = child.fields.get(reference_name)
    if reference is None:
        yield missing_field(f"{place}/of", child.name, reference_name)
    elif reference.references != object.name:
        yield FieldProblem(
            f"{place}/of", "type", "{field} does not lead to {object}",
            {"field": f"{child_name}.{reference_name}", "object": object.name},
        )  # fmt: skip
    if field.measure is not None:
        yield from _measure_problems(child, field, f"{place}/field")


def _measure_problems(child: ObjectType, field: Field, place: str) -> Iterator[FieldProblem]:
    measure = child.fields.get(field.measure or "")
    if measure is None:
        yield missing_field(place, child.name, field.measure or "")
        return
    allowed = _COMPARED if field.function in ("min", "max") else _SUMMED
    if measure.result.type.name not in allowed:
        yield FieldProblem(
            place,
            "type",
            "There is no {function} of a {type}",
            {"function": field.function, "type": measure.result.type.name},
        )
