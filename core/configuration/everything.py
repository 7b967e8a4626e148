"""All tables that a tenant has: also those of plugins that are switched off, and of objects and fields that were retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from core.configuration.rows import ENABLED, PURGED, Stored
from metadata.catalogue import Catalogue
from metadata.definitions import DefinitionRow
from metadata.tables import tables_of

__all__ = ["all_tables", "everything"]


def all_tables(stored: Stored) -> sa.MetaData:
    """The tables with their types, as they are laid down in the database or would be."""
    return tables_of(everything(stored))


def everything(stored: Stored) -> Catalogue:
    """The catalogue as if nothing had been switched off or retired."""
    there = [replace(row, state=ENABLED) for row in stored.plugins.values() if row.state != PURGED]
    rows = [_standing(row) for row in stored.with_plugins(there).active() if row.kind in ("object", "approval", "settings")]
    return Catalogue.build(rows)


def _standing(row: DefinitionRow) -> DefinitionRow:
    fields = row.document.get("fields")
    if row.kind != "object" or not isinstance(fields, Mapping):
        return replace(row, retired=False)
    return replace(row, retired=False, document={**row.document, "fields": {n: _shown(f) for n, f in fields.items()}})


def _shown(field: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "retired"}
