"""For every field type: a field's document, values as clients send them, and values that are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

__all__ = ["SAMPLES", "Sample", "ids", "texts"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
ids = st.uuids(version=4).map(str)
OPTIONS = [{"value": "new"}, {"value": "won"}, {"value": "丢失"}]
ID = "0190d6c4-0000-7000-8000-00000000000a"


def decimals(scale: int, digits: int = 18) -> st.SearchStrategy[Decimal]:
    most = 10**digits - 1
    return st.integers(-most, most).map(lambda units: Decimal(units).scaleb(-scale))


def clocks() -> st.SearchStrategy[str]:
    return st.times().map(lambda clock: clock.replace(microsecond=0).isoformat())


def moments() -> st.SearchStrategy[str]:
    zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones).map(datetime.isoformat)


@dataclass(frozen=True)
class Sample:
    """What a type takes and what it doesn't."""

    document: dict[str, Any]
    good: st.SearchStrategy[Any]
    bad: tuple[Any, ...]


NOT_TEXT = (1, True, [], {}, 1.5)
NOT_NUMBERS = ("twelve", "1e5", "1_000", "NaN", "Infinity", math.nan, math.inf, True, [], {"a": 1}, "--1", "1.2.3")

SAMPLES: dict[str, Sample] = {
    "text": Sample({"max_length": 40}, texts, (*NOT_TEXT, "a\x00b", "\ud800", "x" * 41)),
    "long_text": Sample({}, texts, (*NOT_TEXT, "\udfff")),
    "rich_text": Sample({}, texts, NOT_TEXT),
    "integer": Sample({}, st.integers(-(2**53) + 1, 2**53 - 1), ("1.5", "x", True, 2**53, 10**400, math.nan, [], {})),
    "decimal": Sample({"scale": 2}, decimals(2).map(str), (*NOT_NUMBERS, "1.234", 10**400, "1" * 17)),
    "money": Sample(
        {"scale": 2},
        decimals(2).map(str)
        | st.fixed_dictionaries({"amount": decimals(2).map(str), "currency": st.sampled_from(["EUR", "CNY"])}),
        (*NOT_NUMBERS, "1.234", {"amount": "1", "currency": "QQQ"}, {"currency": "EUR"}, {"amount": 1, "rate": 2}),
    ),
    "percent": Sample({"scale": 1}, decimals(1, 10).map(str), (*NOT_NUMBERS, "1.25")),
    "boolean": Sample({}, st.booleans(), ("1", "true", 1, 0, [], "")),
    "date": Sample({}, st.dates().map(date.isoformat), ("2026-02-30", "20260101", "2026-W01-1", "01.02.2026", 5, True)),
    "datetime": Sample({}, moments(), ("2026-01-01T10:00:00", "2026-01-01", "2026-01-01T25:00:00Z", "now", 5)),
    "time": Sample({}, clocks(), ("24:00", "9:30", "10:00:61", "noon", 5)),
    "duration": Sample({}, st.integers(-(10**9), 10**9), ("PX", "P", "1h", True, 1.5)),
    "choice": Sample({"options": OPTIONS}, st.sampled_from(["new", "won", "丢失"]), ("lost", "New", 1, ["new"])),
    "multi_choice": Sample(
        {"options": OPTIONS}, st.lists(st.sampled_from(["new", "won", "丢失"])), ("new", ["lost"], [1], {"new": 1})
    ),
    "tags": Sample({}, st.lists(texts, max_size=10), ("a", [1], ["x" * 101], [str(n) for n in range(51)])),
    "email": Sample(
        {},
        st.sampled_from(["Ana@Example.com", "o'brien@a.co", "admin@demo.test", "user@例え.jp", "ｂob@example.com"]),
        ("a", "a@b", "@b.pl", "a@b..pl", "a b@c.pl", "a@-b.pl", 5, "x" * 250 + "@a.pl"),
    ),
    "phone": Sample(
        {},
        st.sampled_from(["+48 601 234 567", "010-6552 9988", "（021）6888 0000", "+1 650-253-0000"]),
        ("call me", "12", 5, "+48x;drop"),
    ),
    "url": Sample(
        {},
        st.sampled_from(["https://example.com/a?b=c#d", "http://localhost:8000", "https://例え.jp/道"]),
        ("javascript:alert(1)", "ftp://a.pl", "example.com", "https://", "https://a b.pl", "http://a:99999/", 5),
    ),
    "address": Sample(
        {},
        st.fixed_dictionaries(
            {"street": texts, "city": texts}, optional={"country": st.sampled_from(["PL", "cn"]), "state": texts}
        ),
        ("Main street", {"town": "x"}, {"country": "XX"}, {"street": 5}, {"postal_code": "1" * 21}, []),
    ),
    "geo": Sample(
        {},
        st.fixed_dictionaries(
            {
                "lat": st.floats(-90, 90).map(lambda x: round(x, 6)),
                "lng": st.floats(-180, 180).map(lambda x: round(x, 6)),
            }
        ),
        ("52,21", {"lat": 91, "lng": 0}, {"lat": 1}, {"lat": "x", "lng": 1}, [52, 21], {"lat": math.nan, "lng": 0}),
    ),
    "reference": Sample({"to": "user"}, ids, ("5", "x", 5, {"id": ID}, "0190d6c4000070008000000000000000a")),
    "master_detail": Sample({"to": "user"}, ids, ("5", 5)),
    "many_to_many": Sample({"to": "user"}, st.lists(ids, max_size=5), ("5", ["5"], ID, [5])),
    "any_reference": Sample(
        {"to": ["user", "file"]},
        st.fixed_dictionaries({"object": st.sampled_from(["user", "file"]), "id": ids}),
        (
            ID,
            {"object": "account", "id": ID},
            {"object": "user"},
            {"object": "user", "id": "5"},
            {"object": "user", "id": ID, "x": 1},
        ),
    ),
    "user": Sample({}, ids, ("5", 5)),
    "file": Sample({}, ids, ("5", 5)),
    "image": Sample({}, ids, ("5", 5)),
    "auto_number": Sample({}, st.sampled_from(["OPP-2026-00001"]), (5,)),
    "json": Sample(
        {},
        st.recursive(
            st.booleans() | st.integers(-(10**9), 10**9) | texts,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
            max_leaves=10,
        ),
        (math.nan, 10**400, {"a": "\x00"}, "\ud800", object(), UUID(int=0), time(1), {1: 2}),
    ),
    "secret": Sample({}, st.text(st.characters(exclude_categories=["C"]), max_size=40), (5, [], "x" * 4001)),
}
