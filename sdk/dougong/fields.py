"""The fields of an object, declared: `text(required=True)`, `reference("account")`.

Each function makes one `Field`, the same document that an implementer's click makes. Keys that every field takes
are in `FieldKeys`; expressions (`visible_when` and the like) are written in the expression language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

__all__ = [
    "Field",
    "FieldKeys",
    "address",
    "any_reference",
    "auto_number",
    "boolean",
    "choice",
    "date",
    "datetime",
    "decimal",
    "duration",
    "email",
    "file",
    "formula",
    "geo",
    "image",
    "integer",
    "json",
    "long_text",
    "many_to_many",
    "master_detail",
    "money",
    "move",
    "multi_choice",
    "option",
    "options",
    "percent",
    "phone",
    "reference",
    "rich_text",
    "rollup",
    "secret",
    "tags",
    "text",
    "time",
    "url",
    "user",
]


@dataclass(frozen=True)
class Field:
    """A field as a document: its type and its keys."""

    document: Mapping[str, Any]


class FieldKeys(TypedDict, total=False):
    """The keys that any field takes.

    label, help: what people read (English; translations come as definitions of the kind `translation`).
    required, unique, index, read_only: booleans. `index` is for fields that are often filtered or sorted by.
    default: a value, or an expression as `{"expression": "TODAY()"}`.
    visible_when, required_when, read_only_when: expressions over the record.
    track: False leaves the field out of the history. heavy: left out of answers unless a request names it.
    mask: show only the last `mask` characters to those who may not edit the field.
    search: whether the field is found by search (default: name, e-mail, phone, number).
    translate: the value itself is translatable.
    """

    label: str
    help: str
    required: bool
    unique: bool
    index: bool
    read_only: bool
    default: Any
    visible_when: str
    required_when: str
    read_only_when: str
    track: bool
    heavy: bool
    mask: int
    search: bool
    translate: bool


def _field(kind: str, keys: Mapping[str, Any], **more: Any) -> Field:
    return Field({"type": kind, **{k: v for k, v in more.items() if v is not None}, **keys})


def option(
    value: str,
    label: str = "",
    *,
    color: str | None = None,
    within: Sequence[str] | None = None,
    entry: str | None = None,
    message: str | None = None,
    help: str | None = None,
    **data: Any,
) -> dict[str, Any]:
    """One option of a choice.

    within: the values of the field named by `depends_on` for which this option is offered.
    entry: an expression that must hold when a record takes this value; `message` says what is missing otherwise.
    help: guidance shown while a record has this value. data: anything a plugin keeps with the option.
    """
    made: dict[str, Any] = {"value": value, "label": label or value.replace("_", " ").capitalize()}
    extra = {"color": color, "for": None if within is None else list(within), "entry": entry, "message": message, "help": help}
    made |= {k: v for k, v in extra.items() if v is not None}
    return made | ({"data": data} if data else {})


def options(labels: Mapping[str, str] | None = None, /, **colors: str) -> list[dict[str, Any]]:
    """Plain options by value, each with its colour: `options(low="green", high="red")`.

    Labels follow from the values (`no_answer` is "No answer"), but for those given: `options({"sms": "Text"}, sms="blue")`.
    """
    return [option(value, (labels or {}).get(value, ""), color=color) for value, color in colors.items()]


def _options(options: Iterable[str | Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [option(o) if isinstance(o, str) else dict(o) for o in options]


def text(*, max_length: int | None = None, pattern: str | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """One line of text, at most 255 characters unless `max_length` says otherwise; `pattern` is an RE2 expression."""
    return _field("text", keys, max_length=max_length, pattern=pattern)


def long_text(*, max_length: int | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """Plain text of several lines."""
    return _field("long_text", keys, max_length=max_length)


def rich_text(*, max_length: int | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """Formatted text; HTML, sanitised when it is saved."""
    return _field("rich_text", keys, max_length=max_length)


def integer(
    *, min: int | None = None, max: int | None = None, capture: bool | None = None, **keys: Unpack[FieldKeys]
) -> Field:
    """A whole number. capture: how exact the place is that the same form captures, in metres."""
    return _field("integer", keys, min=min, max=max, capture=capture)


def decimal(*, scale: int | None = None, min: Any = None, max: Any = None, **keys: Unpack[FieldKeys]) -> Field:
    """An exact number with `scale` decimals (2)."""
    return _field("decimal", keys, scale=scale, min=min, max=max)


def money(*, scale: int | None = None, min: Any = None, max: Any = None, **keys: Unpack[FieldKeys]) -> Field:
    """An exact amount with its currency, the rate and its date, and the amount in the tenant's own currency."""
    return _field("money", keys, scale=scale, min=min, max=max)


def percent(*, scale: int | None = None, min: Any = None, max: Any = None, **keys: Unpack[FieldKeys]) -> Field:
    """A percentage: 12.5 means 12.5 %."""
    return _field("percent", keys, scale=scale, min=min, max=max)


def boolean(**keys: Unpack[FieldKeys]) -> Field:
    """Yes or no."""
    return _field("boolean", keys)


def date(**keys: Unpack[FieldKeys]) -> Field:
    """A day, without a time."""
    return _field("date", keys)


