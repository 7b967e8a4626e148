"""The type of a record's own id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column
from sqlalchemy.types import TypeEngine

from metadata.expressions.types import Type
from metadata.field_types.base import EQUAL, FieldType
from metadata.field_types.references import parse_id
from metadata.storage import Id

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["IdType"]


class IdType(FieldType):
    """A record's own id."""

    name = "id"
    label = "Id"
    offered = False
    operators = EQUAL
    widget = "id"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Id()

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(field.name, Id(), primary_key=True)]

    def parser(self, field: Field) -> Parser:
        return parse_id

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "format": "uuid", "readOnly": True}

    def expression_type(self, field: Field) -> Type:
        return Type.ID
