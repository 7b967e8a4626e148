"""What approvals mean, case by case: who is asked, which way it goes, and what becomes of it when people and records change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.core.api.clients import Caller
from tests.core.processes.conftest import Firm

NAME = "x_pr_flow"
BOSS: dict[str, Any] = {"approvers": [{"manager_of": "owner_id"}]}
FINANCE: dict[str, Any] = {"approvers": [{"role": "x_pr_finance"}]}


def begun(firm: Firm, *steps: dict[str, Any], chosen: list[str] | None = None, values: dict[str, Any] | None = None, **more: Any) -> tuple[str, dict[str, Any]]:
    """A quote that goes through these steps; the record's id and the process."""
    firm.define("approval", NAME, object="x_pr_quote", steps=list(steps), **more)
    quote = firm.quote(**(values or {}))
    answer = firm.submit(quote, NAME, **({"chosen": chosen} if chosen else {}))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return quote, answer.json


def asked(process: dict[str, Any]) -> list[str]:
    """Who has an open task."""
    return sorted(one["assignee"]["name"] for one in process["tasks"] if one["state"] in ("pending", "waiting"))


@pytest.fixture(scope="module", autouse=True)
def chief(firm: Firm) -> Caller:
    """Who is above the boss, leads the team of sellers, and stands nowhere else."""
    id, caller = firm.web.create_user("Carl", role="x_pr_boss", permission_sets=["standard", "x_pr_staff"])
    firm.people["chief"] = id
    firm.admin.patch(f"/api/v1/records/user/{firm.people['boss']}", {"manager": id, "role": "x_pr_rep"})
    made = firm.admin.post("/api/v1/records/team", {"name": "Sellers", "lead": id, "members": [firm.people["seller"], firm.people["boss"]]})
    assert made.status_code == 201
    return caller


# Starting


def test_A_START_04_of_several_the_first_by_priority_whose_condition_holds_begins(firm: Firm) -> None:
    for name, priority, entry in (("x_pr_last", 90, "discount > 1"), ("x_pr_first", 1, "discount > 90"), ("x_pr_second", 2, "discount > 80")):
        firm.define("approval", name, object="x_pr_quote", priority=priority, entry=entry, steps=[BOSS])
    for discount, name in (("95", "x_pr_first"), ("85", "x_pr_second"), ("2", "x_pr_last")):
        quote = firm.quote(discount=discount)
        assert firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/submit", {}).json["definition"] == name
    for name in ("x_pr_last", "x_pr_first", "x_pr_second"):
        firm.admin.delete(f"/api/v1/meta/approval/{name}")


def test_A_START_10_E42_the_submitter_chooses_among_those_who_are_offered(firm: Firm) -> None:
    step = {"approvers": [{"chosen": True, "among": [{"role": "x_pr_finance"}]}, {"role": "x_pr_finance"}], "mode": "all"}
    firm.define("approval", NAME, object="x_pr_quote", steps=[{"do": "branch", "when": "discount > 1", "then": [step]}])
    quote = firm.quote()
    for chosen, code in (([], "required"), ([firm.people["boss"]], "choice"), (["01890000-0000-7000-8000-000000000000"], "reference")):
        answer = firm.submit(quote, NAME, **({"chosen": chosen} if chosen else {}))
        assert (answer.status_code, answer.json["errors"][0]["field"], answer.json["errors"][0]["code"]) == (422, "chosen", code)
    assert asked(firm.submit(quote, NAME, chosen=[firm.people["finance"]]).json) == ["Fay"]


def test_A_START_11_a_record_that_nobody_has_submitted_is_a_draft_without_tasks_and_lock(firm: Firm) -> None:
    quote = firm.quote()
    shown = firm.seller.get(f"/api/v1/records/x_pr_quote/{quote}/processes").json
    assert (shown["data"], shown["locked"]) == ([], False)
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"name": "still mine"}).status_code == 200