def datetime(*, capture: bool | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """A moment, kept in UTC and shown in the reader's time zone. capture: the device's clock when a form is saved."""
    return _field("datetime", keys, capture=capture)


def time(**keys: Unpack[FieldKeys]) -> Field:
    """A time of day."""
    return _field("time", keys)


def duration(**keys: Unpack[FieldKeys]) -> Field:
    """A length of time, in seconds."""
    return _field("duration", keys)


def move(
    to: str,
    *,
    since: Sequence[str] | None = None,
    roles: Sequence[str] | None = None,
    when: str | None = None,
    requires: Sequence[str] | None = None,
    message: str | None = None,
) -> dict[str, Any]:
    """A way that the value of a choice may go: to an option, from those in `since` or from all.

    roles: whose holders, and those above them, may; everybody without. when: an expression that must hold, with the
    `message` where it doesn't. requires: fields that must have a value then.
    """
    extra = {"from": since, "roles": roles, "when": when, "requires": requires, "message": message}
    return {"to": to} | {key: value if isinstance(value, str) else list(value) for key, value in extra.items() if value is not None}


def choice(
    options: Iterable[str | Mapping[str, Any]],
    *,
    depends_on: str | None = None,
    moves: Iterable[Mapping[str, Any]] | None = None,
    **keys: Unpack[FieldKeys],
) -> Field:
    """One of the options; with `depends_on`, those offered depend on the value of that field (see `option`).

    With `moves`, a saved value goes only where one of them leads (see `move`), by whatever door.
    """
    made = None if moves is None else [dict(one) for one in moves]
    return _field("choice", keys, options=_options(options), depends_on=depends_on, moves=made)


def multi_choice(
    options: Iterable[str | Mapping[str, Any]], *, depends_on: str | None = None, **keys: Unpack[FieldKeys]
) -> Field:
    """Several of the options."""
    return _field("multi_choice", keys, options=_options(options), depends_on=depends_on)


def tags(**keys: Unpack[FieldKeys]) -> Field:
    """Free words."""
    return _field("tags", keys)


def email(**keys: Unpack[FieldKeys]) -> Field:
    """An e-mail address."""
    return _field("email", keys)


def phone(**keys: Unpack[FieldKeys]) -> Field:
    """A telephone number; kept as written and, for finding it, in E.164."""
    return _field("phone", keys)


def url(**keys: Unpack[FieldKeys]) -> Field:
    """A web address (http or https)."""
    return _field("url", keys)


def address(**keys: Unpack[FieldKeys]) -> Field:
    """A postal address: street, district, city, state, postal_code, country (ISO 3166 alpha-2)."""
    return _field("address", keys)


def geo(*, capture: bool | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """A point on the map: latitude and longitude in degrees. capture: forms ask the device where it is."""
    return _field("geo", keys, capture=capture)


def reference(to: str, *, on_delete: str | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """Another record. `on_delete`: `clear` (default), `restrict`, or `cascade` to delete this record with it."""
    return _field("reference", keys, to=to, on_delete=on_delete)


def master_detail(to: str, **keys: Unpack[FieldKeys]) -> Field:
    """The record this one is a part of: required, deleted and restored with it, and seen by those who see it."""
    return _field("master_detail", keys, to=to)


def many_to_many(to: str, **keys: Unpack[FieldKeys]) -> Field:
    """Any number of other records."""
    return _field("many_to_many", keys, to=to)


def any_reference(to: Sequence[str] | str = "*", *, on_delete: str | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """A record of one of several objects; `*` means any object."""
    return _field("any_reference", keys, to=to if isinstance(to, str) else list(to), on_delete=on_delete)


def user(**keys: Unpack[FieldKeys]) -> Field:
    """A user."""
    return _field("user", keys)


def file(**keys: Unpack[FieldKeys]) -> Field:
    """An uploaded file."""
    return _field("file", keys)


def image(*, capture: bool | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """An uploaded picture. capture: a phone opens its camera."""
    return _field("image", keys, capture=capture)


def auto_number(series: str | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """A number given when the record is made, from a number series (default: one named `<object>_<field>`)."""
    return _field("auto_number", keys, series=series)


def formula(expression: str, returns: str, *, scale: int | None = None, **keys: Unpack[FieldKeys]) -> Field:
    """A value computed from others whenever it is read; `returns` is a field type such as `decimal` or `text`."""
    return _field("formula", keys, expression=expression, returns=returns, scale=scale)


def rollup(
    of: str, function: str, *, field: str | None = None, filter: str | None = None, **keys: Unpack[FieldKeys]
) -> Field:
    """A figure over the records that refer to this one.

    of: `object.reference_field` of those records. function: count, sum, min, max or avg.
    field: what to sum and so on. filter: an expression over those records.
    """
    return _field("rollup", keys, of=of, function=function, field=field, filter=filter)


def json(**keys: Unpack[FieldKeys]) -> Field:
    """Any JSON value."""
    return _field("json", keys)


def secret(**keys: Unpack[FieldKeys]) -> Field:
    """A value that can be set but never read back."""
    return _field("secret", keys)
