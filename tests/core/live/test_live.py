"""Open pages hear that something changed, as far as their reader may know of it, and never what."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from werkzeug.test import EnvironBuilder

from core.live.hub import Hub
from dougong import Object, PermissionSet, Unavailable, text
from tests.core.api.clients import Web
from tests.support.worlds import World

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module", autouse=True)
def things(world: World) -> None:
    world.define(
        Object("x_li_open", fields={"name": text(required=True)}, sharing="read"),
        Object("x_li_closed", fields={"name": text(required=True)}),
        PermissionSet("x_li_staff", objects={"x_li_open": {"create": True, "read": True}}),
    )


@pytest.fixture
def hub(world: World) -> Iterator[Hub]:
    made = Hub(world.platform, most=2)
    yield made
    made.stop()


def first_news(messages: Iterator[bytes]) -> Any:
    for message in messages:
        if message.startswith(b"event: changed"):
            return orjson.loads(message.partition(b"data: ")[2])["objects"]
    return None


def hear(hub: Hub, world: World, user: str, objects: list[str], do: Any) -> Any:
    """What a page hears first of what is done while it listens."""
    subscription = hub.subscribe(world.tenant, user, objects)
    assert next(subscription) == b"retry: 3000\n\n"
    while world.tenant not in hub._positions:  # it has looked once
        threading.Event().wait(0.05)
    do()
    found = first_news(subscription)
    subscription.close()
    return found


def test_a_page_hears_of_objects_that_its_reader_may_read_and_of_nothing_else(world: World, hub: Hub) -> None:
    def change() -> None:
        world.create("x_li_closed", {"name": "secret"})
        world.create("x_li_open", {"name": "known"})

    assert hear(hub, world, world.create_user(f"Ear{id(hub)}"), ["x_li_open"], change) == ["x_li_open"]


def test_just_the_one_who_is_told_hears_of_a_notification(world: World, hub: Hub) -> None:
    ann, bob = world.create_user(f"An{id(hub)}"), world.create_user(f"Bo{id(hub)}")

    def change() -> None:
        made = world.create("x_li_open", {"name": "x"})
        for user in (ann, bob):
            row = {"kind": "assigned", "about": {"object": "x_li_open", "id": made["id"]}, "owner_id": user}
            world.create("notification", row) if user == bob else None
        world.create("x_li_closed", {"name": "y"})

    assert hear(hub, world, bob, ["notification"], change) == ["notification"]
    assert hear(hub, world, ann, ["notification", "x_li_closed"], change) == ["x_li_closed"]


def test_pages_beyond_the_most_are_refused_and_one_that_leaves_makes_room(world: World, hub: Hub) -> None:
    first = hub.subscribe(world.tenant, "a", [])
    hub.subscribe(world.tenant, "b", [])
    with pytest.raises(Unavailable):
        hub.subscribe(world.tenant, "c", [])
    first.close()  # before it has heard anything, as after a HEAD
    hub.subscribe(world.tenant, "c", [])


def test_stopping_ends_every_connection(world: World, hub: Hub) -> None:
    messages = hub.subscribe(world.tenant, "a", [])
    next(messages)
    threading.Timer(0.2, hub.stop).start()
    assert list(messages)[-1] == b": quiet\n\n"


def test_over_http_one_signs_in_and_asks_for_events(world: World) -> None:
    web = Web(world)
    assert web.nobody().get("/api/v1/live", headers=STREAM).status_code == 401
    assert web.administrator().get("/api/v1/live").status_code == 400
    environ = EnvironBuilder("/api/v1/live", headers=STREAM | web.administrator().headers).get_environ()
    sent: dict[str, str] = {}
    body = web.app(environ, lambda status, headers: sent.update(headers, status=status))
    assert next(iter(body)) == b"retry: 3000\n\n"
    body.close()
    assert (sent["status"], sent["Content-Type"], sent["Cache-Control"]) == ("200 OK", "text/event-stream", "private, no-store")
