"""Types whose value is text: text, long_text, rich_text, email, phone, url, auto_number, secret, currency."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nh3
import phonenumbers
import re2
from babel.numbers import list_currencies
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Column
from sqlalchemy.types import TypeEngine

from dougong import FieldProblem
from metadata.expressions.types import Type
from metadata.field_types.base import EQUAL, TEXTUAL, FieldType, Formatting, Part
from metadata.field_types.documents import JSON_COLUMN
from metadata.storage import Text
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from metadata.fields import Field, Parser

__all__ = ["AutoNumberType", "CurrencyType", "EmailType", "LongTextType", "PhoneType", "RichTextType", "SecretType",
           "TextType", "TranslationsType", "UrlType", "LONGEST_INDEXED", "clean", "half_width", "patterned", "quiet_pattern"]  # fmt: skip


LONGEST_INDEXED = 500
"""PostgreSQL refuses an index entry of more than 2,700 bytes."""


UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(value: Any) -> str | None:
    """Text as we keep it: trimmed, in Unicode's composed form, without what no database takes. Empty is no value.

    Control characters, and those that turn the direction of what stands beside them round, are left out: nobody sees them, and
    they make a name look like another.
    """
    if not isinstance(value, str):
        raise Wrong("type", "Text is expected here")
    if not value.isascii():
        value = _composed(value)
    if "\x00" in value:
        raise Wrong("format", "This text contains a NUL character")
    if not value.isprintable():  # so is a line break, but the question is cheap
        value = UNSEEN.sub("", value)
    return value.strip() or None


def _composed(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Wrong("format", "This text contains half a character") from None
    return unicodedata.normalize("NFC", value)


def half_width(value: Any) -> str | None:
    """Clean text with full-width digits and signs, as Chinese keyboards make them, turned into plain ones."""
    text = clean(value)
    return text if text is None or text.isascii() else unicodedata.normalize("NFKC", text)


def quiet_pattern(pattern: str) -> Any:
    """A pattern written by a person, compiled by RE2: its time is linear in the text, whatever the pattern."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options=options)


def patterned(parse: Callable[[Any], str | None], pattern: str | None) -> Callable[[Any], str | None]:
    """The parser, and then the pattern that the whole text must match."""
    if pattern is None:
        return parse
    matches = quiet_pattern(pattern).fullmatch

    def parse_pattern(value: Any) -> str | None:
        text = parse(value)
        if text is not None and matches(text.encode()) is None:  # texts would cost it the counting of characters
            raise Wrong("pattern", "This doesn't have the expected form")
        return text

    return parse_pattern


def _bounded(longest: int) -> Callable[[Any], str | None]:
    def parse(value: Any) -> str | None:
        text = clean(value)
        if text is not None and len(text) > longest:
            raise Wrong(
                "length", "At most {max} characters fit here, these are {length}", max=longest, length=len(text)
            )
        return text

    return parse


