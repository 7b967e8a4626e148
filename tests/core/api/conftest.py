"""The API over a world, on each database; one per module."""

from __future__ import annotations

import pytest

from dougong import Object, PermissionSet, date, decimal, reference, text
from tests.core.api.clients import Caller, Web
from tests.support.worlds import World

BOAT = Object(
    "x_boat",
    sharing="private",
    fields={"name": text(required=True, max_length=40)},
    x_length=decimal(scale=1),
    x_price=decimal(scale=2),
    x_built=date(),
    x_home=reference("x_port"),
)
PORT = Object("x_port", sharing="read", fields={"name": text(required=True, unique=True)})
EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
SAILOR = PermissionSet(
    "x_sailor",
    objects={
        "x_boat": {**EVERYTHING, "fields": {"x_price": "none"}},
        "x_port": {"read": True},
        "file": {"create": True, "read": True},
        "user": {"read": True},
    },
)


@pytest.fixture(scope="module")
def web(world: World) -> Web:
    """A world with boats and ports, and the API over it."""
    world.define(PORT, BOAT, SAILOR)
    return Web(world)


@pytest.fixture(scope="module")
def admin(web: Web) -> Caller:
    """Who may do everything."""
    return web.administrator()


@pytest.fixture(scope="module")
def sailor(web: Web) -> Caller:
    """Who sees the own boats, but not what they cost."""
    return web.create_user("Sindbad", permission_sets=["x_sailor"])[1]


@pytest.fixture(scope="module")
def stranger(web: Web) -> Caller:
    """Another sailor."""
    return web.create_user("Ahab", permission_sets=["x_sailor"])[1]


@pytest.fixture(scope="module")
def nobody(web: Web) -> Caller:
    """Who has not signed in."""
    return web.nobody()
