"""The public pool: what is neglected comes, members take it once and within bounds, and everybody sees what comes next. S-SALES-02."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.database.unit import Unit
from core.jobs import stepping
from core.jobs.running import run_due
from plugins.pool import recycling
from tests.core.api.clients import Caller, Web

MEMBER = ["standard", "sales_rep", "pool_work"]
LONG_AGO = datetime.now(UTC) - timedelta(days=200)


@pytest.fixture(scope="module")
def seller(office: Web) -> Caller:
    return a_member(office)


@pytest.fixture(scope="module")
def rival(office: Web) -> Caller:
    return a_member(office)


@pytest.fixture(scope="module")
def outsider(office: Web) -> Caller:
    return a_member(office)


def a_member(office: Web) -> Caller:
    id, caller = office.create_user(f"Seller-{uuid.uuid4().hex[:6]}", role="sales_rep", permission_sets=MEMBER)
    caller.id = id  # type: ignore[attr-defined]
    return caller


def me(caller: Caller) -> str:
    return str(caller.id)  # type: ignore[attr-defined]


def made(caller: Caller, object: str, **values: Any) -> str:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def a_pool(admin: Caller, *members: Caller, holds: str = "lead", **values: Any) -> tuple[str, str]:
    """A pool for records of its own source word, which is answered too."""
    word = uuid.uuid4().hex
    where = f"campaign = '{word}'" if holds == "lead" else f"external_id <> NULL AND STARTS_WITH(external_id, '{word}')"
    given = {"where": where, "members": [me(one) for one in members], "name": word, "holds": holds, **values}
    return made(admin, "pool", **given), word


def a_lead(admin: Caller, word: str, owner: Caller | None = None, **values: Any) -> str:
    return made(admin, "lead", company=uuid.uuid4().hex, campaign=word, owner_id=None if owner is None else me(owner), **values)


def old_leads(office: Web, word: str, owner: Caller, count: int) -> list[str]:
    with office.world.system() as ctx:
        records = [{"company": f"{word} {n}", "campaign": word, "owner_id": me(owner), "created_at": LONG_AGO} for n in range(count)]
        ids = [str(one["id"]) for one in ctx.records.bulk("lead", "create", records, backdate=True)]
    age(office, "lead", ids)
    return ids


def age(office: Web, object: str, ids: list[str]) -> None:
    """As if these had had their owner for two hundred days."""
    with office.world.system() as ctx:
        for id in ids:
            ctx.records.update(object, id, {"owned_since": LONG_AGO})


def taken(caller: Caller, id: str, object: str = "lead") -> Any:
    return caller.post(f"/x/pool/claim/{object}?id={id}")


def owner_of(admin: Caller, id: str, object: str = "lead") -> tuple[Any, Any]:
    record = admin.get(f"/api/v1/records/{object}/{id}").json
    return tuple((record[name] or {}).get("id") if isinstance(record[name], dict) else record[name] for name in ("owner_id", "pool"))


def recycled(office: Web, admin: Caller, pool: str) -> None:
    assert admin.post(f"/x/pool/pools/{pool}/recycle").status_code == 200
    run_due(office.world.platform, office.world.tenant)


def test_what_nobody_owns_lies_in_the_pool_that_takes_it_and_its_members_see_it(admin: Caller, seller: Caller, outsider: Caller) -> None:
    pool, word = a_pool(admin, seller)
    lead = a_lead(admin, word, outsider)
    admin.patch(f"/api/v1/records/lead/{lead}", {"owner_id": None})
    assert owner_of(admin, lead) == (None, pool)
    assert seller.get(f"/api/v1/records/lead/{lead}").status_code == 200
    assert seller.patch(f"/api/v1/records/lead/{lead}", {"company": "Mine"}).status_code == 403
    assert outsider.get(f"/api/v1/records/lead/{lead}").status_code == 404
    assert outsider.get(f"/api/v1/records/pool/{pool}").status_code == 404


def test_S_SALES_02_a_member_takes_a_lead_and_gives_it_back_and_both_are_noted(admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller, cooling_days=0)
    lead = a_lead(admin, word)
    admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool})
    assert taken(seller, lead).json == {"taken": 1}
    assert owner_of(admin, lead) == (me(seller), None)
    assert seller.post(f"/x/pool/release/lead/{lead}", {"reason": "No time"}).status_code == 200
    assert owner_of(admin, lead) == (None, pool)
    moves = seller.get("/api/v1/records/pool_move", query_string={"filter": f"pool = '{pool}'", "sort": "created_at"}).json["data"]
    assert [(move["kind"], move["reason"]) for move in moves] == [("claimed", None), ("released", "No time")]


def test_only_one_of_two_who_take_the_same_record_at_once_gets_it(office: Web, admin: Caller, seller: Caller, rival: Caller) -> None:
    pool, word = a_pool(admin, seller, rival)
    lead = a_lead(admin, word)
    admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool})
    answers: list[int] = []
    together = threading.Barrier(2)

    def take(caller: Caller) -> None:
        together.wait()
        answers.append(taken(caller, lead).status_code)

    threads = [threading.Thread(target=take, args=(caller,)) for caller in (seller, rival)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert admin.get("/api/v1/records/pool_move", query_string={"filter": f"pool = '{pool}'", "count": "true"}).json["count"] == 1


def test_nobody_has_or_takes_more_than_the_pool_allows_even_at_the_same_time(office: Web, admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller, day_most=2)
    leads = [a_lead(admin, word) for _ in range(4)]
    for lead in leads:
        admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool})
    assert taken(seller, leads[0]).status_code == 200
    answers: list[int] = []
    threads = [threading.Thread(target=lambda lead=lead: answers.append(taken(seller, lead).status_code)) for lead in leads[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409]
    admin.patch(f"/api/v1/records/pool/{pool}", {"day_most": None, "hold_most": 2})
    free = next(lead for lead in leads if owner_of(admin, lead)[0] is None)
    refused = taken(seller, free)
    assert refused.status_code == 409 and "2" in refused.json["detail"]


def test_who_gave_a_record_up_stays_away_for_a_while_and_others_may_come(admin: Caller, seller: Caller, rival: Caller) -> None:
    pool, word = a_pool(admin, seller, rival, cooling_days=10)
    lead = a_lead(admin, word, seller)
    assert seller.post(f"/x/pool/release/lead/{lead}", {"reason": "Too far away"}).status_code == 200
    assert taken(seller, lead).status_code == 409
    assert taken(rival, lead).status_code == 200


def test_what_is_neglected_goes_back_and_what_was_looked_after_stays(office: Web, admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller, spared="rating = 'hot'", warn_days=0)
    made(admin, "pool_rule", name="Thirty days", pool=pool, days=30)
    lost, called, spared, ticked = old_leads(office, word, seller, 4)
    admin.patch(f"/api/v1/records/lead/{spared}", {"rating": "hot"})
    made(admin, "activity", kind="call", subject="Talked", done=True, about={"object": "lead", "id": called})
    made(admin, "activity", kind="task", subject="Warned", done=True, about={"object": "lead", "id": ticked}, source_key=f"pool {ticked}")
    fresh = a_lead(admin, word, seller)
    recycled(office, admin, pool)
    assert [owner_of(admin, id)[1] for id in (lost, called, spared, ticked, fresh)] == [pool, None, None, pool, None]
    move = admin.get("/api/v1/records/pool_move", query_string={"filter": f"pool = '{pool}' AND record.id = '{lost}'"}).json["data"][0]
    assert (move["kind"], move["person"], move["reason"]) == ("recycled", me(seller), "Thirty days")


def test_more_than_a_page_is_taken_back_page_by_page(office: Web, admin: Caller, seller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recycling, "AT_ONCE", 3)
    pool, word = a_pool(admin, seller)
    made(admin, "pool_rule", name="Thirty days", pool=pool, days=30)
    ids = old_leads(office, word, seller, 8)
    recycled(office, admin, pool)
    assert {owner_of(admin, id)[1] for id in ids} == {pool}


def test_accounts_with_an_open_deal_stay_with_their_owner(office: Web, admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller, holds="account", warn_days=0)
    made(admin, "pool_rule", name="Thirty days", pool=pool, days=30, clock="owner")
    accounts = [made(admin, "account", name=f"{word} {n}", external_id=f"{word} {n}", owner_id=me(seller)) for n in range(3)]
    age(office, "account", accounts)
    made(admin, "opportunity", name="Open", account=accounts[0])
    made(admin, "opportunity", name="Over", account=accounts[1], stage="lost", lost_reason="price")
    recycled(office, admin, pool)
    assert [owner_of(admin, id, "account")[1] for id in accounts] == [None, pool, pool]


def test_owners_are_warned_once_and_the_warning_goes_with_the_record(office: Web, admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller, warn_days=5)
    rule = made(admin, "pool_rule", name="Two hundred days", pool=pool, days=203, clock="owner")
    (lead,) = old_leads(office, word, seller, 1)
    recycled(office, admin, pool)
    recycled(office, admin, pool)
    warnings = {"filter": f"about.id = '{lead}' AND STARTS_WITH(source_key, 'pool ')"}
    tasks = seller.get("/api/v1/records/activity", query_string=warnings).json["data"]
    assert [(task["owner_id"], task["done"]) for task in tasks] == [(me(seller), False)]
    admin.patch(f"/api/v1/records/pool_rule/{rule}", {"days": 100})
    recycled(office, admin, pool)
    assert owner_of(admin, lead) == (None, pool)
    assert seller.get("/api/v1/records/activity", query_string=warnings).json["data"] == []


def test_everybody_sees_beforehand_who_loses_what_but_names_only_of_what_they_may_see(
    office: Web, admin: Caller, seller: Caller, rival: Caller
) -> None:
    pool, word = a_pool(admin, seller, rival)
    made(admin, "pool_rule", name="Soon", pool=pool, days=202, clock="owner")
    old_leads(office, word, seller, 2)
    assert seller.get(f"/x/pool/pools/{pool}/preview?days=1").json["count"] == 0
    mine, theirs = (caller.get(f"/x/pool/pools/{pool}/preview?days=3").json for caller in (seller, rival))
    assert (mine["count"], theirs["count"]) == (2, 2)
    assert [(one["owner"]["id"], one["count"], len(one["records"])) for one in mine["owners"]] == [(me(seller), 2, 2)]
    assert [(one["count"], len(one["records"])) for one in theirs["owners"]] == [(2, 0)]
    assert seller.get(f"/x/pool/pools/{pool}/preview?days=x").status_code == 400


def test_whoever_joins_the_team_belongs_to_its_pool_and_whoever_leaves_no_longer(admin: Caller, seller: Caller, rival: Caller) -> None:
    team = made(admin, "team", name=uuid.uuid4().hex, members=[me(seller)])
    pool, _ = a_pool(admin, team=team)
    seen = lambda caller: caller.get(f"/api/v1/records/pool/{pool}").status_code  # noqa: E731
    assert (seen(seller), seen(rival)) == (200, 404)
    admin.patch(f"/api/v1/records/team/{team}", {"members": [me(rival)]})
    assert (seen(seller), seen(rival)) == (404, 200)


def test_a_condition_that_cannot_be_understood_is_refused_where_it_is_written(admin: Caller) -> None:
    answer = admin.post("/api/v1/records/pool", {"name": uuid.uuid4().hex, "where": "colour = 'red'", "spared": "status ="})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["where", "spared"]
    pool, _ = a_pool(admin)
    assert admin.post("/api/v1/records/pool_rule", {"name": "x", "pool": pool, "days": 3, "where": "tier = 'a'"}).status_code == 422


def test_only_what_nobody_owns_is_put_into_a_pool_and_only_into_one_for_it(admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller)
    other, _ = a_pool(admin, seller, holds="account")
    lead = a_lead(admin, word, seller)
    assert admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool}).json["errors"][0]["field"] == "pool"
    assert admin.patch(f"/api/v1/records/lead/{lead}", {"owner_id": None, "pool": other}).json["errors"][0]["field"] == "pool"


def test_who_sets_pools_up_hands_out_and_members_do_not(admin: Caller, seller: Caller, rival: Caller) -> None:
    pool, word = a_pool(admin, seller, rival)
    lead = a_lead(admin, word)
    admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool})
    assert seller.post(f"/x/pool/assign/lead/{lead}", {"person": me(rival)}).status_code == 403
    assert admin.post(f"/x/pool/assign/lead/{lead}", {"person": me(rival)}).status_code == 200
    assert owner_of(admin, lead) == (me(rival), None)


def test_register_slots_a_button_is_shown_to_those_who_may_press_it(office: Web, admin: Caller, seller: Caller) -> None:
    plain = office.create_user(f"Plain-{uuid.uuid4().hex[:6]}", role="sales_rep", permission_sets=["standard", "sales_rep"])[1]
    shown = [
        {slot["name"] for slot in caller.get("/api/v1/ui").json["slots"] if slot["plugin"] == "pool" and slot["object"] == "lead"}
        for caller in (admin, seller, plain)
    ]
    assert shown == [{"claim_lead", "hand_out_lead", "release_lead"}, {"claim_lead", "release_lead"}, set()]


def test_unrestricted_is_the_same_person_with_every_right_and_history_tells_of_that_person(office: Web, admin: Caller, seller: Caller) -> None:
    pool, word = a_pool(admin, seller)
    lead = a_lead(admin, word)
    admin.patch(f"/api/v1/records/lead/{lead}", {"pool": pool})
    assert seller.patch(f"/api/v1/records/lead/{lead}", {"owner_id": me(seller)}).status_code == 403
    assert taken(seller, lead).status_code == 200
    assert admin.get(f"/api/v1/records/lead/{lead}").json["updated_by"] == me(seller)


class Counting(Unit):
    """Remembers the units of work of a job's steps, for their numbers of statements."""

    made: list[Unit] = []

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        Counting.made.append(self)


def test_eight_times_as_many_records_are_taken_back_by_as_many_statements(
    office: Web, admin: Caller, seller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stepping, "Unit", Counting)
    counts = []
    for count in (5, 40):
        pool, word = a_pool(admin, seller, warn_days=0)
        made(admin, "pool_rule", name="Thirty days", pool=pool, days=30)
        ids = old_leads(office, word, seller, count)
        Counting.made = []
        recycled(office, admin, pool)
        assert {owner_of(admin, id)[1] for id in ids} == {pool}
        counts.append(sum(unit.statements for unit in Counting.made))
    assert counts[1] <= counts[0]
