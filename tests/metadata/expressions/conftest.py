"""The two databases that expressions are compiled for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from tests.metadata.expressions.samples import sqlite_engine


@pytest.fixture(scope="session")
def lite() -> Iterator[Engine]:
    engine = sqlite_engine()
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["lite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the two in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
