"""Moves a running process to the version of its definition that is in force now (A-VER-03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.processes.proposals import applying
from core.processes.storing import Stored, keep_program, program_of, save
from dougong import Conflict, FieldProblem, Invalid, NotAllowed
from workflows.events import Note
from workflows.migrating import Migration, migrated, obstacles

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["migrate"]


def migrate(ctx: Ctx, stored: Stored, names: Mapping[str, str], reason: str, *, dry_run: bool = False) -> Stored:
    """The process in the version of now; `names` says how steps are called there that are called otherwise.

    With `dry_run` it is only shown as it would be. Raises NotAllowed for who doesn't administer, Conflict where there is no
    other version, and Invalid with every step at which it stands and that has no counterpart.
    """
    if not ctx.actor.administers:
        raise NotAllowed("Only somebody who administers may do this")
    document = ctx.catalogue.of_kind(stored.kind).get(stored.name)
    if document is None or stored.process.state == "ended":
        raise Conflict("There is nothing to move: it has ended, or its definition isn't in force any more")
    digest = keep_program(ctx, stored.kind, applying(document) if "proposal" in stored.cause else document)
    if digest == stored.digest:
        raise Conflict("It runs in the version that is in force already")
    version = ctx.catalogue.effective[stored.kind, stored.name].revision
    moved = replace(stored, digest=digest, definition_version=version)
    migration = Migration(program_of(ctx, stored), program_of(ctx, moved), names)
    found = obstacles(migration, stored.process)
    if found:
        raise Invalid(errors=[FieldProblem(f"steps.{one.field}", one.code, one.message, one.params) for one in found])
    process = migrated(migration, stored.process)
    if dry_run:
        return replace(moved, process=process)
    note = Note("migrated", by=ctx.actor.id, facts={"from": stored.definition_version, "to": version, "why": reason})
    return save(ctx, moved, process, [note])