def test_A_START_14_many_records_are_submitted_together_each_apart(firm: Firm) -> None:
    firm.define("approval", NAME, object="x_pr_quote", entry="discount > 10", steps=[BOSS])
    quotes = [firm.quote(), firm.quote(discount="5"), firm.quote()]
    done = firm.seller.post("/api/v1/records/x_pr_quote/submit", {"approval": NAME, "records": quotes}).json["results"]
    assert [(one["id"], one["status"]) for one in done] == list(zip(quotes, ("done", "error", "done"), strict=True))
    assert done[1]["problem"]["status"] == 409 and "discount > 10" in done[1]["problem"]["detail"]
    assert firm.process(done[0]["process"])["record"]["id"] == quotes[0]
    assert firm.processes(quotes[1]) == []


def test_A_START_15_E47_what_begins_by_itself_says_so_and_who_owns_the_record_hears_how_it_ended(firm: Firm) -> None:
    firm.define("approval", "x_pr_auto", object="x_pr_quote", entry="discount > 70", start="saved", steps=[{"approvers": [{"role": "x_pr_finance"}]}])
    quote = firm.quote(discount="75")
    firm.work()
    [process] = firm.processes(quote)
    assert process["definition"] == "x_pr_auto" and process["initiator"]["name"] == "Sid"
    firm.act(firm.finance, quote, "reject", comment="no")
    heard = firm.seller.get("/api/v1/records/notification?fields=kind,about").json["data"]
    assert "decided" in [one["kind"] for one in heard if one["about"]["id"] == quote]
    firm.admin.delete("/api/v1/meta/approval/x_pr_auto")


# Who


def test_A_WHO_01_A_WHO_09_people_by_name_and_who_asks(firm: Firm) -> None:
    _, process = begun(firm, {"approvers": [{"user": "fay@example.com"}, {"initiator": True}], "self": "allow", "mode": "all"})
    assert asked(process) == ["Fay", "Sid"]


def test_A_WHO_02_all_who_have_a_role_or_stand_in_a_team(firm: Firm, chief: Caller) -> None:
    _, process = begun(firm, {"approvers": [{"team": "Sellers"}, {"role": "x_pr_finance"}], "mode": "all", "self": "skip"})
    assert asked(process) == ["Bess", "Fay"]


def test_A_WHO_03_E5_who_leads_the_team_of_the_owner_or_a_team_that_is_named(firm: Firm, chief: Caller) -> None:
    _, process = begun(firm, {"approvers": [{"lead_of": "owner_id"}]})
    assert asked(process) == ["Carl"]
    _, process = begun(firm, {"approvers": [{"team": "Sellers", "lead": True}]})
    assert asked(process) == ["Carl"]


def test_A_WHO_04_A_WHO_05_A_WHO_06_up_the_line_by_level_to_a_level_or_to_a_role(firm: Firm, chief: Caller) -> None:
    def people(**more: Any) -> list[str]:
        return asked(begun(firm, {"approvers": [{"manager_of": "owner_id", **more}], "mode": "all"})[1])

    assert people() == ["Bess"]
    assert people(level=2) == people(level=9) == ["Carl"]
    assert people(up_to=9) == ["Bess", "Carl"]
    assert people(with_role="x_pr_boss") == ["Carl"] and people(with_role="x_pr_rep") == ["Bess"]
    assert people(up_to=9, with_role="x_pr_rep") == ["Bess"]
    wrong = firm.admin.put(f"/api/v1/meta/approval/{NAME}", {"object": "x_pr_quote", "steps": [{"approvers": [{"manager_of": "owner_id", "with_role": "x_none"}]}]})
    assert wrong.status_code == 422 and wrong.json["errors"][0]["field"].endswith("/with_role")


def test_A_WHO_07_A_WHO_08_a_field_of_the_record_and_users_for_whom_a_condition_holds(firm: Firm) -> None:
    _, process = begun(firm, {"approvers": [{"field": "owner_id.manager"}, {"where": "name = 'Fay'"}], "mode": "all"})
    assert asked(process) == ["Bess", "Fay"]


