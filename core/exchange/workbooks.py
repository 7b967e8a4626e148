"""Reads sheets of workbooks: xlsx, xls and ods, within bounds that hold before anything is unpacked into memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dougong import Problem

__all__ = ["WORKBOOKS", "sheet_rows"]

WORKBOOKS = ("xlsx", "xls", "ods")
#: What a workbook may unpack to, and of how many parts; a bomb of a few kilobytes says gigabytes.
LARGEST, MOST_PARTS = 128 * 1024 * 1024, 2000
CHUNK = 1 << 20


def sheet_rows(path: Path, name: str, sheet: str | None) -> Iterator[list[str]]:
    """The rows of a sheet as text; the first sheet where none is named. Raises a Problem."""
    _weigh(path, name)
    try:
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
            if sheet is not None and sheet not in workbook.sheet_names:
                raise Problem("{file} has no sheet called {sheet}", file=name, sheet=sheet)
            if not workbook.sheet_names:
                raise Problem("{file} is empty", file=name)
            rows = workbook.get_sheet_by_name(sheet or workbook.sheet_names[0]).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise Problem("{file} is no workbook that can be read: {cause}", file=name, cause=str(error)[:200]) from None
    for row in rows:
        yield [_text(cell) for cell in row]


def _weigh(path: Path, name: str) -> None:
    """Unpack everything into nothing, and stop at the bound: what a zip says of its sizes need not be true."""
    if not zipfile.is_zipfile(path):
        return
    left = LARGEST
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise Problem("{file} unpacks to more than {most} parts", file=name, most=MOST_PARTS)
            for part in archive.infolist():
                with archive.open(part) as opened:
                    while piece := opened.read(CHUNK):
                        left -= len(piece)
                        if left < 0:
                            raise Problem("{file} unpacks to more than {most} bytes", file=name, most=LARGEST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Problem("{file} is no workbook that can be read: {cause}", file=name, cause=str(error)[:200]) from None


def _text(cell: Any) -> str:
    """A cell as it would be written in a CSV: whole numbers without decimals, days in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
