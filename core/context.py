"""The context: tenant, actor, catalogue and unit of work of one request or job. The first parameter everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.egress import Unreached, send
from core.files.receiving import held
from core.files.records import attach, content_of, store_of
from core.jobs.queue import enqueue
from core.records.door import Door
from core.rights.access import rights_parameters
from core.rights.actor import SYSTEM, Actor
from dougong import Conflict, Unavailable
from metadata.expressions import Env, env_parameters

if TYPE_CHECKING:
    from core.database.stores import Store
    from core.database.unit import Unit
    from core.platform import Platform
    from core.records.changes import Noting
    from dougong import Reply
    from metadata.catalogue import Catalogue

__all__ = ["Ctx"]


class Ctx:
    """What code of the platform and of plugins works with; implements `dougong.Context`.

    source: what writes, kept with each event: `api`, `import`, the name of a job. noting: the change set that keeps how
    to put back what is written here (`core.records.changes`), and in the reactions to it. attended: whether a person waits
    for the answer, and can be asked; not in jobs and in reactions. process: the process that writes, whose own lock on a
    record doesn't keep it out.
    """

    attended = True
    process: str | None = None

    def __init__(
        self,
        platform: Platform,
        tenant: str,
        unit: Unit,
        catalogue: Catalogue,
        actor: Actor,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        source: str = "api",
    ) -> None:
        self.platform = platform
        self.tenant = tenant
        self.unit = unit
        self.catalogue = catalogue
        self.actor = actor
        self.source = source
        self.clock = now
        self.now = now()
        self.records = Door(self)
        self.noting: Noting | None = None

    @property
    def store(self) -> Store:
        """Where the tenant's data lies."""
        return self.unit.store

    @cached_property
    def env(self) -> Env:
        """What expressions may ask of the world."""
        actor = self.actor
        return Env(now=self.now, time_zone=actor.time_zone, me=actor.id, role=actor.role)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The values that any read may need: who asks, and when."""
        return env_parameters(self.env) | rights_parameters(self.actor, self.now)

    @property
    def hooks(self) -> Any:
        """The hooks of the plugins that are enabled in this tenant: `ctx.hooks.record_before_save(ctx=…, change=…)`."""
        return self.platform.host.hooks(self.catalogue)

    def as_system(self) -> Ctx:
        """The same unit of work, with every right; for the platform's own duties only."""
        return self.acting(SYSTEM)

    def unrestricted(self) -> Ctx:
        """The same actor and unit of work, with every right: plugins ask for it where they have looked themselves."""
        return self.acting(replace(self.actor, system=SYSTEM.system))

    def acting(self, actor: Actor) -> Ctx:
        """The same unit of work for another actor."""
        return self._with(self.unit, actor, self.source)

    def again(self, unit: Unit, *, source: str) -> Ctx:
        """The same actor in another unit of work, for what follows a commit."""
        made = self._with(unit, self.actor, source)
        made.attended = False
        return made

    def _with(self, unit: Unit, actor: Actor, source: str) -> Ctx:
        made = Ctx(self.platform, self.tenant, unit, self.catalogue, actor, now=self.clock, source=source)
        made.noting = self.noting
        made.attended = self.attended
        made.process = self.process
        return made

    def settings(self, name: str) -> Mapping[str, Any]:
        """The values of the settings called `name`, defaults filled in."""
        document = self.catalogue.settings.get(name, {})
        defaults = {key: field.get("default") for key, field in document.get("fields", {}).items()}
        return {**defaults, **document.get("values", {})}

    def enqueue(self, job: str, payload: Mapping[str, Any], *, due: datetime | None = None) -> str:
        """Write a job in this transaction; it runs after the commit. Answers the job's id."""
        return enqueue(self, job, payload, due=due)

    def ask(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Ask another server once, outside of any transaction."""
        if self.unit.writing:
            raise Conflict("Other servers are asked while no transaction is open; write a delivery, and let its channel ask")
        self.unit.close()  # others need the connection meanwhile
        try:
            return send(method, url, body=body, headers=headers, allowed=self.platform.config.egress)
        except Unreached as error:
            raise Unavailable("{answer}", answer=str(error)) from error

    def upload(self, name: str, content: bytes, about: Mapping[str, str] | None = None) -> str:
        """Keep content as a file of the actor's; answers the file's id."""
        with held(store_of(self), name, content, about or {}) as received:
            return str(attach(self, received)["id"])

    def content(self, file: str) -> bytes:
        """What is in an uploaded file that the actor may read."""
        return content_of(self, file)[0].read_bytes()

    def fields(self, object: str) -> Mapping[str, Mapping[str, Any]]:
        """The fields of an object that the actor may see, as documents."""
        kind = self.catalogue.object(object)
        visible = self.records.access(object).visible
        return {name: field.document for name, field in kind.fields.items() if name in visible}

    def option(self, object: str, field: str, value: str) -> Mapping[str, Any]:
        """The option of a choice, as the tenant has it; empty where there is none."""
        found = self.catalogue.object(object).field(field).option(value)
        return found.document if found else {}
