"""The ways in which a duplicate rule compares values, and which fields each is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metadata.objects import ObjectType

__all__ = ["WAYS", "fits", "value_type"]

_TEXTS = frozenset({"text", "long_text", "auto_number", "email", "url", "choice"})

#: From each way to the types of the fields that it compares.
WAYS: Mapping[str, frozenset[str]] = {
    "exact": _TEXTS | {"integer", "decimal", "date", "datetime", "boolean", "phone", "reference", "master_detail", "user"},
    "text": _TEXTS,
    "words": _TEXTS,
    "company": frozenset({"text"}),
    "person": frozenset({"text"}),
    "pinyin": frozenset({"text"}),
    "phone": frozenset({"phone", "text"}),
    "email": frozenset({"email", "text"}),
    "tax_id": frozenset({"text"}),
    "date": frozenset({"date", "text"}),
}


def fits(way: str, type: str) -> bool:
    """Whether values of a type can be compared in a way."""
    return type in WAYS[way]


def value_type(kind: ObjectType, path: str) -> str | None:
    """The type of what a rule names: a field, or a line of an address, which is a text; None where there is none."""
    name, _, line = path.partition(".")
    field = kind.fields.get(name)
    if field is None or field.retired or not field.column_names:
        return None
    if not line:
        return field.type.name
    return "text" if field.type.name == "address" and path in field.type.parts(field) else None
