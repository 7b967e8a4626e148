"""Approvals over the API: submitted, decided by those who are asked, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest

from core.processes.acting import act
from core.records.reading import accesses
from tests.core.processes.conftest import Firm

#: What a decision may ask of the database, with the notification of whoever comes next and what the record tells of it.
MOST_STATEMENTS = 20


def test_A_START_01_a_record_goes_the_way_of_its_approval_to_the_end(firm: Firm) -> None:
    quote = firm.quote()
    answer = firm.submit(quote, "x_pr_discount", comment="please")
    assert answer.status_code == 201 and answer.headers["Location"] == f"/api/v1/processes/{answer.json['id']}"
    assert [(step["step"], step["state"]) for step in answer.json["path"]] == [("manager", "current"), ("finance", "planned")]
    assert firm.act(firm.boss, quote, "approve", comment="fine").json["state"] == "running"
    task = firm.task(firm.finance, quote)
    assert task["due_at"] is not None and task["initiator"]["name"] == "Sid"
    ended = firm.act(firm.finance, quote, "approve").json
    assert (ended["state"], firm.read(quote)["status"]) == ("approved", "approved")
    assert [one["what"] for one in ended["history"] if one["by"]] == ["task_approved", "task_approved"]
    assert [one["name"] for one in (step["by"] for step in ended["history"]) if one] == ["Bess", "Fay"]


def test_A_ROUTE_05_a_step_whose_condition_does_not_hold_is_left_out_and_seen_as_such(firm: Firm) -> None:
    quote = firm.quote(total={"amount": "5", "currency": "EUR"})
    firm.submit(quote, "x_pr_discount")
    ended = firm.act(firm.boss, quote, "approve").json
    assert (ended["state"], ended["path"][1]["state"]) == ("approved", "skipped")


def test_a_decision_table_says_which_roles_are_asked(firm: Firm) -> None:
    rules = [{"if": ["> 10"], "then": ["x_pr_boss"]}, {"if": ["> 20"], "then": ["x_pr_finance"]}]
    firm.define("decision_table", "x_pr_groups", inputs=[{"value": "discount"}], outputs=[{"name": "group"}], hit="collect", rules=rules)
    steps = [{"do": "decide", "table": "x_pr_groups", "as": "groups"}, {"id": "some", "approvers": [{"roles": "groups"}], "mode": "claim"}]
    firm.define("approval", "x_pr_grouped", object="x_pr_quote", steps=steps)
    quote = firm.quote(discount="25")
    assert firm.submit(quote, "x_pr_grouped").status_code == 201
    firm.work()
    assert firm.task(firm.boss, quote)["id"] == firm.task(firm.finance, quote)["id"]
    assert firm.act(firm.finance, quote, "claim").status_code == 200
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"
    wrong = firm.admin.put("/api/v1/meta/approval/x_pr_grouped", {"object": "x_pr_quote", "steps": [{"approvers": [{"roles": "group"}]}]})
    assert wrong.status_code == 422 and "“group”" in wrong.json["errors"][0]["message"]
    firm.admin.delete("/api/v1/meta/approval/x_pr_grouped")


def test_A_ACT_02_a_rejection_needs_a_reason_and_ends_it(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    assert firm.act(firm.boss, quote, "reject").json["errors"][0]["field"] == "comment"
    assert firm.act(firm.boss, quote, "reject", comment="too much").json["state"] == "rejected"
    assert firm.read(quote)["status"] == "lost"


def test_A_START_03_who_does_not_meet_the_condition_is_not_let_in(firm: Firm) -> None:
    quote = firm.quote(discount="5")
    answer = firm.submit(quote, "x_pr_discount")
    assert answer.status_code == 409 and "discount > 10" in answer.json["detail"]
    assert firm.submit(quote, "x_pr_nothing").status_code == 404


def test_A_START_12_a_record_is_under_one_approval_of_a_name_at_a_time(firm: Firm) -> None:
    quote = firm.quote()
    assert firm.submit(quote, "x_pr_discount").status_code == 201
    assert firm.submit(quote, "x_pr_discount").status_code == 409
    firm.act(firm.boss, quote, "reject", comment="no")
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"status": "draft"})
    assert firm.submit(quote, "x_pr_discount").status_code == 201


def test_A_START_13_the_same_submission_twice_is_one(firm: Firm) -> None:
    quote, headers = firm.quote(), {"Idempotency-Key": "submit-once"}
    first = firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/submit", {"approval": "x_pr_discount"}, headers=headers)
    again = firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/submit", {"approval": "x_pr_discount"}, headers=headers)
    assert first.status_code == again.status_code == 201 and first.json["id"] == again.json["id"]


def test_A_REC_01_W3_a_record_is_locked_while_it_is_approved_and_free_afterwards(firm: Firm) -> None:
    quote = firm.quote()
    line = firm.seller.post("/api/v1/records/x_pr_line", {"name": "L", "quote": quote}).json["id"]
    firm.submit(quote, "x_pr_discount")
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"name": "R"}).status_code == 409
    assert firm.seller.delete(f"/api/v1/records/x_pr_quote/{quote}").status_code == 409
    # A-REC-02: its parts with it
    assert firm.seller.patch(f"/api/v1/records/x_pr_line/{line}", {"name": "M"}).status_code == 409
    assert firm.seller.post("/api/v1/records/x_pr_line", {"name": "N", "quote": quote}).status_code == 409
    # E30: in a bulk write the others go on
    other = firm.quote()
    done = firm.seller.post("/api/v1/records/x_pr_quote/bulk", {"op": "update", "records": [{"id": quote, "name": "S"}, {"id": other, "name": "S"}]}).json
    assert [one["status"] for one in done["results"]] == ["error", "updated"]
    assert firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"note": "by the administrator"}).status_code == 200
    firm.act(firm.boss, quote, "reject", comment="no")
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"name": "R"}).status_code == 200


def test_A_WHO_16_who_decides_sees_the_record_as_long_as_it_waits_for_them(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    assert firm.finance.get(f"/api/v1/records/x_pr_quote/{quote}").status_code == 404
    firm.act(firm.boss, quote, "approve")
    assert firm.finance.get(f"/api/v1/records/x_pr_quote/{quote}").status_code == 200
    assert firm.finance.patch(f"/api/v1/records/x_pr_quote/{quote}", {"name": "mine"}).status_code in (403, 409)
    firm.act(firm.finance, quote, "approve")
    assert firm.finance.get(f"/api/v1/records/x_pr_quote/{quote}").status_code == 404


def test_A_SEC_01_strangers_neither_see_nor_decide_a_task(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    task = firm.task(firm.boss, quote)["id"]
    assert firm.finance.get(f"/api/v1/tasks/{task}").status_code == 404
    assert firm.finance.post(f"/api/v1/tasks/{task}/approve", {}).status_code == 404
    assert firm.finance.get(f"/api/v1/processes/{process}").status_code == 404
    assert firm.seller.get(f"/api/v1/tasks/{task}").status_code == 200
    assert firm.seller.post(f"/api/v1/tasks/{task}/approve", {}).status_code == 403
    assert firm.seller.post(f"/api/v1/processes/{process}/cancel", {"reason": "x"}).status_code == 403


def test_A_CONC_01_E11_a_task_is_decided_once_and_the_second_hears_so(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    task = firm.task(firm.boss, quote)
    assert firm.boss.post(f"/api/v1/tasks/{task['id']}/approve", {"version": task["version"] + 1}).status_code == 409
    assert firm.boss.post(f"/api/v1/tasks/{task['id']}/approve", {"version": task["version"]}).status_code == 200
    decided = firm.boss.get(f"/api/v1/tasks/{task['id']}").json
    again = firm.boss.post(f"/api/v1/tasks/{task['id']}/approve", {"comment": "I mean it"})  # A-CONC-09: the same once more
    assert again.status_code == 200 and firm.boss.get(f"/api/v1/tasks/{task['id']}").json == decided
    assert firm.boss.post(f"/api/v1/tasks/{task['id']}/reject", {"comment": "no"}).status_code == 409


def test_A_BACK_01_what_is_returned_is_mended_and_submitted_again(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    returned = firm.act(firm.boss, quote, "return", comment="say why", to="initiator").json
    assert returned["state"] == "returned"
    mine = firm.seller.get(f"/api/v1/processes/{process}").json
    assert {"resubmit", "recall"} <= set(mine["may"])
    assert firm.seller.post(f"/api/v1/processes/{process}/resubmit", {}).json["round"] == 2
    assert firm.act(firm.boss, quote, "approve").status_code == 200


def test_A_BACK_11_what_is_returned_may_be_changed_until_it_is_submitted_again(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    firm.act(firm.boss, quote, "return", comment="say why")
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"note": "because"}).status_code == 200
    firm.seller.post(f"/api/v1/processes/{process}/resubmit", {})
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"note": "or not"}).status_code == 409


def test_A_ACT_11_who_submitted_takes_it_back(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    assert firm.seller.post(f"/api/v1/processes/{process}/recall", {"comment": "wrong one"}).json["state"] == "withdrawn"
    assert firm.boss.get("/api/v1/tasks").json["data"] == [] or all(one["record"]["id"] != quote for one in firm.boss.get("/api/v1/tasks").json["data"])
    assert firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"name": "R"}).status_code == 200


def test_A_ACT_13_who_waits_may_urge_once_an_hour(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    assert firm.seller.post(f"/api/v1/processes/{process}/remind", {}).status_code == 200
    assert firm.seller.post(f"/api/v1/processes/{process}/remind", {}).status_code == 409


def test_A_ACT_04_a_task_is_handed_on_by_name_or_address(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    assert firm.act(firm.boss, quote, "transfer", to="nobody@example.com", comment="yours").status_code == 422
    assert firm.act(firm.boss, quote, "transfer", to=firm.people["seller"], comment="yours").status_code == 403
    assert firm.act(firm.boss, quote, "transfer", to="fay@example.com", comment="yours").status_code == 200
    assert firm.task(firm.finance, quote)["step"] == "manager"


def test_A_ACT_08_A_ACT_10_somebody_is_asked_beside_and_taken_out_again(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    added = firm.act(firm.boss, quote, "add_approver", to=[firm.people["finance"]], place="before", comment="look at it").json
    other = next(one for one in added["tasks"] if one["added_by"])
    assert firm.task(firm.finance, quote)["id"] == other["id"]
    assert "add_approver" not in firm.finance.get(f"/api/v1/tasks/{other['id']}").json["actions"]
    own = firm.boss.get(f"/api/v1/processes/{added['id']}").json["my_task"]
    assert firm.boss.get(f"/api/v1/tasks/{own}").json["actions"] == ["remove_approver"]
    assert firm.boss.post(f"/api/v1/tasks/{own}/approve", {}).status_code == 409
    assert firm.boss.post(f"/api/v1/tasks/{own}/remove_approver", {"task": other["id"]}).status_code == 200
    assert firm.task(firm.boss, quote)["id"] == own


def test_A_ACT_18_many_tasks_are_decided_together_each_apart(firm: Firm) -> None:
    quotes = [firm.quote(total={"amount": "5", "currency": "EUR"}) for _ in range(3)]
    for quote in quotes:
        firm.submit(quote, "x_pr_discount")
    tasks = [firm.task(firm.boss, quote)["id"] for quote in quotes]
    firm.boss.post(f"/api/v1/tasks/{tasks[1]}/reject", {"comment": "not this"})
    done = firm.boss.post("/api/v1/tasks/bulk", {"tasks": tasks, "action": "approve"}).json["results"]
    assert [one["status"] for one in done] == ["done", "error", "done"] and done[1]["problem"]["status"] == 409
    assert [firm.read(quote)["status"] for quote in quotes] == ["approved", "lost", "approved"]


def test_A_REC_03_A_ACT_25_an_approver_changes_what_the_step_lets_them_change(firm: Firm) -> None:
    step = {"id": "look", "approvers": [{"manager_of": "owner_id"}], "fields": {"note": "required", "discount": "edit"}}
    firm.define("approval", "x_pr_fields", object="x_pr_quote", steps=[step])
    quote = firm.quote()
    firm.submit(quote, "x_pr_fields")
    assert firm.act(firm.boss, quote, "approve").json["errors"][0]["field"] == "values.note"
    assert firm.act(firm.boss, quote, "approve", values={"name": "no"}).json["errors"][0]["field"] == "values.name"
    assert firm.act(firm.boss, quote, "approve", values={"note": "seen", "discount": "15"}).json["state"] == "approved"
    assert (firm.read(quote)["note"], firm.read(quote)["discount"]) == ("seen", "15.00")


def test_A_ACT_22_who_administers_reassigns_jumps_and_ends_with_a_reason(firm: Firm) -> None:
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    task = firm.task(firm.boss, quote)["id"]
    given = {"task": task, "to": "fay@example.com"}
    assert firm.admin.post(f"/api/v1/processes/{process}/reassign", given).status_code == 422
    assert firm.admin.post(f"/api/v1/processes/{process}/reassign", {**given, "reason": "away"}).status_code == 200
    assert firm.task(firm.finance, quote)["id"] == task
    halted = firm.admin.post(f"/api/v1/processes/{process}/suspend", {"reason": "holidays"}).json
    assert (halted["state"], halted["history"][-1]["facts"]) == ("suspended", {"why": "holidays"})
    assert firm.finance.post(f"/api/v1/tasks/{task}/approve", {}).status_code == 409
    assert firm.admin.post(f"/api/v1/processes/{process}/resume", {}).json["state"] == "running"
    assert firm.admin.post(f"/api/v1/processes/{process}/cancel", {"reason": "over"}).json["state"] == "terminated"


def test_A_VER_01_a_process_keeps_to_the_version_it_began_with(firm: Firm) -> None:
    two = [{"id": "one", "approvers": [{"manager_of": "owner_id"}]}, {"id": "two", "approvers": [{"role": "x_pr_finance"}]}]
    firm.define("approval", "x_pr_pinned", object="x_pr_quote", steps=two)
    quote = firm.quote()
    firm.submit(quote, "x_pr_pinned")
    firm.define("approval", "x_pr_pinned", object="x_pr_quote", steps=two[:1])
    assert firm.act(firm.boss, quote, "approve").json["state"] == "running"
    assert firm.admin.delete("/api/v1/meta/approval/x_pr_pinned").status_code == 200  # A-VER-05, E15
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


def test_A_EMPTY_E3_where_nobody_is_there_it_is_held_and_mended(firm: Firm) -> None:
    firm.define("approval", "x_pr_empty", object="x_pr_quote", steps=[{"id": "none", "approvers": [{"team": "Nobody's"}]}])
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_empty").json
    assert process["stuck"] and process["waits"][0]["for"] == "repair"
    assert [one["id"] for one in firm.admin.get("/api/v1/processes?stuck=true").json["data"]] == [process["id"]]
    team = firm.admin.post("/api/v1/records/team", {"name": "Nobody's", "members": [firm.people["finance"]]})
    assert team.status_code == 201
    assert not firm.admin.post(f"/api/v1/processes/{process['id']}/retry", {}).json["stuck"]
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


def test_A_ABS_02_A_ABS_06_who_is_away_is_stood_in_for_by_name(firm: Firm) -> None:
    firm.define("approval", "x_pr_away", object="x_pr_quote", steps=[{"id": "boss", "approvers": [{"manager_of": "owner_id"}]}])
    away = firm.admin.post(
        "/api/v1/records/absence",
        {"reason": "Holidays", "person": firm.people["boss"], "agent": firm.people["finance"], "begins_at": "2020-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z"},
    )
    assert away.status_code == 201, away.get_data(as_text=True)
    quote = firm.quote()
    firm.submit(quote, "x_pr_away")
    ended = firm.act(firm.finance, quote, "approve").json
    assert ended["state"] == "approved"
    assert (ended["tasks"][0]["assignee"]["name"], ended["tasks"][0]["principal"]["name"]) == ("Fay", "Bess")
    assert firm.admin.delete(f"/api/v1/records/absence/{away.json['id']}").status_code == 204


def test_A_NOTE_02_people_are_told_of_what_waits_for_them_and_how_it_ended(firm: Firm) -> None:
    quote = firm.quote()
    firm.submit(quote, "x_pr_discount")
    asked = firm.boss.get("/api/v1/records/notification?fields=kind,about,message").json["data"]
    assert [one["kind"] for one in asked if one["about"]["id"] == quote] == ["task"]
    firm.act(firm.boss, quote, "reject", comment="no")
    heard = firm.seller.get("/api/v1/records/notification?fields=kind,about").json["data"]
    assert [one["kind"] for one in heard if one["about"]["id"] == quote] == ["decided"]


def test_A_START_09_A_VER_10_a_route_is_previewed_without_writing_anything(firm: Firm) -> None:
    quote = firm.quote()
    tried = firm.admin.post("/api/v1/meta/approval/x_pr_discount/test", {"records": [quote]}).json["results"][0]
    assert tried["begins"] and tried["condition"]["values"] == {"discount": "20.00"}
    assert [(one["step"], [who["name"] for who in one["people"]]) for one in tried["asks"]] == [("manager", ["Bess"])]
    assert firm.processes(quote) == []


def test_A_START_09_a_route_is_followed_to_its_end_as_if_all_agreed(firm: Firm) -> None:
    steps = [
        {"id": "boss", "approvers": [{"manager_of": "owner_id"}], "due": {"for": "P1D"}, "fields": {"note": "required"}},
        {"id": "large", "when": "discount > 90", "approvers": [{"administrators": True}]},
        {"id": "money", "approvers": [{"user": "fay@example.com"}], "mode": "claim"},
    ]
    draft = {"object": "x_pr_quote", "steps": steps, "on_approved": [{"do": "update", "set": {"note": "yes"}}]}
    quote = firm.quote()
    tried = firm.admin.post("/api/v1/meta/approval/x_pr_route/test", {"definition": draft, "records": [quote], "approved": True}).json["results"][0]
    assert [(one["step"], [who["name"] for who in one["people"]], one["due_at"] is None) for one in tried["asks"]] == [("boss", ["Bess"], False), ("money", ["Fay"], True)]
    assert [one["step"] for one in tried["path"] if one["what"] == "skipped"] == ["large"]
    assert [one["set"] for one in tried["does"]] == [{"note": "yes"}]
    assert tried["outcome"] == "approved"
    assert firm.processes(quote) == []


def test_a_decision_table_is_tried_on_values_with_what_is_odd_about_it(firm: Firm) -> None:
    rules = [{"if": ["< 10"], "then": ["small"]}, {"if": [">= 100"], "then": ["large"]}]
    table = {"inputs": [{"value": "amount"}], "outputs": [{"name": "size"}], "rules": rules}

    def tried(**values: object) -> Any:
        return firm.admin.post("/api/v1/meta/decision_table/x_pr_size/test", {"definition": table, "values": values}).json["results"][0]

    assert (tried(amount=250)["says"], tried(amount=250)["rules"]) == ("large", [2])
    assert (tried(amount=50)["says"], tried(amount=50)["rules"]) == (None, [])
    assert [one["code"] for one in tried()["odd"]] == ["gap"]
    rules.append({"if": [">= 5"], "then": ["medium"]})
    refused = firm.admin.post("/api/v1/meta/decision_table/x_pr_size/test", {"definition": table})
    assert refused.status_code == 422 and "/rules/" in refused.json["errors"][0]["field"]


def test_what_there_is_to_draw_tells_who_changed_it_and_what_it_did(firm: Firm) -> None:
    firm.define("approval", "x_pr_seen", object="x_pr_quote", steps=[{"id": "boss", "approvers": [{"manager_of": "owner_id"}]}])
    firm.submit(firm.quote(), "x_pr_seen")
    [line] = [one for one in firm.admin.get("/api/v1/processes/definitions").json["data"] if one["name"] == "x_pr_seen"]
    assert (line["kind"], line["runs"], line["open"], line["stuck"]) == ("approval", 1, 1, 0)
    assert line["changed_at"] and line["last_at"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"object": "x_pr_nothing"}, "/object"),
        ({"entry": "discont > 10"}, "/entry"),
        ({"steps": []}, "/steps"),
        ({"steps": [{"approvers": [{"role": "x_nobody"}]}]}, "/steps/0/approvers/0/role"),
        ({"steps": [{"approvers": [{"manager_of": "discount"}]}]}, "/steps/0/approvers/0/manager_of"),
        ({"steps": [{"approvers": [{"initiator": True}], "due": {"for": "PT1H", "calendar": "x_none"}}]}, "/steps/0/due/calendar"),
        ({"on_approved": [{"do": "update", "set": {"nothing": 1}}]}, "/on_approved/0/set/nothing"),
        ({"on_approved": [{"do": "update", "set": {"note": {"formula": "1 +"}}}]}, "/on_approved/0/set/note/formula"),
        ({"on_approved": [{"do": "create", "object": "x_none", "set": {"a": 1}}]}, "/on_approved/0/object"),
        ({"on_approved": [{"do": "notify", "to": [{"initiator": True}], "message": "Look at {nme}"}]}, "/on_approved/0/message"),
    ],
)
def test_a_bad_approval_is_refused_at_its_place(firm: Firm, change: dict[str, object], place: str) -> None:
    answer = firm.admin.put("/api/v1/meta/approval/x_pr_bad", {**DISCOUNT_BASE, **change})
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert f"/approval/x_pr_bad{place}" in [error["field"] for error in answer.json["errors"]]


DISCOUNT_BASE = {"object": "x_pr_quote", "steps": [{"approvers": [{"initiator": True}]}]}


def test_E16_a_field_that_an_approval_reads_is_not_taken_away(firm: Firm) -> None:
    firm.admin.put("/api/v1/meta/object/x_pr_quote", {**firm.admin.get("/api/v1/meta/object/x_pr_quote").json["definition"]})
    definition = firm.admin.get("/api/v1/meta/object/x_pr_quote").json["definition"]
    less = {**definition, "fields": {name: field for name, field in definition["fields"].items() if name != "discount"}}
    answer = firm.admin.put("/api/v1/meta/object/x_pr_quote", less)
    assert answer.status_code == 422 and any("x_pr_discount" in error["field"] for error in answer.json["errors"])


def test_A_REC_06_A_REC_11_E13_a_record_under_approval_is_neither_merged_nor_deleted_but_by_who_administers(firm: Firm) -> None:
    quote, other = firm.quote(), firm.quote()
    process = firm.submit(quote, "x_pr_discount").json["id"]
    merged = firm.seller.post("/api/v1/records/x_pr_quote/merge", {"keep": other, "others": [quote]})
    assert merged.status_code == 409
    assert firm.admin.delete(f"/api/v1/records/x_pr_quote/{quote}").status_code == 204
    firm.work()
    assert firm.process(process)["state"] == "terminated"
    assert all(one["record"]["id"] != quote for one in firm.boss.get("/api/v1/tasks").json["data"])


def test_A_VER_03_a_running_process_is_moved_to_the_version_of_now_as_it_is_planned(firm: Firm) -> None:
    boss = {"approvers": [{"manager_of": "owner_id"}]}
    firm.define("approval", "x_pr_moves", object="x_pr_quote", steps=[{"id": "first", **boss}])
    quote = firm.quote()
    process = firm.submit(quote, "x_pr_moves").json["id"]
    migrate = f"/api/v1/processes/{process}/migrate"
    assert firm.admin.post(migrate, {"reason": "none"}).status_code == 409
    assert "migrate" not in firm.process(process)["may"]
    firm.define("approval", "x_pr_moves", object="x_pr_quote", steps=[{"id": "chief", **boss}, {"id": "money", "approvers": [{"role": "x_pr_finance"}]}])
    assert firm.admin.post(migrate, {"reason": "new"}).json["errors"][0]["field"] == "steps.first"
    plan = {"reason": "new", "steps": {"first": "chief"}}
    assert [step["step"] for step in firm.admin.post(migrate, {**plan, "dry_run": True}).json["path"]] == ["chief", "money"]
    assert [step["step"] for step in firm.process(process)["path"]] == ["first"]
    assert "migrate" in firm.process(process)["may"]
    assert firm.seller.post(migrate, plan).status_code == 403
    assert firm.admin.post(migrate, plan).json["waits"][0]["step"] == "chief"
    assert firm.act(firm.boss, quote, "approve").json["state"] == "running"
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"


def test_A_NOTE_05_a_record_tells_all_that_its_page_says_of_its_approval_at_once(firm: Firm) -> None:
    quote = firm.quote()
    path = f"/api/v1/records/x_pr_quote/{quote}/processes"
    before = firm.seller.get(path).json
    assert "x_pr_discount" in [one["name"] for one in before["offered"]] and (before["shown"], before["locked"]) == ([], False)
    firm.submit(quote, "x_pr_discount", comment="please")
    running = firm.seller.get(path).json
    assert (running["offered"], running["locked"], running["shown"][0]["comment"]) == ([], True, "please")
    [asked] = [one for one in running["shown"][0]["history"] if one["what"] == "asked"]
    assert [one["name"] for one in asked["whom"]] == ["Bess"]
    assert running["shown"][0]["tasks"][0]["reasons"] == ["reject", "return"]
    assert firm.admin.get(path).json["locked"] is False
    firm.act(firm.boss, quote, "reject", comment="no")
    ended = firm.seller.get(path).json
    assert [one["state"] for one in ended["shown"]] == ["rejected"] and ended["locked"] is False


def test_A_NOTE_01_tasks_are_counted_and_pages_know_where_anything_is_decided(firm: Firm) -> None:
    before = firm.boss.get("/api/v1/tasks?count=true&limit=1").json["count"]
    firm.submit(firm.quote(), "x_pr_discount")
    answer = firm.boss.get("/api/v1/tasks?count=true&limit=1").json
    assert (answer["count"], answer["data"][0]["step_label"]) == (before + 1, "Manager")
    assert [who.get("/api/v1/me").json["has_tasks"] for who in (firm.boss, firm.web.create_user("Idle")[1])] == [True, False]
    drawn = firm.seller.get("/api/v1/ui").json
    assert drawn["tasks"] is True
    assert drawn["objects"]["x_pr_quote"]["decided"] is True and "decided" not in drawn["objects"]["x_pr_line"]


def test_whoever_has_no_task_has_no_such_way_in_their_rights(firm: Firm) -> None:
    with firm.world.system() as ctx:
        for has_tasks in (False, True):
            actor = firm.world.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, firm.people["seller"], has_tasks=has_tasks)
            access = accesses(ctx.acting(actor))["x_pr_quote"]
            assert ("dg_task_holder" in str(access.readable(access.kind.table))) == has_tasks


def test_a_decision_that_asks_the_next_one_takes_few_statements(firm: Firm) -> None:
    world, counts = firm.world, []
    for _ in range(2):  # the first compiles
        quote = firm.quote()
        firm.submit(quote, "x_pr_discount")
        task = firm.task(firm.boss, quote)["id"]
        with world.system() as ctx:
            boss = ctx.acting(world.platform.actors.get(world.tenant, ctx.unit, ctx.catalogue, firm.people["boss"]))
            before = ctx.unit.statements
            act(boss, task, "approve", {})
            counts.append(ctx.unit.statements - before)
    assert counts[-1] <= MOST_STATEMENTS