def test_A_WHO_10_A_WHO_11_who_approved_before_is_asked_again_or_must_be_another(firm: Firm, chief: Caller) -> None:
    first = {"id": "first", **BOSS, "exclusive": "eyes"}
    quote, _ = begun(firm, first, {"id": "again", "approvers": [{"step": "first"}], "repeat": "keep"})
    assert asked(firm.act(firm.boss, quote, "approve").json) == ["Bess"]
    quote, _ = begun(firm, first, {"id": "other", "approvers": [{"previous": True}], "exclusive": "eyes"})
    assert asked(firm.act(firm.boss, quote, "approve").json) == ["Carl"]  # four eyes: the next above


def test_A_WHO_15_E27_who_has_left_is_asked_no_more_also_when_it_comes_back(firm: Firm) -> None:
    id, gone = firm.web.create_user("Gone", role="x_pr_finance", permission_sets=["standard", "x_pr_staff"])
    quote, process = begun(firm, {"id": "money", **FINANCE, "mode": "all"}, {"id": "boss", **BOSS, "return_to": ["money"]})
    assert asked(process) == ["Fay", "Gone"]
    for caller in (firm.finance, gone):
        firm.act(caller, quote, "approve")
    firm.admin.patch(f"/api/v1/records/user/{id}", {"active": False})
    assert asked(firm.act(firm.boss, quote, "return", to="money", comment="look again").json) == ["Fay"]


# Modes


def test_A_MULTI_04_A_MULTI_06_E8_shares_and_numbers_of_people(firm: Firm, chief: Caller) -> None:
    all_three = [{"user": "bess@example.com"}, {"user": "fay@example.com"}, {"user": "carl@example.com"}]
    quote, _ = begun(firm, {"approvers": all_three, "mode": "count", "least": 2})
    firm.act(firm.boss, quote, "reject", comment="no")
    assert firm.act(firm.finance, quote, "approve").json["state"] == "running"
    assert firm.act(chief, quote, "approve").json["state"] == "approved"
    quote, _ = begun(firm, {"approvers": all_three, "mode": "percent", "least": 67})
    firm.act(firm.boss, quote, "approve")
    assert firm.act(firm.finance, quote, "reject", comment="no").json["state"] == "rejected"  # two of three are 66.6 per cent
    quote, _ = begun(firm, {"approvers": all_three, "mode": "any"})
    for caller in (firm.boss, firm.finance):
        assert firm.act(caller, quote, "reject", comment="no").json["state"] == "running"
    assert firm.act(chief, quote, "reject", comment="no").json["state"] == "rejected"


# Routes


def test_A_ROUTE_03_a_rejection_in_a_branch_ends_the_others_or_they_are_heard_first(firm: Firm) -> None:
    def split(**more: Any) -> dict[str, Any]:
        return {"do": "parallel", "branches": [{"steps": [{"id": "one", **BOSS}]}, {"steps": [{"id": "two", **FINANCE}]}], **more}

    quote, _ = begun(firm, split())
    assert firm.act(firm.boss, quote, "reject", comment="no").json["state"] == "rejected"
    quote, _ = begun(firm, split(rejection="collect"), {"id": "after", "approvers": [{"role": "x_pr_boss"}]})
    running = firm.act(firm.boss, quote, "reject", comment="no").json
    assert (running["state"], asked(running)) == ("running", ["Fay"])
    ended = firm.act(firm.finance, quote, "approve").json
    assert ended["state"] == "rejected"
    assert [one["state"] for one in ended["tasks"] if one["step"] == "two"] == ["approved"]


def test_A_ROUTE_06_a_rejection_goes_its_own_way(firm: Firm) -> None:
    way = [{"do": "update", "set": {"note": "second chance"}}, {"id": "second", **FINANCE}]
    quote, _ = begun(firm, {"id": "first", **BOSS, "rejected": way}, on_approved=[{"do": "update", "set": {"status": "approved"}}])
    assert asked(firm.act(firm.boss, quote, "reject", comment="no").json) == ["Fay"]
    assert firm.read(quote)["note"] == "second chance"
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"
    both = {"object": "x_pr_quote", "steps": [{**BOSS, "rejected": [], "reject_to": "initiator"}]}
    assert firm.admin.put(f"/api/v1/meta/approval/{NAME}", both).json["errors"][0]["field"].endswith("/steps/0/rejected")


