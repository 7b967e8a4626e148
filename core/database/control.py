"""The control database: which tenants there are, and where each lives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from core.database.engines import backend_of
from core.database.failures import translated
from core.database.roles import drop_schema, enter, provide
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
    role: str


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
        with translated(), self._server.change("") as connection:
            CONTROL.create_all(connection)
            _bring_up_to_date(connection)
        self.refresh()

    # -- tenants ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tenants anew."""
        columns = control_tenant.c
        query = sa.select(columns.slug, columns.place, columns.schema, columns.status, columns.role)
        with translated(), self._server.read("") as connection:
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
        known = self._stores.get(slug)
        if known is not None and known[1].stale:
            del self._stores[slug]
            self.refresh()
        tenant = self.tenant(slug)
        known = self._stores.get(slug)
        if known is None or known[0] != tenant:  # it may have moved
            known = self._stores[slug] = (tenant, self._open(tenant))
        return known[1]

    def create(self, slug: str, place: str = "") -> Store:
        """Make a tenant with its schema or file and the platform's tables. Raises Conflict for a name in use."""
        if not SLUG.fullmatch(slug):
            raise BadRequest("A tenant's name has letters a-z, digits and hyphens, and begins with a letter: {slug}", slug=slug)
        self.refresh()
        if slug in self._tenants:
            raise Conflict("There is a tenant called {slug} already", slug=slug)
        tenant = Tenant(slug, place, f"t_{slug.replace('-', '_')}", "active", "")
        store = self._lay_out(tenant)
        values = {"slug": slug, "place": place, "schema": tenant.schema, "role": store.role, "status": "active"}
        with translated(), self._server.change("") as connection:
            connection.execute(sa.insert(control_tenant).values(**values, created_at=datetime.now(UTC)))
        self.refresh()
        return store

    def protect(self, slug: str) -> None:
        """Give a tenant that is there the role that keeps others out, or make up what is missing of it."""
        tenant = self.tenant(slug)
        server = self.servers.at(self._url(tenant))
        if server.backend != "postgresql":
            return
        with translated(), server.change("") as connection:
            role = provide(connection, tenant.schema, tenant.role)
        with translated(), self._server.change("") as connection:
            connection.execute(sa.update(control_tenant).where(control_tenant.c.slug == slug).values(role=role))
        self.refresh()

    def unprotected(self) -> list[str]:
        """The tenants on PostgreSQL that the database itself doesn't keep apart, for want of a role."""
        return [t.slug for t in self.tenants() if not t.role and backend_of(self._url(t)) == "postgresql"]

    def delete(self, slug: str) -> None:
        """Remove a tenant and everything it has."""
        tenant = self.tenant(slug)
        store = self.store(slug)
        with translated(), self._server.change("") as connection:
            connection.execute(sa.delete(control_tenant).where(control_tenant.c.slug == slug))
        self._stores.pop(slug, None)
        self.refresh()
        if store.backend == "postgresql":
            with translated(), store.server.change("") as connection:
                drop_schema(connection, tenant.schema, tenant.role)
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

    def _open(self, tenant: Tenant, role: str = "") -> Store:
        url = self._url(tenant)
        database = make_url(url).database
        if url.startswith("sqlite") and database:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        server = self.servers.at(url)
        return Store(server, tenant.schema if server.backend == "postgresql" else None, role or tenant.role)

    def _lay_out(self, tenant: Tenant) -> Store:
        """Make a tenant's schema or file, with the platform's tables, in one transaction."""
        store = self._open(tenant)
        with translated(), store.server.change("") as connection:
            if store.schema is not None:
                store = self._open(tenant, provide(connection, store.schema, ""))
                enter(connection, store.role)
            within = store.translate(connection)
            create_system_tables(within, store)
            known = within.execute(sa.select(state.c.id)).first()
            if known is None:
                within.execute(sa.insert(state).values(id=1, slug=tenant.slug))
        return store


def _bring_up_to_date(connection: sa.Connection) -> None:
    """A column that an older version did not have."""
    there = {column["name"] for column in sa.inspect(connection).get_columns(control_tenant.name)}
    if "role" not in there:
        connection.exec_driver_sql("ALTER TABLE dg_tenant ADD COLUMN role TEXT NOT NULL DEFAULT ''")
