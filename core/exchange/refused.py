"""The rows of a file that made no record, written so that they can be mended and imported alone."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from core.exchange.report import ImportReport

__all__ = ["PROBLEM", "write_refused"]

PROBLEM = "problem"


def write_refused(path: Path, headings: Sequence[str], report: ImportReport) -> None:
    """Write refused and malformed rows with their original cells, in the order of the file, and what is wrong with each."""
    rows = [(row.line, row.cells, "; ".join(map(str, row.errors))) for row in report.refused]
    rows += [(row["line"], row["row"], _malformed(row["cells"], row["expected"])) for row in report.malformed]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*headings, PROBLEM])
        for line, cells, problem in sorted(rows):
            filled = [*cells, *[""] * (len(headings) - len(cells))]
            writer.writerow([*filled, f"line {line}: {problem}"])


def _malformed(cells: int, expected: int) -> str:
    return f"{cells} cells instead of {expected}"