def test_A_ROUTE_04_branches_that_would_wait_for_ever_can_not_be_written(firm: Firm) -> None:
    one = {"object": "x_pr_quote", "steps": [{"do": "parallel", "branches": [{"steps": [BOSS]}]}]}
    assert firm.admin.put(f"/api/v1/meta/approval/{NAME}", one).status_code == 422


def test_A_ROUTE_07_A_ROUTE_08_E28_later_conditions_read_what_an_approver_has_changed(firm: Firm) -> None:
    first = {"id": "first", **BOSS, "fields": {"discount": "edit"}}
    quote, _ = begun(firm, first, {"id": "second", "when": "discount > 15", **FINANCE})
    ended = firm.act(firm.boss, quote, "approve", values={"discount": "12"}).json
    assert (ended["state"], ended["path"][1]["state"]) == ("approved", "skipped")


def test_E29_A_BACK_10_an_approval_of_less_counts_no_more_when_it_comes_back_as_more(firm: Firm) -> None:
    watched = {"id": "money", **FINANCE, "watch": ["discount"]}
    quote, process = begun(firm, watched, {"id": "boss", **BOSS}, after_return="replay", watch=["discount"])
    firm.act(firm.finance, quote, "approve")
    firm.act(firm.boss, quote, "return", comment="more")
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "30"})
    firm.work()
    again = firm.seller.post(f"/api/v1/processes/{process['id']}/resubmit", {}).json
    assert asked(again) == ["Fay"]
    firm.act(firm.finance, quote, "approve")
    firm.act(firm.boss, quote, "return", comment="as before")
    kept = firm.seller.post(f"/api/v1/processes/{process['id']}/resubmit", {}).json
    assert asked(kept) == ["Bess"] and "carried" in [one["state"] for one in kept["tasks"]]


def test_A_ROUTE_09_E36_a_process_that_another_waits_for_ends_with_it(firm: Firm) -> None:
    firm.define("approval", NAME, object="x_pr_quote", steps=[BOSS])
    firm.define(
        "automation", "x_pr_asks", on={"object": "x_pr_quote", "button": {"label": "Have it approved"}},
        steps=[{"do": "approve", "approval": NAME, "rejected": [{"do": "update", "set": {"note": "turned down"}}, {"do": "end"}]}, {"do": "update", "set": {"note": "went well"}}],
    )  # fmt: skip
    quote = firm.quote()

    def press() -> str:
        begun = firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/run", {"automation": "x_pr_asks"})
        assert begun.status_code == 201, begun.get_data(as_text=True)
        firm.work()
        return str(begun.json["id"])

    press()
    firm.act(firm.boss, quote, "reject", comment="no")
    firm.work()
    assert firm.read(quote)["note"] == "turned down"
    parent = press()
    firm.admin.post(f"/api/v1/processes/{parent}/cancel", {"reason": "over"})
    firm.work()
    assert {one["state"] for one in firm.processes(quote)} <= {"rejected", "done", "terminated"}
    firm.admin.delete("/api/v1/meta/automation/x_pr_asks")


def test_A_ROUTE_10_what_goes_back_and_forth_stops_after_twenty_rounds(firm: Firm) -> None:
    quote, process = begun(firm, {"id": "boss", **BOSS})
    for round in range(2, 22):
        assert firm.act(firm.boss, quote, "return", comment="again").status_code == 200
        answer = firm.seller.post(f"/api/v1/processes/{process['id']}/resubmit", {})
        assert answer.status_code == (200 if round <= 20 else 409)
    assert "20 times" in answer.json["detail"]
    assert firm.seller.post(f"/api/v1/processes/{process['id']}/recall", {}).json["state"] == "withdrawn"


