"""A definition as it is stored: which document, from which layer, in which version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["CORE", "LAYERS", "PLUGIN", "TENANT", "DefinitionRow", "Effective", "in_order"]

CORE, PLUGIN, TENANT = "core", "plugin", "tenant"
LAYERS = (CORE, PLUGIN, TENANT)


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    """One stored document. `owner` is `core`, the name of a plugin, or `tenant`; several owners may have a row for one
    name: the first declares it, the others extend or override it.
    """

    kind: str
    name: str
    layer: str
    owner: str
    document: Mapping[str, Any]
    version: int = 1
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class Effective:
    """What all layers together say of one name. `owner` and `layer` are those of the row that declares it; `sources`
    tells for each field, rule and option of an object who declared it (`fields.plate`, `rules.has_plate`).
    """

    kind: str
    name: str
    layer: str
    owner: str
    document: Mapping[str, Any]
    version: int
    retired: bool
    sources: Mapping[str, str]
    rows: tuple[DefinitionRow, ...]

    @property
    def adjusted(self) -> bool:
        """Whether the tenant says something of it."""
        return any(row.layer == TENANT and not row.retired for row in self.rows)

    @property
    def revision(self) -> int:
        """A number that grows with every change in any layer."""
        return sum(row.version for row in self.rows)

    @property
    def waits(self) -> bool:
        """Whether it only extends something that isn't there: its plugin is switched off."""
        return all(row.document.get("extends") for row in self.rows)

    @property
    def stands(self) -> bool:
        return not self.retired and not self.waits


def in_order(rows: Iterable[DefinitionRow]) -> list[DefinitionRow]:
    """The rows from the lowest layer to the highest; within a layer as they were given: by requirement."""
    return sorted(rows, key=lambda row: LAYERS.index(row.layer))
