"""The demo company is the same each time, whole, and believable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest

import core.builtin
import core.demo
import plugins.assignment
import plugins.customers
import plugins.documents
import plugins.field_visits
import plugins.knowledge
import plugins.pool
import plugins.products
import plugins.sales
from dougong.demo import COUNTRIES, Invent
from tests.plugins.memory import NOW, MemoryContext, catalogue_of

PLUGINS = (plugins.customers, plugins.products, plugins.sales, plugins.documents, plugins.knowledge, plugins.field_visits, plugins.pool, plugins.assignment)


def grown() -> dict[str, list[dict[str, Any]]]:
    ctx: Any = MemoryContext(catalogue_of(core.builtin, *PLUGINS))
    core.demo.make_company(ctx, lambda ctx, user, password: None)
    for plugin in PLUGINS:
        plugin.register_demo(ctx)
    kept: dict[str, list[dict[str, Any]]] = ctx.kept
    return kept


@pytest.fixture(scope="module")
def world() -> dict[str, list[dict[str, Any]]]:
    return grown()


def everything(world: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((object, record) for object, records in world.items() for record in records)


def test_it_is_the_same_each_time(world: dict[str, list[dict[str, Any]]]) -> None:
    assert grown() == world


@pytest.mark.parametrize(
    ("object", "least"),
    [
        ("user", 12), ("team", 4), ("account", 400), ("contact", 1200), ("lead", 300), ("opportunity", 1500),
        ("activity", 5500), ("product", 55), ("price_book_entry", 150), ("opportunity_line", 2000), ("comment", 200),
        ("consent", 200), ("account_contact", 200), ("document", 40), ("document_version", 45), ("article", 18),
        ("article_vote", 40), ("article_use", 10), ("outing", 100), ("visit", 250), ("visit_type_action", 5),
    ],
)  # fmt: skip
def test_there_is_enough_to_show_everything(world: dict[str, list[dict[str, Any]]], object: str, least: int) -> None:
    assert len(world[object]) >= least


def test_references_lead_to_records_that_are_there(world: dict[str, list[dict[str, Any]]]) -> None:
    ids = {None, *(record["id"] for _, record in everything(world))}
    named = ("account", "contact", "product", "owner_id", "parent", "opportunity", "competitor", "family", "price_book")
    lost = [(object, name) for object, record in everything(world) for name in named if record.get(name) not in ids]
    assert lost == []


def test_nothing_was_written_in_the_future(world: dict[str, list[dict[str, Any]]]) -> None:
    late = [
        (object, record["created_at"])
        for object, record in everything(world)
        if record["created_at"] and record["created_at"] > NOW
    ]
    assert late == []


def test_what_is_done_was_done_before_now_in_office_hours(world: dict[str, list[dict[str, Any]]]) -> None:
    done = [activity["done_at"] for activity in world["activity"] if activity["done"]]
    assert max(done) <= NOW
    assert all(at.weekday() < 5 and 7 <= at.hour < 17 for at in done if at != NOW)


def test_names_of_accounts_differ(world: dict[str, list[dict[str, Any]]]) -> None:
    names = Counter(record["name"] for record in world["account"])
    assert [name for name, count in names.items() if count > 1] == []


def test_three_languages_are_spoken(world: dict[str, list[dict[str, Any]]]) -> None:
    spoken = Counter(record["language"] for record in world["account"])
    assert all(spoken[language] > 60 for language in ("zh", "pl", "en"))


def test_deals_end_as_deals_do(world: dict[str, list[dict[str, Any]]]) -> None:
    stages = Counter(record["stage"] for record in world["opportunity"])
    rate = stages["won"] / (stages["won"] + stages["lost"])
    still_open = 1 - (stages["won"] + stages["lost"]) / len(world["opportunity"])
    assert 0.25 < rate < 0.5
    assert 0.08 < still_open < 0.35
    assert all(stages[stage] > 10 for stage in ("prospecting", "qualification", "analysis", "proposal", "negotiation"))


def test_closed_deals_closed_in_the_past_and_say_why(world: dict[str, list[dict[str, Any]]]) -> None:
    for deal in world["opportunity"]:
        if deal["stage"] in ("won", "lost"):
            assert deal["close_date"] <= NOW.date()
            assert deal["won_reason"] or deal["lost_reason"]
            assert deal["next_step"] is None


def test_amounts_are_the_sums_of_lines_in_one_currency(world: dict[str, list[dict[str, Any]]]) -> None:
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in world["opportunity_line"]:
        lines.setdefault(line["opportunity"], []).append(line)
    for deal in world["opportunity"]:
        assert {line["price"]["currency"] for line in lines[deal["id"]]} == {deal["amount"]["currency"]}


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_telephone_numbers_are_valid(code: str) -> None:
    invent, country = Invent("numbers"), COUNTRIES[code]
    numbers = [country.landline(invent.random, city) for city in country.cities for _ in range(20)]
    numbers += [country.mobile(invent.random) for _ in range(100)]
    assert [number for number in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(number))] == []


def test_polish_tax_numbers_have_the_right_check_digit() -> None:
    invent = Invent("nip")
    for _ in range(100):
        number = COUNTRIES["PL"].tax_id(invent.random).removeprefix("PL")
        weighted = sum(
            int(digit) * weight for digit, weight in zip(number[:9], (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)
        )
        assert weighted % 11 == int(number[9])


def test_chinese_credit_codes_have_the_right_check_letter() -> None:
    invent, letters = Invent("code"), "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for _ in range(100):
        code = COUNTRIES["CN"].tax_id(invent.random)
        total = sum(letters.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
        assert len(code) == 18 and (total + letters.index(code[17])) % 31 == 0
