"""Many new records at once go to PostgreSQL as a stream: they read back as if each had been written alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dougong import (
    Conflict,
    Object,
    boolean,
    choice,
    date,
    datetime,
    decimal,
    integer,
    json,
    many_to_many,
    money,
    multi_choice,
    option,
    text,
)
from tests.support.worlds import World

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\\\"'{},|"), max_size=20)
RECORDS = st.fixed_dictionaries(
    {
        "name": st.just("record") | st.sampled_from(["\\N", "\\.", "\t", "a\\tb", "back\\", '{"a"', "一\t二\n三"]),
        "words": st.none() | WORDS,
        "much": st.none() | st.decimals(-(10**9), 10**9, places=2).map(str),
        "worth": st.none() | st.decimals(0, 10**6, places=2).map(lambda amount: {"amount": str(amount), "currency": "EUR"}),
        "many": st.none() | st.integers(-(2**40), 2**40),
        "yes": st.booleans(),
        "on": st.none() | st.dates().map(str),
        "kind": st.none() | st.sampled_from(["a", "b"]),
        "kinds": st.lists(st.sampled_from(["a", "b"]), unique=True),
        "more": st.none() | st.dictionaries(st.sampled_from(["k", "\\"]), WORDS, max_size=2),
    }
)


@pytest.fixture(scope="module")
def things(world: World) -> World:
    two = [option("a"), option("b")]
    world.define(
        Object(
            "x_thing",
            fields={
                "name": text(), "words": text(), "much": decimal(), "worth": money(), "many": integer(), "yes": boolean(),
                "on": date(), "at": datetime(), "kind": choice(two), "kinds": multi_choice(two), "more": json(),
                "like": many_to_many("x_thing"), "code": text(unique=True),
            },
        )
    )  # fmt: skip
    return world


@given(st.lists(RECORDS, min_size=10, max_size=14))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_as_a_stream_reads_back_as_what_is_written_alone(things: World, records: list[dict[str, Any]]) -> None:
    shown = [*records[0], "like", "owner"]
    with things.system() as ctx:
        friend = ctx.records.create("x_thing", {"name": "friend"})["id"]
        given = [{**record, "like": [friend]} for record in records]
        together = ctx.records.bulk("x_thing", "create", given)
        alone = [ctx.records.create("x_thing", record) for record in given]
        for one, other in zip(together, alone, strict=True):
            first, second = (ctx.records.get("x_thing", row["id"], fields=shown) for row in (one, other))
            assert [first[name] for name in shown] == [second[name] for name in shown]


def test_one_bad_row_of_a_stream_fails_alone_and_an_atomic_bulk_writes_none(things: World) -> None:
    with things.system() as ctx:
        records = [{"code": f"code {n}"} for n in range(15)] + [{"code": "code 3"}]
        done = ctx.records.bulk("x_thing", "create", records)
        assert [row["status"] for row in done] == ["created"] * 15 + ["error"]
    with pytest.raises(Conflict), things.system() as ctx:
        ctx.records.bulk("x_thing", "create", [{"code": f"other {n}"} for n in range(15)] + [{"code": "code 3"}], atomic=True)
    with things.system() as ctx:
        assert ctx.records.list("x_thing", filter="starts_with(code, 'other')").data == []
