"""Types whose value follows from other values: formula, rollup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Column
from sqlalchemy.types import TypeEngine

from dougong import FieldProblem
from metadata.expressions.types import Type
from metadata.field_types.base import FieldType, Formatting, Part
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["FUNCTIONS", "RETURNS", "FormulaType", "RollupType"]

RETURNS = (
    "text", "long_text", "integer", "decimal", "money", "percent", "boolean", "date", "datetime", "time", "duration",
    "email", "phone", "url",
)  # fmt: skip
"""The types that a formula may be shown as."""

FUNCTIONS = ("count", "sum", "min", "max", "avg")

_GIVEN_BY_NOBODY = frozenset({"required", "default", "read_only", "required_when", "read_only_when", "unique"})


class _ComputedType(FieldType):
    """What formula and roll-up share: a result of another type, that nobody writes."""

    computed: ClassVar[bool] = True

    def storage(self, field: Field) -> TypeEngine[Any]:
        return field.result.type.storage(field.result)

    def parser(self, field: Field) -> Parser:
        def parse(value: Any) -> Any:
            raise Wrong("read_only", "This is computed, it can't be set")

        return parse

    def present(self, field: Field, value: Any) -> Any:
        return field.result.type.present(field.result, value)

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return field.result.type.text(field.result, value, formatting)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {**field.result.type.json_schema(field.result), "readOnly": True}

    def expression_type(self, field: Field) -> Type | None:
        return field.result.type.expression_type(field.result)

    def parts(self, field: Field) -> Mapping[str, Part]:
        type = self.expression_type(field)
        if type is None:
            return {}
        return {field.name: Part(None if self.virtual else field.name, type, scale=_result_scale(field.result))}


def _result_scale(result: Field) -> int:
    return (result.scale or 0) if result.type.name in ("decimal", "money", "percent") else 0


class FormulaType(_ComputedType):
    """A value computed from others whenever it is read."""

    name = "formula"
    label = "Formula"
    keys = {
        "expression": {"type": "string", "minLength": 1, "maxLength": 10_000},
        "returns": {"enum": list(RETURNS)},
        "scale": {"type": "integer", "minimum": 0, "maximum": 10},
    }
    required_keys = ("expression", "returns")
    refused_keys = _GIVEN_BY_NOBODY | {"index", "search", "track"}
    defaults = {"track": False}
    virtual = True

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        return {}

    def load(self, field: Field, row: Mapping[str, Any]) -> Any:
        return row.get(field.name)


class RollupType(_ComputedType):
    """A figure over the records that refer to this one, kept up to date in a column."""

    name = "rollup"
    label = "Roll-up"
    keys = {
        "of": {"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,46}\.[a-z][a-z0-9_]{0,46}$"},
        "function": {"enum": list(FUNCTIONS)},
        "field": {"$ref": "#/$defs/name"},
        "filter": {"$ref": "#/$defs/expression"},
    }
    required_keys = ("of", "function")
    refused_keys = _GIVEN_BY_NOBODY | {"search"}
    defaults = {"track": False}

    def columns(self, field: Field) -> list[Column[Any]]:
        return [Column(field.name, self.storage(field))]

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        if field.function == "count" and field.measure is not None:
            yield FieldProblem("/field", "rollup", "A count of records has no field")
        if field.function != "count" and field.measure is None:
            yield FieldProblem("/field", "required", "It must say which field to take the {function} of",
                               {"function": field.function})  # fmt: skip
