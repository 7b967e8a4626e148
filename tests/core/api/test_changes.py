"""Change sets over HTTP: their makers see them and put them back, and hear what could not be."""

from __future__ import annotations

from core.jobs.running import run_due
from core.records.changes import change_set
from tests.core.api.clients import Caller, Web


def make_set(web: Web, sailor: Caller, count: int) -> tuple[str, list[str]]:
    with web.world.as_user(sailor.get("/api/v1/me").json["user"]["id"]) as ctx, change_set(ctx, "test", "x_boat", "A fleet") as id:
        made = ctx.records.bulk("x_boat", "create", [{"name": f"Boat {n}"} for n in range(count)])
    return id, [result["id"] for result in made]


def test_a_small_set_is_put_back_at_once_and_says_what_was_in_the_way(web: Web, sailor: Caller) -> None:
    id, (first, second) = make_set(web, sailor, 2)
    sailor.patch(f"/api/v1/records/x_boat/{first}", {"name": "Argo"})
    listed = sailor.get("/api/v1/change-sets?object=x_boat&limit=1").json["data"]
    assert [(found["id"], found["title"], found["created"], found["state"]) for found in listed] == [(id, "A fleet", 2, "done")]
    answer = sailor.post(f"/api/v1/change-sets/{id}/revert", headers={"Accept-Language": "pl"})
    assert (answer.status_code, answer.json["state"], answer.json["reverted"], answer.json["refused"]) == (200, "reverted", 1, 1)
    assert answer.json["refusals"][0] | {"kind": ""} == {
        "object": "x_boat", "record_id": first, "kind": "", "refusal": "Ten rekord został od tamtej pory zmieniony",
    }  # fmt: skip
    assert sailor.get(f"/api/v1/records/x_boat/{second}").status_code == 404
    assert sailor.get(f"/api/v1/records/x_boat/{first}").json["name"] == "Argo"


def test_a_large_set_is_put_back_by_a_job(web: Web, sailor: Caller) -> None:
    id, made = make_set(web, sailor, 150)
    answer = sailor.post(f"/api/v1/change-sets/{id}/revert")
    assert (answer.status_code, answer.json["state"]) == (202, "reverting")
    run_due(web.world.platform, web.world.tenant)
    assert sailor.get(f"/api/v1/jobs/{answer.json['job_id']}").json["state"] == "done"
    assert sailor.get(f"/api/v1/change-sets/{id}").json["state"] == "reverted"
    assert sailor.get(f"/api/v1/records/x_boat/{made[-1]}").status_code == 404
    assert sailor.post(f"/api/v1/change-sets/{id}/revert").status_code == 409


def test_a_list_goes_on_after_an_id_and_after_nothing_else(web: Web, sailor: Caller) -> None:
    older, newer = make_set(web, sailor, 1)[0], make_set(web, sailor, 1)[0]
    assert sailor.get(f"/api/v1/change-sets?before={newer}&limit=1").json["data"][0]["id"] == older
    assert sailor.get("/api/v1/change-sets?before=x").status_code == 400