def test_A_ROUTE_11_A_ACT_15_who_is_only_told_holds_nothing_up_and_reads_it_when_they_like(firm: Firm) -> None:
    quote, _ = begun(firm, {"do": "notify", "to": [{"administrators": True}, {"user": "admin@example.com"}], "message": "Look: {name}"}, FINANCE)
    firm.work()
    heard = firm.admin.get("/api/v1/records/notification?fields=kind,message,about,read_at").json["data"]
    assert [(one["kind"], one["message"], one["read_at"]) for one in heard if one["about"]["id"] == quote and one["kind"] == "told"] == [("told", "Look: Q", None)]
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


def test_A_ROUTE_12_who_handles_fills_in_and_can_not_reject(firm: Firm) -> None:
    quote, _ = begun(firm, {"id": "fill", "label": "Fill in", **BOSS, "actions": ["approve", "return"], "fields": {"note": "required"}})
    assert firm.act(firm.boss, quote, "reject", comment="no").status_code == 403
    assert firm.act(firm.boss, quote, "approve", values={"note": "done"}).json["state"] == "approved"


def test_A_ROUTE_13_steps_run_before_and_after_people_are_asked(firm: Firm) -> None:
    before, after = {"do": "update", "set": {"note": "before"}}, {"do": "update", "set": {"note": "after"}}
    quote, _ = begun(firm, before, BOSS, after, {"id": "last", **FINANCE})
    firm.work()
    assert firm.read(quote)["note"] == "before"
    firm.act(firm.boss, quote, "approve")
    firm.work()
    assert firm.read(quote)["note"] == "after"


# What people do


def test_A_ACT_03_A_BACK_12_it_goes_back_to_a_step_with_a_reason(firm: Firm) -> None:
    quote, _ = begun(firm, {"id": "boss", **BOSS}, {"id": "money", **FINANCE})
    firm.act(firm.boss, quote, "approve")
    assert firm.act(firm.finance, quote, "return", to="previous").json["errors"][0]["field"] == "comment"
    assert firm.act(firm.finance, quote, "return", to="nowhere", comment="x").json["errors"][0]["field"] == "to"
    back = firm.act(firm.finance, quote, "return", to="previous", comment="look closer").json
    assert asked(back) == ["Bess"] and "look closer" in str(back["history"])


def test_A_ACT_14_a_comment_changes_nothing_and_is_read_by_all_who_see_it(firm: Firm) -> None:
    quote, process = begun(firm, BOSS)
    assert firm.act(firm.boss, quote, "comment").status_code == 422
    said = firm.act(firm.boss, quote, "comment", comment="I wait for legal").json
    assert said["state"] == "running" and asked(said) == ["Bess"]
    assert "I wait for legal" in str(firm.seller.get(f"/api/v1/processes/{process['id']}").json["history"])


def test_A_ACT_16_A_MULTI_09_one_of_a_group_takes_it_and_lets_it_go(firm: Firm, chief: Caller) -> None:
    quote, _ = begun(firm, {"approvers": [{"user": "bess@example.com"}, {"user": "fay@example.com"}], "mode": "claim"})
    task = firm.task(firm.boss, quote)["id"]
    assert firm.boss.post(f"/api/v1/tasks/{task}/approve", {}).status_code == 409
    assert firm.act(firm.boss, quote, "claim").status_code == 200
    assert firm.finance.post(f"/api/v1/tasks/{task}/claim", {}).status_code == 409
    assert all(one["id"] != task for one in firm.finance.get("/api/v1/tasks").json["data"])
    assert firm.act(firm.boss, quote, "release").status_code == 200
    assert firm.act(firm.finance, quote, "claim").status_code == 200
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


