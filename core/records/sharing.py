"""Shares by hand, and handing records over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.tables import share
from core.database.values import read_back, written
from core.ids import new_id
from core.records.changes import note_rows
from core.records.drafts import Draft, raise_first
from core.records.reading import accesses, get, missing, resolve
from core.records.recording import bump_rights, record_sharing
from core.records.storing import fetch_before
from core.records.writing import update_records
from dougong import BadRequest, FieldProblem, Invalid, NotAllowed, NotFound, Stale

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["move_shares", "put_share_back", "share_record", "shares", "transfer", "unshare"]

LEVELS = {"read": 1, "edit": 2}
WORDS = {level: word for word, level in LEVELS.items()}
KEYS = {"user", "team", "role", "level", "expires_at", "team_role"}


def shares(ctx: Ctx, object: str, id: str) -> list[dict[str, Any]]:
    """With whom a record is shared by hand."""
    kind = resolve(ctx, object)
    get(ctx, object, id, ["id"])
    query = sa.select(share).where(share.c.object == kind.name, share.c.record_id == id).order_by(share.c.created_at)
    return [_shown(ctx, row) for row in mappings(ctx.unit, query)]


def share_record(ctx: Ctx, object: str, id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Open a record to a user, a team or the holders of a role; a second share with the same changes the first."""
    kind = _sharable(ctx, object, id)
    grantee, level, expires_at = _read(ctx, document)
    was = _taken(ctx, kind.name, id, grantee)
    row = {
        "id": new_id(), "object": kind.name, "record_id": id, "grantee": grantee, "level": level,
        "team_role": document.get("team_role"), "expires_at": expires_at, "created_by": ctx.actor.id, "created_at": ctx.now,
    }  # fmt: skip
    execute(ctx.unit, sa.insert(share).values(row))
    _note(ctx, kind.name, id, grantee, was, str(row["id"]))
    record_sharing(ctx, kind.name, id, "shared", (was["grantee"] if was else None, grantee))
    bump_rights(ctx)
    return _shown(ctx, row)


def unshare(ctx: Ctx, object: str, id: str, share_id: str) -> None:
    """Take a share back. Raises NotFound."""
    kind = _sharable(ctx, object, id)
    where = share.c.id == share_id, share.c.object == kind.name, share.c.record_id == id
    found = mappings(ctx.unit, sa.select(share.c.grantee).where(*where))
    if not found:
        raise NotFound("There is no such share")
    grantee = found[0]["grantee"]
    _note(ctx, kind.name, id, grantee, _taken(ctx, kind.name, id, grantee), None)
    record_sharing(ctx, kind.name, id, "unshared", (grantee, None))
    bump_rights(ctx)


def move_shares(ctx: Ctx, object: str, others: Sequence[str], keep: str) -> None:
    """Whoever sees one of the others by a share sees `keep` by it, unless there is one already."""
    have = sa.select(share.c.grantee).where(share.c.object == object, share.c.record_id == keep)
    known = {row["grantee"] for row in mappings(ctx.unit, have)}
    rows = mappings(ctx.unit, sa.select(share).where(share.c.object == object, share.c.record_id.in_(others)))
    for row in rows:
        grantee = row["grantee"]
        _note(ctx, object, row["record_id"], grantee, _taken(ctx, object, row["record_id"], grantee), None)
        if grantee not in known:
            known.add(grantee)
            moved = {**row, "id": new_id(), "record_id": keep}
            execute(ctx.unit, sa.insert(share).values(moved))
            _note(ctx, object, keep, grantee, None, str(moved["id"]))
    if rows:
        bump_rights(ctx)


def put_share_back(ctx: Ctx, object: str, id: str, image: Mapping[str, Any]) -> None:
    """Make a share what it was before a change set. Raises Stale where somebody has changed it since."""
    kind = _sharable(ctx, object, id)
    now = _taken(ctx, kind.name, id, image["grantee"])
    if (now and now["id"]) != image["now"]:
        raise Stale("This share was changed since", current={})
    if image["was"] is not None:
        execute(ctx.unit, sa.insert(share).values({name: read_back(value) for name, value in image["was"].items()}))
    bump_rights(ctx)


def _taken(ctx: Ctx, object: str, id: str, grantee: str) -> Mapping[str, Any] | None:
    """The share of a record with somebody, which is taken away."""
    where = share.c.object == object, share.c.record_id == id, share.c.grantee == grantee
    found = mappings(ctx.unit, sa.select(share).where(*where))
    execute(ctx.unit, sa.delete(share).where(*where))
    return found[0] if found else None


def _note(ctx: Ctx, object: str, id: str, grantee: str, was: Mapping[str, Any] | None, now: str | None) -> None:
    if ctx.noting is not None and not ctx.noting.reverting:
        kept = was and {name: written(value) for name, value in was.items()}
        note_rows(ctx, object, "shared", [(id, {"grantee": grantee, "was": kept, "now": now}, 0)])


