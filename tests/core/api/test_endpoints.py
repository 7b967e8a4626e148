"""Endpoints of plugins: there where the plugin is enabled, and for who may do what they declare."""

from __future__ import annotations

from typing import Any

import pytest

from core.api.endpoints import plugin_routes
from core.ids import new_id
from dougong import Context, Endpoint, Invalid, Problem, Request
from tests.core.api.clients import Caller, Web
from tests.core.api.conftest import BOAT, PORT, SAILOR
from tests.support.worlds import World


def rename(ctx: Context, request: Request) -> dict[str, Any]:
    """Give a boat the name in the body."""
    if "name" not in request.body:
        raise Invalid("A boat needs a name")
    boat = ctx.records.update("x_boat", request.ids["boat"], {"name": request.body["name"]})
    return {"name": boat["name"], "loud": request.query.get("loud")}


RENAME = Endpoint(method="POST", path="boats/<x_boat:boat>/rename", object="x_boat", action="edit", view=rename)
COUNT = Endpoint(
    method="GET", path="count", object="x_port", action="create", view=lambda ctx, request: ctx.records.list("x_port", count=True).count
)


class FakeHost:
    """A host that has just endpoints."""

    def __init__(self, *endpoints: Endpoint) -> None:
        self.endpoints = [("harbour", endpoint) for endpoint in endpoints]


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    """A server whose plugin `harbour` is enabled."""
    world.define(PORT, BOAT, SAILOR)
    world.platform.host.__dict__["endpoints"] = FakeHost(RENAME, COUNT).endpoints
    set_enabled(world, "harbour")
    return Web(world)


def set_enabled(world: World, *plugins: str) -> None:
    with world.system() as ctx:
        ctx.catalogue.plugins = plugins


@pytest.fixture
def boat(sailor: Caller) -> str:
    return str(sailor.post("/api/v1/records/x_boat", {"name": "Old"}).json["id"])


def test_an_endpoint_works_with_the_rights_of_the_actor(sailor: Caller, stranger: Caller, boat: str) -> None:
    place = f"/x/harbour/boats/{boat}/rename"
    assert sailor.post(f"{place}?loud=yes", {"name": "New"}).json == {"name": "New", "loud": "yes"}
    assert sailor.get(f"/api/v1/records/x_boat/{boat}").json["name"] == "New"
    foreign, missing = stranger.post(place, {"name": "Mine"}), stranger.post(f"/x/harbour/boats/{new_id()}/rename", {"name": "Mine"})
    assert (foreign.status_code, foreign.get_data()) == (404, missing.get_data())


def test_an_endpoint_refuses_who_may_not_do_what_it_declares(sailor: Caller, admin: Caller, nobody: Caller) -> None:
    assert admin.get("/x/harbour/count").json == 0
    assert sailor.get("/x/harbour/count").status_code == 403
    assert nobody.get("/x/harbour/count").status_code == 401


def test_what_an_endpoint_refuses_undoes_what_it_did(sailor: Caller, boat: str) -> None:
    assert sailor.post(f"/x/harbour/boats/{boat}/rename", {}).status_code == 422


def test_a_repeated_call_happens_once(sailor: Caller, boat: str) -> None:
    key = {"Idempotency-Key": new_id()}
    answers = [sailor.post(f"/x/harbour/boats/{boat}/rename", {"name": "Twice"}, headers=key) for _ in range(2)]
    assert answers[0].get_data() == answers[1].get_data()
    assert sailor.get(f"/api/v1/records/x_boat/{boat}").json["version"] == 2


def test_it_is_described(admin: Caller) -> None:
    assert "/x/harbour/boats/{boat}/rename" in admin.get("/api/v1/openapi.json").json["paths"]


def test_where_the_plugin_is_not_enabled_nothing_is_there(web: Web, sailor: Caller, boat: str) -> None:
    set_enabled(web.world)
    try:
        assert sailor.post(f"/x/harbour/boats/{boat}/rename", {"name": "New"}).status_code == 404
    finally:
        set_enabled(web.world, "harbour")


@pytest.mark.parametrize(
    "endpoint",
    [
        Endpoint(method="FETCH", path="a", object="x", action="read", view=rename),
        Endpoint(method="GET", path="a", object="x", action="look", view=rename),
        Endpoint(method="GET", path="/a", object="x", action="read", view=rename),
        Endpoint(method="GET", path="a/<id>", object="x", action="read", view=rename),
    ],
)
def test_an_endpoint_that_cannot_be_is_refused_when_the_server_starts(endpoint: Endpoint) -> None:
    with pytest.raises(Problem):
        list(plugin_routes(FakeHost(endpoint)))  # type: ignore[arg-type]
