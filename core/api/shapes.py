"""Checks a body against the JSON Schema that its route declares, and says everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.api.routes import Body
from dougong import BadRequest, FieldProblem, Invalid

__all__ = ["check_body"]

TYPES = {
    "string": "This must be a text",
    "integer": "This must be a whole number",
    "number": "This must be a number",
    "boolean": "This must be true or false",
    "object": "This must be an object",
    "array": "This must be a list",
}


def check_body(value: Any, body: Body) -> None:
    """Raises BadRequest for a body that is no object, Invalid with every problem otherwise."""
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object")
    problems = [problem for error in body.validator.iter_errors(value) for problem in _problems(error)]
    if problems:
        raise Invalid(errors=problems)


def _problems(error: Any) -> list[FieldProblem]:
    place = ".".join(map(str, error.absolute_path))
    return WORDED.get(error.validator, _other)(error, place)


def _missing(error: Any, place: str) -> list[FieldProblem]:
    missing = [name for name in error.validator_value if name not in error.instance]
    return [FieldProblem(_join(place, name), "required", "This is needed") for name in missing]


def _unknown(error: Any, place: str) -> list[FieldProblem]:
    known = error.schema.get("properties", {})
    return [FieldProblem(_join(place, name), "unknown", "There is no such field") for name in error.instance if name not in known]


def _wrong_type(error: Any, place: str) -> list[FieldProblem]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else error.validator_value[0]
    return [FieldProblem(place, "type", TYPES.get(wanted, "This value does not fit"))]


def _not_one_of(error: Any, place: str) -> list[FieldProblem]:
    return [FieldProblem(place, "option", "This must be one of: {options}", {"options": error.validator_value})]


def _too_long(error: Any, place: str) -> list[FieldProblem]:
    return [FieldProblem(place, "too_long", "At most {most}", {"most": error.validator_value})]


def _too_short(error: Any, place: str) -> list[FieldProblem]:
    return [FieldProblem(place, "too_short", "At least {least}", {"least": error.validator_value})]


def _other(error: Any, place: str) -> list[FieldProblem]:
    return [FieldProblem(place, str(error.validator), "This value does not fit")]


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


WORDED: Mapping[str, Callable[[Any, str], list[FieldProblem]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _wrong_type,
    "enum": _not_one_of,
    "maxLength": _too_long,
    "maxItems": _too_long,
    "maxProperties": _too_long,
    "maximum": _too_long,
    "minLength": _too_short,
    "minItems": _too_short,
    "minProperties": _too_short,
    "minimum": _too_short,
}
