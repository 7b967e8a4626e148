"""A small company over the API: quotes that somebody above and the finance approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from core.events.listeners import LISTENERS
from core.events.listening import catch_up
from core.jobs.running import run_due
from dougong import Object, PermissionSet, Role, choice, decimal, master_detail, money, option, text
from tests.core.api.clients import Caller, Web
from tests.support.worlds import World

OWN = {"create": True, "read": True, "edit": True, "delete": True}
STAFF = PermissionSet("x_pr_staff", objects={"x_pr_quote": OWN, "x_pr_line": OWN})
DISCOUNT = {
    "object": "x_pr_quote",
    "entry": "discount > 10",
    "steps": [
        {"id": "manager", "approvers": [{"manager_of": "owner_id"}], "mode": "any"},
        {
            "id": "finance", "when": "total > 50000", "approvers": [{"role": "x_pr_finance"}], "mode": "all",
            "due": {"for": "PT8H", "calendar": "business"}, "on_timeout": "escalate",
        },
    ],
    "on_approved": [{"do": "update", "set": {"status": "approved"}}],
    "on_rejected": [{"do": "update", "set": {"status": "lost"}}],
}  # fmt: skip


@dataclass
class Firm:
    """A company of a seller, a boss above, and one in the finance; each with a client."""

    world: World
    web: Web
    admin: Caller
    seller: Caller
    boss: Caller
    finance: Caller
    people: dict[str, str]

    def define(self, kind: str, name: str, **document: Any) -> None:
        answer = self.admin.put(f"/api/v1/meta/{kind}/{name}", document)
        assert answer.status_code == 200, answer.get_data(as_text=True)

    def quote(self, **values: Any) -> str:
        """A quote of the seller's."""
        given = {"name": "Q", "discount": "20", "total": {"amount": "60000", "currency": "EUR"}, **values}
        answer = self.seller.post("/api/v1/records/x_pr_quote", given)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        return str(answer.json["id"])

    def read(self, id: str, object: str = "x_pr_quote") -> dict[str, Any]:
        found: dict[str, Any] = self.admin.get(f"/api/v1/records/{object}/{id}").json
        return found

    def submit(self, id: str, approval: str, by: Caller | None = None, **more: Any) -> Any:
        return (by or self.seller).post(f"/api/v1/records/x_pr_quote/{id}/submit", {"approval": approval, **more})

    def task(self, by: Caller, record: str) -> dict[str, Any]:
        """The task that somebody has about a record."""
        [found] = [one for one in by.get("/api/v1/tasks").json["data"] if one["record"]["id"] == record]
        return dict(found)

    def act(self, by: Caller, record: str, action: str, **more: Any) -> Any:
        return by.post(f"/api/v1/tasks/{self.task(by, record)['id']}/{action}", more)

    def work(self) -> None:
        """Let everything happen that happens by itself."""
        for _ in range(6):
            for listener in LISTENERS:
                while catch_up(self.world.platform, self.world.tenant, listener):
                    pass
            run_due(self.world.platform, self.world.tenant)

    def processes(self, record: str, object: str = "x_pr_quote") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.admin.get(f"/api/v1/records/{object}/{record}/processes").json["data"]
        return found

    def process(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.admin.get(f"/api/v1/processes/{id}").json
        return found


@pytest.fixture(scope="module")
def firm(world: World) -> Firm:
    world.define(
        Role("x_pr_boss"),
        Role("x_pr_rep", parent="x_pr_boss"),
        Role("x_pr_finance"),
        Object(
            "x_pr_quote",
            sharing="private",
            fields={"name": text(required=True)},
            discount=decimal(),
            total=money(),
            note=text(),
            status=choice([option("draft", "Draft"), option("approved", "Approved"), option("lost", "Lost")], default="draft"),
        ),
        Object("x_pr_line", sharing="parent", parent="quote", fields={"name": text(required=True)}, quote=master_detail("x_pr_quote")),
        STAFF,
    )
    web = Web(world)
    sets = ["standard", "x_pr_staff"]
    boss = world.create_user("Bess", role="x_pr_boss", permission_sets=sets)
    seller = world.create_user("Sid", role="x_pr_rep", permission_sets=sets, manager=boss)
    finance = world.create_user("Fay", role="x_pr_finance", permission_sets=sets)
    people = {"boss": boss, "seller": seller, "finance": finance}
    made = Firm(world, web, web.administrator(), web.as_user(seller), web.as_user(boss), web.as_user(finance), people)
    made.define("approval", "x_pr_discount", **DISCOUNT)
    return made
