"""What a client sends becomes the values of a record: unknown keys refused, every value parsed, all errors gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial as bound
from typing import Any
from weakref import WeakKeyDictionary

from marshmallow import RAISE, Schema, ValidationError

from dougong import FieldProblem
from metadata.fields import Field
from metadata.shapes import Shape
from metadata.wrong import Wrong

__all__ = ["Loader", "RecordSchema", "load_values", "loader_of", "problems_of", "record_schema", "writable"]

UNKNOWN = "There is no field of this name"
READ_ONLY = "This field can't be written"
REQUIRED = "This is needed"


class Loader:
    """The parsers of an object, ready to run: what `RecordSchema` declares, without the cost of a general machine."""

    def __init__(self, shape: Shape) -> None:
        self._known: Mapping[str, Field] = shape.all_fields
        self._ways = {
            field.name: (field.type.parser(field), field.required, _spread(field)) for field in writable(shape)
        }
        self._needed = frozenset(field.name for field in writable(shape) if _is_needed(field))

    def load(self, data: Mapping[str, Any], *, partial: bool = False) -> tuple[dict[str, Any], list[FieldProblem]]:
        """The values, and everything that is wrong with what was given. With `partial`, only what is given counts."""
        values: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        ways = self._ways
        for name, value in data.items():
            if name not in ways:
                problems.append(self._refused(name))
                continue
            parse, required, spread = ways[name]
            try:
                parsed = None if value is None else parse(value)
            except Wrong as wrong:
                problems.append(wrong.problem(name))
                continue
            if parsed is None and required:
                problems.append(FieldProblem(name, "required", REQUIRED))
            elif spread is None:
                values[name] = parsed
            else:
                values.update(spread(parsed))
        if not partial and not self._needed <= data.keys():
            problems += [FieldProblem(name, "required", REQUIRED) for name in sorted(self._needed - data.keys())]
        return values, problems

    def _refused(self, name: Any) -> FieldProblem:
        if name in self._known:
            return FieldProblem(name, "read_only", READ_ONLY)
        return FieldProblem(str(name)[:80], "unknown", UNKNOWN)


def _spread(field: Field) -> Callable[[Any], dict[str, Any]] | None:
    """From a parsed value to the keys of the record that it fills, where there are several."""
    return bound(field.type.spread, field) if len(field.value_names) > 1 else None


def writable(shape: Shape) -> Iterator[Field]:
    """The fields and companions that a client may give."""
    return (field for field in shape.all_fields.values() if field.editable or field.name == "owner_id")


def _is_needed(field: Field) -> bool:
    """Whether a new record must be given a value: nothing fills the field in."""
    filled = field.default is not None or field.default_expression is not None
    return field.required and not filled and field.visible_when is None


_loaders: WeakKeyDictionary[Shape, Loader] = WeakKeyDictionary()
_schemas: WeakKeyDictionary[Shape, type[RecordSchema]] = WeakKeyDictionary()


def loader_of(shape: Shape) -> Loader:
    """The loader of an object; made once for each version of it."""
    shape = getattr(shape, "shape", shape)
    found = _loaders.get(shape)
    if found is None:
        found = _loaders[shape] = Loader(shape)
    return found


def load_values(
    object: Shape, data: Mapping[str, Any], *, partial: bool = False
) -> tuple[dict[str, Any], list[FieldProblem]]:
    return loader_of(object).load(data, partial=partial)


class RecordSchema(Schema):
    """The base of the marshmallow schemas of objects."""

    class Meta:
        unknown = RAISE
        ordered = True


def record_schema(object: Shape) -> type[RecordSchema]:
    """The marshmallow schema class of an object, as `Loader` carries it out; made once for each version of it."""
    shape = getattr(object, "shape", object)
    found = _schemas.get(shape)
    if found is None:
        found = _schemas[shape] = _made(shape)
    return found


def _made(shape: Shape) -> type[RecordSchema]:
    fields: dict[str, Any] = {}
    for field in writable(shape):
        value = fields[field.name] = field.type.value_field(field)
        value.required = _is_needed(field)
        value.allow_none = not field.required
    name = "".join(map(str.capitalize, shape.name.split("_")))
    return type(f"{name}Schema", (RecordSchema,), fields)


_STANDARD: Mapping[str, tuple[str, str]] = {
    "Unknown field.": ("unknown", UNKNOWN),
    "Missing data for required field.": ("required", REQUIRED),
    "Field may not be null.": ("required", REQUIRED),
}


def problems_of(error: ValidationError) -> list[FieldProblem]:
    """What marshmallow found, as problems of fields."""
    messages = error.messages if isinstance(error.messages, dict) else {"": error.messages}
    return [_problem(str(name), message) for name, some in messages.items() for message in some]


def _problem(name: str, message: Any) -> FieldProblem:
    if isinstance(message, Wrong):
        return message.problem(name)
    code, text = _STANDARD.get(str(message), ("invalid", str(message).replace("{", "{{").replace("}", "}}")))
    return FieldProblem(name, code, text)
