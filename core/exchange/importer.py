"""Imports a file: rows become records by the same door as everyone's, a thousand at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from core.exchange.batch import Batch, Outcome, wanted_later
from core.exchange.lookups import Lookups
from core.exchange.mapping import FileFormat, ImportMapping
from core.exchange.matching import automatic_mapping, check_mapping
from core.exchange.reading import Malformed, Row, Sheet, open_sheet
from core.exchange.report import ImportReport
from core.exchange.rows import Draft, Drafter, Wanted
from core.exchange.values import Reader
from core.rights.actor import SYSTEM, Actor
from core.transactions import in_transaction

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["Import"]

BATCH = 1000
Progress = Callable[[int], None]
T = TypeVar("T")


class Import:
    """One import of one file into one tenant. Each batch is a transaction of its own; a dry run undoes every one."""

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
    ) -> None:
        """`duplicates`: whether rows that a rule takes for records that are there are to `keep`, or to `refuse`; what a rule
        forbids is refused in any case.

        Raises a Problem with everything that is wrong with the file or the mapping, before the first row."""
        self._platform = platform
        self._tenant = tenant
        self._actor = actor
        self._dry_run = dry_run
        self._save_anyway = duplicates == "keep"
        self._sheet = open_sheet(file, mapping.file if mapping else FileFormat())
        self._mapping = self._in_transaction(lambda ctx: self._checked(ctx, object, mapping, tuple(key)))
        self.report = ImportReport(object, file.name, dry_run, ignored=self._mapping.ignore)
        self._seen: dict[tuple[Any, ...], Mapping[str, Any]] = {}
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

    def run(self, progress: Progress = lambda line: None) -> ImportReport:
        """Import every row; answers the report."""
        self._prepare()
        for batch in _batches(self._sheet):
            self._take(batch)
            progress(batch[-1].line)
        self._second_pass()
        self._drafter.tell_corrections()
        self.report.compare(self._mapping.expect)
        return self.report

    # -- before the first row --------------------------------------------------------------------------------

    def _checked(self, ctx: Ctx, object: str, mapping: ImportMapping | None, key: tuple[str, ...]) -> ImportMapping:
        made = mapping or automatic_mapping(ctx.catalogue.object(object), self._sheet.headings)
        return check_mapping(ctx, made, object, self._sheet.headings, key)

    def _prepare(self) -> None:
        kind, zone = self._in_transaction(self._surroundings)
        self._kind = kind
        self._lookups = Lookups(kind)
        reader = Reader(self._mapping.file, zone)
        self._drafter = Drafter(self._mapping, kind, self._sheet.headings, reader, self.report)

    def _surroundings(self, ctx: Ctx) -> tuple[Any, str]:
        kind = ctx.catalogue.object(self._mapping.object)
        return kind, ctx.settings("organisation").get("time_zone") or "UTC"

    # -- batches ---------------------------------------------------------------------------------------------

    def _take(self, batch: Sequence[Row | Malformed]) -> None:
        self.report.rows += len(batch)
        drafts = [draft for row in batch if (draft := self._draft(row)) is not None]
        outcome = self._in_transaction(lambda ctx: self._store(ctx, drafts))
        outcome.tell(self.report)
        self._lookups.settle(kept=not self._dry_run)
        self._seen.update(outcome.seen)
        self._later += wanted_later(outcome.stored)
        self._remember_names(outcome.stored)

    def _draft(self, row: Row | Malformed) -> Draft | None:
        if isinstance(row, Row):
            return self._drafter.draft(row)
        self.report.malformed.append(
            {"line": row.line, "cells": len(row.cells), "expected": row.expected, "row": row.cells}
        )
        return None

    def _store(self, ctx: Ctx, drafts: Sequence[Draft]) -> Outcome:
        self._lookups.settle(kept=False)  # an attempt that was undone made nothing
        kind = ctx.catalogue.object(self._mapping.object)
        outcome = Batch(
            ctx, self._mapping, kind, self._lookups, drafts, self._seen, save_anyway=self._save_anyway
        ).store()
        if self._dry_run:
            ctx.unit.rollback()
        return outcome

    # -- the second pass -------------------------------------------------------------------------------------

    def _second_pass(self) -> None:
        """Set the references within the file, now that every row has its record."""
        for start in range(0, len(self._later), BATCH):
            chunk = self._later[start : start + BATCH]
            counts, left_out = self._in_transaction(partial(self._set_later, chunk))
            self.report.later += counts
            self.report.emptied += left_out
            self.report.empty.update(item["field"] for item in left_out)
        self._lookups.settle(kept=not self._dry_run)

    def _set_later(self, later: Sequence[tuple[Draft, Wanted]], ctx: Ctx) -> tuple[Counter[str], list[dict[str, Any]]]:
        found, missing = self._lookups.find_later(ctx, later, self._written if self._dry_run else {})
        counts = Counter(want.name for _, want, _ in found)
        left_out = [{"field": want.name, "line": draft.row.line, "value": want.text} for draft, want in missing]
        if not self._dry_run:
            left_out += self._update_later(ctx, found, counts)
        return counts, left_out

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
        fields = {want.source.lookup.field for _, want in self._later if want.source.lookup}
        for name in fields if self._dry_run else ():
            self._written.setdefault(name, set()).update(str(draft.values.get(name)).lower() for draft in drafts)

    def _in_transaction(self, work: Callable[[Ctx], T]) -> T:
        return in_transaction(self._platform, self._tenant, work, actor=self._actor, source="import")


def _batches(sheet: Sheet) -> Iterator[list[Row | Malformed]]:
    rows = sheet.rows()
    while batch := list(islice(rows, BATCH)):
        yield batch
