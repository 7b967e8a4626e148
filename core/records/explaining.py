"""Why a user sees a record, or doesn't, and which of its fields: each way to it, asked of the database by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.records.reading import accesses, get, resolve
from core.rights.access import EDIT, FULL, READ, Access
from dougong import NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["explain"]

WORDS = {0: "none", READ: "read", EDIT: "edit", FULL: "full"}


def explain(ctx: Ctx, object: str, id: str, user_id: str | None = None) -> dict[str, Any]:
    """The level at which a user stands to a record, the reasons, and each field's level. Oneself, or as administrator."""
    resolve(ctx, object)
    get(ctx, object, id, ["id"])
    asked = user_id or ctx.actor.id
    if asked != ctx.actor.id and not ctx.actor.administers:
        raise NotAllowed("Only an administrator may ask what others see")
    other = ctx if asked is None or asked == ctx.actor.id else ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, asked))
    access = accesses(other)[object]
    reasons = [{"way": name, "text": text, "level": WORDS[level]} for name, text, level in _ways(other, access, id)]
    level = _level(other, access, id)
    own = _holds(other, access, access.own(access.kind.table, READ), id)
    return {
        "user": {"id": other.actor.id, "name": other.actor.name},
        "visible": level > 0,
        "level": WORDS[level],
        "reasons": [reason["text"] for reason in reasons] or ["No grant, share or rule opens this record"],
        "ways": reasons,
        "fields": _fields(access, own, level),
    }


def _level(ctx: Ctx, access: Access, id: str) -> int:
    table = access.kind.table
    if _holds(ctx, access, access.deletable(table), id):
        return FULL
    if _holds(ctx, access, access.editable(table), id):
        return EDIT
    return READ if _holds(ctx, access, access.readable(table), id) else 0


def _ways(ctx: Ctx, access: Access, id: str) -> Iterable[tuple[str, str, int]]:
    """Each way that leads to the record: its name, in words, and the level it gives."""
    actor, kind = ctx.actor, access.kind
    if not access.grants.read:
        yield "grant", f"No permission set lets {actor.name} read {kind.plural}", 0
        return
    if actor.administers:
        yield "administrator", f"{actor.name} administers this tenant", FULL
        return
    for name in actor.permission_sets:
        grant = ctx.catalogue.permission_sets[name]["objects"].get(kind.name, {})
        if grant.get("modify_all"):
            yield "permission_set", f"The permission set {name} opens all {kind.plural} to change", FULL
        elif grant.get("view_all"):
            yield "permission_set", f"The permission set {name} opens all {kind.plural} to read", READ
    for level in (EDIT, READ):
        for name, condition in access.ways(level):
            if _holds(ctx, access, condition, id):
                yield name, _text(name, actor.name, kind.label), level


def _text(way: str, who: str, label: str) -> str:
    kind, _, name = way.partition(":")
    texts = {
        "default": f"{label} is open to everyone by default",
        "owner": f"{who} owns it",
        "hierarchy": f"Somebody below {who} in the hierarchy owns it",
        "rule": f"The sharing rule {name} opens it",
        "task": f"{who} has a task about it",
        "share": f"It is shared with {who}, a team or a role of {who}",
        "parent": f"{who} sees the record that it belongs to",
        "self": f"It is {who}",
    }
    return texts[kind]


def _holds(ctx: Ctx, access: Access, condition: sa.ColumnElement[bool], id: str) -> bool:
    table = access.kind.table
    query: sa.Select[Any] = sa.select(sa.literal_column("1")).where(table.c.id == sa.bindparam("id", type_=table.c.id.type), condition)
    return bool(ctx.unit.rows(ctx.store.compile(query), ctx.parameters | {"id": id}))


def _fields(access: Access, own: bool, level: int) -> dict[str, dict[str, str]]:
    found = {}
    for name, field in access.kind.named().items():
        visible = level > 0 and name in (access.visible if own else access.visible_everywhere)
        editable = visible and level >= EDIT and not field.computed and not field.system and _editable(access, own, name)
        word = "edit" if editable else "read" if visible else "none"
        found[name] = {"level": word, "reason": _why(access, name, word)}
    return found


def _editable(access: Access, own: bool, name: str) -> bool:
    return name in access.grants.edit_any_fields or (own and name in access.grants.edit_own_fields)


def _why(access: Access, name: str, word: str) -> str:
    if word != "none":
        return "A grant covers this record and this field"
    if name in access.visible:
        return "Granted only in records of one's own"
    return "No permission set opens this field"
