"""Automations: begun by what happens, they change records, tell people, wait, and leave a log of what they did and why."""

from __future__ import annotations

import time_machine

from tests.core.processes.conftest import Firm

BIG = {"object": "x_pr_quote", "events": ["created", "updated"], "changed": ["total"], "when": "total > 100000"}


def big(firm: Firm, amount: int = 200_000) -> str:
    return firm.quote(total={"amount": str(amount), "currency": "EUR"})


def runs(firm: Firm, record: str, name: str) -> list[dict[str, object]]:
    return [one for one in firm.processes(record) if one["definition"] == name]


def test_A_WF_01_what_happens_begins_what_waits_for_it(firm: Firm) -> None:
    steps = [{"id": "flag", "do": "update", "set": {"note": "big"}}, {"do": "notify", "to": [{"manager_of": "owner_id"}], "message": "Look at {name}, {total}"}]
    firm.define("automation", "x_pr_big", on=BIG, steps=steps)
    quote, small = big(firm), big(firm, 10)
    firm.work()
    assert (firm.read(quote)["note"], firm.read(small)["note"]) == ("big", None)
    [run] = runs(firm, quote, "x_pr_big")
    assert run["state"] == "done" and runs(firm, small, "x_pr_big") == []
    told = firm.boss.get("/api/v1/records/notification?fields=kind,about,message").json["data"]
    assert [one["message"] for one in told if one["about"]["id"] == quote] == ["Look at Q, 200000.00"]
    assert firm.admin.delete("/api/v1/meta/automation/x_pr_big").status_code == 200


def test_A_WF_20_what_it_writes_itself_does_not_begin_it_again(firm: Firm) -> None:
    step = {"do": "update", "set": {"total": {"formula": "total * 2"}}}
    firm.define("automation", "x_pr_loop", on=BIG, steps=[step])
    quote = big(firm)
    firm.work()
    assert firm.read(quote)["total"] == "400000.00" and len(runs(firm, quote, "x_pr_loop")) == 1
    firm.admin.delete("/api/v1/meta/automation/x_pr_loop")


def test_A_WF_20_automations_that_begin_each_other_come_to_an_end(firm: Firm) -> None:
    on = {"object": "x_pr_quote", "events": ["updated"], "changed": ["discount"]}
    step = {"do": "update", "set": {"discount": {"formula": "discount + 1"}}}
    for name in ("x_pr_ping", "x_pr_pong"):
        firm.define("automation", name, on=on, steps=[step])
    quote = firm.quote()
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "1"})
    for _ in range(8):
        firm.work()
    assert len([one for one in firm.processes(quote) if one["definition"].startswith("x_pr_p")]) <= 20
    reached = firm.read(quote)["discount"]
    firm.work()
    assert firm.read(quote)["discount"] == reached
    for name in ("x_pr_ping", "x_pr_pong"):
        firm.admin.delete(f"/api/v1/meta/automation/{name}")


def test_A_WF_02_what_becomes_true_begins_it_once_until_it_was_false_again(firm: Firm) -> None:
    on = {"object": "x_pr_quote", "events": ["created", "updated"], "when": "total > 100000"}
    firm.define("automation", "x_pr_once", on=on, when_it_becomes_true=True, steps=[{"do": "post", "message": "now it is"}])
    quote = big(firm)
    firm.work()
    for amount in ("300000", "5", "300000"):
        firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"total": {"amount": amount, "currency": "EUR"}})
        firm.work()
    assert len(runs(firm, quote, "x_pr_once")) == 2
    firm.admin.delete("/api/v1/meta/automation/x_pr_once")


def test_A_WF_01_conditions_know_what_was_before(firm: Firm) -> None:
    on = {"object": "x_pr_quote", "events": ["updated"], "when": "discount > before.discount + 5"}
    firm.define("automation", "x_pr_jump", on=on, steps=[{"do": "update", "set": {"note": "jumped"}}])
    quote, other = firm.quote(discount="1"), firm.quote(discount="1")
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"discount": "30"})
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{other}", {"discount": "4"})
    firm.work()
    assert (firm.read(quote)["note"], firm.read(other)["note"]) == ("jumped", None)
    firm.admin.delete("/api/v1/meta/automation/x_pr_jump")


