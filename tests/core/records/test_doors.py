"""The doors to records: what is written is what is read, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.records import door
from dougong import (
    BadRequest,
    Conflict,
    Invalid,
    Merged,
    NotFound,
    Object,
    PermissionSet,
    Stale,
    auto_number,
    boolean,
    choice,
    decimal,
    email,
    formula,
    integer,
    many_to_many,
    master_detail,
    money,
    multi_choice,
    option,
    phone,
    reference,
    rollup,
    rule,
    text,
)
from dougong import (
    date as day,
)
from dougong import (
    datetime as moment,
)
from tests.support.worlds import World

STAGES = [
    option("open"),
    option("proposal", entry="amount > 0", message="A proposal needs an amount"),
    option("won"),
]


@pytest.fixture(scope="module")
def shop(world: World) -> World:
    """Firms with deals, and lines that are parts of deals."""
    world.define(
        Object(
            "x_firm",
            fields={
                "name": text(required=True, max_length=80),
                "email": email(unique=True),
                "phone": phone(),
                "parent": reference("x_firm"),
                "friends": many_to_many("x_firm"),
                "deals": rollup("x_deal.firm", "count"),
                "worth": rollup("x_deal.firm", "sum", field="amount", filter="stage = 'won'"),
                "mean": rollup("x_deal.firm", "avg", field="points"),
                "letters": formula("LEN(name)", "integer"),
            },
        ),
        Object(
            "x_deal",
            fields={
                "name": text(required=True),
                "number": auto_number(),
                "firm": reference("x_firm"),
                "stage": choice(STAGES, default="open"),
                "amount": money(),
                "points": integer(),
                "share": decimal(scale=3),
                "hot": boolean(default=False),
                "kinds": multi_choice(["a", "b", "c"]),
                "close_date": day(),
                "seen_at": moment(),
                "twice": formula("amount * 2", "decimal", scale=2),
                "label": formula("name & ' / ' & firm.name", "text"),
            },
            rules=[rule("won_has_date", "stage = 'won' AND close_date = NULL", "A won deal has a date", field="close_date")],
        ),
        Object(
            "x_line",
            fields={"name": text(required=True), "deal": master_detail("x_deal"), "price": decimal()},
            sharing="parent",
            parent="deal",
        ),
    )
    return world


def test_all_problems_of_a_new_record_are_said_at_once(shop: World) -> None:
    with shop.system() as ctx, pytest.raises(Invalid) as refused:
        ctx.records.create("x_deal", {"nme": "?", "points": "many"})
    assert {(problem.field, problem.code) for problem in refused.value.errors} == {
        ("nme", "unknown"), ("points", "type"), ("name", "required"),
    }  # fmt: skip


def test_a_record_is_read_as_it_was_written(shop: World) -> None:
    firm = shop.create("x_firm", {"name": "  Łódź Sp. z o.o. ", "email": "Anna@Example.com"})
    assert (firm["name"], firm["email"], firm["version"]) == ("Łódź Sp. z o.o.", "anna@example.com", 1)
    values: dict[str, Any] = {
        "name": "科技", "firm": firm["id"], "amount": "0.10", "share": "1.125", "hot": True, "kinds": ["a", "c"],
        "close_date": "2026-02-28", "seen_at": "2026-02-28T10:00:00+08:00", "points": 7,
    }  # fmt: skip
    with shop.system() as ctx:
        made = ctx.records.create("x_deal", values)
        deal = ctx.records.get("x_deal", made["id"], expand=["firm"])
    assert made["amount"] == deal["amount"] == Decimal("0.10")
    assert deal["amount_currency"] == "EUR" and deal["amount_base"] == Decimal("0.10")
    assert deal["share"] == Decimal("1.125") and deal["hot"] is True and list(deal["kinds"]) == ["a", "c"]
    assert deal["close_date"] == date(2026, 2, 28)
    assert deal["seen_at"] == datetime(2026, 2, 28, 2, tzinfo=UTC)
    assert deal["twice"] == Decimal("0.20") and deal["label"] == "科技 / Łódź Sp. z o.o."
    assert deal["firm"] == {"id": firm["id"], "name": "Łódź Sp. z o.o."}
    assert deal["number"] == "00001" and deal["stage"] == "open"


def test_all_problems_are_named_at_once(shop: World) -> None:
    with pytest.raises(Invalid) as refused, shop.system() as ctx:
        ctx.records.create("x_deal", {"points": "many", "stage": "lost", "colour": "red", "number": "7", "share": "1.23456"})
    found = {(problem.field, problem.code) for problem in refused.value.errors}
    assert {field for field, _ in found} >= {"points", "stage", "colour", "number", "share"}
    assert ("colour", "unknown") in found and ("number", "read_only") in found


def test_a_required_field_is_asked_for(shop: World) -> None:
    with pytest.raises(Invalid) as refused, shop.system() as ctx:
        ctx.records.create("x_firm", {})
    assert [(problem.field, problem.code) for problem in refused.value.errors] == [("name", "required")]


def test_rules_and_entry_criteria_speak_in_the_words_of_the_definition(shop: World) -> None:
    with pytest.raises(Invalid) as refused, shop.system() as ctx:
        ctx.records.create("x_deal", {"name": "d", "stage": "won"})
    assert [str(problem) for problem in refused.value.errors] == ["close_date: A won deal has a date"]
    deal = shop.create("x_deal", {"name": "d"})
    with pytest.raises(Invalid, match="A proposal needs an amount"), shop.system() as ctx:
        ctx.records.update("x_deal", deal["id"], {"stage": "proposal"})
    with shop.system() as ctx:
        assert ctx.records.update("x_deal", deal["id"], {"stage": "proposal", "amount": 5})["stage"] == "proposal"


def test_a_change_from_an_older_version_is_stale(shop: World) -> None:
    firm = shop.create("x_firm", {"name": "one"})
    with shop.system() as ctx:
        assert ctx.records.update("x_firm", firm["id"], {"name": "two"}, version=1)["version"] == 2
    with pytest.raises(Stale) as stale, shop.system() as ctx:
        ctx.records.update("x_firm", firm["id"], {"name": "three"}, version=1)
    assert stale.value.current["name"] == "two"


def test_a_write_that_changes_nothing_leaves_version_and_history_alone(shop: World) -> None:
    firm = shop.create("x_firm", {"name": "same"})
    with shop.system() as ctx:
        assert ctx.records.update("x_firm", firm["id"], {"name": "same"})["version"] == 1
        assert len(ctx.records.history("x_firm", firm["id"])) == 1


def test_history_tells_field_by_field(shop: World) -> None:
    firm = shop.create("x_firm", {"name": "old"})
    with shop.system() as ctx:
        ctx.records.update("x_firm", firm["id"], {"name": "new"})
    with shop.system() as ctx:
        newest, oldest = ctx.records.history("x_firm", firm["id"])
    assert [(c["field"], c["old"], c["new"]) for c in newest["changes"]] == [("name", "old", "new")]
    assert (newest["event"], oldest["event"]) == ("updated", "created")


def test_a_unique_value_is_taken_once(shop: World) -> None:
    shop.create("x_firm", {"name": "a", "email": "one@example.com"})
    with pytest.raises(Conflict) as taken, shop.system() as ctx:
        ctx.records.create("x_firm", {"name": "b", "email": "ONE@example.com"})
    assert [problem.field for problem in taken.value.errors] == ["email"]


def test_a_reference_must_exist(shop: World) -> None:
    with pytest.raises(Invalid) as refused, shop.system() as ctx:
        ctx.records.create("x_deal", {"name": "d", "firm": "0190163d-8694-739b-aea5-966c26f8ad91"})
    assert [(p.field, p.code) for p in refused.value.errors] == [("firm", "reference")]


def test_rollups_stay_right_on_every_write_path(shop: World) -> None:
    one, two = shop.create("x_firm", {"name": "one"}), shop.create("x_firm", {"name": "two"})

    def figures(firm: dict[str, Any]) -> tuple[Any, ...]:
        with shop.system() as ctx:
            record = ctx.records.get("x_firm", firm["id"])
        return record["deals"], record["worth"], record["mean"]

    with shop.system() as ctx:
        rows = [{"name": f"d{n}", "firm": one["id"], "amount": n, "points": n, "stage": "won", "close_date": "2026-01-01"} for n in (1, 2, 4)]
        made = ctx.records.bulk("x_deal", "create", rows)
    assert figures(one) == (3, Decimal(7), Decimal("2.33"))
    with shop.system() as ctx:
        ctx.records.update("x_deal", made[0]["id"], {"firm": two["id"]})
        ctx.records.update("x_deal", made[1]["id"], {"stage": "open"})
    assert figures(one) == (2, Decimal(4), Decimal(3)) and figures(two) == (1, Decimal(1), Decimal(1))
    with shop.system() as ctx:
        ctx.records.delete("x_deal", made[2]["id"])
    assert figures(one) == (1, Decimal(0), Decimal(2))
    with shop.system() as ctx:
        ctx.records.restore("x_deal", made[2]["id"])
    assert figures(one) == (2, Decimal(4), Decimal(3))


def test_parts_are_deleted_and_restored_with_the_whole(shop: World) -> None:
    deal = shop.create("x_deal", {"name": "whole"})
    kept = shop.create("x_line", {"name": "kept", "deal": deal["id"]})
    before = shop.create("x_line", {"name": "deleted before", "deal": deal["id"]})
    with shop.system() as ctx:
        ctx.records.delete("x_line", before["id"])
    with shop.system() as ctx:
        ctx.records.delete("x_deal", deal["id"])
    with shop.system() as ctx:
        for object, id in (("x_deal", deal["id"]), ("x_line", kept["id"])):
            with pytest.raises(NotFound):
                ctx.records.get(object, id)
        assert deal["id"] in {r["id"] for r in ctx.records.list("x_deal", deleted=True).data}
        ctx.records.restore("x_deal", deal["id"])
    with shop.system() as ctx:
        assert [r["name"] for r in ctx.records.list("x_line", filter=f"deal = '{deal['id']}'").data] == ["kept"]


def test_pages_hold_every_record_once_in_order_with_empty_values_first(shop: World) -> None:
    with shop.system() as ctx:
        rows = [{"name": f"page {n}", "points": None if n % 4 == 0 else n % 3} for n in range(23)]
        ctx.records.bulk("x_deal", "create", rows)
        for sort in ("points,name", "-points,name", "-points,-name", "created_at", "name"):
            seen: list[dict[str, Any]] = []
            after = None
            while True:
                page = ctx.records.list("x_deal", filter="STARTS_WITH(name, 'page ')", sort=sort, limit=5, after=after, count=True)
                seen += page.data
                after = page.next
                if after is None:
                    break
            assert len(seen) == page.count == 23
            assert len({record["id"] for record in seen}) == 23
            if "points" in sort:
                points = [-1 if record["points"] is None else record["points"] for record in seen]
                assert points == sorted(points, reverse=sort.startswith("-"))


def test_a_cursor_belongs_to_one_list(shop: World) -> None:
    with shop.system() as ctx:
        ctx.records.bulk("x_deal", "create", [{"name": f"c{n}"} for n in range(3)])
        cursor = ctx.records.list("x_deal", sort="name", limit=1).next
        for sort, after in (("-name", cursor), ("name", ("B" if str(cursor)[0] == "A" else "A") + str(cursor)[1:]), ("name", "!"), ("name", "")):
            if after:
                with pytest.raises(BadRequest):
                    ctx.records.list("x_deal", sort=sort, limit=1, after=after)


def test_filters_follow_references_and_name_what_they_do_not_know(shop: World) -> None:
    firm = shop.create("x_firm", {"name": "Filter Firm"})
    shop.create("x_deal", {"name": "inside", "firm": firm["id"], "amount": "12.50"})
    with shop.system() as ctx:
        found = ctx.records.list("x_deal", filter="firm.name = 'Filter Firm' AND amount > 12", fields=["name", "firm.name"])
        assert [(r["name"], r["firm.name"]) for r in found.data] == [("inside", "Filter Firm")]
        for wrong in ("colour = 'red'", "name >", "amount > 'x'", "firm.colour = 1", "stage = 'unheard of'"):
            with pytest.raises(BadRequest):
                ctx.records.list("x_deal", filter=wrong)
        for sort in ("colour", "firm.colour", "kinds"):
            with pytest.raises(BadRequest, match="colour|kinds"):
                ctx.records.list("x_deal", sort=sort)


def test_aggregates_are_exact(shop: World) -> None:
    shop.define(Object("x_sum", name=text(), amount=money(), on=day(), n=integer()))
    with shop.system() as ctx:
        rows = [{"name": "a", "amount": "0.10", "on": "2026-01-31", "n": 1}, {"name": "a", "amount": "0.20", "on": "2026-01-01", "n": 2}]
        ctx.records.bulk("x_sum", "create", [*rows, {"name": "b", "on": "2025-12-31"}])
        found = ctx.records.query(
            {
                "object": "x_sum",
                "group_by": ["name", {"month": "on"}],
                "measures": [{"sum": "amount"}, {"count": "*"}, {"avg": "n"}, {"max": "amount"}],
                "sort": "-sum_amount",
            }
        )
    a, b = found
    assert (a["name"], a["on_month"], a["sum_amount"], a["count"], a["avg_n"]) == ("a", "2026-01", Decimal("0.30"), 2, Decimal("1.5"))
    assert (b["name"], b["on_month"], b["count"], b["avg_n"], b["max_amount"]) == ("b", "2025-12", 1, None, None)
    assert b["sum_amount"] == 0 and str(a["sum_amount"]) == "0.30"


@pytest.mark.parametrize("period, expected", [("year", "2026"), ("quarter", "2026-Q1"), ("week", "2026-W05"), ("day", "2026-01-31")])
def test_dates_are_grouped_by_periods(shop: World, period: str, expected: str) -> None:
    shop.define(Object("x_sum", name=text(), amount=money(), on=day(), n=integer()))
    with shop.system() as ctx:
        made = ctx.records.create("x_sum", {"name": "p", "on": "2026-01-31"})
        rows = ctx.records.query({"object": "x_sum", "filter": f"id = '{made['id']}'", "group_by": [{period: "on"}]})
    assert [row[f"on_{period}"] for row in rows] == [expected]


@pytest.mark.parametrize("q", ["Dragon", "drag", "金龙", "科技", "jinlong", "Zazolc", "zażółć", "5551", "wholly absent"])
def test_search_finds_words_in_three_languages(shop: World, q: str) -> None:
    names = {"Golden Dragon": ["Dragon", "drag", "5551"], "金龙科技有限公司": ["金龙", "科技", "jinlong"], "Zażółć gęślą": ["Zazolc", "zażółć"]}
    with shop.system() as ctx:
        if not ctx.records.list("x_firm", filter="name = 'Golden Dragon'").data:
            for name in names:
                phone_number = "+48 22 555 12 34" if name.startswith("Golden") else None
                ctx.records.create("x_firm", {"name": name, "phone": phone_number})
    with shop.system() as ctx:
        hits = {hit["name"] for hit in ctx.records.search(q)}
        listed = {record["name"] for record in ctx.records.list("x_firm", q=q).data}
    expected = {name for name, words in names.items() if q in words}
    assert hits & set(names) == expected == listed & set(names)


def test_many_records_are_written_together_and_each_gets_its_answer(shop: World) -> None:
    with shop.system() as ctx:
        ctx.records.create("x_firm", {"name": "taken", "email": "taken@example.com"})
        results = ctx.records.bulk(
            "x_firm",
            "create",
            [{"name": "good"}, {}, {"name": "dup", "email": "taken@example.com"}, {"name": "fine", "email": "fine@example.com"}],
        )
    assert [result["status"] for result in results] == ["created", "error", "error", "created"]
    with pytest.raises(Invalid) as refused, shop.system() as ctx:
        ctx.records.bulk("x_firm", "create", [{"name": "never there"}, {}], atomic=True)
    assert [problem.field for problem in refused.value.errors] == ["records.1.name"]
    with shop.system() as ctx:
        assert ctx.records.list("x_firm", filter="name = 'never there'").data == []


def test_an_upsert_finds_by_its_key(shop: World) -> None:
    with shop.system() as ctx:
        first = ctx.records.bulk("x_firm", "upsert", [{"name": "up", "email": "up@example.com"}], key="email")
        second = ctx.records.bulk(
            "x_firm", "upsert", [{"name": "up again", "email": "UP@example.com"}, {"name": "n", "email": "new@example.com"}], key="email"
        )
        assert [r["status"] for r in first + second] == ["created", "updated", "created"]
        assert second[0]["id"] == first[0]["id"]
        assert ctx.records.get("x_firm", first[0]["id"])["name"] == "up again"


def test_links_lead_to_many_records(shop: World) -> None:
    a, b = shop.create("x_firm", {"name": "a"}), shop.create("x_firm", {"name": "b"})
    c = shop.create("x_firm", {"name": "c", "friends": [a["id"], b["id"]]})
    assert c["friends"] == sorted([a["id"], b["id"]])
    with shop.system() as ctx:
        assert ctx.records.update("x_firm", c["id"], {"friends": [b["id"]]})["friends"] == [b["id"]]


def test_a_merge_moves_everything_that_refers_to_the_others(shop: World) -> None:
    keep, gone = shop.create("x_firm", {"name": "keep"}), shop.create("x_firm", {"name": "gone"})
    deal = shop.create("x_deal", {"name": "moved", "firm": gone["id"]})
    with shop.system() as ctx:
        merged = ctx.records.merge("x_firm", keep["id"], [gone["id"]], {"name": "both"})
        assert (merged["name"], merged["deals"]) == ("both", 1)
        assert ctx.records.get("x_deal", deal["id"])["firm"] == keep["id"]
        with pytest.raises(Merged):
            ctx.records.get("x_firm", gone["id"])


def test_a_share_opens_a_record_until_it_ends(shop: World) -> None:
    shop.define(PermissionSet("x_reader", objects={"x_firm": {"read": True, "edit": True}, "user": {"read": True}}))
    reader = shop.create_user("Reader", permission_sets=["x_reader"])
    firm = shop.create("x_firm", {"name": "shared"})
    with pytest.raises(NotFound), shop.as_user(reader) as ctx:
        ctx.records.get("x_firm", firm["id"])
    with shop.system() as ctx:
        made = ctx.records.share("x_firm", firm["id"], {"user": reader, "level": "read"})
    with shop.as_user(reader) as ctx:
        assert ctx.records.get("x_firm", firm["id"])["name"] == "shared"
        told = ctx.records.explain("x_firm", firm["id"])
        assert told["visible"] and told["level"] == "read" and "shared" in told["reasons"][0]
    with shop.system() as ctx:
        ctx.records.unshare("x_firm", firm["id"], made["id"])
    with pytest.raises(NotFound), shop.as_user(reader) as ctx:
        ctx.records.get("x_firm", firm["id"])


def test_a_count_begins_at_zero_and_whole_numbers_of_formulas_are_whole(shop: World) -> None:
    with shop.system() as ctx:
        firm = ctx.records.create("x_firm", {"name": "New firm"})
        deal = ctx.records.create("x_deal", {"name": "Deal", "firm": firm["id"]})
        far = ctx.records.get("x_deal", deal["id"], fields=["firm.letters"])
    assert (firm["deals"], firm["worth"], firm["letters"]) == (0, None, 8)
    assert type(firm["letters"]) is type(far["firm.letters"]) is int


def test_each_goes_through_all_records_page_by_page(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PAGE", 2)
    with shop.system() as ctx:
        made = [ctx.records.create("x_firm", {"name": f"Each {number}"})["id"] for number in range(5)]
        ctx.records.create("x_firm", {"name": "Another"})
        found = [one["id"] for one in ctx.records.each("x_firm", filter="STARTS_WITH(name, 'Each')", fields=["name"])]
    assert found == sorted(made)
