"""Types whose value leads to other records: reference, master_detail, many_to_many, any_reference, user, file, image."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey
from sqlalchemy.types import TypeEngine

from metadata.expressions.types import Type
from metadata.field_types.base import CAPTURE, EQUAL, FieldType, Part
from metadata.storage import Id, Text
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["AnyReferenceType", "FileType", "ImageType", "ManyToManyType", "MasterDetailType", "ReferenceType",
           "UserType", "parse_id"]  # fmt: skip

_id = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOST_LINKS = 1000
_NAME_SCHEMA = {"$ref": "#/$defs/name"}
_ON_DELETE = {"enum": ["clear", "restrict", "cascade"]}
_ID_SCHEMA = {"type": "string", "format": "uuid"}
_TO: tuple[str, ...] = ("to",)
_NO_TEXT_KEYS = frozenset({"mask", "search"})


def parse_id(value: Any) -> str | None:
    if type(value) is str:
        if _id.fullmatch(value):
            return value
        return _lenient_id(value.strip())
    if isinstance(value, UUID):
        return str(value)
    raise Wrong("type", "The id of a record is expected here")


def _lenient_id(text: str) -> str | None:
    if not text:
        return None
    if _id.fullmatch(text.lower()) is None:
        raise Wrong("type", "The id of a record is expected here")
    return text.lower()


class ReferenceType(FieldType):
    """Another record."""

    name = "reference"
    label = "Reference"
    keys = {"to": _NAME_SCHEMA, "on_delete": _ON_DELETE}
    required_keys = _TO
    refused_keys = _NO_TEXT_KEYS
    defaults = {"on_delete": "clear"}
    operators = EQUAL
    groupable = True
    widget = "reference"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Id()

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(field.name, Id(), ForeignKey(f"{self.references(field)}.id"))]

    def references(self, field: Field) -> str | None:
        return str(field.to)

    def parser(self, field: Field) -> Parser:
        return parse_id

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return dict(_ID_SCHEMA)

    def expression_type(self, field: Field) -> Type:
        return Type.ID


class MasterDetailType(ReferenceType):
    """The record this one is a part of."""

    name = "master_detail"
    label = "Part of"
    keys = {"to": _NAME_SCHEMA}
    refused_keys = _NO_TEXT_KEYS | {"on_delete", "default", "required_when"}
    defaults = {"on_delete": "cascade", "required": True}
    safe_changes = frozenset({"reference"})


class UserType(ReferenceType):
    """A user."""

    name = "user"
    label = "User"
    keys = {"on_delete": _ON_DELETE}
    required_keys = ()
    defaults = {"on_delete": "clear", "to": "user"}
    widget = "user"


class FileType(ReferenceType):
    """An uploaded file."""

    name = "file"
    label = "File"
    keys = {}
    required_keys = ()
    refused_keys = _NO_TEXT_KEYS | {"unique", "default"}
    defaults = {"on_delete": "clear", "to": "file"}
    operators = ("blank",)
    sortable = False
    groupable = False
    widget = "file"
    safe_changes = frozenset({"image"})


class ImageType(FileType):
    """An uploaded picture."""

    name = "image"
    label = "Picture"
    keys = {**CAPTURE}
    widget = "image"
    safe_changes = frozenset({"file"})


class ManyToManyType(FieldType):
    """Any number of other records, kept in a table of links."""

    name = "many_to_many"
    label = "Many to many"
    keys = {"to": _NAME_SCHEMA}
    required_keys = ("to",)
    refused_keys = _NO_TEXT_KEYS | {"unique", "index", "default"}
    virtual = True
    operators = ()
    sortable = False
    widget = "many_to_many"

    def parser(self, field: Field) -> Parser:
        return _parse_ids

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        return {}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        return row.get(field.name)

    def text(self, field: Field, value: Any, formatting: Any) -> str:
        return ", ".join(map(str, value))

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "array", "items": dict(_ID_SCHEMA), "maxItems": _MOST_LINKS}


def _parse_ids(value: Any) -> list[str] | None:
    if not isinstance(value, (list, tuple)):
        raise Wrong("type", "A list of ids is expected here")
    if len(value) > _MOST_LINKS:
        raise Wrong("length", "At most {max} records fit here", max=_MOST_LINKS)
    return list(dict.fromkeys(id for id in map(parse_id, value) if id)) or None


class AnyReferenceType(FieldType):
    """A record of one of several objects; in a record `{"object", "id"}`, in expressions `about.object`, `about.id`."""

    name = "any_reference"
    label = "Reference to any object"
    keys = {
        "to": {"anyOf": [{"const": "*"}, _NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA, "minItems": 1}]},
        "on_delete": _ON_DELETE,
    }
    refused_keys = _NO_TEXT_KEYS | {"unique", "default"}
    defaults = {"to": "*", "on_delete": "clear"}
    operators = ()
    sortable = False
    widget = "any_reference"

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(f"{field.name}_object", Text()), Column(f"{field.name}_id", Id())]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return (f"{field.name}_object", f"{field.name}_id")

    def index_column(self, field: Field) -> str | None:
        return f"{field.name}_id"

    def parser(self, field: Field) -> Parser:
        allowed = None if field.to == "*" else frozenset((field.to,) if isinstance(field.to, str) else field.to or ())

        def parse(value: Any) -> dict[str, str] | None:
            if not isinstance(value, Mapping) or not {"object", "id"} <= set(value) <= {"object", "id", "name"}:
                raise Wrong("type", "A record is expected here, as its object and its id")
            object, id = value["object"], parse_id(value["id"])
            if not isinstance(object, str) or id is None:
                raise Wrong("type", "A record is expected here, as its object and its id")
            if allowed is not None and object not in allowed:
                raise Wrong("option", "A record of {object} can't stand here", object=object[:100])
            return {"object": object, "id": id}

        return parse

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        given = value or {}
        return {f"{field.name}_object": given.get("object"), f"{field.name}_id": given.get("id")}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        object, id = row[f"{field.name}_object"], row[f"{field.name}_id"]
        return None if object is None or id is None else {"object": object, "id": id}

    def text(self, field: Field, value: Any, formatting: Any) -> str:
        return str(value.get("name") or value["id"])

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"object": {"type": "string"}, "id": dict(_ID_SCHEMA), "name": {"type": "string"}},
            "required": ["object", "id"],
            "additionalProperties": False,
        }

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {
            f"{field.name}.object": Part(f"{field.name}_object", Type.TEXT),
            f"{field.name}.id": Part(f"{field.name}_id", Type.ID),
        }
