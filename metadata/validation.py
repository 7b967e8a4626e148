"""Documents against the JSON Schema of their kind: every problem at once, each with its place and in plain words."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import re2
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry

from dougong import FieldProblem
from metadata.field_types import FieldType, field_types
from metadata.kinds import kind_of
from metadata.names import NAME_PATTERN

__all__ = ["MAX_DEPTH", "MAX_NODES", "field_problems", "field_schema", "pointer", "schema_of", "validate"]

MAX_DEPTH = 30
MAX_NODES = 200_000

Document = Mapping[str, Any]


def validate(kind: str, document: Any) -> list[FieldProblem]:
    """Everything that is wrong with the shape of a document of a kind; `field` is the JSON pointer of the place."""
    too_much = _size_problem(document)
    if too_much is not None:
        return [too_much]
    return _said(_validator(kind).iter_errors(document))


def field_problems(type: FieldType, document: Document, *, whole: bool) -> list[FieldProblem]:
    """Everything that is wrong with the keys of a field of a type. `whole`: not an addition to a field below it."""
    return _said(_field_validator(type, whole).iter_errors(document))


def pointer(*parts: str | int) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def _size_problem(document: Any) -> FieldProblem | None:
    """Look at depth, size and characters before anything recursive does."""
    waiting = [(document, 1)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH:
            return FieldProblem("", "depth", "This definition is nested more than {max} deep", {"max": MAX_DEPTH})
        if seen > MAX_NODES:
            return FieldProblem("", "size", "This definition has more than {max} values", {"max": MAX_NODES})
        if isinstance(item, str) and not _is_storable(item):
            return FieldProblem("", "format", "This definition has a text with characters that can't be kept")
        if isinstance(item, float) and not math.isfinite(item):
            return FieldProblem("", "format", "This definition has a number that is none")
        if isinstance(item, Mapping):
            waiting.extend((inner, depth + 1) for inner in (*item, *item.values()))
        elif isinstance(item, (list, tuple)):
            waiting.extend((inner, depth + 1) for inner in item)
    return None


def _is_storable(text: str) -> bool:
    """Neither NUL, nor half a character."""
    if text.isascii():
        return "\x00" not in text
    return not any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text)


# Schemas


@lru_cache(maxsize=256)
def _linear(pattern: str) -> Any:
    return re2.compile(pattern)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """The keyword `pattern` in linear time; and `$` is the end, not the place before a last line break."""
    if isinstance(instance, str) and not _linear(pattern).search(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_array(checker: Any, instance: Any) -> bool:
    return isinstance(instance, (list, tuple))


def _is_object(checker: Any, instance: Any) -> bool:
    return isinstance(instance, Mapping)


_Validator = extend(
    Draft202012Validator,
    {"pattern": _pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many({"array": _is_array, "object": _is_object}),
)


def _compiled(schema: Document) -> Any:
    # An empty registry: a schema that points elsewhere is an error, and never a request to somebody's network.
    return _Validator(schema, registry=Registry())


def _inlined(schema: Any, definitions: Document) -> Any:
    """The schema with its own definitions put where it refers to them, which is checked twice as fast."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    referred = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    rest = {key: _inlined(value, definitions) for key, value in schema.items() if key not in ("$ref", "$defs")}
    return {**_inlined(definitions[referred], definitions), **rest} if referred else rest


def _is_recursive(definitions: Document) -> bool:
    """Whether some definition refers to itself, by whatever way."""
    refers = {name: set(_referred(schema)) for name, schema in definitions.items()}
    while any(refers.values()):
        free = {name for name, others in refers.items() if not others & refers.keys()}
        if not free:
            return True
        refers = {name: others - free for name, others in refers.items() if name not in free}
    return False


