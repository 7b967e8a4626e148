"""Types whose value is chosen: boolean, choice, multi_choice, tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from babel import Locale
from babel.core import UnknownLocaleError
from sqlalchemy import Boolean
from sqlalchemy.types import TypeEngine

from dougong import FieldProblem
from metadata.expressions.types import Type
from metadata.field_types.base import EQUAL, FieldType, Formatting, Part
from metadata.field_types.texts import clean
from metadata.storage import Text, TextList
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Option, Parser

__all__ = ["BooleanType", "ChoiceType", "MultiChoiceType", "TagsType", "option_label"]

_YES_NO = {"en": ("No", "Yes"), "zh": ("否", "是"), "pl": ("Nie", "Tak")}
_MOST_TAGS = 50
_LONGEST_TAG = 100


class BooleanType(FieldType):
    """Yes or no."""

    name = "boolean"
    label = "Yes or no"
    refused_keys = frozenset({"unique"})
    operators = ("=", "blank")
    groupable = True
    widget = "boolean"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Boolean()

    def parser(self, field: Field) -> Parser:
        return _parse_boolean

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return _YES_NO.get(_language(formatting.locale), _YES_NO["en"])[bool(value)]

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "boolean"}

    def expression_type(self, field: Field) -> Type:
        return Type.BOOLEAN


def _parse_boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("type", "Yes or no (true or false) is expected here")
    return value


def _language(locale: str) -> str:
    try:
        return Locale.parse(locale.replace("-", "_")).language
    except (UnknownLocaleError, ValueError):
        return "en"


_VALUE = {"type": "string", "minLength": 1, "maxLength": 255}
_MOVE_SCHEMA = {
    "type": "array",
    "maxItems": 500,
    "description": "From which option to which the value may go; without any it goes everywhere",
    "items": {
        "type": "object",
        "properties": {
            "from": {"type": "array", "items": _VALUE, "minItems": 1, "maxItems": 1000, "description": "From all when left out"},
            "to": _VALUE,
            "roles": {"type": "array", "items": {"$ref": "#/$defs/name"}, "minItems": 1, "maxItems": 50, "description": "Who may; everybody when left out"},
            "when": {"$ref": "#/$defs/expression"},
            "requires": {"type": "array", "items": {"$ref": "#/$defs/name"}, "maxItems": 50, "description": "Fields that must have a value then"},
            "message": {"type": "string", "minLength": 1, "maxLength": 1000, "description": "What is missing where the condition doesn't hold"},
        },
        "required": ["to"],
        "additionalProperties": False,
    },
}
_OPTION_SCHEMA = {"type": "array", "maxItems": 1000, "items": {"$ref": "#/$defs/option"}}


def option_label(field: Field, value: Any, formatting: Formatting) -> str:
    """What people read for an option, in the reader's language."""
    place = f"object.{field.object}.fields.{field.name}.options.{value}"
    option = field.option(value)
    return formatting.labels(place) or (option.label if option else str(value))


class ChoiceType(FieldType):
    """One of several options."""

    name = "choice"
    label = "Choice"
    keys: ClassVar[Mapping[str, Any]] = {"options": _OPTION_SCHEMA, "depends_on": {"$ref": "#/$defs/name"}, "moves": _MOVE_SCHEMA}
    required_keys = ("options",)
    operators = EQUAL
    groupable = True
    widget = "choice"
    safe_changes = frozenset({"text", "long_text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        options = frozenset(option.value for option in field.options)

        def parse(value: Any) -> str | None:
            if type(value) is str and value in options:
                return value
            if not isinstance(value, str):
                raise Wrong("type", "One of the options is expected here")
            if not value.strip():
                return None
            raise Wrong("option", "{value} is not one of the options", value=clean(value[:100]) or "")

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return option_label(field, value, formatting)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "enum": _offered(field, writing)}

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {field.name: Part(field.name, Type.TEXT, choices=frozenset(option.value for option in field.options))}

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        yield from option_problems(field.options)
        known = {option.value for option in field.options}
        for position, move in enumerate(field.moves):
            for value in (*(move.sources or ()), move.to):
                if value not in known:
                    yield FieldProblem(f"/moves/{position}", "option", "{value} is not one of the options", {"value": value})


def _offered(field: Field, writing: bool) -> list[str]:
    return [option.value for option in field.options if not (writing and option.retired)]


def option_problems(options: Iterable[Option]) -> Iterable[FieldProblem]:
    seen: set[str] = set()
    for position, option in enumerate(options):
        if option.value in seen:
            yield FieldProblem(
                f"/options/{position}/value", "unique", "The option {value} is there twice", {"value": option.value}
            )
        seen.add(option.value)


class MultiChoiceType(ChoiceType):
    """Several of the options, kept in the order of the options."""

    name = "multi_choice"
    label = "Several choices"
    keys = {"options": _OPTION_SCHEMA, "depends_on": {"$ref": "#/$defs/name"}}
    refused_keys = frozenset({"unique", "index"})
    operators = ("has", "blank")
    sortable = False
    groupable = False
    widget = "multi_choice"
    safe_changes = frozenset({"tags"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return TextList()

    def parser(self, field: Field) -> Parser:
        order = {option.value: position for position, option in enumerate(field.options)}

        def parse(value: Any) -> tuple[str, ...] | None:
            wanted = _texts(value)
            unknown = [text for text in wanted if text not in order]
            if unknown:
                raise Wrong("option", "{value} is not one of the options", value=unknown[0][:100])
            return tuple(sorted(set(wanted), key=order.__getitem__)) or None

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return ", ".join(option_label(field, item, formatting) for item in value)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "enum": _offered(field, writing)}}

    def expression_type(self, field: Field) -> Type:
        return Type.LIST

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {field.name: Part(field.name, Type.LIST, choices=frozenset(option.value for option in field.options))}


def _texts(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise Wrong("type", "A list of texts is expected here")
    return list(value)


class TagsType(FieldType):
    """Free words."""

    name = "tags"
    label = "Tags"
    refused_keys = frozenset({"unique", "index"})
    operators = ("has", "blank")
    sortable = False
    widget = "tags"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return TextList()

    def parser(self, field: Field) -> Parser:
        return _parse_tags

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return ", ".join(value)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": _LONGEST_TAG}, "maxItems": _MOST_TAGS}

    def expression_type(self, field: Field) -> Type:
        return Type.LIST


def _parse_tags(value: Any) -> tuple[str, ...] | None:
    tags = [tag for tag in map(clean, _texts(value)) if tag]
    kept = tuple(dict.fromkeys(tags))
    if len(kept) > _MOST_TAGS:
        raise Wrong("length", "At most {max} tags fit here", max=_MOST_TAGS)
    if any(len(tag) > _LONGEST_TAG for tag in kept):
        raise Wrong("length", "A tag has at most {max} characters", max=_LONGEST_TAG)
    return kept or None
