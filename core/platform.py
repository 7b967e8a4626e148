"""One process's platform: the tenants, the plugins and the compiled catalogues."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from core.config import Config
from core.configuration.cache import Catalogues
from core.context import Ctx
from core.database.control import Control
from core.database.unit import Unit
from core.host.host import Host
from core.jobs.bell import Bell
from core.processes.gates import Gates
from core.rights.actor import SYSTEM, Actor
from core.rights.cache import Actors

__all__ = ["Platform"]


class Platform:
    """Made once per process from the configuration."""

    def __init__(self, config: Config, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.config = config
        self.now = now
        self.control = Control(config.database_url, config.data)
        self.host = Host(config)
        self.catalogues = Catalogues()
        self.actors = Actors()
        self.bell = Bell()
        self.gates = Gates()

    @contextmanager
    def open(self, tenant: str, actor: Actor = SYSTEM, *, source: str = "") -> Iterator[Ctx]:
        """A context outside of HTTP; commits when the block ends well."""
        with Unit(self.control.store(tenant)) as unit:
            catalogue = self.catalogues.get(tenant, unit)
            yield Ctx(self, tenant, unit, catalogue, actor, now=self.now, source=source)

    @contextmanager
    def open_as(self, tenant: str, email: str, *, source: str = "") -> Iterator[Ctx]:
        """A context for the user with this e-mail address; raises NotFound."""
        with self.open(tenant, source=source) as ctx:
            yield ctx.acting(self.actors.by_email(ctx, email))

    def close(self) -> None:
        """Close every connection."""
        self.control.close()