def test_A_ROUTE_15_it_waits_by_working_time_and_goes_on(firm: Firm) -> None:
    steps = [{"id": "wait", "do": "wait", "for": "P2D", "calendar": "business"}, {"do": "branch", "when": "status = 'draft'", "then": [{"do": "create", "object": "activity", "set": {"subject": "Call", "kind": "call"}}]}]
    firm.define("automation", "x_pr_wait", on=BIG, steps=steps)
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        quote = big(firm)
        firm.work()
        [run] = runs(firm, quote, "x_pr_wait")
        assert firm.process(str(run["id"]))["waits"][0]["until"] == "2026-11-24T12:00:00Z"
        clock.move_to("2026-11-24T12:00:01Z")
        firm.work()
        assert firm.process(str(run["id"]))["state"] == "done"
    made = firm.admin.get('/api/v1/records/activity?filter=subject = "Call"&fields=subject').json["data"]
    assert len(made) == 1
    firm.admin.delete("/api/v1/meta/automation/x_pr_wait")


def test_it_waits_for_something_to_happen_to_the_record(firm: Firm) -> None:
    steps = [{"id": "until", "do": "wait_for", "event": {"object": "x_pr_quote", "events": ["updated"], "when": "status = 'lost'"}}, {"do": "update", "set": {"note": "lost indeed"}}]
    firm.define("automation", "x_pr_until", on=BIG, steps=steps)
    quote, other = big(firm), big(firm)
    firm.work()
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{quote}", {"status": "lost"})
    firm.seller.patch(f"/api/v1/records/x_pr_quote/{other}", {"discount": "1"})
    firm.work()
    assert (firm.read(quote)["note"], firm.read(other)["note"]) == ("lost indeed", None)
    firm.admin.delete("/api/v1/meta/automation/x_pr_until")


def test_records_are_looked_for_gone_through_and_changed(firm: Firm) -> None:
    steps = [
        {"do": "find", "object": "x_pr_quote", "where": "owner_id = origin.owner_id AND name = 'Mine'", "as": "others"},
        {"do": "each", "in": "others", "as": "other", "steps": [{"do": "update", "record": "other", "set": {"note": {"formula": "name & other.name"}}}]},
    ]
    firm.define("automation", "x_pr_each", on=BIG, steps=steps)
    mine = [firm.quote(name="Mine") for _ in range(3)]
    big(firm)
    firm.work()
    assert [firm.read(one)["note"] for one in mine] == ["QMine"] * 3
    firm.admin.delete("/api/v1/meta/automation/x_pr_each")


def test_A_ERR_01_what_fails_is_held_seen_and_mended(firm: Firm) -> None:
    firm.define("automation", "x_pr_fails", on=BIG, steps=[{"id": "set", "do": "update", "set": {"status": "nonsense"}}, {"do": "update", "set": {"note": "after"}}])
    quote = big(firm)
    firm.work()
    [run] = runs(firm, quote, "x_pr_fails")
    assert run["stuck"] and firm.read(quote)["note"] is None
    shown = firm.process(str(run["id"]))
    assert [one["facts"]["error"] for one in shown["history"] if one["what"] == "failed"]
    assert {"retry", "skip", "cancel"} <= set(shown["may"])
    assert firm.admin.post(f"/api/v1/processes/{run['id']}/skip", {"reason": "not needed"}).json["state"] == "done"
    assert firm.read(quote)["note"] == "after"
    firm.admin.delete("/api/v1/meta/automation/x_pr_fails")


def test_one_has_a_record_approved_and_goes_on_with_the_outcome(firm: Firm) -> None:
    steps = [{"do": "approve", "approval": "x_pr_discount", "rejected": [{"do": "update", "set": {"note": "refused"}}]}, {"do": "update", "set": {"note": "agreed"}}]
    firm.define("automation", "x_pr_asks", on=BIG, steps=steps)
    yes, no = big(firm), big(firm)
    firm.work()
    firm.act(firm.boss, yes, "approve")
    firm.act(firm.finance, yes, "approve")
    firm.act(firm.boss, no, "reject", comment="no")
    firm.work()
    assert firm.read(yes)["note"] == "agreed"
    assert [one["state"] for one in runs(firm, no, "x_pr_asks")] == ["done"]
    firm.admin.delete("/api/v1/meta/automation/x_pr_asks")


