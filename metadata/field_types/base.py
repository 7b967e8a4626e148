"""What a field type is: one declaration from which column, validation, JSON Schema, filter and format follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from marshmallow import ValidationError
from marshmallow import fields as marshmallow_fields
from sqlalchemy import Column
from sqlalchemy.types import TypeEngine

from metadata.expressions.types import Type
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from dougong import FieldProblem
    from metadata.fields import Field, Parser

__all__ = ["CAPTURE", "COMPARED", "EQUAL", "FieldType", "Formatting", "Labels", "Part", "TEXTUAL", "Value"]

Labels = Callable[[str], str | None]
"""From the place a text stands in (`object.deal.fields.stage.options.won`) to the text in the reader's language."""

EQUAL: tuple[str, ...] = ("=", "<>", "in", "blank")
COMPARED: tuple[str, ...] = ("=", "<>", "<", "<=", ">", ">=", "in", "blank")
CAPTURE: Mapping[str, Any] = {
    "capture": {"type": "boolean", "description": "The device gives the value where it can: the place, a photo, the clock."}
}
TEXTUAL: tuple[str, ...] = ("=", "<>", "contains", "starts_with", "in", "blank")


class Part(NamedTuple):
    """A part of a value as expressions know it; `column` is None for a value that is computed."""

    column: str | None
    type: Type
    scale: int = 0
    choices: frozenset[str] | None = None


class Formatting:
    """How a reader wants values written: language, time zone, and the texts of options."""

    def __init__(self, locale: str = "en", *, time_zone: str = "UTC", labels: Labels | None = None) -> None:
        self.locale = locale
        self.time_zone = time_zone
        self.labels = labels or (lambda place: None)


class FieldType:
    """The base of every field type. A subclass says what differs; one instance of it is registered.

    name: the word in a field's document. label: what an implementer reads in the list of types.
    keys: the keys that only fields of this type take, each with its JSON Schema.
    required_keys: those of them that a document must have. defaults: what a document that is silent means.
    refused_keys: general keys that mean nothing here, such as `unique` for a picture.
    translatable: a value may have a text in each language, with the key `translate`.
    computed: the platform gives the value. virtual: there is no column.
    storage: the SQLAlchemy type of the one column, unless `columns` says more.
    expected: the Python types that are taken for a value that needs no parsing.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    keys: ClassVar[Mapping[str, Any]] = {}
    required_keys: ClassVar[tuple[str, ...]] = ()
    refused_keys: ClassVar[frozenset[str]] = frozenset()
    defaults: ClassVar[Mapping[str, Any]] = {}
    offered: ClassVar[bool] = True
    computed: ClassVar[bool] = False
    virtual: ClassVar[bool] = False
    operators: ClassVar[tuple[str, ...]] = COMPARED
    sortable: ClassVar[bool] = True
    groupable: ClassVar[bool] = False
    summable: ClassVar[bool] = False
    searchable_by_default: ClassVar[bool] = False
    readable: ClassVar[bool] = True
    translatable: ClassVar[bool] = False
    widget: ClassVar[str] = "text"
    safe_changes: ClassVar[frozenset[str]] = frozenset()
    """The types that a field of this type may become without losing anything, its column staying as it is."""

    # Columns

    def storage(self, field: Field) -> TypeEngine[Any]:
        raise NotImplementedError(f"the field type {self.name} does not say how it is stored")

    def columns(self, field: Field) -> list[Column[Any]]:
        return [] if self.virtual else [Column(field.name, self.storage(field))]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return () if self.virtual else (field.name,)

    def index_column(self, field: Field) -> str | None:
        """The column that an index, a unique constraint and a sort by this field are about."""
        return None if self.virtual else field.name

    def references(self, field: Field) -> str | None:
        return None

    def companions(self, field: Field) -> Mapping[str, Mapping[str, Any]]:
        """Fields that come with this one, under names of their own, as documents."""
        return {}

    # Values

    def parser(self, field: Field) -> Parser:
        """A function from what a client sends to the Python value; raises `Wrong`. Compiled once per field."""
        raise NotImplementedError(f"the field type {self.name} does not say which values it takes")

    def value_field(self, field: Field) -> marshmallow_fields.Field[Any]:
        return Value(field)

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        """From a Python value to what its columns take."""
        return {field.name: value}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        """From a row to the Python value."""
        return row[field.name]

    def spread(self, field: Field, value: Any) -> dict[str, Any]:
        """From one parsed value to the keys of the record it fills: its own, and those of its companions."""
        return {field.name: value}

    def present(self, field: Field, value: Any) -> Any:
        """The value as JSON. Most types leave it to the server, which writes dates, decimals and ids itself."""
        return value

    def format(self, field: Field, value: Any, formatting: Formatting | str = "en") -> str:
        """The value as people write it in the reader's language, for exports and prints."""
        if value is None:
            return ""
        made = Formatting(formatting) if isinstance(formatting, str) else formatting
        return self.text(field, value, made)

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return str(value)

    # Descriptions

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        """The JSON Schema of a value as the API takes it (`writing`) or gives it."""
        raise NotImplementedError(f"the field type {self.name} does not describe its values")

    def expression_type(self, field: Field) -> Type | None:
        """The type of the value in expressions; None for values that expressions can't use."""
        return None

    def parts(self, field: Field) -> Mapping[str, Part]:
        """What expressions, filters and sorts call the value and its parts: each name with its column.

        Parts of a composite value have a dotted name (`address.city`), companions their own (`amount_currency`).
        """
        type = self.expression_type(field)
        return {} if type is None else {field.name: Part(None if self.virtual else field.name, type)}

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        """What is wrong with the document beyond its shape: a minimum above the maximum, a pattern that is none."""
        return ()


class Value(marshmallow_fields.Field[Any]):
    """The marshmallow field of any field type: parses with the type's own parser."""

    def __init__(self, field: Field) -> None:
        super().__init__(required=False, allow_none=True)
        self.field = field

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        try:
            parsed = self.field.parse(value)
        except Wrong as wrong:
            raise ValidationError([wrong]) from None
        if parsed is None and not self.allow_none:
            raise self.make_error("null")
        return parsed

    def _serialize(self, value: Any, attr: str | None, obj: Any, **more: Any) -> Any:
        return None if value is None else self.field.type.present(self.field, value)
