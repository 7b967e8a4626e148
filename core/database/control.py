"""The control database: which tenants there are, and where each lives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from core.database.failures import translated
from core.database.schema import create_system_tables
from core.database.stores import Servers, Store
from core.database.tables import CONTROL, control_tenant, state
from dougong import BadRequest, Conflict, NotFound

__all__ = ["Control", "Tenant"]

SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Tenant:
    """A customer of the installation, as the control database knows it."""

    slug: str
    place: str
    schema: str
    status: str


class Control:
    """Tenants and their stores. Tenants are kept in memory; one that isn't known is looked for again."""

    def __init__(self, url: str, folder: Path) -> None:
        """`url`: of the control database, empty for a SQLite file in `folder`, where tenants' files and uploads lie."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.url = url or f"sqlite:///{folder / 'control.db'}"
        self.servers = Servers()
        self._server = self.servers.at(self.url)
        self._tenants: Mapping[str, Tenant] = {}
        self._stores: dict[str, tuple[Tenant, Store]] = {}
        with translated(), self._server.writing.begin() as connection:
            CONTROL.create_all(connection)
        self.refresh()

    # -- tenants ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tenants anew."""
        columns = control_tenant.c
        query = sa.select(columns.slug, columns.place, columns.schema, columns.status)
        with translated(), self._server.reading.connect() as connection:
            self._tenants = {row.slug: Tenant(*row) for row in connection.execute(query)}

    def tenants(self) -> list[Tenant]:
        """All tenants, by name."""
        self.refresh()
        return sorted(self._tenants.values(), key=lambda tenant: tenant.slug)

    def tenant(self, slug: str) -> Tenant:
        """One tenant; raises NotFound."""
        found = self._tenants.get(slug)
        if found is None:
            self.refresh()
            found = self._tenants.get(slug)
        if found is None:
            raise NotFound("There is no tenant called {slug}", slug=slug)
        return found

    def only_tenant(self) -> Tenant | None:
        """The tenant, where there is just one."""
        tenants = self._tenants or {t.slug: t for t in self.tenants()}
        return next(iter(tenants.values())) if len(tenants) == 1 else None

    def store(self, slug: str) -> Store:
        """The store of a tenant; raises NotFound."""
        tenant = self.tenant(slug)
        known = self._stores.get(slug)
        if known is None or known[0] != tenant:  # it may have moved
            known = self._stores[slug] = (tenant, self._open(tenant, self._url(tenant)))
        return known[1]

    def create(self, slug: str, place: str = "") -> Store:
        """Make a tenant with its schema or file and the platform's tables. Raises Conflict for a name in use."""
        if not SLUG.fullmatch(slug):
            raise BadRequest("A tenant's name has letters a-z, digits and hyphens, and begins with a letter: {slug}", slug=slug)
        self.refresh()
        if slug in self._tenants:
            raise Conflict("There is a tenant called {slug} already", slug=slug)
        tenant = Tenant(slug, place, f"t_{slug.replace('-', '_')}", "active")
        store = self._open(tenant, self._url(tenant))
        self._lay_out(store, slug)
        with translated(), self._server.writing.begin() as connection:
            values = {"slug": slug, "place": place, "schema": tenant.schema, "status": "active", "created_at": datetime.now(UTC)}
            connection.execute(sa.insert(control_tenant).values(values))
        self.refresh()
        return store

    def delete(self, slug: str) -> None:
        """Remove a tenant and everything it has."""
        tenant = self.tenant(slug)
        store = self.store(slug)
        with translated(), self._server.writing.begin() as connection:
            connection.execute(sa.delete(control_tenant).where(control_tenant.c.slug == slug))
        self._stores.pop(slug, None)
        self.refresh()
        if store.backend == "postgresql":
            with translated(), store.writing.begin() as connection:
                connection.execute(DropSchema(tenant.schema, cascade=True))
        else:
            self.servers.forget(self._url(tenant))
            for end in ("", "-wal", "-shm", ".lock"):
                self._file(tenant).with_name(self._file(tenant).name + end).unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection."""
        self.servers.close()

    # -- places ----------------------------------------------------------------------------------------------

    def _file(self, tenant: Tenant) -> Path:
        return self.folder / "tenants" / f"{tenant.slug}.db"

    def _url(self, tenant: Tenant) -> str:
        if tenant.place:
            return tenant.place
        if self._server.backend == "postgresql":
            return self.url
        return f"sqlite:///{self._file(tenant)}"

    def _open(self, tenant: Tenant, url: str) -> Store:
        database = make_url(url).database
        if url.startswith("sqlite") and database:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        server = self.servers.at(url)
        return Store(server, tenant.schema if server.backend == "postgresql" else None)

    def _lay_out(self, store: Store, slug: str) -> None:
        with translated(), store.writing.begin() as connection:
            if store.schema is not None:
                connection.execute(CreateSchema(store.schema, if_not_exists=True))
            translated_connection = store.translate(connection)
            create_system_tables(translated_connection, store)
            known = translated_connection.execute(sa.select(state.c.id)).first()
            if known is None:
                translated_connection.execute(sa.insert(state).values(id=1, slug=slug))
