"""What messages of automations show to whom."""

from __future__ import annotations

from typing import Any

from tests.core.api.clients import Caller
from tests.core.processes.conftest import Firm


def told(by: Caller, record: str) -> list[Any]:
    found = by.get("/api/v1/records/notification?fields=kind,message,about&limit=200").json["data"]
    return [row["message"] for row in found if row["kind"] == "told" and row["about"]["id"] == record]


def test_A_SEC_03_a_message_shows_nobody_what_they_may_not_see(firm: Firm) -> None:
    grants = {"x_pr_quote": {"create": True, "read": True, "edit": True, "fields": {"total": "none"}}}
    assert firm.admin.put("/api/v1/meta/permission_set/x_pr_blind", {"objects": grants}).status_code == 200
    blind = firm.world.create_user("Blind", role="x_pr_boss", permission_sets=["standard", "x_pr_blind"])
    everybody = [{"user": f"{name}@example.com"} for name in ("bess", "fay", "blind")]
    step = {"do": "notify", "to": everybody, "message": "{name} is worth {total}, by {owner.name}"}
    firm.define("automation", "x_pr_telling", on={"object": "x_pr_quote", "events": ["created"], "when": "note = 'tell'"}, steps=[step])
    quote = firm.quote(name="Told", note="tell")
    firm.work()
    assert told(firm.boss, quote) == ["Told is worth 60000.00, by Sid"]  # above the owner
    assert told(firm.finance, quote) == ["– is worth –, by –"]  # the record isn't theirs to see
    assert told(firm.web.as_user(blind), quote) == ["Told is worth –, by Sid"]  # nor is that field
    firm.admin.delete("/api/v1/meta/automation/x_pr_telling")
