"""The JSON Schemas of an object's records: as they are read, made and changed by this actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.api.schemas import NAMED
from core.api.ui_objects import Texts

if TYPE_CHECKING:
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["record_schemas"]

Schema = dict[str, Any]
NULL: Schema = {"type": "null"}


def record_schemas(kind: ObjectType, access: Any, texts: Texts) -> dict[str, Schema]:
    """By name: `account`, and `account_new`, `account_changes` where the actor may write."""
    found = {kind.name: _read(kind, access, texts)}
    written = _written(kind, access, texts)
    if access.create:
        found[f"{kind.name}_new"] = {**written, "required": _required(kind, access)}
    if access.edit:
        found[f"{kind.name}_changes"] = written
    return found


def _read(kind: ObjectType, access: Any, texts: Texts) -> Schema:
    names = [name for name in (*kind.fields, *kind.companions) if name in access.visible or name in kind.companions]
    properties = {name: _readable(kind.field(name), texts) for name in names}
    return {"type": "object", "title": _title(kind, texts), "properties": properties, "required": ["id"]}


def _readable(field: Field, texts: Texts) -> Schema:
    """The value, a reference that is expanded, or nothing."""
    shown = [field.type.json_schema(field), NULL]
    if field.references:
        shown.insert(1, NAMED)
    return _described(field, texts, shown)


def _written(kind: ObjectType, access: Any, texts: Texts) -> Schema:
    fields = [field for field in (*kind.fields.values(), *kind.companions.values()) if _may_write(field, access)]
    properties = {field.name: _described(field, texts, [field.type.json_schema(field, writing=True), NULL]) for field in fields}
    return {"type": "object", "title": _title(kind, texts), "properties": properties, "additionalProperties": False}


def _may_write(field: Field, access: Any) -> bool:
    governing = field.companion_of or field.name
    return governing in access.editable and (field.editable or field.name == "owner_id")


def _required(kind: ObjectType, access: Any) -> list[str]:
    return [field.name for field in kind.fields.values() if _must_give(field) and _may_write(field, access)]


def _must_give(field: Field) -> bool:
    return field.required and field.default is None and field.default_expression is None


def _described(field: Field, texts: Texts, schemas: list[Schema]) -> Schema:
    place = f"object.{field.object}.fields.{field.name}"
    described: Schema = {"title": texts.label(f"{place}.label", field.label)}
    about = texts.own(f"{place}.help", field.help)
    if about:
        described["description"] = about
    return {**described, "anyOf": [schema for schema in schemas if schema]} if all(schemas) else described


def _title(kind: ObjectType, texts: Texts) -> str:
    return texts.label(f"object.{kind.name}.label", kind.label)
