"""A tenant with the shipped plugins, whose records the tests work with as different people."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from core.config import Config
from core.platform import Platform
from core.rights.actor import SYSTEM
from core.tenants import create_tenant
from core.transactions import in_transaction
from tests.core.api.clients import Caller, Web
from tests.support import postgres
from tests.support.worlds import World

T = TypeVar("T")
TENANT = "shop"
PLUGINS_FILE = Path(__file__).parents[2] / "plugins.toml"


def pytest_configure(config: pytest.Config) -> None:
    """The mark of the test kit, which the tutorial's test uses; the kit itself brings it where Dougong is installed."""
    config.addinivalue_line("markers", "plugins(*names): the plugins that the test's tenant has enabled")


@dataclass(frozen=True)
class Shop:
    """A tenant. Each call of `do` is a transaction of its own, by the system or by a user."""

    platform: Platform

    def do(self, work: Callable[[Any], T], *, by: str | None = None) -> T:
        if by is None:
            return in_transaction(self.platform, TENANT, work, actor=SYSTEM, source="test")
        with self.platform.open_as(TENANT, by, source="test") as ctx:
            return work(ctx)

    def create(self, object: str, *, by: str | None = None, **values: Any) -> str:
        return str(self.do(lambda ctx: ctx.records.create(object, values), by=by)["id"])

    def update(self, object: str, id: str, *, by: str | None = None, **values: Any) -> dict[str, Any]:
        return dict(self.do(lambda ctx: ctx.records.update(object, id, values), by=by))

    def get(self, object: str, id: str, *, by: str | None = None) -> dict[str, Any]:
        return dict(self.do(lambda ctx: ctx.records.get(object, id), by=by))

    def all(self, object: str, filter: str | None = None, *, by: str | None = None) -> list[dict[str, Any]]:
        return list(self.do(lambda ctx: ctx.records.list(object, filter=filter, limit=1000), by=by).data)

    def user(self, name: str, role: str | None, *permission_sets: str) -> str:
        """A user, by e-mail address, with the permissions of everybody and these."""
        email = f"{name}@shop.test"
        self.create("user", email=email, name=name.title(), role=role, permission_sets=["standard", *permission_sets])
        return email


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A tenant with all shipped plugins on each database, and the API over it; shared by the tests of a module."""
    folder = tmp_path_factory.mktemp("office")
    if request.param == "sqlite":
        with furnished_office("", folder) as made:
            yield made
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(f"office_{uuid.uuid4().hex}") as url, furnished_office(url, folder) as made:
        yield made


@contextmanager
def furnished_office(url: str, folder: Path, plugins: Iterable[str] = ()) -> Iterator[Web]:
    """With these plugins, or all that are shipped."""
    platform = Platform(Config(data=folder, database_url=url, secret_key="a key for tests", plugins=PLUGINS_FILE))
    try:
        create_tenant(platform, TENANT, "admin@example.com", "a long password", [*plugins] or platform.host.order)
        yield Web(World(platform, TENANT))
    finally:
        platform.close()


@pytest.fixture(scope="module")
def admin(office: Web) -> Caller:
    """Who may do everything in the office."""
    return office.administrator()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation with the tenant, to be copied: making one takes seconds."""
    folder = tmp_path_factory.mktemp("furnished")
    platform = Platform(Config(data=folder, plugins=PLUGINS_FILE))
    create_tenant(platform, TENANT, "admin@shop.test", "a long password", ["customers", "products", "sales"])
    platform.close()
    return folder


@pytest.fixture
def shop(furnished: Path, tmp_path: Path) -> Iterator[Shop]:
    data = tmp_path / "data"
    shutil.copytree(furnished, data)
    platform = Platform(Config(data=data, plugins=PLUGINS_FILE))
    yield Shop(platform)
    platform.close()
