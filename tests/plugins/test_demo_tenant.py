"""The demo tenant, made for real: by the doors that everyone uses, with all their rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import Config
from core.demo import DEMO_TENANT, make_demo
from core.platform import Platform
from dougong import Context
from tests.plugins.conftest import PLUGINS_FILE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    made = Platform(Config(data=tmp_path_factory.mktemp("demo"), demo=True, plugins=PLUGINS_FILE))
    make_demo(made)
    yield made
    made.close()


def count(platform: Platform, who: str, object: str, filter: str | None = None) -> int:
    with platform.open_as(DEMO_TENANT, f"{who}@demo.test") as ctx:
        return int(ctx.records.list(object, filter=filter, limit=1, count=True).count or 0)


def test_it_has_thousands_of_records(platform: Platform) -> None:
    least = {"account": 400, "contact": 1200, "lead": 300, "opportunity": 1500, "activity": 5500, "product": 55}
    assert {name: count(platform, "admin", name) >= number for name, number in least.items()} == dict.fromkeys(
        least, True
    )


def test_it_is_the_same_company_each_time(platform: Platform, tmp_path: Path) -> None:
    again = Platform(Config(data=tmp_path, demo=True, plugins=PLUGINS_FILE))
    try:
        make_demo(again)
        assert told(again) == told(platform)
    finally:
        again.close()


#: What an outsider could tell two demo companies by.
TOLD = {
    "account": ["name", "kind", "industry", "annual_revenue"],
    "contact": ["name", "job_title", "email", "account.name"],
    "lead": ["name", "company", "status", "owner.name"],
    "opportunity": ["name", "stage", "amount", "close_date", "account.name", "owner.name"],
    "opportunity_line": ["product.name", "quantity", "opportunity.name"],
    "activity": ["subject", "kind", "due_at", "done_at"],
}


def told(platform: Platform) -> dict[str, list[str]]:
    with platform.open_as(DEMO_TENANT, "admin@demo.test") as ctx:
        return {
            name: sorted(str([record[field] for field in fields]) for record in every(ctx, name, fields))
            for name, fields in TOLD.items()
        }


def every(ctx: Context, object: str, fields: list[str]) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = ctx.records.list(object, fields=fields, limit=1000, after=after)
        yield from page.data
        after = page.next
        if after is None:
            return


def test_everybody_sees_what_their_place_lets_them_see(platform: Platform) -> None:
    deals = {
        who: count(platform, who, "opportunity")
        for who in ("director", "manager1", "manager2", "rep1", "rep2", "finance")
    }
    assert deals["director"] == 1500
    assert 0 < deals["rep1"] < deals["manager1"] < deals["director"]
    assert deals["rep1"] + deals["rep2"] < deals["manager1"] + 1
    assert deals["finance"] == count(platform, "director", "opportunity", "stage = 'won'")


def test_the_service_sees_customers_and_the_buyer_suppliers(platform: Platform) -> None:
    assert count(platform, "service", "account") == count(platform, "admin", "account", "kind = 'customer'")
    assert count(platform, "buyer", "account") == count(platform, "admin", "account", "kind = 'supplier'")


def test_amounts_are_the_totals_of_their_lines(platform: Platform) -> None:
    assert count(platform, "admin", "opportunity", "line_count > 0 AND amount <> line_total") == 0


def test_forecasts_are_in_the_companys_currency(platform: Platform) -> None:
    document = {"object": "opportunity", "group_by": ["stage"], "measures": [{"sum": "amount_base"}, {"count": "*"}]}
    with platform.open_as(DEMO_TENANT, "director@demo.test") as ctx:
        rows: list[dict[str, Any]] = list(ctx.records.query(document))
    assert {row["stage"] for row in rows} >= {"won", "lost", "proposal", "negotiation"}
    assert all(row["sum_amount_base"] > 0 for row in rows)


def test_names_of_people_follow_their_language(platform: Platform) -> None:
    with platform.open_as(DEMO_TENANT, "admin@demo.test") as ctx:
        chinese = ctx.records.list("contact", filter="language = 'zh'", fields=["name"], limit=5).data
        polish = ctx.records.list("contact", filter="language = 'pl'", fields=["name"], limit=5).data
    assert all(" " not in person["name"] for person in chinese)
    assert all(" " in person["name"] for person in polish)
