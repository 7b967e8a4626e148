"""The write door: one order of things for every write, set-wise for one record and for ten thousand.

resolve -> authorize -> load and validate -> record_before_save -> rules -> references -> duplicates -> fill in -> store ->
links, files -> roll-ups -> event, search text, match keys -> (commit at the rim) -> effects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from core.duplicates.checking import check_duplicates
from core.duplicates.keys import store_keys
from core.identity.following import follow_users, take_passwords
from core.ids import new_id
from core.records.adopting import adopt_files
from core.records.changes import links_before, note_changes
from core.records.drafts import Draft, good
from core.records.filling import Rates, fill_money, fill_numbers
from core.records.loading import BACKDATED, fill_defaults, load, named, take_back
from core.records.locking import refuse_locked, refuse_locked_masters
from core.records.merged import forget_merged
from core.records.reading import accesses, resolve
from core.records.recording import forget_words, record_events, rights_changed, store_words
from core.records.referring import check_references
from core.records.removing import followers, with_parts
from core.records.rollups import roll_up
from core.records.sealing import seal
from core.records.storing import check_versions, fetch_before, insert, store_links, update
from core.records.validating import validate
from core.rights.access import Access
from dougong import Change, Conflict, Invalid, NotAllowed, Problem

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["create_records", "delete_records", "propose_record", "put_back_records", "restore_records", "state_records", "update_records"]


def create_records(
    ctx: Ctx,
    object: str,
    drafts: Sequence[Draft],
    *,
    apart: bool = False,
    backdate: bool = False,
    save_anyway: bool | None = None,
) -> None:
    """Make records. Drafts that are refused carry their failure; with `apart` the others are stored all the same.

    save_anyway: also what looks like a record that is there, unless a rule forbids it.
    """
    kind, access = _authorized(ctx, object, "create")
    load(ctx, kind, access, drafts, backdate=backdate and ctx.actor.administers)
    fill_defaults(ctx, kind, drafts)
    for draft in good(drafts):
        _stamp_new(ctx, draft, backdate)
        draft.status = "created"
    _save(ctx, kind, drafts, apart, "create", save_anyway)
    if apart or not _refused(drafts):
        insert(ctx, kind, drafts, apart=apart)
        _follow_up(ctx, kind, good(drafts), "created")


def update_records(
    ctx: Ctx, object: str, drafts: Sequence[Draft], *, apart: bool = False, save_anyway: bool | None = None
) -> None:
    """Change records; the drafts' `before` is loaded here, unless the caller has done it."""
    kind, access = _changeable(ctx, object, drafts)
    load(ctx, kind, access, drafts)
    _save(ctx, kind, drafts, apart, "update", save_anyway)
    for draft in good(drafts):
        _stamp_changed(ctx, kind, draft)
    if apart or not _refused(drafts):
        update(ctx, kind, drafts, apart=apart)
        _follow_up(ctx, kind, good(drafts), "updated")


def propose_record(ctx: Ctx, object: str, draft: Draft, action: str) -> None:
    """What a write by `create`, `update` or `delete` would make of a record: all the steps of the door but storing.

    The draft carries the failure where it would be refused; its values are there as far as the steps came.
    """
    if action == "create":
        kind, access = _authorized(ctx, object, "create")
        load(ctx, kind, access, [draft])
        fill_defaults(ctx, kind, [draft])
        if draft.failure is None:
            _stamp_new(ctx, draft, backdate=False)
    elif action == "update":
        kind, access = _changeable(ctx, object, [draft])
        load(ctx, kind, access, [draft])
    else:
        kind, access = _deletable(ctx, object, [draft])
    if action != "delete":
        _prepare(ctx, kind, [draft])


def put_back_records(ctx: Ctx, object: str, drafts: Sequence[Draft]) -> None:
    """Give records values that they had before, each apart: no hook, rule or rate of today has a say in what was."""
    kind, access = _changeable(ctx, object, drafts)
    take_back(ctx, kind, access, drafts)
    check_references(ctx, kind, accesses(ctx), drafts)
    for draft in good(drafts):
        _stamp_changed(ctx, kind, draft)
    update(ctx, kind, drafts, apart=True)
    _follow_up(ctx, kind, good(drafts), "updated")


def state_records(ctx: Ctx, object: str, drafts: Sequence[Draft]) -> None:
    """Write what the platform itself says of records in system fields; no right, hook or rule has a say in it.

    The version counts up, as whoever has read a record has read this too; nobody has changed it, so it keeps who did last.
    A record that isn't there any more stays away.
    """
    system = ctx.as_system()
    kind = resolve(system, object)
    fetch_before(system, kind, accesses(system)[object], drafts)
    for draft in good(drafts):
        assert draft.before is not None
        draft.values = {**draft.before, **draft.given}
        if draft.changed:
            draft.values["version"] = draft.before["version"] + 1
    changed = [draft for draft in good(drafts) if draft.changed]
    update(ctx, kind, changed, apart=False)
    record_events(ctx, kind, changed, "updated")


