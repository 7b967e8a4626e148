"""A tenant's definitions and plugins as they lie in its database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import definition, definition_version, plugin, state
from core.database.unit import Unit
from metadata.definitions import CORE, PLUGIN, TENANT, DefinitionRow

__all__ = [
    "DETACHED", "DISABLED", "ENABLED", "INSTALLED", "OFFERED", "PURGED", "Key", "PluginRow", "Stored", "forget", "layer_of",
    "read", "versions", "write", "write_plugins", "write_state",
]  # fmt: skip

Key = tuple[str, str, str]
"""Kind, name and owner."""

OFFERED, INSTALLED, ENABLED, DISABLED, DETACHED, PURGED = (
    "offered", "installed", "enabled", "disabled", "detached", "purged",
)  # fmt: skip
_VERSION_OF_STATE = (state.c.catalogue_version, state.c.rights_version)
_ATTEMPTS = 5


@dataclass(frozen=True)
class PluginRow:
    """A plugin in a tenant. `position`: its place in the order of layers. `notice`: why it was switched off."""

    name: str
    version: str
    state: str
    position: int
    at: datetime
    notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """Everything that a tenant's catalogue is compiled from. `texts`: the documents as they are stored."""

    version: int
    rights_version: int
    plugins: Mapping[str, PluginRow]
    rows: Mapping[Key, DefinitionRow]
    texts: Mapping[Key, str] = field(repr=False)

    @property
    def enabled(self) -> tuple[str, ...]:
        """The enabled plugins, in the order of their layers."""
        return tuple(row.name for row in self.plugins.values() if row.state == ENABLED)

    def active(self) -> list[DefinitionRow]:
        """The rows that count, from the lowest layer up: those of the core, the enabled plugins, and the tenant."""
        owners = {owner: place for place, owner in enumerate((CORE, *self.enabled, TENANT))}
        found = [row for row in self.rows.values() if row.owner in owners]
        return sorted(found, key=lambda row: (owners[row.owner], row.kind, row.name))

    def of(self, owner: str) -> list[DefinitionRow]:
        """The rows of one owner."""
        return [row for row in self.rows.values() if row.owner == owner]

    def with_rows(self, changed: Iterable[DefinitionRow]) -> Stored:
        """The same with some rows new or changed."""
        rows = {(row.kind, row.name, row.owner): row for row in changed}
        return replace(self, rows={**self.rows, **rows})

    def without_rows(self, owner: str) -> Stored:
        """The same without the rows of an owner."""
        return replace(self, rows={key: row for key, row in self.rows.items() if row.owner != owner})

    def with_plugins(self, changed: Iterable[PluginRow]) -> Stored:
        """The same with some plugins new or changed."""
        plugins = {**self.plugins, **{row.name: row for row in changed}}
        return replace(self, plugins={row.name: row for row in _in_order(plugins.values())})


def _in_order(plugins: Iterable[PluginRow]) -> list[PluginRow]:
    return sorted(plugins, key=lambda row: (row.position, row.name))


# -- reading -------------------------------------------------------------------------------------------------


def read(unit: Unit, before: Stored | None = None) -> Stored:
    """Read it all as of one version, re-using the rows of `before` that haven't changed."""
    for _ in range(_ATTEMPTS):
        version, rights_version = _state(unit)
        plugins = {row.name: row for row in _in_order(PluginRow(**row._mapping) for row in fetch(unit, _PLUGINS))}
        rows, texts = _definitions(unit, before)
        if _state(unit)[0] == version:  # else a change was committed in between
            break
    return Stored(version=version, rights_version=rights_version, plugins=plugins, rows=rows, texts=texts)


_PLUGINS = sa.select(plugin.c.name, plugin.c.version, plugin.c.state, plugin.c.position, plugin.c.at, plugin.c.notice)
_ROWS = sa.select(
    definition.c.kind, definition.c.name, definition.c.owner, definition.c.layer, definition.c.document,
    definition.c.version, definition.c.retired,
)  # fmt: skip


def _state(unit: Unit) -> tuple[int, int]:
    rows = unit.rows(unit.store.statement("configuration.state", lambda: sa.select(*_VERSION_OF_STATE)))
    return rows[0][0], rows[0][1]


def _definitions(unit: Unit, before: Stored | None) -> tuple[dict[Key, DefinitionRow], dict[Key, str]]:
    rows: dict[Key, DefinitionRow] = {}
    texts: dict[Key, str] = {}
    for row in fetch(unit, _ROWS):
        kind, name, owner, layer, text, version, retired = tuple(row)
        key = (kind, name, owner)
        texts[key] = text
        known = before.rows.get(key) if before is not None and before.texts.get(key) == text else None
        if known is not None and (known.version, known.retired) == (version, retired):
            rows[key] = known
        else:
            document = orjson.loads(text)
            rows[key] = DefinitionRow(
                kind=kind, name=name, layer=layer, owner=owner, document=document, version=version, retired=retired
            )
    return rows, texts


def versions(unit: Unit, kind: str, name: str, owner: str) -> list[dict[str, Any]]:
    """Every version of a row, the newest first, with who wrote it, when, and why."""
    columns = definition_version.c
    query = (
        sa.select(columns.version, columns.document, columns.retired, columns.author_id, columns.at, columns.note)
        .where(columns.kind == kind, columns.name == name, columns.owner == owner)
        .order_by(columns.version.desc())
    )
    return [{**row._mapping, "document": orjson.loads(row.document)} for row in fetch(unit, query)]


# -- writing -------------------------------------------------------------------------------------------------


def write(
    unit: Unit, rows: Iterable[DefinitionRow], *, author: str | None, at: datetime, note: str, catalogue_version: int
) -> None:
    """Store new and changed rows, each with its version."""
    written = [_values(row) for row in rows]
    if not written:
        return
    keys = ("kind", "name", "owner")
    same = sa.and_(*(definition.c[key] == sa.bindparam(f"old_{key}") for key in keys))
    execute(unit, sa.delete(definition).where(same), [{f"old_{key}": row[key] for key in keys} for row in written])
    execute(unit, sa.insert(definition), written)
    about = {"author_id": author, "at": at, "note": note, "catalogue_version": catalogue_version}
    kept = [{key: value for key, value in row.items() if key != "layer"} | about for row in written]
    execute(unit, sa.insert(definition_version), kept)


def _values(row: DefinitionRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "name": row.name,
        "owner": row.owner,
        "layer": row.layer,
        "document": orjson.dumps(row.document).decode(),
        "version": row.version,
        "retired": row.retired,
    }


def write_plugins(unit: Unit, rows: Iterable[PluginRow]) -> None:
    """Store what plugins are in this tenant."""
    for row in rows:
        execute(unit, sa.delete(plugin).where(plugin.c.name == row.name))
        execute(unit, sa.insert(plugin), {name: getattr(row, name) for name in plugin.c.keys()})


def write_state(unit: Unit, version: int, rights_version: int) -> None:
    """Store the versions that requests ask for."""
    execute(unit, sa.update(state).values(catalogue_version=version, rights_version=rights_version))


def forget(unit: Unit, owner: str) -> None:
    """Remove the rows of an owner and their history: only a purge does."""
    for table in (definition, definition_version):
        execute(unit, sa.delete(table).where(table.c.owner == owner))


def layer_of(owner: str) -> str:
    """The layer that an owner's rows stand in."""
    return owner if owner in (CORE, TENANT) else PLUGIN
