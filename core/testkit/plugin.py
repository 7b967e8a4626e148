"""The pytest plugin: a tenant with just the plugins that a test names, clients and makers of users and records.

pytestmark = pytest.mark.plugins("fleet")

def test_a_vehicle_needs_a_plate(client):
    assert client.post("/api/v1/records/vehicle", json={}).status_code == 422
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.api.app import create_app
from core.platform import Platform
from core.testkit.clients import SignedIn
from core.testkit.recorder import HookRecorder
from core.testkit.workbench import ADMIN, Tenant, folders_for, open_tenant

__all__: list[str] = []

DATABASE = "--dougong-database"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--dougong-database URL`: run on this database, such as postgresql+psycopg://…, instead of SQLite."""
    group = parser.getgroup("dougong")
    group.addoption(
        DATABASE, default="", metavar="URL", help="control database of the tests' tenants; default: SQLite files"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "plugins(*names): the plugins that the test's tenant has enabled")


@pytest.fixture
def plugin_names(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The plugins that the test names with `@pytest.mark.plugins`, nearest mark first."""
    marks = request.node.iter_markers("plugins")
    return tuple(dict.fromkeys(name for mark in marks for name in mark.args))


@pytest.fixture
def database_url(pytestconfig: pytest.Config) -> str:
    """The control database of the test; empty: a SQLite file."""
    return str(pytestconfig.getoption(DATABASE))


@pytest.fixture
def tenant(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    database_url: str,
    plugin_names: tuple[str, ...],
) -> Iterator[Tenant]:
    """A tenant of the test's own. `tenant.open()` gives a context, `tenant.run_jobs()` runs what waits."""
    templates = tmp_path_factory.getbasetemp() / "dougong-templates"
    folders = folders_for(request.path, plugin_names)
    with open_tenant(tmp_path / "dougong", templates, database_url, plugin_names, folders) as made:
        yield made


@pytest.fixture
def platform(tenant: Tenant) -> Platform:
    """The platform that the tenant lives on."""
    return tenant.platform


@pytest.fixture
def dougong_app(platform: Platform) -> Flask:
    """The server's app."""
    return create_app(platform)


@pytest.fixture
def client(dougong_app: Flask, tenant: Tenant) -> SignedIn:
    """An HTTP client that is signed in as the administrator."""
    with tenant.open() as ctx:
        found = ctx.records.list("user", filter=f'email = "{ADMIN}"').data
    return SignedIn(dougong_app, tenant, found[0])


@pytest.fixture
def create_user(tenant: Tenant) -> Callable[..., dict[str, Any]]:
    """Makes a user: `create_user("anna", permission_sets=["sales_rep"], role="sales_rep_a")`."""

    def create(name: str, *, permission_sets: Sequence[str] = ("standard",), **values: Any) -> dict[str, Any]:
        email = values.pop("email", f"{name}@example.test")
        return tenant.create("user", {"name": name, "email": email, "permission_sets": list(permission_sets), **values})

    return create


@pytest.fixture
def user(create_user: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """A user who may do what everybody may."""
    return create_user("user")


@pytest.fixture
def as_user(dougong_app: Flask, tenant: Tenant, create_user: Callable[..., dict[str, Any]]) -> Callable[..., SignedIn]:
    """Makes a user and a client that is signed in as this user; `client.user` is the user's record."""

    def sign_in(name: str, **values: Any) -> SignedIn:
        return SignedIn(dougong_app, tenant, create_user(name, **values))

    return sign_in


@pytest.fixture
def create_record(tenant: Tenant) -> Callable[..., dict[str, Any]]:
    """Makes a record as the system: `create_record("vehicle", plate="WX 1234")`."""

    def create(object: str, /, **values: Any) -> dict[str, Any]:
        return tenant.create(object, values)

    return create


@pytest.fixture
def hook_recorder(platform: Platform) -> HookRecorder:
    """Remembers every call of a hook about records: `hook_recorder.of("record_saved", "vehicle")`."""
    recorder = HookRecorder()
    platform.host.manager.register(recorder, name="hook_recorder")
    return recorder