def test_records_are_given_out_in_turn(firm: Firm) -> None:
    firm.define("automation", "x_pr_turn", on={"object": "x_pr_quote", "events": ["created"]}, steps=[{"do": "assign", "among": [{"role": "x_pr_boss"}, {"role": "x_pr_finance"}], "by": "turn"}])
    quotes = [firm.quote() for _ in range(4)]
    firm.work()
    owners = [firm.read(one)["owner_id"] for one in quotes]
    assert sorted(owners) == sorted([firm.people["boss"], firm.people["finance"]] * 2)
    firm.admin.delete("/api/v1/meta/automation/x_pr_turn")


def test_a_decision_table_says_what_is_written(firm: Firm) -> None:
    firm.define("decision_table", "x_pr_tier", inputs=[{"value": "discount"}], outputs=[{"name": "tier"}], rules=[{"if": ["< 10"], "then": ["low"]}, {"if": [">= 10"], "then": ["high"]}])
    firm.define("automation", "x_pr_tiers", on=BIG, steps=[{"do": "decide", "table": "x_pr_tier", "as": "tier"}, {"do": "update", "set": {"note": {"formula": "tier"}}}])
    quote = big(firm)
    firm.work()
    assert firm.read(quote)["note"] == "high"
    firm.admin.delete("/api/v1/meta/automation/x_pr_tiers")


def test_A_CONC_05_what_leaves_the_tenant_is_written_once_however_often_a_step_is_tried(firm: Firm) -> None:
    step = {"do": "email", "to": [{"user": "fay@example.com"}], "subject": "Big: {name}", "body": "It is worth {total}."}
    firm.define("automation", "x_pr_mail", on=BIG, steps=[step])
    quote = big(firm)
    firm.work()
    assert [one["state"] for one in runs(firm, quote, "x_pr_mail")] == ["done"]
    firm.admin.delete("/api/v1/meta/automation/x_pr_mail")


def test_a_save_pays_for_no_automation(firm: Firm) -> None:
    for number in range(5):
        firm.define("automation", f"x_pr_idle_{number}", on={**BIG, "when": "total > 999999999"}, steps=[{"do": "update", "set": {"note": "no"}}])
    with firm.world.as_user(firm.people["seller"]) as ctx:
        before = ctx.unit.statements
        ctx.records.create("x_pr_quote", {"name": "R"})
        with_them = ctx.unit.statements - before
    for number in range(5):
        firm.admin.delete(f"/api/v1/meta/automation/x_pr_idle_{number}")
    with firm.world.as_user(firm.people["seller"]) as ctx:
        before = ctx.unit.statements
        ctx.records.create("x_pr_quote", {"name": "R"})
        assert ctx.unit.statements - before == with_them


def test_A_START_02_A_START_07_an_approval_begins_by_itself_when_a_record_is_saved(firm: Firm) -> None:
    firm.define("approval", "x_pr_auto", object="x_pr_quote", start="saved", entry="discount > 80", steps=[{"id": "boss", "approvers": [{"manager_of": "owner_id"}]}])
    quote = firm.quote(discount="90")
    firm.work()
    assert firm.act(firm.boss, quote, "approve").json["state"] == "approved"
    firm.admin.delete("/api/v1/meta/approval/x_pr_auto")


