"""Imports a file: rows become records by the same door as everyone's, a thousand at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.exchange.batch import Batch, Outcome, wanted_later
from core.exchange.journal import Journal, Kept, percent
from core.exchange.lookups import Lookups
from core.exchange.mapping import FileFormat, ImportMapping
from core.exchange.reading import Malformed, Row, Sheet, open_sheet
from core.exchange.report import ImportReport
from core.exchange.rows import Draft, Drafter, Wanted
from core.exchange.suggesting import checked_mapping
from core.exchange.values import Reader
from core.records.changes import noted
from core.rights.actor import SYSTEM, Actor
from core.transactions import in_transaction

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["Import", "Progress"]

BATCH = 1000
Progress = Callable[[int], None]
Step = Callable[["Ctx"], int]


class Import:
    """One import of one file into one tenant, in steps that are transactions of their own; a dry run undoes every one.

    A step writes into the journal how far it came. With `kept`, the journal of an import that was broken off, it goes on
    after the last step that was committed.
    """

    def __init__(
        self,
        platform: Platform,
        tenant: str,
        object: str,
        file: Path,
        mapping: ImportMapping | None = None,
        *,
        key: Sequence[str] = (),
        dry_run: bool = False,
        actor: Actor = SYSTEM,
        duplicates: str = "keep",
        name: str = "",
        kept: Kept | None = None,
    ) -> None:
        """`duplicates`: whether rows that a rule takes for records that are there are to `keep`, or to `refuse`; what a rule
        forbids is refused in any case.

        Raises a Problem with everything that is wrong with the file or the mapping, before the first row."""
        self._platform = platform
        self._tenant = tenant
        self._actor = actor
        self._dry_run = dry_run
        self._duplicates = duplicates
        self._sheet = open_sheet(file, mapping.file if mapping else FileFormat(), name)
        self._mapping: ImportMapping = self._alone(lambda ctx: self._checked(ctx, object, mapping, tuple(key)))
        self.report = ImportReport(object, name or file.name, dry_run, ignored=self._mapping.ignore)
        self.journal = Journal(kept)
        self._seen: dict[str, str] = {}
        self._later: list[tuple[Draft, Wanted]] = []
        self._written: dict[str, set[str]] = {}

    @property
    def lines(self) -> int:
        """How many lines the file has, for a progress bar."""
        return self._sheet.lines

    @property
    def headings(self) -> list[str]:
        """The headings of the file."""
        return self._sheet.headings

    @property
    def mapping(self) -> ImportMapping:
        """The mapping as it is used."""
        return self._mapping

    def run(self, progress: Progress = lambda line: None) -> ImportReport:
        """Import every row, here and now; answers the report."""
        for step in self.steps(progress):
            self._alone(step)
        return self.report

    def steps(self, progress: Progress = lambda line: None) -> Iterator[Step]:
        """What is to be done, each in a transaction, and again if that loses a race; a step says how far it is, in percent."""
        yield self._begin
        self._prepare()
        for position, batch in _batches(self._sheet, self.journal.position):
            drafts = [draft for row in batch if (draft := self._draft(row)) is not None]
            malformed = [row for row in batch if isinstance(row, Malformed)]
            self.report.rows += len(batch)
            done = _Attempt()
            yield partial(self._store, done, drafts, malformed, position, batch[-1].line)
            self._committed(done)
            progress(batch[-1].line)
        yield from self._second_pass()
        self._drafter.tell_corrections()
        self.report.compare(self._mapping.expect)
        yield self._finish

    # -- before the first row --------------------------------------------------------------------------------

    def _checked(self, ctx: Ctx, object: str, mapping: ImportMapping | None, key: tuple[str, ...]) -> ImportMapping:
        return checked_mapping(ctx, object, self._sheet, mapping, key)

    def _begin(self, ctx: Ctx) -> int:
        """Find out where to go on, or open the journal."""
        if self.journal.kept is None:
            self.journal.open(ctx, self._mapping, self._sheet, self.report, self._duplicates)
            return 0
        self.report.take(self.journal.kept.report)
        self._seen, self._later = self.journal.seen(ctx, self._mapping)
        return self._percent(self.journal.kept.line)

    def _prepare(self) -> None:
        kind, zone = self._alone(self._surroundings)
        self._kind = kind
        self._lookups = Lookups(kind, save_anyway=self._duplicates == "keep")
        reader = Reader(self._mapping.file, zone, kind)
        self._drafter = Drafter(self._mapping, kind, self._sheet.headings, reader, self.report)

    def _surroundings(self, ctx: Ctx) -> tuple[Any, str]:
        kind = ctx.catalogue.object(self._mapping.object)
        return kind, ctx.settings("organisation").get("time_zone") or "UTC"

    # -- batches ---------------------------------------------------------------------------------------------

    def _draft(self, row: Row | Malformed) -> Draft | None:
        if isinstance(row, Row):
            return self._drafter.draft(row)
        self.report.malformed_count += 1
        self.report.malformed.append({"line": row.line, "cells": len(row.cells), "expected": row.expected, "row": row.cells})
        return None

    def _store(
        self, done: _Attempt, drafts: Sequence[Draft], malformed: Sequence[Malformed], position: int, line: int, ctx: Ctx
    ) -> int:
        self._lookups.settle(kept=False)  # an attempt that was undone made nothing
        with self._noted(ctx):
            outcome = done.outcome = self._batch(ctx, drafts).store()
        if self._dry_run:
            ctx.unit.rollback()
        counted = self.report.apart()
        outcome.tell(counted)
        self.journal.write_errors(ctx, outcome.refused, malformed)
        self.journal.write_rows(ctx, outcome)
        self.journal.write(ctx, counted, position=position, line=line)
        return self._percent(line)

    def _batch(self, ctx: Ctx, drafts: Sequence[Draft]) -> Batch:
        kind = ctx.catalogue.object(self._mapping.object)
        anyway = self._duplicates == "keep"
        return Batch(ctx, self._mapping, kind, self._lookups, drafts, self._seen, save_anyway=anyway)

    def _noted(self, ctx: Ctx) -> Any:
        """What the import writes belongs to its change set; a dry run has none."""
        return noted(ctx, self.journal.change_set) if self.journal.change_set else nullcontext()

    def _committed(self, done: _Attempt) -> None:
        assert done.outcome is not None
        done.outcome.tell(self.report)
        self._lookups.settle(kept=not self._dry_run)
        self._seen.update(done.outcome.seen)
        self._later += wanted_later(done.outcome.stored)
        self._remember_names(done.outcome.stored)

    def _percent(self, line: int) -> int:
        return percent(line, self.lines)

    # -- the second pass -------------------------------------------------------------------------------------

    def _second_pass(self) -> Iterator[Step]:
        """Set the references within the file, now that every row has its record."""
        for start in range(self.journal.later, len(self._later), BATCH):
            chunk = self._later[start : start + BATCH]
            done = _Attempt()
            yield partial(self._set_later, done, chunk, start + len(chunk))
            self._count_later(self.report, done)
        self._lookups.settle(kept=not self._dry_run)

    def _set_later(self, done: _Attempt, later: Sequence[tuple[Draft, Wanted]], position: int, ctx: Ctx) -> int:
        found, missing = self._lookups.find_later(ctx, later, self._written if self._dry_run else {})
        done.counts = Counter(want.name for _, want, _ in found)
        done.left_out = [{"field": want.name, "line": draft.row.line, "value": want.text} for draft, want in missing]
        if not self._dry_run:
            with self._noted(ctx):
                done.left_out += self._update_later(ctx, found, done.counts)
        counted = self.report.apart()
        self._count_later(counted, done)
        self.journal.write(ctx, counted, later=position)
        return 98

    def _count_later(self, report: ImportReport, done: _Attempt) -> None:
        report.later += done.counts
        report.emptied += done.left_out
        report.empty.update(item["field"] for item in done.left_out)

    def _update_later(
        self, ctx: Ctx, found: Sequence[tuple[Draft, Wanted, str]], counts: Counter[str]
    ) -> list[dict[str, Any]]:
        records: dict[str, dict[str, Any]] = {}
        for draft, want, id in found:
            records.setdefault(str(draft.id), {"id": draft.id})[want.name] = id
        results: Sequence[Mapping[str, Any]] = ctx.records.bulk(self._mapping.object, "update", list(records.values()))
        failed = {id for id, result in zip(records, results, strict=True) if result["status"] == "error"}
        left_out = [(draft, want) for draft, want, _ in found if draft.id in failed]
        counts.subtract(want.name for _, want in left_out)
        return [{"field": want.name, "line": draft.row.line, "value": want.text} for draft, want in left_out]

    def _remember_names(self, drafts: Sequence[Draft]) -> None:
        """In a dry run the rows' own records can't be looked up later; what they would be called is enough."""
        lookups = [want.source.lookup for _, want in self._later if want.source.lookup]
        for name in {field for lookup in lookups for field in lookup.fields} if self._dry_run else ():
            self._written.setdefault(name, set()).update(str(draft.values.get(name)).lower() for draft in drafts)

    # -- the end ---------------------------------------------------------------------------------------------

    def _finish(self, ctx: Ctx) -> int:
        self.journal.close(ctx, self.report)
        return 99

    def _alone(self, work: Callable[[Ctx], Any]) -> Any:
        return in_transaction(self._platform, self._tenant, work, actor=self._actor, source="import")


class _Attempt:
    """What the last attempt at a step found; it counts when the step is committed."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        self.counts: Counter[str] = Counter()
        self.left_out: list[dict[str, Any]] = []


def _batches(sheet: Sheet, done: int) -> Iterator[tuple[int, list[Row | Malformed]]]:
    """The rows after those that are done, each batch with the number of rows that are done after it."""
    rows = islice(sheet.rows(), done, None)
    while batch := list(islice(rows, BATCH)):
        done += len(batch)
        yield done, batch