def delete_records(ctx: Ctx, object: str, drafts: Sequence[Draft], *, apart: bool = False, unmake: bool = False) -> None:
    """Put records into the recycle bin, with those that are parts of them.

    unmake: the caller vouches that the actor made them by work that is now taken back, and that nobody has changed them
    since. That takes the right to make them, as long as nobody has added parts to them.
    """
    kind, _ = _deletable(ctx, object, drafts, unmake=unmake)
    if unmake:
        _refuse_with_parts(ctx, kind, good(drafts))
    else:
        ctx.platform.gates.hold(ctx, kind, drafts, "delete")
    if not apart and _refused(drafts):
        return
    for level_kind, level in _with_followers(ctx, kind, drafts, apart):
        _mark(ctx, level_kind, level, "deleted")
        forget_words(ctx, level)


def restore_records(ctx: Ctx, object: str, drafts: Sequence[Draft], *, apart: bool = False) -> None:
    """Take records back out of the recycle bin, with those that went along."""
    kind, access = _authorized(ctx, object, "delete")
    if any(draft.before is None for draft in good(drafts)):
        fetch_before(ctx, kind, access, drafts, deleted=True)
    for draft in good(drafts):
        draft.values = dict(draft.before or {})
        if not (draft.own_full or access.grants.delete_any):
            draft.failure = NotAllowed("You may see this record, but not restore it")
    if not apart and _refused(drafts):
        return
    forget_merged(ctx, [draft.id for draft in good(drafts)])
    for deleted_at in sorted({draft.values["deleted_at"] for draft in good(drafts)}):
        together = [draft for draft in good(drafts) if draft.values["deleted_at"] == deleted_at]
        _mark(ctx, kind, together, "restored", apart=apart)
        for level_kind, level in followers(ctx, kind, [draft.id for draft in good(together)], deleted_at):
            _mark(ctx, level_kind, level, "restored")


def _changeable(ctx: Ctx, object: str, drafts: Sequence[Draft]) -> tuple[ObjectType, Access]:
    """The object and the rights on it, with each draft's record as it is; drafts that the actor may not change fail."""
    kind, access = _authorized(ctx, object, "edit")
    if any(draft.before is None for draft in good(drafts)):
        fetch_before(ctx, kind, access, drafts)
        check_versions(drafts)
    for draft in good(drafts):
        draft.status = "updated"
        if not (draft.own_edit or access.grants.edit_any):
            draft.failure = NotAllowed("You may see this record, but not change it")
    refuse_locked(ctx, drafts)
    return kind, access


def _deletable(ctx: Ctx, object: str, drafts: Sequence[Draft], *, unmake: bool = False) -> tuple[ObjectType, Access]:
    """The same for deleting."""
    kind, access = _authorized(ctx, object, "create" if unmake else "delete")
    if any(draft.before is None for draft in good(drafts)):
        fetch_before(ctx, kind, access, drafts)
        check_versions(drafts)
    for draft in good(drafts):
        draft.values = dict(draft.before or {})
        if not (unmake or draft.own_full or access.grants.delete_any):
            draft.failure = NotAllowed("You may see this record, but not delete it")
    refuse_locked(ctx, drafts)
    refuse_locked_masters(ctx, kind, drafts)
    for draft in good(drafts):
        _hooked(draft, partial(ctx.hooks.record_before_delete, ctx=ctx, change=_change(kind, draft)))
    return kind, access


# -- steps ---------------------------------------------------------------------------------------------------


def _authorized(ctx: Ctx, object: str, action: str) -> tuple[ObjectType, Access]:
    kind = resolve(ctx, object)
    access = accesses(ctx)[object]
    if not getattr(access.grants, action):
        raise NotAllowed("You may not {action} records of {object}", action=action, object=kind.label)
    return kind, access


def _refused(drafts: Iterable[Draft]) -> bool:
    return any(draft.failure is not None for draft in drafts)


def _stamp_new(ctx: Ctx, draft: Draft, backdate: bool) -> None:
    given = {name: draft.values[name] for name in BACKDATED if backdate and draft.values.get(name) is not None}
    if "created_at" in given:
        draft.id = new_id(given["created_at"])  # lists by id are lists by age
    stamp: dict[str, Any] = {
        "id": draft.id,
        "created_at": ctx.now,
        "updated_at": given.get("created_at", ctx.now),
        "created_by": ctx.actor.id,
        "updated_by": given.get("created_by", ctx.actor.id),
        "version": 1,
        "deleted_at": None,
    }
    draft.values.update(stamp | given)


