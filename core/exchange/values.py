"""From what a source writes to what a field takes: numbers, days, moments, money, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale

from core.exchange.choosing import CHOICES, folded, words_of_options
from core.exchange.mapping import FileFormat, Source
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.wrong import Wrong

__all__ = ["NO", "YES", "Reader", "country_code", "parsed_moment"]

Cells = Mapping[str, str | None]

SEVERAL = ("tags", "multi_choice")
NUMBERS = ("integer", "decimal", "percent", "money", "duration")
YES = frozenset({"true", "yes", "y", "1", "x", "tak", "t", "是", "对", "有"})
NO = frozenset({"false", "no", "n", "0", "nie", "否", "不", "无"})


class Reader:
    """Reads values of one file. `time_zone`: of moments that are written without one."""

    def __init__(self, format: FileFormat, time_zone: str, kind: ObjectType) -> None:
        self._format = format
        self._kind = kind
        self._zone = ZoneInfo(format.time_zone or time_zone)

    def raw(self, source: Source, cells: Cells) -> Any:
        """What a source gives for a row, its words translated; raises Wrong for a word that it refuses."""
        found = self._found(source, cells)
        if found is not None and source.values is not None:
            found = _translated(source, found)
        return source.default if found is None else found

    def _found(self, source: Source, cells: Cells) -> Any:
        if source.column is not None:
            return cells[source.column]
        return source.template.of(cells) if source.template is not None else source.constant

    def value(self, field: Field, source: Source, raw: Any, cells: Cells) -> Any:
        """The value as the field takes it; raises Wrong."""
        kind = field.result.type.name
        if source.split and isinstance(raw, str):
            raw = [part.strip() for part in raw.split(source.split) if part.strip()]
        if kind in SEVERAL and isinstance(raw, str):
            raw = [raw]
        if kind in CHOICES:
            return self._chosen(field, raw)
        if kind in NUMBERS:
            raw = self._number(raw, source.multiply)
        elif isinstance(raw, str):
            raw = self._text(kind, source, raw, cells)
        if kind == "money":
            return _money(raw, source, cells)
        return raw

    def _text(self, kind: str, source: Source, raw: str, cells: Cells) -> Any:
        if kind in ("date", "datetime"):
            return self._moment(raw, source.date or self._format.date, kind)
        if kind == "boolean":
            return _boolean(raw)
        if kind == "phone":
            return _phone(raw, source.region.of(cells) if source.region else None)
        return raw

    def _chosen(self, field: Field, raw: Any) -> Any:
        """The values of options that are called by their labels."""
        if isinstance(raw, list):
            return [self._chosen(field, part) for part in raw]
        if not isinstance(raw, str) or field.option(raw) is not None:
            return raw
        return words_of_options(self._kind, field).get(folded(raw), raw)

    # -- numbers ---------------------------------------------------------------------------------------------

    def _number(self, raw: Any, multiply: Decimal | None) -> Any:
        if isinstance(raw, str):
            raw = self._plain_number(raw)
        if multiply is None or raw is None:
            return raw
        return _shortened(_decimal(raw) * multiply)

    def _plain_number(self, text: str) -> str:
        """The number as it is written in English without marks between digits."""
        if self._format.thousands == " ":
            text = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", text)
        elif self._format.thousands:
            text = text.replace(self._format.thousands, "")
        return text.replace(self._format.decimal, ".") if self._format.decimal != "." else text

    # -- days and moments ------------------------------------------------------------------------------------

    def _moment(self, text: str, formats: Sequence[str], kind: str) -> str:
        for format in formats:
            found = _parsed(text, format)
            if found is not None:
                return self._written(found, kind)
        if formats:
            raise Wrong("type", "{value} is not written as {formats}", value=text, formats=" or ".join(formats))
        return self._iso(text, kind)

    def _iso(self, text: str, kind: str) -> str:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise Wrong(
                "type", "{value} is not a day as in 2026-01-31; say in the mapping how days are written", value=text
            ) from None
        return self._written(found, kind)

    def _written(self, moment: datetime, kind: str) -> str:
        if kind == "date":
            return moment.date().isoformat()
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).astimezone(UTC).isoformat()


def _translated(source: Source, found: Any) -> Any:
    assert source.values is not None
    key = str(found)
    if key in source.values:
        return source.values[key]
    if source.otherwise == "refuse":
        raise Wrong("option", "The mapping doesn't say what {value} means", value=key)
    return found if source.otherwise == "keep" else None


def _decimal(raw: Any) -> Decimal:
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        raise Wrong("type", "{value} is not a number", value=str(raw)) from None


def _shortened(number: Decimal) -> str:
    """Without zeros at the end, which multiplication leaves: 1100.04 times 1000000 is 1100040000."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(raw: Any, source: Source, cells: Cells) -> Any:
    currency = source.currency.of(cells) if source.currency else None
    return raw if currency is None or raw is None else {"amount": raw, "currency": currency}


def _boolean(text: str) -> bool:
    word = text.casefold()
    if word not in YES | NO:
        raise Wrong("type", "{value} is neither yes nor no; say in the mapping what it means", value=text)
    return word in YES


def _phone(text: str, region: str | None) -> str:
    """With a country code where the source says whose national notation it is; as it is written otherwise."""
    if region is None or text.startswith(("+", "00")):
        return text
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


# -- notations of days ---------------------------------------------------------------------------------------

_PARTS = {
    "YYYY": r"(?P<year>\d{4})", "YY": r"(?P<short>\d{2})", "MM": r"(?P<month>\d{2})", "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})", "D": r"(?P<day>\d{1,2})", "HH": r"(?P<hour>\d{2})", "H": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})", "ss": r"(?P<second>\d{2})",
}  # fmt: skip
_PART = re.compile("|".join(_PARTS))
#: A year of two digits up to this one is of this century.
_LAST_SHORT_YEAR = 68


@cache
def _notation(format: str) -> re.Pattern[str]:
    made, position = "", 0
    for part in _PART.finditer(format):
        made += re.escape(format[position : part.start()]) + _PARTS[part[0]]
        position = part.end()
    return re.compile(made + re.escape(format[position:]))


def parsed_moment(text: str, format: str) -> datetime | None:
    """The moment that a text is in a notation; None where it isn't written so, or there is no such day."""
    try:
        return _parsed(text, format)
    except Wrong:
        return None


def _parsed(text: str, format: str) -> datetime | None:
    found = _notation(format).fullmatch(text)
    if found is None:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items() if value is not None}
    short = parts.pop("short", None)
    if short is not None:
        parts["year"] = short + (2000 if short <= _LAST_SHORT_YEAR else 1900)
    try:
        return datetime(parts.get("year", 1900), parts.get("month", 1), parts.get("day", 1), *_clock(parts))
    except ValueError:
        raise Wrong("type", "{value}: there is no such day", value=text) from None


def _clock(parts: Mapping[str, int]) -> tuple[int, int, int]:
    return parts.get("hour", 0), parts.get("minute", 0), parts.get("second", 0)


# -- countries -----------------------------------------------------------------------------------------------


def country_code(text: str) -> str:
    """The code of a country that is called by its name in one of our languages; anything else as it is."""
    return _countries().get(text.casefold(), text)


@cache
def _countries() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in ("pl", "zh", "en"):
        names = Locale(language).territories
        found |= {str(name).casefold(): str(code) for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return found | {"usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "england": "GB", "prc": "CN", "中华人民共和国": "CN"}
