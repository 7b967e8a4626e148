"""What the check costs: constants, whatever the number of rules, records and duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.api import runner
from core.api.app import create_app
from core.database.unit import Unit
from core.identity.tokens import create_token
from core.jobs.running import run_due
from core.transactions import in_transaction
from dougong import DuplicateRule, Object, PermissionSet, compare, phone, text
from tests.support.worlds import World

CREATE = 8
#: One look into the keys, and one statement that stores them.
CHECKED = CREATE + 2
#: Where a rule forbids it, PostgreSQL lets those who save the same thing at once come one after the other.
FORBIDDEN = CHECKED + 1
#: The records under the keys, and what the actor sees of them.
REFUSED = CHECKED + 2
#: A change forgets the keys of before.
CHANGED = CHECKED + 1
EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    made: list[Unit] = []

    class Counting(Unit):
        def __init__(self, store: Any) -> None:
            super().__init__(store)
            made.append(self)

    monkeypatch.setattr(runner, "Unit", Counting)

    def count() -> int:
        total = sum(unit.statements for unit in made)
        made.clear()
        return total

    yield count


@pytest.fixture(scope="module")
def token(world: World) -> str:
    rules = [
        DuplicateRule("x_name", "x_firm", match=[compare("name", way="company")]),
        DuplicateRule("x_reading", "x_firm", match=[compare("name", way="pinyin")]),
        DuplicateRule("x_alike", "x_firm", match=[compare("name"), compare("phone", way="phone")], similar=0.9, on=["create", "update"]),
        DuplicateRule("x_phone", "x_firm", match=[compare("phone", way="phone")], on=["create", "update"]),
    ]  # fmt: skip
    world.define(
        Object("x_firm", fields={"name": text(required=True), "code": text()}, phone=phone()),
        Object("x_plain", fields={"name": text(required=True)}),
        PermissionSet("x_all", objects={"x_firm": EVERYTHING, "x_plain": EVERYTHING}),
        *rules,
    )
    run_due(world.platform, world.tenant)
    user = world.create_user("Seller", permission_sets=["x_all"])
    made: Any = in_transaction(world.platform, world.tenant, lambda ctx: create_token(ctx, user, "test"))
    return made if isinstance(made, str) else str(made["token"])


def test_a_check_takes_a_fixed_number_of_statements(world: World, token: str, counted: Callable[[], int]) -> None:
    client = create_app(world.platform).test_client()
    headers = {"Authorization": f"Bearer {token}", "X-Tenant": world.tenant}

    def post(object: str, name: str, **more: Any) -> int:
        query = more.pop("query", "")
        answer = client.post(f"/api/v1/records/{object}{query}", json={"name": name, **more}, headers=headers)
        return int(answer.status_code)

    post("x_plain", "first")
    counted()
    assert post("x_plain", "second") == 201
    assert counted() <= CREATE
    for number in range(30):
        name = f"{chr(97 + number % 26) * 3}{number} {number * 7919}"
        assert post("x_firm", name, phone=f"+482212345{number:02}") == 201
        assert counted() <= CHECKED
    assert post("x_firm", "aaa0 0", phone="+48221234500", query="?save_anyway=false") == 409
    assert counted() <= REFUSED
    assert post("x_firm", "aaa0 0", phone="+48221234500", query="") == 201
    assert counted() <= CREATE + 1
    at = f"/api/v1/records/x_firm/{client.get('/api/v1/records/x_firm?limit=1', headers=headers).get_json()['data'][0]['id']}"
    counted()
    assert client.patch(at, json={"phone": "+48229999999"}, headers=headers).status_code == 200
    assert counted() <= CHANGED
    assert client.patch(at, json={"code": "c"}, headers=headers).status_code == 200
    assert counted() <= CREATE


def test_a_rule_that_forbids_costs_one_more(world: World, token: str, counted: Callable[[], int]) -> None:
    world.define(DuplicateRule("x_code", "x_firm", match=[compare("code")], action="block"))
    run_due(world.platform, world.tenant)
    client = create_app(world.platform).test_client()
    headers = {"Authorization": f"Bearer {token}", "X-Tenant": world.tenant}
    for code in ("k1", "k2"):
        body = {"name": f"Wholly {code * 5}", "code": code}
        assert client.post("/api/v1/records/x_firm", json=body, headers=headers).status_code == 201
        last = counted()
    assert last <= FORBIDDEN
    world.retire(("duplicate_rule", "x_code"))
