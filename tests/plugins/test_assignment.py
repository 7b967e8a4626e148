"""Assignment: new leads go to whom the rules choose, in turn, by load, by skill and by territory, and it says why. S-SALES-02, S-ACT-09."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.events.listeners import LISTENERS
from core.events.listening import catch_up
from core.jobs.running import run_due
from tests.core.api.clients import Caller, Web


@pytest.fixture(scope="module")
def sellers(office: Web) -> list[str]:
    """Three people, in the order of their names."""
    names = sorted(f"Assignee-{uuid.uuid4().hex[:8]}" for _ in range(3))
    return [office.create_user(name, role="sales_rep", permission_sets=["standard", "sales_rep", "assignment_read"])[0] for name in names]


def made(caller: Caller, object: str, **values: Any) -> str:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def a_rule(admin: Caller, word: str, **values: Any) -> str:
    """A rule for leads of a campaign of their own."""
    return made(admin, "assignment_rule", name=values.pop("name", uuid.uuid4().hex), where=f"campaign = '{word}'", **values)


def a_lead(admin: Caller, word: str, **values: Any) -> str:
    return made(admin, "lead", company=uuid.uuid4().hex, campaign=word, owner_id=None, **values)


def owner(admin: Caller, lead: str) -> Any:
    return admin.get(f"/api/v1/records/lead/{lead}").json["owner_id"]


def assigned(admin: Caller, lead: str) -> Any:
    """Whom the rules give a lead to."""
    answer = admin.post(f"/x/assignment/assign/lead/{lead}")
    assert answer.status_code == 200, answer.json
    return answer.json["user"]


def why(admin: Caller, lead: str) -> dict[str, Any]:
    found = admin.get("/api/v1/records/assignment", query_string={"filter": f"record.id = '{lead}'", "sort": "-created_at"})
    return dict(found.json["data"][0])


def settle(office: Web) -> None:
    """Let all that has happened have its consequences."""
    for _ in range(3):
        for listener in LISTENERS:
            while catch_up(office.world.platform, office.world.tenant, listener):
                pass
        run_due(office.world.platform, office.world.tenant)


def test_S_ACT_09_a_new_lead_without_an_owner_is_given_to_somebody_by_itself(office: Web, admin: Caller, sellers: list[str]) -> None:
    word = uuid.uuid4().hex
    rule = a_rule(admin, word, members=sellers[:1])
    lead, taken = a_lead(admin, word), made(admin, "lead", company="Taken", campaign=word)
    settle(office)
    assert owner(admin, lead) == sellers[0]
    assert owner(admin, taken) not in sellers
    told = why(admin, lead)
    assert (told["rule"], told["person"], told["way"]) == (rule, sellers[0], "turn")


def test_S_ACT_09_in_turn_everybody_comes_once_and_who_is_away_is_passed_over(admin: Caller, sellers: list[str]) -> None:
    word, now = uuid.uuid4().hex, datetime.now(UTC)
    a_rule(admin, word, members=sellers)
    assert [assigned(admin, a_lead(admin, word)) for _ in range(4)] == [*sellers, sellers[0]]
    span = {"begins_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=1)).isoformat()}
    absence = made(admin, "absence", person=sellers[1], reason="Holidays", **span)
    lead = a_lead(admin, word)
    assert assigned(admin, lead) == sellers[2]
    told = admin.get(f"/api/v1/records/assignment/{why(admin, lead)['id']}").json
    assert told["away"] == [sellers[1]]
    admin.delete(f"/api/v1/records/absence/{absence}")


def test_two_leads_at_the_same_time_go_to_two_people(admin: Caller, sellers: list[str]) -> None:
    word = uuid.uuid4().hex
    a_rule(admin, word, members=sellers)
    got: list[Any] = []
    leads = [a_lead(admin, word) for _ in range(3)]
    threads = [threading.Thread(target=lambda lead=lead: got.append(assigned(admin, lead))) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(sellers)


def test_S_ACT_09_by_load_who_has_fewest_open_ones_gets_the_next_up_to_a_bound(admin: Caller, sellers: list[str]) -> None:
    word = uuid.uuid4().hex
    a_rule(admin, word, members=sellers, way="load", most=2, open_where=f"campaign = '{word}' AND status <> 'unqualified'")
    for person, count in zip(sellers, (2, 1, 1), strict=True):
        for _ in range(count):
            made(admin, "lead", company=uuid.uuid4().hex, campaign=word, owner_id=person)
    made(admin, "lead", company="Closed", campaign=word, owner_id=sellers[2], status="unqualified", unqualified_reason="no_need")
    lead = a_lead(admin, word)
    assert assigned(admin, lead) == sellers[1]
    assert why(admin, lead)["load"] == 1
    assert assigned(admin, a_lead(admin, word)) == sellers[2]
    answer = admin.post(f"/x/assignment/assign/lead/{a_lead(admin, word)}")
    assert answer.status_code == 409  # everybody has enough, and no other rule fits


def test_S_ACT_09_by_skill_only_who_can_do_it_gets_it_and_the_next_rule_is_asked_otherwise(admin: Caller, sellers: list[str]) -> None:
    word, language = uuid.uuid4().hex, uuid.uuid4().hex
    a_rule(admin, word, members=sellers, skills=[language], position=1)
    a_rule(admin, word, members=sellers[2:], position=2, name=f"Otherwise {word}")
    lead = a_lead(admin, word)
    assert assigned(admin, lead) == sellers[2]
    assert why(admin, lead)["because"] == f"Otherwise {word}"
    skills = made(admin, "assignment_person", person=sellers[1], skills=[language, "English"])
    assert assigned(admin, a_lead(admin, word)) == sellers[1]
    admin.patch(f"/api/v1/records/assignment_person/{skills}", {"most": 0})
    assert assigned(admin, a_lead(admin, word)) == sellers[2]
    admin.delete(f"/api/v1/records/assignment_person/{skills}")


def test_S_ACT_09_by_territory_the_one_that_says_most_of_the_place_decides(admin: Caller, sellers: list[str]) -> None:
    word, team = uuid.uuid4().hex, made(admin, "team", name=uuid.uuid4().hex, members=sellers[2:])
    a_rule(admin, word, way="territory")
    made(admin, "territory", name=f"{word} Poland", country="pl", person=sellers[0])
    made(admin, "territory", name=f"{word} Warsaw", country="PL", postal_code="00-", person=sellers[1])
    made(admin, "territory", name=f"{word} energy", country="PL", postal_code="00-", industry="energy", team=team)
    places = [({"country": "PL", "postal_code": "80-001"}, "retail"), ({"country": "PL", "postal_code": "00-950"}, "retail"), ({"country": "PL", "postal_code": "00-950"}, "energy")]
    given = [assigned(admin, a_lead(admin, word, address=address, industry=industry)) for address, industry in places]
    assert given == sellers
    assert admin.post(f"/x/assignment/assign/lead/{a_lead(admin, word, address={'country': 'DE'})}").status_code == 409


def test_a_rule_is_refused_with_a_condition_that_cannot_be_understood(admin: Caller) -> None:
    answer = admin.post("/api/v1/records/assignment_rule", {"name": uuid.uuid4().hex, "where": "tier = 'a'", "open_where": "status ="})
    assert [error["field"] for error in answer.json["errors"]] == ["where", "open_where"]


def test_who_got_a_lead_sees_why_and_others_do_not_decide(office: Web, admin: Caller, sellers: list[str]) -> None:
    word = uuid.uuid4().hex
    a_rule(admin, word, members=sellers[:1])
    lead = a_lead(admin, word)
    assigned(admin, lead)
    mine, other = (office.as_user(seller) for seller in sellers[:2])
    assert mine.get(f"/api/v1/records/assignment/{why(admin, lead)['id']}").status_code == 200
    assert other.get(f"/api/v1/records/assignment/{why(admin, lead)['id']}").status_code == 404
    assert mine.post(f"/x/assignment/assign/lead/{lead}").status_code == 404  # rules are nothing that they know of
