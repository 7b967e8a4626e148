"""What a client sends becomes values, and whole records are judged."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from dougong import (
    Extension,
    Object,
    boolean,
    choice,
    date,
    datetime,
    decimal,
    email,
    formula,
    integer,
    money,
    multi_choice,
    option,
    phone,
    reference,
    rule,
    text,
)
from metadata.catalogue import Catalogue
from metadata.conditions import conditions_of, validate_record
from metadata.expressions import Env, Path
from metadata.objects import ObjectType
from metadata.records import load_values, problems_of, record_schema, writable
from tests.metadata.makers import catalogue_of, object_of, rows_of, tenant_row

ID = "0190d6c4-0000-7000-8000-00000000000a"
NOW = Env(dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC))

ACCOUNT = Object("account", fields={"name": text(), "tier": choice(["gold", "silver"])})
DEAL = Object(
    "deal",
    rules=[
        rule("positive", "amount < 0", "An amount {can't} be negative", field="amount"),
        rule("big_needs_gold", "amount > 1000 AND account.tier <> 'gold'", "Too big"),
        rule("double", "twice > 5000", "Doubled it is too much"),
    ],
    fields={
        "name": text(required=True, max_length=20),
        "account": reference("account"),
        "amount": money(),
        "stage": choice(
            [
                option("open"),
                option("won", entry="amount > 0", message="Say what it is worth"),
                option("lost", entry="reason <> NULL"),
                {"value": "old", "label": "Old", "retired": True},
            ],
            required=True,
            default="open",
        ),
        "reason": text(required_when="stage = 'lost'"),
        "channel": choice([option("shop", within=["open", "won"]), option("web")], depends_on="stage"),
        "extras": multi_choice([option("gift", within=["won"]), "card"], depends_on="stage"),
        "secret_note": text(visible_when="stage = 'won'", required=True),
        "closed_on": date(read_only_when="stage = 'won'"),
        "twice": formula("amount * 2", "decimal"),
        "size": integer(min=1),
        "mail": email(),
        "phone": phone(),
    },
)


@pytest.fixture(scope="module")
def deal() -> ObjectType:
    return object_of(DEAL, ACCOUNT)


def load(deal: ObjectType, **given: Any) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = load_values(deal, given, partial=True)
    return values, {problem.field: problem.code for problem in problems}


# Loading


def test_values_are_parsed_and_spread_over_their_companions(deal: ObjectType) -> None:
    values, problems = load(deal, name=" Big ", amount={"amount": 5, "currency": "EUR"}, phone="+48 601 234 567")
    assert problems == {}
    assert values == {
        "name": "Big", "amount": Decimal("5.00"), "amount_currency": "EUR",
        "phone": "+48 601 234 567", "phone_e164": "+48601234567",
    }  # fmt: skip


def test_every_problem_is_gathered_with_its_code(deal: ObjectType) -> None:
    _, problems = load(
        deal, name="x" * 21, account="5", amount="x", stage="nothing", size=0, mail="x", nothing=1, twice=1,
        created_at="2026-01-01T00:00:00Z", phone_e164="+48", version=5, closed_on=None,
    )  # fmt: skip
    assert problems == {
        "name": "length", "account": "type", "amount": "type", "stage": "option", "size": "range", "mail": "format",
        "nothing": "unknown", "twice": "read_only", "created_at": "read_only", "phone_e164": "read_only",
        "version": "read_only",
    }  # fmt: skip


def test_what_is_needed_must_be_given_and_can_not_be_taken_away(deal: ObjectType) -> None:
    assert [problem.field for problem in load_values(deal, {})[1]] == ["name"]
    assert load_values(deal, {}, partial=True) == ({}, [])
    assert load(deal, name=None)[1] == {"name": "required"}
    assert load(deal, name=" ")[1] == {"name": "required"}


def test_the_owner_may_be_given(deal: ObjectType) -> None:
    assert load(deal, owner_id=ID) == ({"owner_id": ID}, {})


def test_the_schema_is_made_once_for_each_version_of_an_object(deal: ObjectType) -> None:
    assert record_schema(deal) is record_schema(deal)
    after = deal.catalogue.with_changes([tenant_row(Extension("account", x_size=integer()))])
    assert record_schema(after.object("deal")) is record_schema(deal)
    assert record_schema(after.object("account")) is not record_schema(deal.catalogue.object("account"))


def test_the_schema_can_be_instantiated_and_dumps(deal: ObjectType) -> None:
    schema = record_schema(deal)()
    assert set(schema.fields) == {field.name for field in writable(deal)}
    assert schema.dump({"name": "a", "size": 5})["name"] == "a"


ANYTHING = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=25) | st.sampled_from(
    [ID, "open", "won", "a@b.pl", "2026-01-01", "5.00", {"amount": "5", "currency": "EUR"}, ["card"], [1], "+48 601 234 567"]
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "name",
        "account",
        "amount",
        "stage",
        "size",
        "mail",
        "phone",
        "extras",
        "nothing",
        "twice",
        "id",
        "amount_currency",
    ]
)


@given(st.dictionaries(KEYS, ANYTHING), st.booleans())
@settings(max_examples=200, deadline=None)
def test_loading_says_what_the_marshmallow_schema_says(data: dict[str, Any], partial: bool) -> None:
    deal = SHARED
    values, problems = load_values(deal, data, partial=partial)
    try:
        loaded = record_schema(deal)().load(data, partial=partial)
        found = []
    except ValidationError as error:
        loaded, found = error.valid_data, problems_of(error)
    merged: dict[str, Any] = {}
    for name in data:
        if name in loaded:
            merged |= deal.field(name).type.spread(deal.field(name), loaded[name])
    assert {problem.field for problem in problems} == {problem.field for problem in found}
    unknown = {problem.field for problem in problems if problem.code in ("unknown", "read_only")}
    assert {(p.field, p.code) for p in problems if p.field not in unknown} == {
        (p.field, p.code) for p in found if p.field not in unknown
    }  # fmt: skip
    if not problems:
        assert values == merged


SHARED = object_of(DEAL, ACCOUNT)


# Whole records


def judge(
    deal: ObjectType, values: dict[str, Any], before: dict[str, Any] | None = None, tier: str | None = None
) -> dict[str, str]:
    def related(path: Path) -> Any:
        assert path == ("account", "tier")
        return tier

    sound = {"name": "a", "stage": "open", "secret_note": None}
    old = None if before is None else {**sound, **before}
    return {problem.field: problem.code for problem in validate_record(deal, {**sound, **values}, old, NOW, related)}


def test_a_sound_record_has_no_problems(deal: ObjectType) -> None:
    assert judge(deal, {}) == {}


def test_rules_refuse_with_their_own_words(deal: ObjectType) -> None:
    values = {"name": "a", "stage": "open", "amount": Decimal(-1)}
    [problem] = validate_record(deal, values, None, NOW)
    assert (problem.field, problem.code, str(problem)) == ("amount", "rule", "amount: An amount {can't} be negative")
    assert problem.params["place"] == "object.deal.rules.positive"


def test_rules_look_at_other_records(deal: ObjectType) -> None:
    assert judge(deal, {"amount": Decimal(2000), "account": ID}, tier="silver") == {"": "rule"}
    assert judge(deal, {"amount": Decimal(2000), "account": ID}, tier="gold") == {}
    assert conditions_of(deal).related == {("account", "tier")}


def test_rules_see_formulas_as_the_database_computes_them(deal: ObjectType) -> None:
    assert judge(deal, {"amount": Decimal("2500.01")}, tier="gold") == {"": "rule"}


def test_a_field_is_required_when_its_condition_holds(deal: ObjectType) -> None:
    assert judge(deal, {"stage": "lost"}, {"stage": "lost"}) == {"reason": "required"}
    assert judge(deal, {"stage": "lost", "reason": "price"}) == {}
    assert judge(deal, {"stage": None}) == {"stage": "required"}


def test_a_hidden_field_is_not_required(deal: ObjectType) -> None:
    assert judge(deal, {"stage": "won", "amount": Decimal(5)}, {"stage": "won"}) == {"secret_note": "required"}
    assert judge(deal, {"stage": "open"}) == {}


def test_a_field_that_is_read_only_before_and_after_can_not_change(deal: ObjectType) -> None:
    day, other = dt.date(2026, 1, 1), dt.date(2026, 1, 2)
    won = {"stage": "won", "amount": Decimal(5), "secret_note": "x"}
    assert judge(deal, {**won, "closed_on": other}, {**won, "closed_on": day}) == {"closed_on": "read_only"}
    assert judge(deal, {**won, "closed_on": day}, {**won, "closed_on": day}) == {}
    assert judge(deal, {**won, "closed_on": other}, {"stage": "open", "closed_on": day}) == {}
    assert judge(deal, {"stage": "open", "closed_on": other}, {**won, "closed_on": day}) == {}
    assert judge(deal, {**won, "closed_on": day}) == {}


def test_options_depend_on_another_field(deal: ObjectType) -> None:
    lost = {"stage": "lost", "reason": "price"}
    assert judge(deal, {**lost, "channel": "shop"}) == {"channel": "option"}
    assert judge(deal, {**lost, "channel": "web"}) == {}
    assert judge(deal, {**lost, "channel": "shop"}, {"channel": "shop"}) == {"channel": "option"}
    assert judge(deal, {**lost, "channel": "shop"}, {**lost, "channel": "shop"}) == {}
    assert judge(deal, {"extras": ("gift",)}) == {"extras": "option"}


def test_an_option_may_have_a_criterion_for_entry(deal: ObjectType) -> None:
    assert judge(deal, {"stage": "won", "secret_note": "x"}, {}) == {"stage": "entry"}
    assert judge(deal, {"stage": "won", "secret_note": "x"}, {"stage": "won"}) == {}
    assert judge(deal, {"stage": "won", "secret_note": "x", "amount": Decimal(5)}, {}) == {}
    found = validate_record(deal, {"name": "a", "stage": "won", "secret_note": "x"}, None, NOW)
    assert [str(problem) for problem in found] == ["stage: Say what it is worth"]
    assert str(validate_record(deal, {"name": "a", "stage": "lost", "reason": None}, None, NOW)[0]).endswith(
        "can't be chosen yet"
    )


def test_a_retired_option_can_be_kept_and_not_chosen(deal: ObjectType) -> None:
    assert judge(deal, {"stage": "old"}) == {"stage": "option"}
    assert judge(deal, {"stage": "old"}, {"stage": "old"}) == {}


def test_a_form_knows_what_to_show(deal: ObjectType) -> None:
    states = conditions_of(deal).states({"stage": "won", "amount": Decimal(5)}, NOW)
    assert states["secret_note"].visible and states["secret_note"].required
    assert states["closed_on"].read_only
    assert states["channel"].options == ("shop", "web")
    assert not conditions_of(deal).states({"stage": "open"}, NOW)["secret_note"].visible


def test_a_rule_that_names_what_waits_does_not_stop_anybody() -> None:
    more = Extension("account", rules=[rule("odd", "x_deal.amount > 5", "No")], x_deal=reference("deal"))
    with_plugin = Catalogue.build([*rows_of(ACCOUNT, DEAL), tenant_row(more)])
    without = Catalogue.build([*rows_of(ACCOUNT), tenant_row(more)])
    assert len(conditions_of(with_plugin.object("account")).rules) == 1
    assert conditions_of(without.object("account")).rules == ()


def test_a_yes_or_no_governs_options_too() -> None:
    made = object_of(Object("thing", fields={
        "vip": boolean(), "gift": choice([option("car", within=["true"]), "pen"], depends_on="vip")
    }))  # fmt: skip
    assert validate_record(made, {"vip": True, "gift": "car"}, None, NOW) == []
    assert [p.field for p in validate_record(made, {"vip": False, "gift": "car"}, None, NOW)] == ["gift"]


# Speed

SIMPLE = Object("simple", fields={
    "name": text(required=True), "code": text(), "city": text(), "size": integer(min=0), "rate": decimal(), "share": decimal(scale=1),
    "cost": money(), "day": date(), "other_day": date(), "stage": choice(["a", "b"]), "kind": choice(["p", "q"]), "vip": boolean(),
    "mail": email(), "parent": reference("account"), "at": datetime(),
})  # fmt: skip
GIVEN = {
    "name": "Big deal", "code": "A-17", "city": "Łódź", "size": 5, "rate": "12.50", "share": 1.5, "cost": "100.00",
    "day": "2026-01-01", "other_day": "2026-02-01", "stage": "a", "kind": "p", "vip": True, "mail": "a.b@example.com",
    "parent": ID, "at": "2026-01-01T10:00:00Z",
}  # fmt: skip


def test_loading_fifteen_fields_takes_microseconds() -> None:
    simple = catalogue_of(SIMPLE, ACCOUNT).object("simple")
    assert load_values(simple, GIVEN)[1] == []
    best = min(timed(simple) for _ in range(7))
    assert best < 150e-6, "about 25 microseconds are usual"


def timed(simple: ObjectType) -> float:
    start = time.process_time()
    for _ in range(500):
        load_values(simple, GIVEN)
    return (time.process_time() - start) / 500
