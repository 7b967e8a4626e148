"""Worlds for the tests of the core: one per module and database, since making one takes most of a second."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.support import postgres
from tests.support.worlds import World, make_world


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A tenant with the core alone, on each database; shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("world")
    if request.param == "sqlite":
        with make_world("", folder) as made:
            yield made
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(f"world_{uuid.uuid4().hex}") as url, make_world(url, folder) as made:
        yield made
