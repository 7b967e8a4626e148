"""The one path by which anything that is configured changes: validate, plan, apply."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.configuration.apply import apply
from core.configuration.cache import Held
from core.configuration.compiled import compile_catalogue
from core.configuration.findings import looked_at
from core.configuration.lock import lock_configuration
from core.configuration.present import beside_present
from core.configuration.rows import (
    ENABLED,
    INSTALLED,
    Key,
    PluginRow,
    Stored,
    forget,
    write,
    write_plugins,
    write_state,
)
from core.duplicates.building import follow_rules
from core.processes.scheduling import follow_schedules
from dougong import Definition, Invalid, NotFound, Stale
from metadata.check import check
from metadata.definitions import TENANT, DefinitionRow
from metadata.layers import difference, effective_of, keep_retired
from metadata.plan import Plan, plan

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Put", "Report", "change", "next_version"]

Put = tuple[Definition, str, str]
"""A definition, its layer and its owner."""

#: Kinds on which the rights of users depend.
RIGHTS = frozenset({"role", "permission_set", "sharing_rule"})


@dataclass(frozen=True)
class Report:
    """What a change does, or did. `version`: of the catalogue that is in force now."""

    plan: Plan
    applied: bool
    version: int


def change(
    ctx: Ctx,
    put: Iterable[Put] = (),
    retire: Iterable[Key] = (),
    *,
    plugins: Sequence[PluginRow] = (),
    remove: str = "",
    note: str = "",
    seen: Mapping[tuple[str, str], int] | None = None,
    dry_run: bool = False,
) -> Report:
    """Put definitions in force, retire others, and set the states of plugins; with `dry_run` only say what would be.

    remove: an owner whose rows go for good, when a plugin is purged. seen: by kind and name, the revisions that the writer
    has read; raises Stale where one is another by now. Everything happens in the transaction of `ctx`,
    whose catalogue is the new one afterwards. Raises Invalid with every problem that the new set of definitions has.
    """
    before = _before(ctx, dry_run)
    _refuse_stale(before, seen or {})
    changed = [*_put(before.stored, put), *_retired(before.stored, retire)]
    wanted = _wanted(before.stored, changed, plugins, remove)
    laid_down = _laid_down(wanted, plugins)
    _refuse_problems(laid_down, before)
    after = _compiled(wanted, before)
    laid = after if laid_down is wanted else _compiled(laid_down, after)
    steps = beside_present(ctx, laid.catalogue, plan(before.catalogue, laid.catalogue))
    steps = looked_at(ctx, steps)
    if dry_run or after is before:
        return Report(steps, applied=not dry_run, version=before.stored.version)
    apply(ctx, laid.catalogue, steps)
    _store(ctx, after.stored, changed, plugins, note)
    if remove:
        forget(ctx.unit, remove)
    _put_in_force(ctx, after)
    follow_rules(ctx, before.catalogue)
    follow_schedules(ctx, before.catalogue)
    return Report(steps, applied=True, version=after.stored.version)


def _refuse_stale(before: Held, seen: Mapping[tuple[str, str], int]) -> None:
    for key, revision in seen.items():
        found = before.catalogue.effective.get(key)
        if (found.revision if found else 0) != revision:
            raise Stale("This definition was changed by somebody else in the meantime", current={})


# -- the new set ---------------------------------------------------------------------------------------------


def _before(ctx: Ctx, dry_run: bool) -> Held:
    if not dry_run:
        lock_configuration(ctx.unit)
    return ctx.platform.catalogues.held(ctx.tenant, ctx.unit)


def _put(stored: Stored, put: Iterable[Put]) -> list[DefinitionRow]:
    made = (_row(stored, definition, layer, owner) for definition, layer, owner in put)
    return [row for row in made if row is not None]


def _row(stored: Stored, definition: Definition, layer: str, owner: str) -> DefinitionRow | None:
    """The row of a definition in its next version; None where that is what stands there already."""
    before = stored.rows.get((definition.kind, definition.name, owner))
    document = _document(stored, definition, layer)
    if before is not None:
        document = keep_retired(before.document, document) if definition.kind == "object" else document
        if (document, False) == (before.document, before.retired):
            return None
    return DefinitionRow(
        kind=definition.kind,
        name=definition.name,
        layer=layer,
        owner=owner,
        document=document,
        version=before.version + 1 if before else 1,
    )


def _document(stored: Stored, definition: Definition, layer: str) -> Mapping[str, Any]:
    """What is stored: a tenant's document of an object that a lower layer declares keeps only what differs."""
    if layer != TENANT or definition.kind != "object" or definition.document.get("extends"):
        return definition.document
    below = [row for row in stored.active() if (row.kind, row.name) == (definition.kind, definition.name)]
    below = [row for row in below if row.layer != TENANT]
    return (
        difference(definition.kind, effective_of(below).document, definition.document) if below else definition.document
    )


def _retired(stored: Stored, keys: Iterable[Key]) -> list[DefinitionRow]:
    return [replace(row, retired=True, version=row.version + 1) for row in (_standing(stored, key) for key in keys)]


def _standing(stored: Stored, key: Key) -> DefinitionRow:
    row = stored.rows.get(key)
    if row is None or row.retired:
        kind, name, owner = key
        raise NotFound("{owner} has no {kind} called {name}", owner=owner, kind=kind, name=name)
    return row


def _wanted(before: Stored, changed: Sequence[DefinitionRow], plugins: Sequence[PluginRow], remove: str) -> Stored:
    if not changed and all(before.plugins.get(row.name) == row for row in plugins):
        return before
    kept = before.without_rows(remove) if remove else before
    return _versioned(kept.with_rows(changed).with_plugins(plugins), changed, plugins)


def _laid_down(wanted: Stored, plugins: Sequence[PluginRow]) -> Stored:
    """What must have its tables: what will be in force, and what is installed without being switched on."""
    installed = [replace(row, state=ENABLED) for row in plugins if row.state == INSTALLED]
    return wanted.with_plugins(installed) if installed else wanted


def _compiled(stored: Stored, before: Held) -> Held:
    return before if stored is before.stored else Held(stored, compile_catalogue(stored, before.catalogue))


def _versioned(stored: Stored, changed: Sequence[DefinitionRow], plugins: Sequence[PluginRow]) -> Stored:
    rights = bool(plugins) or any(row.kind in RIGHTS for row in changed)
    return replace(stored, version=next_version(stored.version), rights_version=stored.rights_version + rights)


def next_version(version: int) -> int:
    """The version after this one. Versions begin anywhere, so that nobody takes a new tenant's catalogue for that of a deleted one of its name."""
    return version + 1 if version else secrets.randbelow(1_000_000) * 1_000 + 1


def _refuse_problems(wanted: Stored, before: Held) -> None:
    """Before anything is compiled: documents that aren't right can't be."""
    problems = check(wanted.active(), previous=before.catalogue) if wanted is not before.stored else []
    if problems:
        raise Invalid("These definitions don't hold up", errors=problems)


# -- in force ------------------------------------------------------------------------------------------------


def _store(ctx: Ctx, stored: Stored, changed: Sequence[DefinitionRow], plugins: Sequence[PluginRow], note: str) -> None:
    write(ctx.unit, changed, author=ctx.actor.id, at=ctx.now, note=note, catalogue_version=stored.version)
    write_plugins(ctx.unit, plugins)
    write_state(ctx.unit, stored.version, stored.rights_version)


def _put_in_force(ctx: Ctx, after: Held) -> None:
    ctx.catalogue = after.catalogue
    ctx.unit.after_commit(lambda: ctx.platform.catalogues.put(ctx.tenant, after))
