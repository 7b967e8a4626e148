"""The rows of a file that made no record, written so that they can be mended and imported alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.exchange.exporter import Line
from core.exchange.marks import harmless
from core.exchange.report import ImportReport

__all__ = ["PROBLEM", "refused_lines", "write_refused"]

PROBLEM = "problem"
Refusal = tuple[int, Sequence[str], str]


def write_refused(path: Path, headings: Sequence[str], report: ImportReport) -> None:
    """Write refused and malformed rows with their original cells, in the order of the file, and what is wrong with each."""
    rows: list[Refusal] = [(row.line, row.cells, "; ".join(map(str, row.errors))) for row in report.refused]
    rows += [(row["line"], row["row"], _malformed(row["cells"], row["expected"])) for row in report.malformed]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        placed = [(line, cells, f"line {line}: {problem}") for line, cells, problem in sorted(rows)]
        file.writelines(refused_lines(headings, placed))


def refused_lines(headings: Sequence[str], rows: Iterable[Refusal]) -> Iterator[str]:
    """The lines of that file. No cell is a formula to a spreadsheet; reading it takes the marks off again."""
    line = Line()
    writer = csv.writer(line)
    writer.writerow([*map(harmless, headings), PROBLEM])
    yield line.take()
    for _, cells, problem in rows:
        filled = [*cells, *[""] * (len(headings) - len(cells))]
        writer.writerow([*map(harmless, filled), problem])
        yield line.take()


def _malformed(cells: int, expected: int) -> str:
    return f"{cells} cells instead of {expected}"