def _sharable(ctx: Ctx, object: str, id: str) -> ObjectType:
    """The object, if the actor may share this record: whoever owns it, stands above its owner, or may change all."""
    kind = resolve(ctx, object)
    access = accesses(ctx)[object]
    draft = Draft(position=0, id=id)
    fetch_before(ctx, kind, access, [draft])
    if draft.failure is not None:
        raise missing(kind)
    if not (draft.own_full or access.grants.edit_any):
        raise NotAllowed("You may see this record, but not share it")
    return kind


def _read(ctx: Ctx, document: Mapping[str, Any]) -> tuple[str, int, datetime | None]:
    extra = set(document) - KEYS
    if extra:
        raise Invalid(errors=[FieldProblem(name, "unknown", "There is no field of this name") for name in sorted(extra)])
    level = LEVELS.get(str(document.get("level", "read")))
    if level is None:
        raise Invalid(errors=[FieldProblem("level", "choice", "This is read or edit")])
    team_role = document.get("team_role")
    if team_role is not None and (not isinstance(team_role, str) or len(team_role) > 100):
        raise Invalid(errors=[FieldProblem("team_role", "type", "This is a short text")])
    return _grantee(ctx, document), level, _expiry(ctx, document.get("expires_at"))


def _grantee(ctx: Ctx, document: Mapping[str, Any]) -> str:
    given = [(kind, document[kind]) for kind in ("user", "team", "role") if document.get(kind) is not None]
    if len(given) != 1 or not isinstance(given[0][1], str):
        raise Invalid(errors=[FieldProblem("user", "required", "Name one user, one team or one role")])
    kind, name = given[0]
    if kind == "role":
        known = name in ctx.catalogue.roles
    else:
        known = _exists(ctx, kind, name)
    if not known:
        raise Invalid(errors=[FieldProblem(kind, "reference", "There is no such record")])
    return f"{kind}:{name}"


def _exists(ctx: Ctx, object: str, id: str) -> bool:
    try:
        get(ctx.as_system(), object, str(ctx.catalogue.object(object).fields["id"].parse(id)), ["id"])
    except (NotFound, ValueError):
        return False
    return True


def _expiry(ctx: Ctx, value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        moment = ctx.catalogue.object("user").fields["created_at"].parse(value)
    except ValueError as error:
        raise Invalid(errors=[FieldProblem("expires_at", "type", str(error))]) from None
    if moment <= ctx.now:
        raise Invalid(errors=[FieldProblem("expires_at", "range", "This moment has passed")])
    return moment  # type: ignore[no-any-return]


def _shown(ctx: Ctx, row: Mapping[str, Any]) -> dict[str, Any]:
    kind, _, name = row["grantee"].partition(":")
    shown: dict[str, Any] = {"id": row["id"], "level": WORDS[row["level"]]}
    shown |= {"expires_at": row["expires_at"], "team_role": row["team_role"]}
    return shown | {kind: name if kind == "role" else {"id": name, "name": name_of(ctx, kind, name)}}


def name_of(ctx: Ctx, object: str, id: str) -> str:
    """The name of a user or team, whoever asks."""
    field = ctx.catalogue.object(object).name_field
    try:
        return str(get(ctx.as_system(), object, id, [field])[field])
    except NotFound:
        return ""


# -- handing over --------------------------------------------------------------------------------------------


def transfer(ctx: Ctx, object: str, id: str, owner_id: str, carry: Sequence[str] = ()) -> dict[str, Any]:
    """Give a record another owner, and with it the records of the objects in `carry` that refer to it and had the old."""
    kind = resolve(ctx, object)
    draft = Draft(position=0, id=id, given={"owner_id": owner_id})
    update_records(ctx, object, [draft])
    raise_first([draft])
    before = (draft.before or {}).get("owner_id")
    for other in carry:
        _carry(ctx, kind, id, other, before, owner_id)
    return get(ctx, object, id, ["id", "owner_id", "version"]) if _still_seen(ctx, object, id) else {"id": id}


def _still_seen(ctx: Ctx, object: str, id: str) -> bool:
    try:
        get(ctx, object, id, ["id"])
    except NotFound:
        return False
    return True


def _carry(ctx: Ctx, kind: ObjectType, id: str, other: str, before: str | None, owner_id: str) -> None:
    target = resolve(ctx, other)
    references = [field.name for field in target.fields.values() if field.references == kind.name]
    if not references:
        raise BadRequest("{other} does not refer to {object}", other=target.label, object=kind.label)
    table = target.table
    mine = sa.or_(*(table.c[name] == id for name in references)), table.c.owner_id == before, table.c.deleted_at.is_(None)
    rows = mappings(ctx.unit, sa.select(table.c.id).where(*mine, accesses(ctx)[other].deletable(table)), {"me": ctx.actor.id, "me_as_grantee": f"user:{ctx.actor.id}", "env_now": ctx.now})
    drafts = [Draft(position=n, id=row["id"], given={"owner_id": owner_id}) for n, row in enumerate(rows)]
    if drafts:
        update_records(ctx, other, drafts)
        raise_first(drafts)
