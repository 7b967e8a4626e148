"""A tenant's own configuration as a package: out as a zip, in again here or in another tenant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.configuration.change import Report, change
from dougong import Definition, Invalid
from metadata.definitions import TENANT
from metadata.kinds import kind_of
from metadata.package import read_folder, read_zip, write_zip

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["export_package", "import_folder", "import_package", "own_definitions"]


def own_definitions(ctx: Ctx, kinds: Collection[str] = ()) -> list[Definition]:
    """What the tenant itself says, of some kinds or of all."""
    for kind in kinds:
        kind_of(kind)
    stored = ctx.platform.catalogues.held(ctx.tenant, ctx.unit).stored
    rows = [row for row in stored.of(TENANT) if not row.retired and (not kinds or row.kind in kinds)]
    return [Definition(row.kind, row.document) for row in rows]


def export_package(ctx: Ctx, kinds: Collection[str] = ()) -> bytes:
    """The tenant's own definitions as a plugin folder in a zip; the same definitions always give the same bytes."""
    return write_zip(own_definitions(ctx, kinds))


def import_package(ctx: Ctx, data: bytes, *, dry_run: bool = False) -> Report:
    """Put the definitions of a zip in force as the tenant's own; what it doesn't name stays as it is."""
    return _put(ctx, read_zip(data), dry_run)


def import_folder(ctx: Ctx, folder: Path, *, dry_run: bool = False) -> Report:
    """The same from a folder."""
    return _put(ctx, read_folder(folder), dry_run)


def _put(ctx: Ctx, definitions: Sequence[Definition], dry_run: bool) -> Report:
    if not definitions:
        raise Invalid("This package holds no definitions; they stand in files such as object/x_trip.json")
    return change(ctx, [(made, TENANT, TENANT) for made in definitions], note="import of a package", dry_run=dry_run)
