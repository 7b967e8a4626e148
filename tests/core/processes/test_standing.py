"""What records say of their approvals, in lists and to automations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from core.context import Ctx
from core.tenants.upgrading import upgrade_tenant
from core.transactions import in_transaction
from tests.core.processes.conftest import DISCOUNT, Firm

FINISHED = "approval_status = 'rejected'"
FIELDS = "approval_status,approval_step,approval_people,approval_decision,approval_decided_by"


def standing(firm: Firm, filter: str) -> list[Any]:
    answer = firm.seller.get(f"/api/v1/records/x_pr_quote?{urlencode({'filter': filter, 'fields': FIELDS})}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [tuple(row[name] for name in FIELDS.split(",")) for row in answer.json["data"]]


def test_A_REC_13_a_record_says_how_its_approval_stands_and_is_found_by_it(firm: Firm) -> None:
    quote = firm.quote(name="Standing")
    mine = "name = 'Standing' AND "
    assert standing(firm, mine + "approval_status = NULL") == [(None, None, None, None, None)]
    firm.submit(quote, "x_pr_discount")
    assert standing(firm, mine + "approval_status = 'running' AND HAS(approval_people, 'Bess')") == [("running", ["manager"], ["Bess"], None, None)]
    firm.act(firm.boss, quote, "approve")
    assert standing(firm, mine + "HAS(approval_step, 'finance')") == [("running", ["finance"], ["Fay"], "approved", firm.people["boss"])]
    firm.act(firm.finance, quote, "reject", comment="no")
    assert standing(firm, mine + "approval_decision = 'rejected'") == [("rejected", None, None, "rejected", firm.people["finance"])]
    changes = [each for each in firm.seller.get(f"/api/v1/records/x_pr_quote/{quote}/history").json["data"] if "approval_status" in str(each)]
    assert len(changes) == 2  # submitted and rejected; the steps between stand in the history of the process
    # nobody writes it, and only who sees the record sees it
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"status": "draft"})
    wrong = firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"approval_status": "approved"})
    assert (wrong.status_code, wrong.json["errors"][0]["code"]) == (422, "read_only")
    assert firm.finance.get(f"/api/v1/records/x_pr_quote?{urlencode({'filter': mine + FINISHED})}").json["data"] == []


def test_A_REC_13_of_two_approvals_the_open_one_is_told_of_and_they_end_apart(firm: Firm) -> None:
    firm.define("approval", "x_pr_second", object="x_pr_quote", lock=False, steps=[{"id": "second", "label": "Second look", "approvers": [{"role": "x_pr_finance"}]}])
    quote = firm.quote(name="Twice")
    firm.submit(quote, "x_pr_second")
    firm.submit(quote, "x_pr_discount")
    assert standing(firm, "name = 'Twice'")[0][:2] == ("running", ["manager"])
    firm.act(firm.boss, quote, "reject", comment="no")
    assert standing(firm, "name = 'Twice'")[0][:3] == ("running", ["second"], ["Fay"])
    firm.act(firm.finance, quote, "approve")
    assert standing(firm, "name = 'Twice'")[0][:3] == ("approved", None, None)
    options = {option["value"]: option["label"] for option in firm.admin.get("/api/v1/ui").json["objects"]["x_pr_quote"]["fields"]["approval_step"]["options"]}
    assert options["second"] == "Second look"
    firm.admin.delete("/api/v1/meta/approval/x_pr_second")
    assert standing(firm, "name = 'Twice'")[0][0] == "approved"  # what was said stays


def test_A_REC_13_a_status_begins_what_names_it_and_nothing_else(firm: Firm) -> None:
    set_note = [{"do": "update", "set": {"note": "told"}}]
    firm.define("automation", "x_pr_named", on={"object": "x_pr_quote", "changed": ["approval_status"], "when": "approval_status = 'rejected'"}, steps=set_note)
    firm.define("automation", "x_pr_any", on={"object": "x_pr_quote", "events": ["updated"], "when": "name = 'Named'"}, steps=[{"do": "update", "set": {"note": "any"}}])
    quote = firm.quote(name="Named")
    firm.work()
    firm.submit(quote, "x_pr_discount")
    firm.work()
    assert firm.read(quote)["note"] is None
    firm.admin.delete("/api/v1/meta/automation/x_pr_any")
    firm.act(firm.boss, quote, "reject", comment="no")
    firm.work()
    assert firm.read(quote)["note"] == "told"
    firm.admin.delete("/api/v1/meta/automation/x_pr_named")


def test_A_REC_13_a_tenant_of_an_older_platform_gets_the_columns_by_the_upgrade(firm: Firm) -> None:
    def drop(ctx: Ctx) -> None:
        schema = f'"{ctx.store.schema}".' if ctx.store.schema else ""
        ctx.unit.connection.exec_driver_sql(f"ALTER TABLE {schema}x_pr_quote DROP COLUMN approval_people")

    in_transaction(firm.world.platform, firm.world.tenant, drop)
    upgrade_tenant(firm.world.platform, firm.world.tenant)
    firm.submit(firm.quote(name="Upgraded"), "x_pr_discount")
    assert standing(firm, "name = 'Upgraded'")[0][2] == ["Bess"]


def test_A_REC_13_names_of_what_records_say_are_taken(firm: Firm) -> None:
    wrong = firm.admin.put("/api/v1/meta/object/x_pr_taken", {"label": "T", "fields": {"approval_status": {"type": "text"}}})
    assert wrong.status_code == 422
    assert DISCOUNT["object"] == "x_pr_quote"
    assert "approval_status" not in firm.admin.get("/api/v1/ui").json["objects"]["x_pr_line"]["fields"]
