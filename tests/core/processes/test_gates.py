"""Changes that wait for their approval, and approvals that begin with a write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core.api.clients import ADMIN, PASSWORD
from tests.core.processes.conftest import Firm

QUOTES = "/api/v1/records/x_pr_quote"
ASKED = [{"id": "boss", "approvers": [{"manager_of": "owner_id"}]}]


@pytest.fixture
def gate(firm: Firm) -> Iterator[str]:
    """An approval that holds back big discounts, new quotes of that kind, and deletions of them."""
    gate = {"actions": ["create", "update", "delete"], "fields": ["discount"], "otherwise": "allow"}
    firm.define("approval", "x_pr_gate", object="x_pr_quote", entry="discount > 50", gate=gate, steps=ASKED)
    yield "x_pr_gate"
    firm.admin.delete("/api/v1/meta/approval/x_pr_gate")


def propose(firm: Firm, action: str, **more: object) -> str:
    answer = firm.seller.post(f"{QUOTES}/propose", {"action": action, **more})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.json["id"])


def test_A_START_06_a_change_is_held_back_and_made_when_it_is_approved(firm: Firm, gate: str) -> None:
    quote = firm.quote(discount="20")
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "40"}).status_code == 200
    held = firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "60"})
    assert (held.status_code, held.json["approval"]) == (409, {"name": gate, "label": gate})
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"note": "free"}).status_code == 200  # not one of its fields
    process = propose(firm, "update", id=quote, values={"discount": "60", "note": "please"}, comment="a big one")
    assert firm.read(quote)["discount"] == "40.00" and firm.read(quote)["approval_status"] == "running"
    shown = firm.boss.get(f"/api/v1/processes/{process}").json["proposal"]
    assert [(one["field"], one["was"], one["to"]) for one in shown["fields"]] == [("discount", "40.00", "60"), ("note", "free", "please")]
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"note": "mine"}).status_code == 409  # locked meanwhile
    assert firm.act(firm.boss, quote, "approve").json["state"] == "approved"
    assert (firm.read(quote)["discount"], firm.read(quote)["note"]) == ("60.00", "please")
    assert [one["what"] for one in firm.process(process)["history"]].count("done") == 1


def test_A_START_06_a_record_does_not_exist_until_it_is_approved(firm: Firm, gate: str) -> None:
    assert firm.seller.post(QUOTES, {"name": "Unborn", "discount": "90"}).status_code == 409
    wrong = firm.seller.post(f"{QUOTES}/propose", {"action": "create", "values": {"discount": "90"}})
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "name")  # A-REC-10: checked when it is submitted
    process = firm.process(propose(firm, "create", values={"name": "Unborn", "discount": "90"}))
    born = process["record"]["id"]
    assert firm.admin.get(f"{QUOTES}/{born}").status_code == 404
    firm.act(firm.boss, born, "approve")
    record = firm.read(born)
    assert (record["name"], record["owner_id"], record["approval_status"]) == ("Unborn", firm.people["seller"], "approved")


def test_A_START_06_what_is_rejected_leaves_everything_as_it_was(firm: Firm, gate: str) -> None:
    quote = firm.quote(discount="20")
    propose(firm, "update", id=quote, values={"discount": "60"})
    firm.act(firm.boss, quote, "reject", comment="no")
    assert (firm.read(quote)["discount"], firm.read(quote)["approval_status"]) == ("20.00", "rejected")
    assert firm.seller.post(f"{QUOTES}/propose", {"action": "update", "id": quote, "values": {"discount": "30"}}).status_code == 409  # nothing holds it back


def test_A_REC_08_E45_what_somebody_changed_meanwhile_is_not_written_over(firm: Firm, gate: str) -> None:
    quote = firm.quote(discount="20")
    process = propose(firm, "update", id=quote, values={"discount": "60"})
    firm.admin.patch(f"{QUOTES}/{quote}", {"note": "other fields may change"})
    firm.admin.patch(f"{QUOTES}/{quote}", {"discount": "25"})
    firm.act(firm.boss, quote, "approve")
    stuck = firm.process(process)
    assert stuck["stuck"] and stuck["state"] == "running" and firm.read(quote)["discount"] == "25.00"
    assert any("Discount" in str(one["facts"]) for one in stuck["history"] if one["what"] == "failed")
    firm.admin.patch(f"{QUOTES}/{quote}", {"discount": "20"})
    assert firm.admin.post(f"/api/v1/processes/{process}/retry", {}).json["state"] == "approved"
    assert (firm.read(quote)["discount"], firm.read(quote)["note"]) == ("60.00", "other fields may change")


def test_A_START_08_a_deletion_is_done_once_by_its_approval(firm: Firm, gate: str) -> None:
    firm.define("approval", "x_pr_gate", object="x_pr_quote", entry="total > 5", gate={"actions": ["delete"]}, steps=ASKED)
    quote = firm.quote()
    assert firm.seller.delete(f"{QUOTES}/{quote}").status_code == 409
    process = propose(firm, "delete", id=quote)
    firm.act(firm.boss, quote, "approve")
    firm.work()
    assert firm.seller.get(f"{QUOTES}/{quote}").status_code == 404 and firm.process(process)["state"] == "approved"


def test_A_START_08_a_stage_is_closed_by_its_approval_and_imports_hear_of_it(firm: Firm, gate: str) -> None:
    firm.define("approval", "x_pr_gate", object="x_pr_quote", entry="status = 'lost' AND before.status = 'draft'", gate={"actions": ["update"], "fields": ["status"]}, steps=ASKED)
    quote, other = firm.quote(), firm.quote()
    rows = [{"id": quote, "status": "lost"}, {"id": other, "status": "approved"}]
    done = firm.seller.post(f"{QUOTES}/bulk", {"op": "update", "records": rows}).json["results"]
    assert [one["status"] for one in done] == ["error", "updated"]
    propose(firm, "update", id=quote, values={"status": "lost"})
    firm.act(firm.boss, quote, "approve")
    assert firm.read(quote)["status"] == "lost"


def test_A_START_05_what_no_approval_fits_is_refused_where_one_is_required(firm: Firm, gate: str) -> None:
    firm.define("approval", "x_pr_gate", object="x_pr_quote", entry="discount > 50", gate={"actions": ["update"], "fields": ["discount"], "otherwise": "refuse"}, steps=ASKED)
    quote = firm.quote()
    refused = firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "5"})
    assert refused.status_code == 409 and "approval" not in refused.json
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "60"}).json["approval"]["name"] == gate


def test_A_START_02_A_REC_01_what_begins_by_itself_is_locked_from_the_write_on(firm: Firm) -> None:
    firm.define("approval", "x_pr_auto", object="x_pr_quote", entry="discount > 70 AND before.discount <= 70", start="updated", steps=ASKED)
    quote = firm.quote(discount="20")
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "60"}).status_code == 200
    saved = firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "80"})
    assert (saved.status_code, saved.json["approval_status"]) == (200, "running")
    assert firm.seller.patch(f"{QUOTES}/{quote}", {"discount": "10"}).status_code == 409
    firm.work()
    assert [one["state"] for one in firm.processes(quote)] == ["running"]  # once
    firm.act(firm.boss, quote, "reject", comment="no")
    firm.admin.delete("/api/v1/meta/approval/x_pr_auto")


def test_A_START_02_E31_of_many_at_once_each_begins_a_moment_later(firm: Firm) -> None:
    firm.define("approval", "x_pr_auto", object="x_pr_quote", entry="note = 'crowd'", start="created", steps=ASKED)
    rows = [{"name": f"C{n}", "note": "crowd", "discount": "1"} for n in range(51)]
    made = firm.seller.post(f"{QUOTES}/bulk", {"op": "create", "records": rows}).json["results"]
    assert firm.processes(made[0]["id"]) == []
    firm.work()
    assert len(firm.processes(made[0]["id"])) == len(firm.processes(made[50]["id"])) == 1
    firm.admin.delete("/api/v1/meta/approval/x_pr_auto")


def test_A_WF_06_a_trigger_tells_the_pages_from_the_api(firm: Firm) -> None:
    firm.define("automation", "x_pr_page", on={"object": "x_pr_quote", "events": ["updated"], "changed": ["name"], "source": ["ui"]}, steps=[{"do": "update", "set": {"note": "by hand"}}])
    quote = firm.quote()
    firm.seller.patch(f"{QUOTES}/{quote}", {"name": "By token"})
    firm.work()
    assert firm.read(quote)["note"] is None
    person = firm.web.nobody()
    signed_in = person.post("/api/v1/session", {"email": ADMIN, "password": PASSWORD})
    assert person.patch(f"{QUOTES}/{quote}", {"name": "By hand"}, headers={"X-CSRF-Token": signed_in.json["csrf"]}).status_code == 200
    firm.work()
    assert firm.read(quote)["note"] == "by hand"
    firm.admin.delete("/api/v1/meta/automation/x_pr_page")
