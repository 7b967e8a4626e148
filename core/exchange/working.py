"""Imports as jobs: begun over HTTP, done in steps, cancelled, resumed and put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute
from core.database.tables import data_import
from core.exchange.importer import Import
from core.exchange.journal import DONE, RUNNING, Kept, enter, find_import
from core.exchange.mapping import FileFormat, ImportMapping, read_mapping
from core.exchange.reading import Sheet, open_sheet
from core.exchange.suggesting import checked_mapping
from core.files.receiving import Received
from core.files.records import attach, content_of
from core.jobs.queue import CANCELLED, FAILED, cancel, enqueue, replay
from core.jobs.reverting import start_revert
from core.jobs.stepping import one_by_one
from core.records.changes import REVERTED, REVERTING, close_changes, find_changes
from dougong import Conflict, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["IMPORT", "cancel_import", "open_upload", "resume_import", "revert_import", "run_import", "start_import"]

IMPORT = "core.import"


def start_import(
    ctx: Ctx, object: str, file: str | Received, mapping: ImportMapping | None, key: tuple[str, ...] = (), *, dry_run: bool = False,
    duplicates: str = "keep",
) -> str:  # fmt: skip
    """Check the file and the mapping, and write the job; answers the import's id. Raises a Problem with all that is wrong.

    file: the id of an upload, or one that arrives with the request and is kept if nothing is wrong.
    """
    _authorize(ctx, object, mapping)
    path, name = content_of(ctx, file) if isinstance(file, str) else (file.path, file.name)
    sheet = _opened(path, name, mapping)
    checked = checked_mapping(ctx, object, sheet, mapping, key)
    file_id = file if isinstance(file, str) else str(attach(ctx, replace(file, fields={}))["id"])
    id, _ = enter(ctx, checked, sheet, title=sheet.name, dry_run=dry_run, duplicates=duplicates, file_id=file_id)
    job = enqueue(ctx, IMPORT, {"import": id})
    execute(ctx.unit, sa.update(data_import).where(data_import.c.id == id).values(job_id=job))
    return id


def open_upload(ctx: Ctx, file_id: str, mapping: ImportMapping | None) -> tuple[Path, Sheet]:
    """An uploaded file that the actor may read, opened. Raises NotFound, or a Problem where it can't be read."""
    path, name = content_of(ctx, file_id)
    return path, _opened(path, name, mapping)


def _opened(path: Path, name: str, mapping: ImportMapping | None) -> Sheet:
    return open_sheet(path, mapping.file if mapping else FileFormat(), name)


def _authorize(ctx: Ctx, object: str, mapping: ImportMapping | None) -> None:
    """Every row is asked by the door; who may write none at all hears of it before the first."""
    access = ctx.records.access(object)
    mode = mapping.mode if mapping and mapping.key else "create"
    if not (access.create or (access.edit and mode != "create")):
        raise NotAllowed("You may not {action} records of {object}", action="create", object=ctx.catalogue.object(object).label)


def run_import(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job: from where the last step that was committed left it."""
    row = find_import(ctx, payload["import"])
    if row["ended_at"] is not None:
        return
    path, _ = content_of(ctx, row["file_id"])
    kept = Kept(row["id"], row["change_set_id"], row["position"], row["line"], row["later"], row["report"])
    work = Import(
        ctx.platform, ctx.tenant, row["object"], path, read_mapping(row["mapping"]), dry_run=row["dry_run"], actor=ctx.actor,
        duplicates=row["duplicates"], name=row["title"], kept=kept,
    )  # fmt: skip
    one_by_one(ctx, work.steps(), source="import")


def cancel_import(ctx: Ctx, id: str) -> None:
    """Stop before the next batch; what is in stays in, and can be put back or gone on with. Raises Conflict."""
    row = find_import(ctx, id)
    if row["state"] == DONE or row["job_id"] is None:
        raise Conflict("This import is not running")
    cancel(ctx, row["job_id"])


def resume_import(ctx: Ctx, id: str) -> None:
    """Go on where it was broken off. Raises Conflict."""
    row = find_import(ctx, id)
    if row["state"] not in (CANCELLED, FAILED):
        raise Conflict("Only an import that was cancelled or has failed can go on")
    if row["change_set_id"] and find_changes(ctx, row["change_set_id"])["state"] in (REVERTING, REVERTED):
        raise Conflict("This import was put back; begin a new one")
    replay(ctx, row["job_id"])


def revert_import(ctx: Ctx, id: str) -> str | None:
    """Put everything back that it did: at once, or by a job, whose id is the answer. Raises Conflict."""
    row = find_import(ctx, id)
    if row["change_set_id"] is None:
        raise Conflict("A trial run has written nothing")
    if row["state"] in (CANCELLED, FAILED):
        close_changes(ctx, row["change_set_id"])
    if row["state"] in ("waiting", RUNNING) and row["job_id"] is None:
        close_changes(ctx, row["change_set_id"])  # a command that was broken off; nobody goes on with it
    return start_revert(ctx, row["change_set_id"])
