"""One row of a file on its way to a record: cells, corrections, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.exchange.mapping import Correction, ImportMapping, Source
from core.exchange.marks import unmarked
from core.exchange.reading import Row
from core.exchange.report import ImportReport
from core.exchange.values import Reader, country_code
from dougong import FieldProblem
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.wrong import Wrong

__all__ = ["Draft", "Drafter", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """A reference that is still to be looked up. `part`: the field of the draft that it fills."""

    name: str
    source: Source
    text: str


@dataclass
class Draft:
    """What a row says of its record, and what is wrong with it."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    wanted: list[Wanted] = field(default_factory=list)
    errors: list[FieldProblem] = field(default_factory=list)
    emptied: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    id: str | None = None
    key: str = ""


class Drafter:
    """Makes drafts of the rows of one file, and counts what it corrects and skips."""

    def __init__(
        self, mapping: ImportMapping, kind: ObjectType, headings: Sequence[str], reader: Reader, report: ImportReport
    ) -> None:
        self._mapping = mapping
        self._kind = kind
        self._headings = headings
        self._reader = reader
        self._report = report
        self._by_column: dict[str, list[tuple[int, Correction]]] = {}
        for number, correction in enumerate(mapping.corrections):
            self._by_column.setdefault(correction.column, []).append((number, correction))

    def draft(self, row: Row) -> Draft | None:
        """The draft of a row; None for one that is left out on purpose."""
        cells = self._cells(row)
        skipped = next((condition for condition in self._mapping.skip_if if condition.holds(cells)), None)
        if skipped is not None:
            self._report.skipped[skipped.reason] += 1
            return None
        draft = Draft(row)
        for name, sources in self._mapping.fields.items():
            self._fill(draft, name, sources, cells)
        self._parse(draft)
        return draft

    def tell_corrections(self) -> None:
        """Write into the report how often each correction happened."""
        self._report.corrections = [
            {"column": c.column, "from": c.written, "to": c.to, "reason": c.reason, "count": self._report.corrected[number]}
            for number, c in enumerate(self._mapping.corrections)
        ]

    # -- cells -----------------------------------------------------------------------------------------------

    def _cells(self, row: Row) -> dict[str, str | None]:
        format = self._mapping.file
        cells: dict[str, str | None] = {}
        for heading, text in zip(self._headings, row.cells, strict=True):
            text = unmarked(text.strip() if format.trim else text)
            cells[heading] = None if text in format.empty else text
        for column in self._by_column:
            cells[column] = self._corrected_cell(column, cells[column])
        return cells

    def _corrected_cell(self, column: str, cell: str | None) -> str | None:
        for number, correction in self._by_column[column]:
            if cell is None:
                break
            wrong, cell = correction.corrected(cell)
            self._report.corrected[number] += wrong
        return cell

    # -- fields ----------------------------------------------------------------------------------------------

    def _fill(self, draft: Draft, name: str, sources: Sequence[Source], cells: Mapping[str, str | None]) -> None:
        """The first source whose `when` holds and that has a value counts; a field without one is made empty."""
        self._set(draft, name, None)
        for source in sources:
            if source.when is not None and not source.when.holds(cells):
                continue
            try:
                raw = self._reader.raw(source, cells)
                if raw is None:
                    continue
                self._take(draft, name, source, raw, cells)
            except Wrong as wrong:
                self._refuse(draft, name, source, wrong, cells)
            return

    def _take(self, draft: Draft, name: str, source: Source, raw: Any, cells: Mapping[str, str | None]) -> None:
        if source.lookup is not None:
            draft.wanted.append(Wanted(name, source, str(raw)))
            return
        whole, _, part = name.partition(".")
        field = self._kind.all_fields[whole]
        value = _part(part, raw) if part else self._reader.value(field, source, raw, cells)
        if not part and source.invalid == "empty":
            field.parse(value)
        self._set(draft, name, value)

    def _refuse(self, draft: Draft, name: str, source: Source, wrong: Wrong, cells: Mapping[str, str | None]) -> None:
        if source.invalid == "refuse":
            draft.errors.append(wrong.problem(name))
            return
        written = cells[source.column] if source.column else None
        draft.emptied.append({"field": name, "line": draft.row.line, "value": written})
        if source.keep_in:
            draft.kept.setdefault(source.keep_in, []).append(f"{source.column or name}: {written}")

    def _set(self, draft: Draft, name: str, value: Any) -> None:
        whole, _, part = name.partition(".")
        if part:
            draft.values.setdefault(whole, {})[part] = value
        else:
            draft.values[whole] = value

    # -- the whole row ---------------------------------------------------------------------------------------

    def _parse(self, draft: Draft) -> None:
        """Parse every value with its field, so that all errors are known before anything is looked up."""
        for name, lines in draft.kept.items():
            before = draft.values.get(name)
            draft.values[name] = "\n".join([*([str(before)] if before else []), *lines])
        for name, value in list(draft.values.items()):
            field = self._kind.all_fields[name]
            value = None if isinstance(value, dict) and not any(value.values()) else value
            draft.values[name] = self._parsed(draft, field, value)

    def _parsed(self, draft: Draft, field: Field, value: Any) -> Any:
        try:
            return None if value is None else field.parse(value)
        except Wrong as wrong:
            draft.errors.append(wrong.problem(field.name))
            return None


def _part(part: str, raw: Any) -> Any:
    return country_code(raw) if part == "country" and isinstance(raw, str) else raw