class TextType(FieldType):
    """One line of text."""

    name = "text"
    label = "Text"
    keys = {
        "max_length": {"type": "integer", "minimum": 1, "maximum": 4000},
        "pattern": {"type": "string", "maxLength": 1000},
    }
    defaults = {"max_length": 255}
    operators = TEXTUAL
    groupable = True
    translatable = True
    safe_changes = frozenset({"text", "long_text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def columns(self, field: Field) -> list[Any]:
        translations = [Column(name, JSON_COLUMN) for name in self.companions(field)]
        return [*super().columns(field), *translations]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return (field.name, *self.companions(field))

    def companions(self, field: Field) -> Mapping[str, Mapping[str, Any]]:
        """The texts in other languages, `{"zh": "…"}`, where the value itself is translated."""
        if not field.translate:
            return {}
        return {f"{field.name}_translations": {"type": "translations", "max_length": field.max_length}}

    def parser(self, field: Field) -> Parser:
        return patterned(_bounded(field.max_length or 255), field.pattern)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "maxLength": field.max_length}

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT

    def problems(self, field: Field) -> Iterable[FieldProblem]:
        if (field.index or field.unique) and (field.max_length or 0) > LONGEST_INDEXED:
            yield FieldProblem(
                "/max_length",
                "range",
                "What is unique or indexed has at most {max} characters",
                {"max": LONGEST_INDEXED},
            )
        if field.pattern is not None:
            try:
                quiet_pattern(field.pattern)
            except re2.error as wrong:
                yield FieldProblem(
                    "/pattern", "pattern", "This pattern can't be read: {reason}", {"reason": str(wrong)}
                )


class TranslationsType(FieldType):
    """The texts of a translated value in other languages; comes with the value."""

    name = "translations"
    label = "Translations"
    offered = False
    operators = ()
    sortable = False
    widget = "translations"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return JSON_COLUMN

    def parser(self, field: Field) -> Parser:
        bounded = _bounded(field.max_length or 255)

        def parse(value: Any) -> dict[str, str] | None:
            if not isinstance(value, Mapping) or not all(map(_is_language, value)):
                raise Wrong("type", "Texts by language are expected here, such as {example}", example='{"zh": "…"}')
            texts = {language: bounded(text) for language, text in value.items() if text is not None}
            return {language: text for language, text in texts.items() if text is not None} or None

        return parse

    def text(self, field: Field, value: Any, formatting: Formatting) -> str:
        return str(value.get(formatting.locale.replace("-", "_").partition("_")[0], ""))

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": ["string", "null"], "maxLength": field.max_length}}


def _is_language(key: Any) -> bool:
    return isinstance(key, str) and 2 <= len(key) <= 3 and key.isascii() and key.isalpha() and key.islower()


class LongTextType(TextType):
    """Plain text of several lines."""

    name = "long_text"
    label = "Long text"
    keys = {"max_length": {"type": "integer", "minimum": 1, "maximum": 1_000_000}}
    defaults = {"max_length": 100_000}
    refused_keys = frozenset({"unique", "index"})
    operators = ("contains", "starts_with", "blank")
    sortable = False
    groupable = False
    widget = "long_text"
    safe_changes = frozenset({"long_text"})


_RICH_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "img", "ins",
    "li", "mark", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
_RICH_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_OWN_FILES = "/api/v1/files/"


def _own_images_only(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere tells its server who reads the text, and when."""
    return None if tag == "img" and attribute == "src" and not value.startswith(_OWN_FILES) else value


def sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=_RICH_TAGS,
        attributes=_RICH_ATTRIBUTES,
        attribute_filter=_own_images_only,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


class RichTextType(LongTextType):
    """Formatted text, sanitised when it comes in."""

    name = "rich_text"
    label = "Formatted text"
    defaults = {"max_length": 200_000}
    translatable = False
    widget = "rich_text"
    safe_changes = frozenset({"rich_text"})

    def parser(self, field: Field) -> Parser:
        bounded = _bounded(field.max_length or 200_000)

        def parse(value: Any) -> str | None:
            text = bounded(value)
            return text and (sanitised(text) or None)

        return parse

    def present(self, field: Field, value: Any) -> Any:
        return value and sanitised(value)


# The parts between dots can't match in two ways, so the time is linear.
_plain_local = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_plain_domain = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,63}")


def _is_plain_email(text: str) -> bool:
    local, _, domain = text.partition("@")
    return (
        len(local) <= 64
        and _plain_local.fullmatch(local) is not None
        and _plain_domain.fullmatch(domain) is not None
        and not any(label[0] == "-" or label[-1] == "-" or len(label) > 63 for label in domain.split("."))
    )


def parse_email(value: Any) -> str | None:
    text = half_width(value)
    if text is None:
        return None
    text = text.lower()
    if len(text) > 254:
        raise Wrong("length", "At most {max} characters fit here, these are {length}", max=254, length=len(text))
    return text if _is_plain_email(text) else _unusual_email(text)


def _unusual_email(text: str) -> str:
    try:
        found = validate_email(text, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Wrong("format", "This is not an e-mail address") from None
    if "." not in found.domain:
        raise Wrong("format", "This is not an e-mail address")
    return found.normalized.lower()


class EmailType(FieldType):
    """An e-mail address, kept in lower case."""

    name = "email"
    label = "E-mail"
    operators = TEXTUAL
    groupable = True
    searchable_by_default = True
    widget = "email"
    safe_changes = frozenset({"text", "long_text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        return parse_email

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "maxLength": 254} | ({} if writing else {"format": "email"})

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT


@lru_cache(maxsize=10_000)
def e164(text: str, region: str | None) -> str | None:
    """The number as it is dialled from anywhere; None where it is a national one and the region is not known."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _region(field: Field) -> str | None:
    """The tenant's region, if it is one that telephone numbers are known of."""
    region = (field.region or "").strip().upper()
    return region if region in phonenumbers.SUPPORTED_REGIONS else None


_phone_characters = frozenset("0123456789+-–/().,;#* extEXT\u00a0")


def _looks_like_phone(text: str) -> bool:
    return len(text) <= 40 and set(text) <= _phone_characters and sum(c.isdigit() for c in text) >= 3


class PhoneType(FieldType):
    """A telephone number: as written, and in E.164 for finding and dialling it."""

    name = "phone"
    label = "Phone"
    operators = TEXTUAL
    searchable_by_default = True
    widget = "phone"
    safe_changes = frozenset({"text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def columns(self, field: Field) -> list[Any]:
        return [*super().columns(field), *_text_columns(f"{field.name}_e164")]

    def column_names(self, field: Field) -> tuple[str, ...]:
        return (field.name, f"{field.name}_e164")

    def companions(self, field: Field) -> Mapping[str, Mapping[str, Any]]:
        return {f"{field.name}_e164": {"type": "text", "max_length": 16, "read_only": True, "track": False}}

    def parser(self, field: Field) -> Parser:
        region = _region(field)

        def parse(value: Any) -> str | None:
            text = half_width(value)
            if text is None:
                return None
            if not _looks_like_phone(text) or (region is not None and e164(text, region) is None):
                raise Wrong("format", "This is not a telephone number")
            return text

        return parse

    def spread(self, field: Field, value: Any) -> dict[str, Any]:
        return {field.name: value, f"{field.name}_e164": value and e164(value, _region(field))}

    def store(self, field: Field, value: Any) -> dict[str, Any]:
        return self.spread(field, value)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "maxLength": 40}

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT

    def parts(self, field: Field) -> Mapping[str, Part]:
        return {name: Part(name, Type.TEXT) for name in self.column_names(field)}


def _text_columns(*names: str) -> list[Any]:
    return [Column(name, Text()) for name in names]


class UrlType(FieldType):
    """A web address."""

    name = "url"
    label = "Web address"
    operators = TEXTUAL
    widget = "url"
    safe_changes = frozenset({"text", "long_text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        return _url_parser(_longest_url(field))

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "maxLength": _longest_url(field)} | ({} if writing else {"format": "uri"})

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT


def _longest_url(field: Field) -> int:
    return LONGEST_INDEXED if field.index or field.unique else 2048


def _url_parser(longest: int) -> Callable[[Any], str | None]:
    bounded = _bounded(longest)

    def parse(value: Any) -> str | None:
        text = bounded(value)
        if text is not None and not _is_web_address(text):
            raise Wrong("format", "This is not a web address that begins with http:// or https://")
        return text

    return parse


def _is_web_address(text: str) -> bool:
    if any(character.isspace() or ord(character) < 32 or character in '<>"\\^`{|}' for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


class AutoNumberType(FieldType):
    """A number given by the platform when the record is made."""

    name = "auto_number"
    label = "Number, given automatically"
    keys = {"series": {"$ref": "#/$defs/name"}}
    refused_keys = frozenset({"default", "required", "required_when", "read_only_when"})
    defaults = {"unique": True, "read_only": True}
    computed = True
    operators = TEXTUAL
    searchable_by_default = True
    safe_changes = frozenset({"text"})

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        return _bounded(100)

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "readOnly": True}

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT


class SecretType(FieldType):
    """A value that can be set and never read back; encrypting or hashing it is the core's."""

    name = "secret"
    label = "Secret"
    refused_keys = frozenset({"unique", "index", "default", "search", "mask", "max_length"})
    defaults = {"track": False}
    operators = ()
    sortable = False
    readable = False
    widget = "secret"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        return _parse_secret

    def present(self, field: Field, value: Any) -> Any:
        return None

    def text(self, field: Field, value: Any, formatting: Any) -> str:
        return ""

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "maxLength": 4000, "writeOnly": True}


def _parse_secret(value: Any) -> str | None:
    if not isinstance(value, str):
        raise Wrong("type", "Text is expected here")
    if len(value) > 4000:
        raise Wrong("length", "At most {max} characters fit here, these are {length}", max=4000, length=len(value))
    clean(value)
    return value or None


class CurrencyType(FieldType):
    """A currency by its three letters; comes with money."""

    name = "currency"
    label = "Currency"
    offered = False
    operators = EQUAL
    groupable = True
    widget = "currency"

    def storage(self, field: Field) -> TypeEngine[Any]:
        return Text()

    def parser(self, field: Field) -> Parser:
        return parse_currency

    def json_schema(self, field: Field, writing: bool = False) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{3}$"}

    def expression_type(self, field: Field) -> Type:
        return Type.TEXT


_currencies = frozenset(list_currencies())


def parse_currency(value: Any) -> str | None:
    text = clean(value)
    if text is None:
        return None
    if text.upper() not in _currencies:
        raise Wrong("option", "{value} is not a currency", value=text[:10])
    return text.upper()
