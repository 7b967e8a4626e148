"""The journal of imports: how far each came, what it counted, which rows it refused; written in the steps themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, mappings
from core.database.statements import new_row
from core.database.tables import data_import, import_error, import_row, job
from core.exchange.batch import Outcome
from core.exchange.mapping import ImportMapping
from core.exchange.reading import Malformed, Row, Sheet
from core.exchange.report import ImportReport, Refused
from core.exchange.rows import Draft, Wanted
from core.ids import new_id
from core.jobs.queue import CANCELLED, FAILED
from core.kept import kept
from core.records.changes import close_changes, open_changes
from dougong import FieldProblem, Invalid, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["DONE", "RUNNING", "Journal", "Kept", "enter", "errors_of", "find_import", "forget_old_imports", "list_imports", "percent"]

RUNNING, DONE = "running", "done"
PAGE = 1000


@dataclass(frozen=True)
class Kept:
    """What another process left behind of an import."""

    id: str
    change_set: str | None
    position: int
    line: int
    later: int
    report: Mapping[str, Any]


class Journal:
    """The journal of one import, written by its steps."""

    def __init__(self, kept: Kept | None) -> None:
        self.kept = kept
        self.id = kept.id if kept else ""
        self.change_set = kept.change_set if kept else None

    @property
    def position(self) -> int:
        """How many rows were done before."""
        return self.kept.position if self.kept else 0

    @property
    def later(self) -> int:
        """How many references of the second pass were set before."""
        return self.kept.later if self.kept else 0

    def open(self, ctx: Ctx, mapping: ImportMapping, sheet: Sheet, report: ImportReport, duplicates: str) -> None:
        """Begin, for an import that nobody has entered before."""
        self.id, self.change_set = enter(
            ctx, mapping, sheet, title=report.file, dry_run=report.dry_run, duplicates=duplicates
        )

    def write(self, ctx: Ctx, report: ImportReport, **reached: int) -> None:
        """How far it is."""
        values = {**reached, "report": orjson.dumps(report.state()).decode()}
        execute(ctx.unit, sa.update(data_import).where(data_import.c.id == self.id).values(**values))

    def write_errors(self, ctx: Ctx, refused: Sequence[Refused], malformed: Sequence[Malformed]) -> None:
        """The rows that made no record."""
        rows = [(row.line, row.cells, Invalid(errors=row.errors)) for row in refused]
        rows += [(row.line, row.cells, Invalid(errors=[_shape(row)])) for row in malformed]
        if not rows:
            return
        found = [
            {"import_id": self.id, "line": line, "cells": orjson.dumps(cells).decode(), "problem": kept(problem)}
            for line, cells, problem in rows
        ]
        ctx.unit.run_many(ctx.store.statement("import.errors", lambda: new_row(import_error)), found)

    def write_rows(self, ctx: Ctx, outcome: Outcome) -> None:
        """The keys that were met, and the references that are to be set when every row has its record."""
        if not outcome.seen:
            return
        stored = {draft.key: draft for draft in outcome.stored}
        rows = []
        for key, said in outcome.seen.items():
            draft = stored.get(key)
            later = [[want.name, want.text] for want in draft.wanted if want.source.later] if draft else []
            rows.append({
                "import_id": self.id, "line": outcome.lines[key], "key": key, "said": said,
                "record_id": draft.id if draft else None, "later": orjson.dumps(later).decode(),
            })  # fmt: skip
        ctx.unit.run_many(ctx.store.statement("import.rows", lambda: new_row(import_row)), rows)

    def seen(self, ctx: Ctx, mapping: ImportMapping) -> tuple[dict[str, str], list[tuple[Draft, Wanted]]]:
        """What `write_rows` has kept."""
        seen: dict[str, str] = {}
        later: list[tuple[Draft, Wanted]] = []
        query = sa.select(import_row).where(import_row.c.import_id == self.id).order_by(import_row.c.line)
        for row in mappings(ctx.unit, query):
            seen[row["key"]] = row["said"]
            draft = Draft(Row(row["line"], []), id=row["record_id"])
            for name, text in orjson.loads(row["later"]):
                source = next(source for source in mapping.fields[name] if source.later)
                later.append((draft, Wanted(name, source, text)))
        return seen, later

    def close(self, ctx: Ctx, report: ImportReport) -> None:
        """The end: what was needed to go on is forgotten, and what was written can be put back."""
        execute(ctx.unit, sa.delete(import_row).where(import_row.c.import_id == self.id))
        values = {"state": DONE, "ended_at": ctx.now, "report": orjson.dumps(_whole(report)).decode()}
        execute(ctx.unit, sa.update(data_import).where(data_import.c.id == self.id).values(**values))
        if self.change_set:
            close_changes(ctx, self.change_set)


def _whole(report: ImportReport) -> dict[str, Any]:
    document = report.document()
    told = {name: document[name] for name in ("corrections", "ignored", "expected")}
    return {**report.state(), **told}


def _shape(row: Malformed) -> FieldProblem:
    params = {"cells": len(row.cells), "expected": row.expected}
    return FieldProblem("", "malformed", "{cells} cells instead of {expected}", params)


# -- entering and finding ------------------------------------------------------------------------------------


def enter(
    ctx: Ctx, mapping: ImportMapping, sheet: Sheet, *, title: str, dry_run: bool, duplicates: str = "keep",
    file_id: str | None = None,
) -> tuple[str, str | None]:  # fmt: skip
    """Enter an import that is about to begin; answers its id, and that of its change set."""
    id = new_id()
    changes = None if dry_run else open_changes(ctx, "import", mapping.object, title)
    row = {
        "id": id, "object": mapping.object, "title": title, "file_id": file_id,
        "mapping": orjson.dumps({**mapping.document, "key": list(mapping.key)} if mapping.key else mapping.document).decode(),
        "headings": orjson.dumps(sheet.headings).decode(), "dry_run": dry_run, "duplicates": duplicates, "state": RUNNING, "lines": sheet.lines,
        "position": 0, "line": 0, "later": 0, "report": "{}", "change_set_id": changes, "actor_id": ctx.actor.id,
        "created_at": ctx.now,
    }  # fmt: skip
    execute(ctx.unit, sa.insert(data_import).values(row))
    return id, changes


def find_import(ctx: Ctx, id: str) -> dict[str, Any]:
    """An import that the actor may know of: the own ones, and all for who administers. Raises NotFound."""
    found = mappings(ctx.unit, _query(ctx).where(data_import.c.id == id))
    if not found:
        raise NotFound("There is no such import")
    return _read(found[0])


def list_imports(ctx: Ctx, limit: int = 50, *, object: str | None = None, before: str | None = None) -> list[dict[str, Any]]:
    """The latest imports; `before`: those older than the one with this id."""
    query = _query(ctx).order_by(data_import.c.id.desc()).limit(limit)
    query = query.where(data_import.c.object == object) if object else query
    query = query.where(data_import.c.id < before) if before else query
    return [_read(row) for row in mappings(ctx.unit, query)]


def _query(ctx: Ctx) -> sa.Select[Any]:
    state, error = job.c.state.label("job_state"), job.c.error.label("job_error")
    query = sa.select(data_import, state, error).select_from(data_import.outerjoin(job, job.c.id == data_import.c.job_id))
    return query if ctx.actor.administers else query.where(data_import.c.actor_id == ctx.actor.id)


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    """An import; while it isn't done, its job says what state it is in."""
    found = {name: value for name, value in row.items() if name not in ("job_state", "job_error")}
    if row["state"] != DONE and row["job_state"] in (CANCELLED, FAILED, "waiting"):
        found["state"] = row["job_state"]
    found |= {name: orjson.loads(row[name]) for name in ("mapping", "headings", "report")}
    reached = 100 if row["state"] == DONE else percent(row["line"], row["lines"])
    return {**found, "progress": reached, "error": row["job_error"] or ""}


def percent(line: int, lines: int) -> int:
    """How far an import is that has done this line; what comes after the last one has the rest."""
    return 98 * line // max(1, lines)


def errors_of(ctx: Ctx, id: str) -> Iterator[Mapping[str, Any]]:
    """The refused rows of an import in the order of the file: line, cells, problem."""
    last = -1
    while True:
        query = sa.select(import_error).where(import_error.c.import_id == id, import_error.c.line > last)
        rows = mappings(ctx.unit, query.order_by(import_error.c.line).limit(PAGE))
        for row in rows:
            yield {**row, "cells": orjson.loads(row["cells"])}
        if len(rows) < PAGE:
            return
        last = rows[-1]["line"]


def forget_old_imports(ctx: Ctx) -> int:
    """Delete imports that are older than change sets are kept; answers how many."""
    days = int(ctx.settings("retention")["change_sets"])
    old = (data_import.c.created_at < ctx.now - timedelta(days=days),)
    ids = sa.select(data_import.c.id).where(*old)
    for table in (import_error, import_row):
        execute(ctx.unit, sa.delete(table).where(table.c.import_id.in_(ids)))
    return execute(ctx.unit, sa.delete(data_import).where(*old))