def test_A_ACT_19_E9_who_has_two_tasks_of_one_process_decides_each(firm: Firm) -> None:
    quote, _ = begun(firm, {"do": "parallel", "branches": [{"steps": [{"id": "one", **BOSS}]}, {"steps": [{"id": "two", **BOSS}]}]})
    mine = [one["id"] for one in firm.boss.get("/api/v1/tasks").json["data"] if one["record"]["id"] == quote]
    assert len(mine) == 2
    done = firm.boss.post("/api/v1/tasks/bulk", {"tasks": mine, "action": "approve", "comment": "both"}).json["results"]
    assert [one["status"] for one in done] == ["done", "done"] and firm.processes(quote)[0]["state"] == "approved"


def test_A_ACT_09_E24_those_who_were_added_stay_when_it_is_handed_on_and_add_nobody(firm: Firm, chief: Caller) -> None:
    quote, _ = begun(firm, BOSS)
    firm.act(firm.boss, quote, "add_approver", to=[firm.people["finance"]], place="parallel", comment="you too")
    assert firm.act(firm.boss, quote, "transfer", to=firm.people["chief"], comment="yours").status_code == 200
    assert asked(firm.process(firm.processes(quote)[0]["id"])) == ["Carl", "Fay"]
    quote, _ = begun(firm, BOSS)
    firm.act(firm.boss, quote, "add_approver", to=[firm.people["finance"]], place="before", comment="first you")
    assert firm.act(firm.finance, quote, "add_approver", to=[firm.people["chief"]], place="parallel", comment="no").status_code == 403
    firm.act(firm.finance, quote, "approve")
    assert firm.act(firm.boss, quote, "approve").json["state"] == "approved"


def test_A_ACT_26_who_abstains_counts_as_the_step_says(firm: Firm) -> None:
    step = {"approvers": [{"user": "bess@example.com"}, {"user": "fay@example.com"}], "mode": "all", "actions": ["approve", "reject", "abstain"]}
    for how, state in (("exclude", "approved"), ("count", "rejected")):
        quote, _ = begun(firm, {**step, "abstentions": how})
        firm.act(firm.finance, quote, "abstain")
        if state == "approved":
            firm.act(firm.boss, quote, "approve")
        assert firm.processes(quote)[0]["state"] == state


# Back


def test_A_BACK_06_A_BACK_09_A_BACK_13_people_are_found_anew_and_a_return_counts_as_no_approval(firm: Firm) -> None:
    quote, _ = begun(firm, {"id": "one", **BOSS}, {"id": "two", **FINANCE}, {"id": "three", **BOSS, "repeat": "anywhere"}, after_return="replay")
    firm.act(firm.boss, quote, "approve")
    firm.act(firm.finance, quote, "return", to="one", comment="look again")
    assert asked(firm.act(firm.boss, quote, "approve").json) == ["Fay"]
    ended = firm.act(firm.finance, quote, "approve").json
    assert ended["state"] == "approved" and [one["state"] for one in ended["tasks"]].count("voided") == 1


def test_A_BACK_08_a_return_frees_those_beside(firm: Firm) -> None:
    quote, _ = begun(firm, {"approvers": [{"user": "bess@example.com"}, {"user": "fay@example.com"}], "mode": "all"})
    firm.act(firm.boss, quote, "return", comment="not yet")
    assert all(one["record"]["id"] != quote for one in firm.finance.get("/api/v1/tasks").json["data"])


def test_A_BACK_14_A_TIME_08_A_TIME_13_what_came_due_while_nothing_ran_happens_once_and_in_order(firm: Firm) -> None:
    quote, process = begun(firm, {"id": "boss", **BOSS, "due": {"for": "PT2H"}, "on_timeout": "return"})
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=True):
        firm.work()
        firm.work()
    late = firm.process(process["id"])
    assert late["state"] == "returned"
    assert [one["what"] for one in late["history"]].count("overdue") == 1
    assert [one["by"] for one in late["history"] if one["what"] == "overdue"] == [None]
    firm.seller.post(f"/api/v1/processes/{process['id']}/recall", {})