def _stamp_changed(ctx: Ctx, kind: ObjectType, draft: Draft) -> None:
    """Count the version up, if anything has changed."""
    if any(kind.field(name).column_names or name in draft.given for name in draft.changed):
        assert draft.before is not None
        draft.values.update(updated_at=ctx.now, updated_by=ctx.actor.id, version=draft.before["version"] + 1)


def _save(
    ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], apart: bool, moment: str, save_anyway: bool | None
) -> None:
    """What comes between loading and storing; stops at the first refusal unless drafts are apart."""
    _prepare(ctx, kind, drafts)
    ctx.platform.gates.hold(ctx, kind, drafts, moment)
    if apart or not _refused(drafts):
        check_duplicates(ctx, kind, drafts, moment, anyway=save_anyway)
    if apart or not _refused(drafts):
        fill_numbers(ctx, kind, drafts)
        seal(ctx, kind, drafts)


def _prepare(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    """Values filled in and looked at, by themselves and beside others."""
    rates = Rates(ctx)
    fill_money(ctx, kind, drafts, rates)
    for draft in good(drafts):
        _before_save(ctx, kind, draft)
    fill_money(ctx, kind, drafts, rates)
    take_passwords(ctx, kind, drafts)
    validate(ctx, kind, drafts)
    check_references(ctx, kind, accesses(ctx), drafts)
    refuse_locked_masters(ctx, kind, drafts)


def _before_save(ctx: Ctx, kind: ObjectType, draft: Draft) -> None:
    """The hooks of plugins; what they put into the values is parsed like anything else."""
    untouched = dict(draft.values)
    _hooked(draft, partial(ctx.hooks.record_before_save, ctx=ctx, change=_change(kind, draft)))
    for name, value in list(draft.values.items()):
        if value is untouched.get(name, value) and name in untouched:
            continue
        field = named(kind, name)
        if field is None:
            raise Invalid("A plugin set {name}, which is no field of {object}", name=name, object=kind.label)
        draft.values.update(field.type.spread(field, field.parse(value)))


def _hooked(draft: Draft, call: Any) -> None:
    try:
        call()
    except (Invalid, Conflict, NotAllowed) as problem:
        draft.failure = problem


def _change(kind: ObjectType, draft: Draft) -> Change:
    return Change(object=kind.name, id=draft.id, before=draft.before, values=draft.values)


def _follow_up(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], what: str) -> None:
    """What goes with stored records, in the same transaction and after it."""
    if not drafts:
        return
    links = links_before(ctx, kind, drafts)
    store_links(ctx, kind, drafts)
    note_changes(ctx, kind, drafts, what, links)
    adopt_files(ctx, kind, drafts)
    roll_up(ctx, kind, drafts)
    record_events(ctx, kind, drafts, what)
    store_words(ctx, kind, drafts)
    store_keys(ctx, kind, drafts, what)
    rights_changed(ctx, kind, drafts)
    follow_users(ctx, kind, drafts)
    changes = [Change(kind.name, draft.id, draft.before, dict(draft.values)) for draft in drafts]
    ctx.platform.host.after_commit(ctx, changes)
    ctx.platform.gates.begin(ctx, kind, drafts, what)


def _with_followers(
    ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], apart: bool
) -> list[tuple[ObjectType, list[Draft]]]:
    """The drafts with everything that goes along. A restriction refuses all of them, or each by itself if apart."""
    if not apart:
        some = good(drafts)
        return [(kind, some), *followers(ctx, kind, [draft.id for draft in some], None)] if some else []
    try:
        return _with_followers(ctx, kind, drafts, apart=False)
    except Problem:
        pass  # somebody refers to one of them; which one, each says by itself
    levels: list[tuple[ObjectType, list[Draft]]] = []
    for draft in good(drafts):
        try:
            levels += [(kind, [draft]), *followers(ctx, kind, [draft.id], None)]
        except Problem as problem:
            draft.failure = problem
    return levels


def _refuse_with_parts(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    found = with_parts(ctx, kind, [draft.id for draft in drafts])
    for draft in drafts:
        if draft.id in found:
            draft.failure = Conflict("Something was added to this record since")


def _mark(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], status: str, *, apart: bool = False) -> None:
    """Set or clear `deleted_at`, with the version counted up and everything that follows."""
    for draft in drafts:
        before: Mapping[str, Any] = draft.before or {}
        deleted_at = ctx.now if status == "deleted" else None
        draft.status = status
        stamp = {"updated_at": ctx.now, "updated_by": ctx.actor.id, "version": before["version"] + 1}
        draft.values.update(deleted_at=deleted_at, **stamp)
    update(ctx, kind, drafts, apart=apart)
    _follow_up(ctx, kind, good(drafts), status)
