"""A choice with moves is a state machine: it goes only where somebody may take it, by whatever door (W2)."""

from __future__ import annotations

import pytest

from dougong import Object, PermissionSet, Role, choice, move, text
from tests.core.api.clients import Caller, Web
from tests.support.worlds import World

MOVES = [
    move("review", since=["draft"], requires=["note"]),
    move("done", since=["review"], roles=["x_mv_chief"], when="name <> 'Bad'", message="Give it a better name"),
    move("draft"),
]
OWN = {"create": True, "read": True, "edit": True, "delete": True}


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    world.define(
        Role("x_mv_chief"), Role("x_mv_hand", parent="x_mv_chief"),
        Object("x_mv_paper", fields={"name": text(required=True)}, note=text(), state=choice(["draft", "review", "done"], default="draft", moves=MOVES)),
        PermissionSet("x_mv_staff", objects={"x_mv_paper": OWN | {"modify_all": True, "view_all": True}}),
    )  # fmt: skip
    return Web(world)


@pytest.fixture(scope="module")
def hand(web: Web) -> Caller:
    return web.create_user("Hal", role="x_mv_hand", permission_sets=["x_mv_staff"])[1]


@pytest.fixture(scope="module")
def chief(web: Web) -> Caller:
    return web.create_user("Chi", role="x_mv_chief", permission_sets=["x_mv_staff"])[1]


def test_W2_17_5_a_state_changes_only_by_its_moves_through_every_door(hand: Caller, chief: Caller) -> None:
    paper = hand.post("/api/v1/records/x_mv_paper", {"name": "P"}).json["id"]
    place = f"/api/v1/records/x_mv_paper/{paper}"
    refused = hand.patch(place, {"state": "done"})
    assert refused.status_code == 422 and refused.json["errors"][0]["code"] == "move"
    assert "Review" in refused.json["errors"][0]["message"]
    assert hand.patch(place, {"state": "review"}).json["errors"][0]["field"] == "note"
    for op in ("update", "upsert"):
        done = hand.post("/api/v1/records/x_mv_paper/bulk", {"op": op, "key": "id", "records": [{"id": paper, "state": "done"}]})
        assert done.json["results"][0]["status"] == "error"
    assert hand.patch(place, {"state": "review", "note": "ready"}).status_code == 200
    assert hand.patch(place, {"state": "done"}).status_code == 422
    assert chief.patch(place, {"state": "done"}).status_code == 200
    assert hand.patch(place, {"state": "draft"}).status_code == 200


def test_a_move_has_a_condition_and_says_what_is_missing(hand: Caller, chief: Caller) -> None:
    paper = hand.post("/api/v1/records/x_mv_paper", {"name": "Bad", "note": "n", "state": "review"}).json["id"]
    refused = chief.patch(f"/api/v1/records/x_mv_paper/{paper}", {"state": "done"})
    assert refused.json["errors"][0]["message"] == "Give it a better name"
    assert chief.patch(f"/api/v1/records/x_mv_paper/{paper}", {"state": "done", "name": "Good"}).status_code == 200


def test_a_form_offers_just_where_it_can_go(hand: Caller, chief: Caller) -> None:
    paper = hand.post("/api/v1/records/x_mv_paper", {"name": "P", "note": "n", "state": "review"}).json["id"]
    offered = [who.post("/api/v1/records/x_mv_paper/form", {"values": {}, "id": paper}).json["fields"]["state"]["options"] for who in (hand, chief)]
    assert offered == [["draft", "review"], ["draft", "review", "done"]]


def test_moves_that_name_what_is_not_there_are_refused(web: Web) -> None:
    admin = web.administrator()
    wrong = [{"to": "gone"}, {"to": "b", "requires": ["nothing"]}, {"to": "b", "roles": ["x_nobody"]}, {"to": "b", "when": "nme = 1"}]
    field = {"type": "choice", "options": [{"value": "a"}, {"value": "b"}], "moves": wrong}
    answer = admin.put("/api/v1/meta/object/x_mv_wrong", {"name": "x_mv_wrong", "fields": {"name": {"type": "text"}, "state": field}})
    assert answer.status_code == 422
    found = {error["field"].partition("/moves/")[2] for error in answer.json["errors"]}
    assert {"0", "1/requires", "2/roles", "3/when"} <= found
