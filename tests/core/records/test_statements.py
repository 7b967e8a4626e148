"""How many SQL statements a request takes: constants, whatever the number of records, fields or grants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import core.api.runner as runner
from core.api.app import create_app
from core.database.unit import Unit
from core.identity.tokens import create_token
from core.transactions import in_transaction
from dougong import Object, PermissionSet, Role, SharingRule, choice, date, decimal, reference, rollup, text
from tests.support.worlds import World

GET, LIST, CREATE = 3, 4, 8


class Counting(Unit):
    """Remembers every unit of work, for its number of statements."""

    made: list[Unit] = []

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        Counting.made.append(self)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """Answers how many statements the last request took."""
    monkeypatch.setattr(runner, "Unit", Counting)

    def count() -> int:
        last, Counting.made = Counting.made, []
        return sum(unit.statements for unit in last)

    yield count
    Counting.made = []


@pytest.fixture(scope="module")
def seller(world: World) -> str:
    """The token of a user with many fields, grants, rules and shares to think of."""
    more = {f"extra_{n}": text() for n in range(25)}
    deal = Object("x_deal", fields={"name": text(required=True), "firm": reference("x_firm"), "amount": decimal(), **more})
    firm = Object("x_firm", fields={"name": text(required=True), "worth": rollup("x_deal.firm", "sum", field="amount")})
    sets = [PermissionSet(f"x_set_{n}", objects=grants(n)) for n in range(12)]
    rules = [SharingRule(f"x_rule_{n}", "x_deal", share_with={"role": "x_seller"}, where=f"amount > {n}") for n in range(8)]
    world.define(firm, deal, Role("x_head"), Role("x_seller", parent="x_head"), *sets, *rules)
    user = world.create_user("Seller", role="x_seller", permission_sets=[f"x_set_{n}" for n in range(12)])
    return in_transaction(world.platform, world.tenant, lambda ctx: token_of(ctx, user))


def grants(number: int) -> dict[str, dict[str, Any]]:
    every = {"create": True, "read": True, "edit": True, "delete": True}
    return {name: {**every, "fields": {f"extra_{number}": "read"} if name == "x_deal" else {}} for name in ("x_deal", "x_firm", "user")}


def token_of(ctx: Any, user: str) -> str:
    made = create_token(ctx, user, "test")
    return made if isinstance(made, str) else made["token"]


def test_a_request_takes_a_fixed_number_of_statements(world: World, seller: str, counted: Callable[[], int]) -> None:
    client = create_app(world.platform).test_client()
    headers = {"Authorization": f"Bearer {seller}", "X-Tenant": world.tenant}
    at = "/api/v1/records"
    firm = client.post(f"{at}/x_firm", json={"name": "f"}, headers=headers).get_json()["id"]
    client.get(f"{at}/x_firm/{firm}", headers=headers)  # whoever comes first has the actor to load
    counted()
    for size in (1, 40):
        for number in range(size):
            made = client.post(f"{at}/x_deal", json={"name": f"d{number}", "firm": firm, "amount": "1"}, headers=headers)
            assert made.status_code == 201, made.get_json()
            assert counted() <= CREATE
        client.get(f"{at}/x_deal/{made.get_json()['id']}", headers=headers)
        assert counted() <= GET
        listed = client.get(f"{at}/x_deal?count=true&expand=firm,owner&fields=name,firm.name&sort=-amount", headers=headers)
        assert len(listed.get_json()["data"]) >= size
        assert counted() <= LIST
        client.patch(f"{at}/x_deal/{made.get_json()['id']}", json={"name": "new"}, headers=headers)
        assert counted() <= CREATE


class Hearing(Unit):
    """Remembers what it read."""

    heard: list[tuple[Any, Any]] = []

    def rows(self, statement: Any, values: Any = None) -> Any:
        self.heard.append((statement, values))
        return super().rows(statement, values)


def test_a_page_of_ones_own_records_is_read_in_its_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Object(
        "x_case", fields={"name": text(), "state": choice(["open", "shut"]), "worth": decimal(), "due": date()},
        indexes=[["owner_id", "due"], ["owner_id", "state", "worth"]],
    )  # fmt: skip
    own = {"create": True, "read": True, "edit": True, "delete": True}
    world.define(case, PermissionSet("x_clerk", objects={"x_case": own}))
    clerk = world.create_user("Clerk", permission_sets=["x_clerk"])
    headers = {"Authorization": f"Bearer {in_transaction(world.platform, world.tenant, lambda ctx: token_of(ctx, clerk))}", "X-Tenant": world.tenant}
    client = create_app(world.platform).test_client()
    for day in range(1, 9):
        values = {"name": str(day), "state": "open", "worth": str(day), "due": f"2026-01-0{day}"}
        assert client.post("/api/v1/records/x_case", json=values, headers=headers).status_code == 201
    monkeypatch.setattr(runner, "Unit", Hearing)
    asked = {"filter": "state = 'open' AND worth > 3", "sort": "-due", "limit": 2, "fields": "name"}
    page = client.get("/api/v1/records/x_case", query_string=asked, headers=headers).get_json()
    statement, values = Hearing.heard[-1]
    asked["after"] = page["next"]
    rest = client.get("/api/v1/records/x_case", query_string=asked, headers=headers).get_json()
    assert [row["name"] for row in (*page["data"], *rest["data"])] == ["8", "7", "6", "5"]
    with world.system() as ctx:
        if ctx.store.backend != "sqlite":
            return
        plan = str(ctx.unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.text}", tuple(statement.bind(values))).fetchall())
    assert "ix_x_case__owner_id__due__id" in plan
    assert "TEMP B-TREE" not in plan