def _referred(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield str(schema["$ref"]).removeprefix("#/$defs/")
        for inner in schema.values():
            yield from _referred(inner)
    elif isinstance(schema, (list, tuple)):
        for inner in schema:
            yield from _referred(inner)


_validators: dict[str, tuple[Document, Any]] = {}


def _validator(kind: str) -> Any:
    schema = kind_of(kind).schema
    known = _validators.get(kind)
    if known is None or known[0] is not schema:
        definitions = schema.get("$defs", {})
        inlined = kind_of(kind).owner == "core" and not _is_recursive(definitions)
        known = _validators[kind] = (schema, _compiled(_inlined(schema, definitions) if inlined else schema))
    return known[1]


def field_schema(type: FieldType, *, whole: bool = True) -> dict[str, Any]:
    """The JSON Schema of a field's document: the keys that any field takes and those of its type."""
    general = kind_of("object").schema["$defs"]["field"]["properties"]
    refused = type.refused_keys if type.translatable else type.refused_keys | {"translate"}
    keys = {key: schema for key, schema in general.items() if key not in refused}
    return {
        "type": "object",
        "properties": {**keys, **type.keys, "type": {"const": type.name}},
        "required": ["type", *type.required_keys] if whole else [],
        "additionalProperties": False,
    }


@lru_cache(maxsize=256)
def _field_validator(type: FieldType, whole: bool) -> Any:
    definitions = kind_of("object").schema["$defs"]
    return _compiled(_inlined(field_schema(type, whole=whole), definitions))


def schema_of(kind: str) -> dict[str, Any]:
    """The whole JSON Schema of a kind, as it is published; where it has fields, with the keys of every field type."""
    schema = kind_of(kind).schema
    if "field" not in schema.get("$defs", {}):
        return dict(schema)
    types = {f"field_{type.name}": field_schema(type) for type in field_types()}
    cases = [
        {
            "if": {"properties": {"type": {"const": type.name}}, "required": ["type"]},
            "then": {"$ref": f"#/$defs/field_{type.name}"},
        }
        for type in field_types()
    ]
    field = {**schema["$defs"]["field"], "allOf": cases}
    return {**schema, "$defs": {**schema["$defs"], **types, "field": field}}


# Messages


def _said(errors: Iterable[ValidationError]) -> list[FieldProblem]:
    found = [problem for error in errors for problem in _problems(error)]
    return sorted(found, key=lambda problem: problem.field)


def _problems(error: ValidationError) -> Iterator[FieldProblem]:
    place = pointer(*error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        place += pointer(_shown(error.instance))
    yield from _SAYINGS.get(str(error.validator), _other)(error, place)


Saying = Callable[[ValidationError, str], Iterable[FieldProblem]]

_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object with keys",
    "array": "a list",
    "null": "null",
}


def _unknown_keys(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            yield _unknown_key(place, str(key), difflib.get_close_matches(str(key), known, 1))


def _unknown_key(place: str, key: str, close: list[str]) -> FieldProblem:
    if close:
        return FieldProblem(
            place + pointer(key), "unknown", "There is no key {key} here; perhaps {other} is meant",
            {"key": key, "other": close[0]},
        )  # fmt: skip
    return FieldProblem(place + pointer(key), "unknown", "There is no key {key} here", {"key": key})


def _missing_key(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    for key in error.validator_value:
        if key not in error.instance and f"'{key}'" in error.message:
            yield FieldProblem(place + pointer(key), "required", "The key {key} is missing here", {"key": key})


def _type(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    wanted = error.validator_value
    words = [_WORDS[word] for word in ([wanted] if isinstance(wanted, str) else wanted)]
    yield FieldProblem(place, "type", "Expected here: {expected}", {"expected": ", ".join(words)})


def _options(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    options = ", ".join(map(str, error.validator_value))
    yield FieldProblem(place, "option", "One of these is expected here: {options}", {"options": options})


def _constant(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    value = str(error.validator_value).lower() if isinstance(error.validator_value, bool) else error.validator_value
    yield FieldProblem(place, "option", "Only {value} can stand here", {"value": value})


_PATTERN_MESSAGES = {
    NAME_PATTERN: "{value} is not a name: small letters, digits and _ make one, at most 47, and it begins with a letter",
}


def _bad_pattern(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    message = _PATTERN_MESSAGES.get(error.validator_value, "{value} doesn't have the expected form")
    yield FieldProblem(place, "pattern", message, {"value": _shown(error.instance)})


def _limit(message: str, code: str) -> Saying:
    def say(error: ValidationError, place: str) -> Iterator[FieldProblem]:
        yield FieldProblem(place, code, message, {"limit": error.validator_value})

    return say


def _alternatives(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    """None of several forms fits: say what is wrong with the nearest, the one that fails deepest."""
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    if not branches:
        yield FieldProblem(place, "form", "This fits several forms at once: leave one of them out")
        return
    nearest = max(branches.values(), key=lambda errors: (max(len(e.path) for e in errors), -_blame(errors)))
    for inner in nearest:
        yield from _problems(inner)


def _blame(errors: list[ValidationError]) -> int:
    return sum(2 if error.validator == "type" else 1 for error in errors)


def _other(error: ValidationError, place: str) -> Iterator[FieldProblem]:
    yield FieldProblem(place, "form", "This doesn't have the expected form ({rule})", {"rule": str(error.validator)})


def _shown(value: Any) -> str:
    text = re.sub(r"[\x00-\x1f\ud800-\udfff]", "?", str(value))
    return text if len(text) <= 60 else text[:60] + "…"


_SAYINGS: Mapping[str, Saying] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _type,
    "enum": _options,
    "const": _constant,
    "pattern": _bad_pattern,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "minLength": _limit("This is empty", "length"),
    "maxLength": _limit("At most {limit} characters fit here", "length"),
    "minItems": _limit("At least {limit} must stand here", "length"),
    "maxItems": _limit("At most {limit} can stand here", "length"),
    "maxProperties": _limit("At most {limit} can stand here", "length"),
    "uniqueItems": _limit("The same stands here twice", "unique"),
    "minimum": _limit("At least {limit} is expected here", "range"),
    "maximum": _limit("At most {limit} is expected here", "range"),
}