def test_A_WF_04_a_schedule_begins_it_for_the_records_that_fit_each_time_once(firm: Firm) -> None:
    on = {"object": "x_pr_quote", "schedule": "0 9 * * 1-5", "calendar": "business", "when": "name = 'Stale'"}
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        firm.define("automation", "x_pr_daily", on=on, steps=[{"do": "update", "set": {"discount": {"formula": "discount + 1"}}}])
        stale, other = firm.quote(name="Stale"), firm.quote()
        firm.work()
        assert runs(firm, stale, "x_pr_daily") == []
        for moment, times in (("2026-11-23T09:00:01Z", 1), ("2026-11-23T09:30:00Z", 1), ("2026-11-24T09:00:01Z", 2), ("2026-11-30T12:00:00Z", 3)):
            clock.move_to(moment)
            firm.work()
            assert (len(runs(firm, stale, "x_pr_daily")), runs(firm, other, "x_pr_daily")) == (times, [])
        assert firm.read(stale)["discount"] == "23.00"
        firm.admin.delete("/api/v1/meta/automation/x_pr_daily")
        clock.move_to("2026-12-01T09:00:01Z")
        firm.work()
        assert firm.read(stale)["discount"] == "23.00"


def test_A_WF_04_a_date_in_a_record_begins_it_so_long_before_or_after(firm: Firm) -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
        firm.define("automation", "x_pr_age", on={"object": "x_pr_quote", "date": {"field": "created_at", "offset": "P2D"}, "when": "status = 'draft'"}, steps=[{"do": "update", "set": {"note": "two days old"}}])
        quote, gone = firm.quote(), firm.quote(status="lost")
        for moment, note in (("2026-11-22T11:58:00Z", None), ("2026-11-22T12:02:00Z", "two days old")):
            clock.move_to(moment)
            firm.work()
            assert firm.read(quote)["note"] == note
        assert firm.read(gone)["note"] is None
        clock.move_to("2026-11-22T12:30:00Z")
        firm.work()
        assert len(runs(firm, quote, "x_pr_age")) == 1
        firm.admin.delete("/api/v1/meta/automation/x_pr_age")


def test_A_WF_05_a_button_begins_it_for_whoever_may_change_the_record(firm: Firm) -> None:
    firm.define("automation", "x_pr_press", on={"object": "x_pr_quote", "button": {"label": "Hurry"}, "when": "status = 'draft'"}, steps=[{"do": "update", "set": {"note": "hurried"}}])
    quote = firm.quote()
    assert firm.seller.get(f"/api/v1/records/x_pr_quote/{quote}/processes").json["buttons"] == [{"name": "x_pr_press", "label": "Hurry", "confirm": None}]
    assert firm.finance.post(f"/api/v1/records/x_pr_quote/{quote}/run", {"automation": "x_pr_press"}).status_code == 404
    pressed = firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/run", {"automation": "x_pr_press"})
    assert pressed.status_code == 201 and pressed.json["state"] == "done" and firm.read(quote)["note"] == "hurried"
    firm.admin.patch(f"/api/v1/records/x_pr_quote/{quote}", {"status": "lost"})
    assert firm.seller.post(f"/api/v1/records/x_pr_quote/{quote}/run", {"automation": "x_pr_press"}).status_code == 409
    firm.admin.delete("/api/v1/meta/automation/x_pr_press")


def test_a_button_begins_it_for_many_records_each_apart(firm: Firm) -> None:
    firm.define("automation", "x_pr_many", on={"object": "x_pr_quote", "button": {"label": "All"}, "when": "status = 'draft'"}, steps=[{"do": "update", "set": {"note": "many"}}])
    quotes = [firm.quote(), firm.quote(status="lost"), firm.quote()]
    given = {"automation": "x_pr_many", "records": quotes}
    done = firm.seller.post("/api/v1/records/x_pr_quote/run", given).json["results"]
    assert [one["status"] for one in done] == ["done", "error", "done"] and done[1]["problem"]["status"] == 409
    assert [firm.read(quote)["note"] for quote in quotes] == ["many", None, "many"]
    assert {"name": "x_pr_many", "label": "All", "confirm": None} in firm.seller.get("/api/v1/ui").json["objects"]["x_pr_quote"]["buttons"]
    assert firm.seller.post("/api/v1/records/x_pr_quote/run", {**given, "automation": "x_none"}).status_code == 404
    assert {one["problem"]["status"] for one in firm.finance.post("/api/v1/records/x_pr_quote/run", given).json["results"]} <= {403, 404}
    firm.world.retire(("automation", "x_pr_many"))
