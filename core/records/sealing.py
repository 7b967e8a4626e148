"""Values of `secret` fields lie sealed in the database, and are opened for the platform itself alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.configuration.everything import everything
from core.configuration.rows import read
from core.database.inspecting import columns_of
from core.database.queries import execute, fetch
from core.database.tables import delivery, sealing
from core.records.drafts import Draft, good
from core.records.reading import resolve
from core.records.seals import Seals, Tampered, UnknownKey
from dougong import Conflict, NotAllowed, NotFound, Unavailable

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["Resealed", "reseal", "reveal", "seal", "seals_of"]

BATCH = 1000


def seal(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Seal the secrets that were given; one that says what is there already changes nothing."""
    names = ctx.store.kept(("secrets", ctx.catalogue.version, kind.name), lambda: secrets_of(kind))
    if not names:
        return
    for draft in good(drafts):
        for name in names:
            value, before = draft.values.get(name), (draft.before or {}).get(name)
            if value is not None and value != before:
                place, seals = (kind.name, name, draft.id), seals_of(ctx)
                same = before is not None and seals.is_current(before) and _opened(seals, before, place) == value
                draft.values[name] = before if same else seals.seal(value, place)


def reveal(ctx: Ctx, object: str, id: str, field: str) -> str | None:
    """What a secret says, for the platform itself. Raises Unavailable where its key isn't here."""
    kind = resolve(ctx, object)
    if ctx.actor.id is not None:
        raise NotAllowed("A secret can be set, and read back by nobody")
    if field not in secrets_of(kind):
        raise NotFound("{object} has no secret called {field}", object=kind.label, field=field)
    table = kind.table
    rows = fetch(ctx.unit, sa.select(table.c[field]).where(table.c.id == id, table.c.deleted_at.is_(None)))
    if not rows:
        raise NotFound("There is no such record: {object}", object=kind.label)
    if rows[0][0] is None:
        return None
    try:
        return seals_of(ctx).open(rows[0][0], (kind.name, field, id))
    except UnknownKey:
        raise Unavailable(
            "{field} was sealed with a key that this installation doesn't have; its operator can add it to"
            " DOUGONG_SECRET_KEYS_OLD, or it is set anew",
            field=kind.field(field).label,
        ) from None
    except Tampered:
        raise Conflict("{field} was changed outside of the platform and can't be opened; set it anew", field=kind.field(field).label) from None


@dataclass
class Resealed:
    """How many secrets a tenant has: sealed anew, as they were, and those that no key here opens."""

    anew: int = 0
    kept: int = 0
    lost: int = 0


def reseal(ctx: Ctx, *, dry_run: bool = False) -> Resealed:
    """Seal with the key of now what is sealed with an older one, or not at all; fields that were retired too."""
    told, there = Resealed(), columns_of(ctx.unit)
    for kind in everything(read(ctx.unit)).objects.values():
        for name in secrets_of(kind):
            if name in there.get(kind.name, {}):
                _reseal(ctx, kind.table, name, told, dry_run)
    _reseal(ctx, delivery, "options", told, dry_run)
    return told


def _reseal(ctx: Ctx, table: sa.Table, name: str, told: Resealed, dry_run: bool) -> None:
    for id, value in _values(ctx, table, name):
        seals, place = seals_of(ctx), (table.name, name, id)
        plain = _opened(seals, value, place)
        if plain is None:
            told.lost += 1
        elif seals.is_current(value):
            told.kept += 1
        else:
            told.anew += 1
            if not dry_run:
                mine = sa.and_(table.c.id == id, table.c[name] == value)
                execute(ctx.unit, sa.update(table).where(mine).values({name: seals.seal(plain, place)}))


def _values(ctx: Ctx, table: sa.Table, name: str) -> Iterator[tuple[str, str]]:
    last: Any = None
    while True:
        after = [table.c.id > last] if last is not None else []
        query = sa.select(table.c.id, table.c[name]).where(table.c[name].is_not(None), table.c[name] != "", *after).order_by(table.c.id).limit(BATCH)
        rows = fetch(ctx.unit, query)
        for id, value in map(tuple, rows):
            yield str(id), value
            last = id
        if len(rows) < BATCH:
            return


def _opened(seals: Seals, value: str, place: tuple[str, str, str]) -> str | None:
    try:
        return seals.open(value, place)
    except (UnknownKey, Tampered):
        return None


def secrets_of(kind: ObjectType) -> tuple[str, ...]:
    """The names of an object's secret fields."""
    return tuple(field.name for field in kind.fields.values() if field.type.name == "secret")


# -- keys ----------------------------------------------------------------------------------------------------


def seals_of(ctx: Ctx) -> Seals:
    """The keys of the tenant, kept under its catalogue's version, which no two tenants share."""
    config = ctx.platform.config
    secrets = (config.secret_key, *config.secret_keys_old)
    return ctx.store.kept(("seals", ctx.catalogue.version, secrets), lambda: Seals(secrets, _salt(ctx)))


def _salt(ctx: Ctx) -> bytes:
    rows = fetch(ctx.unit, sa.select(sealing.c.salt))
    if not rows:
        raise Unavailable("This tenant is older than the server; its operator has to run: dougong upgrade")
    return bytes(rows[0][0])