def test_A_TIME_07_A_TIME_10_E20_over_time_it_goes_to_who_is_named_with_time_of_their_own(firm: Firm) -> None:
    step = {"id": "boss", **BOSS, "due": {"for": "PT2H"}, "on_timeout": {"to": [{"role": "x_pr_finance"}]}}
    quote, process = begun(firm, step)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=3), tick=True):
        firm.work()
        task = firm.process(process["id"])["tasks"][0]
        assert task["assignee"]["name"] == "Fay" and task["due_at"] > datetime.now(UTC).isoformat()[:19]
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


# The record


def test_A_REC_07_another_owner_is_asked_for_at_steps_to_come_and_not_at_open_ones(firm: Firm, chief: Caller) -> None:
    quote, process = begun(firm, {"id": "one", **BOSS}, {"id": "two", **BOSS, "repeat": "keep"})
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"owner_id": firm.people["boss"]})
    firm.work()
    assert asked(firm.process(process["id"])) == ["Bess"]
    assert asked(firm.act(firm.boss, quote, "approve").json) == ["Carl"]


def test_A_REC_09_what_an_approval_writes_begins_automations_as_from_an_approval(firm: Firm) -> None:
    firm.define("automation", "x_pr_echo", on={"object": "x_pr_quote", "changed": ["status"], "source": ["approval"]}, steps=[{"do": "update", "set": {"note": "echo"}}])
    quote, _ = begun(firm, BOSS, on_approved=[{"do": "update", "set": {"status": "approved"}}])
    firm.act(firm.boss, quote, "approve")
    firm.work()
    assert firm.read(quote)["note"] == "echo"
    by_hand = firm.quote(note="none")
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{by_hand}", {"status": "approved"})
    firm.work()
    assert firm.read(by_hand)["note"] == "none"
    firm.admin.delete("/api/v1/meta/automation/x_pr_echo")


def test_E12_A_REC_05_a_watched_field_that_somebody_who_administers_changes_begins_it_anew(firm: Firm) -> None:
    quote, process = begun(firm, {"id": "one", **BOSS}, {"id": "two", **FINANCE}, watch=["discount"], on_change="restart")
    firm.act(firm.boss, quote, "approve")
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "33"})
    firm.work()
    now = firm.process(process["id"])
    assert (now["round"], asked(now)) == (2, ["Bess"])


def test_E35_amounts_are_compared_by_the_rate_of_the_day_they_were_written(firm: Firm) -> None:
    quote, _ = begun(firm, BOSS, {"id": "much", "when": "total > 50000", **FINANCE})
    before = firm.read(quote)["total"]
    running = firm.act(firm.boss, quote, "approve").json
    assert asked(running) == ["Fay"] and firm.read(quote)["total"] == before


# People come and go


def test_A_ABS_01_A_ABS_03_who_stands_in_does_so_for_some_objects_and_for_what_comes(firm: Firm) -> None:
    quote, open_before = begun(firm, BOSS)
    away = {"reason": "Holidays", "person": firm.people["boss"], "agent": firm.people["finance"], "begins_at": "2020-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z"}
    elsewhere = firm.admin.post("/api/v1/records/absence", {**away, "objects": ["x_pr_line"]}).json["id"]
    assert asked(begun(firm, BOSS)[1]) == ["Bess"]
    firm.admin.delete(f"/api/v1/records/absence/{elsewhere}")
    here = firm.admin.post("/api/v1/records/absence", {**away, "objects": ["x_pr_quote"]}).json["id"]
    assert asked(begun(firm, BOSS)[1]) == ["Fay"]
    assert asked(firm.process(open_before["id"])) == ["Bess"]
    firm.admin.delete(f"/api/v1/records/absence/{here}")


def test_A_ABS_09_E1_who_was_deactivated_decides_nothing_any_more(firm: Firm) -> None:
    id, leaver = firm.web.create_user("Leah", permission_sets=["standard", "x_pr_staff"])
    quote, process = begun(firm, {"approvers": [{"user": "leah@example.com"}]})
    task = firm.task(leaver, quote)["id"]
    firm.admin.patch(f"/api/v1/records/user/{id}", {"active": False})
    assert leaver.post(f"/api/v1/tasks/{task}/approve", {}).status_code == 401
    given = {"task": task, "to": "fay@example.com", "reason": "left"}
    assert firm.admin.post(f"/api/v1/processes/{process['id']}/reassign", given).status_code == 200
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


