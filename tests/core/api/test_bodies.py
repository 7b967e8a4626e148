"""JSON in and out: read strictly, written exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.api.bodies import DEEPEST, dump, parse
from dougong import BadRequest
from tests.core.api.clients import Caller

BAD = {
    "not JSON": b"{",
    "empty": b"",
    "a number that is none": b'{"name": NaN}',
    "infinity": b'{"name": 1e400}',
    "half a character": b'{"name": "\\ud800"}',
    "not UTF-8": b'{"name": "\xff"}',
    "a key twice": b'{"name": "a", "name": "b"}',
    "a key twice, far inside": b'{"a": {"b": [{"c:d": 1, "c:d": 2}]}}',
    "a key twice, written differently": b'{"name" :"a","n\\u0061me":"b"}',
    "very deep": b'{"a":' + b"[" * 100 + b"]" * 100 + b"}",
    "abysmal": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a list": b"[]",
    "a text": b'"name"',
    "nothing": b"null",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_a_bad_body_is_refused_and_nothing_breaks(sailor: Caller, body: bytes) -> None:
    refused = sailor.post("/api/v1/records/x_boat", data=body, content_type="application/json")
    assert refused.status_code == 400
    assert refused.json["status"] == 400


def test_a_body_must_say_that_it_is_json(sailor: Caller) -> None:
    assert sailor.post("/api/v1/records/x_boat", data=b'{"name": "a"}', content_type="text/plain").status_code == 400


def test_a_body_beyond_the_limit_is_refused_with_the_limit(sailor: Caller) -> None:
    refused = sailor.post("/api/v1/records/x_boat", data=b" " * (1024 * 1024 + 1), content_type="application/json")
    assert refused.status_code == 413
    assert "1048576" in refused.json["detail"]


def test_a_body_in_chunks_has_the_same_limit(sailor: Caller) -> None:
    chunked = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    for size, status in ((100, 422), (2 * 1024 * 1024, 413)):
        body = dump({"name": "x" * size})
        answer = sailor.post("/api/v1/records/x_boat", data=body, content_type="application/json", environ_overrides=chunked)
        assert answer.status_code == status


def test_colons_and_braces_in_texts_are_no_keys() -> None:
    value = {"when": "2026-01-01T10:00:00Z", "url": "http://a:8/?b=:\\\":", "deep": [{"{:}": ":"}, []]}
    assert parse(dump(value)) == value


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])), lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner), max_leaves=20))
def test_what_we_write_we_read(value: object) -> None:
    assert parse(dump(value)) == value


def test_nesting_is_counted_exactly() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST) is not None
    with pytest.raises(BadRequest):
        parse(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


def test_values_have_the_form_that_the_contract_gives_them() -> None:
    value = {
        "amount": Decimal("0.30"), "huge": Decimal("1E+3"), "at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "day": date(2026, 1, 2), "time": time(9, 30), "tags": ("a", "b"), "set": frozenset({"x"}),
        "seen": MappingProxyType({"a": 1}), "length": timedelta(seconds=90),
    }  # fmt: skip
    assert parse(dump(value)) == {
        "amount": "0.30", "huge": "1000", "at": "2026-01-02T03:04:05Z", "day": "2026-01-02", "time": "09:30:00",
        "tags": ["a", "b"], "set": ["x"], "seen": {"a": 1}, "length": 90,
    }  # fmt: skip
