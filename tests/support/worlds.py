"""Makers of platforms, tenants, definitions and users for tests of the core."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from core.config import Config
from core.configuration.change import change
from core.context import Ctx
from core.platform import Platform
from core.tenants.making import create_tenant
from core.transactions import in_transaction
from dougong import Definition

__all__ = ["World", "make_world"]

TENANT = "acme"
SECRET = "a key for tests"


class World:
    """One tenant with no plugins but the core, in which a test declares what it needs."""

    def __init__(self, platform: Platform, tenant: str = TENANT) -> None:
        self.platform = platform
        self.tenant = tenant

    def define(self, *definitions: Definition) -> None:
        """Put definitions of the tenant in force."""

        def put(ctx: Ctx) -> None:
            change(ctx, [(definition, "tenant", "tenant") for definition in definitions], note="test")

        in_transaction(self.platform, self.tenant, put)

    def retire(self, *names: tuple[str, str]) -> None:
        """Retire definitions of the tenant."""
        in_transaction(
            self.platform, self.tenant, lambda ctx: change(ctx, retire=[(kind, name, "tenant") for kind, name in names])
        )

    @contextmanager
    def system(self) -> Iterator[Ctx]:
        """A context with every right; commits at the end."""
        with self.platform.open(self.tenant) as ctx:
            yield ctx

    @contextmanager
    def as_user(self, user: str) -> Iterator[Ctx]:
        """A context for a user by id; commits at the end."""
        with self.platform.open(self.tenant) as ctx:
            yield ctx.acting(self.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, user))

    def create_user(self, name: str, **values: Any) -> str:
        """A user; answers the id."""
        with self.system() as ctx:
            record = ctx.records.create("user", {"name": name, "email": f"{name.lower()}@example.com", **values})
        return str(record["id"])

    def create(self, object: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """A record, made by the system."""
        with self.system() as ctx:
            return ctx.records.create(object, values)


@contextmanager
def make_world(url: str, folder: Path, plugins: str = "plugins = []\n") -> Iterator[World]:
    """A platform on a database with one fresh tenant; on SQLite it is a copy."""
    listed = folder / f"plugins-{uuid.uuid4().hex[:6]}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    listed.write_text(plugins)
    if not url.startswith("postgresql"):
        shutil.copytree(_fresh_tenant(), folder, dirs_exist_ok=True)
    platform = Platform(Config(data=folder, database_url=url, secret_key=SECRET, plugins=listed))
    try:
        if url.startswith("postgresql"):
            _create(platform)
        yield World(platform)
    finally:
        platform.close()


@cache
def _fresh_tenant() -> Path:
    """The data folder of an installation with the tenant. Making one takes most of a second."""
    folder = Path(tempfile.mkdtemp(prefix="world-", dir=os.environ["DOUGONG_TEST_RUN"]))
    (folder / "plugins.toml").write_text("plugins = []\n")
    platform = Platform(Config(data=folder / "data", secret_key=SECRET, plugins=folder / "plugins.toml"))
    _create(platform)
    platform.close()
    return folder / "data"


def _create(platform: Platform) -> None:
    create_tenant(platform, TENANT, "admin@example.com", "a long password")