# Versions and the rest


def test_A_VER_02_E14_steps_are_pinned_and_people_are_those_of_now(firm: Firm) -> None:
    quote, process = begun(firm, {"id": "one", **BOSS}, {"id": "two", **FINANCE})
    firm.define("approval", NAME, object="x_pr_quote", steps=[BOSS])
    id, late = firm.web.create_user("Lena", role="x_pr_finance", permission_sets=["standard"])
    assert asked(firm.act(firm.boss, quote, "approve").json) == ["Fay", "Lena"]
    assert firm.act(late, quote, "approve").json["state"] == "approved"
    firm.admin.patch(f"/api/v1/records/user/{id}", {"active": False})


def test_A_VER_04_what_is_switched_off_begins_no_more_and_what_runs_goes_on(firm: Firm) -> None:
    quote, _ = begun(firm, BOSS)
    firm.define("approval", NAME, object="x_pr_quote", steps=[BOSS], active=False)
    assert firm.submit(firm.quote(), NAME).status_code == 404
    assert firm.act(firm.boss, quote, "approve").json["state"] == "approved"


def test_A_CONC_06_E23_the_same_request_again_has_the_same_answer_and_another_body_is_refused(firm: Firm) -> None:
    quote, _ = begun(firm, BOSS)
    task, headers = firm.task(firm.boss, quote)["id"], {"Idempotency-Key": "decide-once"}
    first = firm.boss.post(f"/api/v1/tasks/{task}/approve", {"comment": "yes"}, headers=headers)
    again = firm.boss.post(f"/api/v1/tasks/{task}/approve", {"comment": "yes"}, headers=headers)
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert firm.boss.post(f"/api/v1/tasks/{task}/approve", {"comment": "other"}, headers=headers).status_code == 422


def test_A_CONC_11_what_failed_is_mended_skipped_or_ended_and_nobody_s_tasks_are_left_over(firm: Firm) -> None:
    quote, process = begun(firm, {"id": "none", "approvers": [{"team": "No such team"}]}, BOSS)
    assert process["stuck"]
    going = firm.admin.post(f"/api/v1/processes/{process['id']}/skip", {"reason": "no such team"}).json
    assert not going["stuck"] and asked(going) == ["Bess"]
    firm.admin.post(f"/api/v1/processes/{process['id']}/cancel", {"reason": "over"})
    assert all(one["record"]["id"] != quote for one in firm.boss.get("/api/v1/tasks").json["data"])


def test_A_CONC_13_a_long_history_is_rows_that_no_step_rewrites(firm: Firm) -> None:
    quote, process = begun(firm, BOSS)
    for number in range(30):
        firm.act(firm.boss, quote, "comment", comment=f"word {number}")
    found = firm.process(process["id"])
    assert [one["what"] for one in found["history"]].count("commented") == 30


def test_E10_of_a_decision_and_a_recall_the_first_counts_and_the_other_hears_so(firm: Firm) -> None:
    quote, process = begun(firm, BOSS)
    task = firm.task(firm.boss, quote)["id"]
    assert firm.seller.post(f"/api/v1/processes/{process['id']}/recall", {}).status_code == 200
    late = firm.boss.post(f"/api/v1/tasks/{task}/approve", {})
    assert late.status_code == 409 and late.json["detail"]


def test_E34_what_a_boss_asks_for_goes_to_the_next_above(firm: Firm, chief: Caller) -> None:
    firm.define("approval", NAME, object="x_pr_quote", steps=[{"approvers": [{"user": "bess@example.com"}]}])
    own = firm.boss.post("/api/v1/records/x_pr_quote", {"name": "Own", "discount": "20"}).json["id"]
    assert asked(firm.submit(own, NAME, by=firm.boss).json) == ["Carl"]
