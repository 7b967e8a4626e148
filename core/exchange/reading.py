"""Reads the rows of a file of any kind: encoding and delimiter found out, every row with its line, none shifted."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import orjson

from core.exchange.calendars import HEADINGS, entry_cells, read_entries
from core.exchange.mapping import FileFormat
from core.exchange.marks import unmarked
from core.exchange.vcards import card_cells, card_headings, read_cards
from core.exchange.workbooks import WORKBOOKS, sheet_rows
from dougong import Problem

__all__ = ["Malformed", "Row", "Sheet", "open_sheet"]

SAMPLE = 256 * 1024
DELIMITERS = (",", ";", "\t", "|")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Row:
    """One row and the line of the file on which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Malformed:
    """A row that can't be a row of this file: its number of cells, or its quotes, are wrong."""

    line: int
    cells: list[str]
    expected: int


Rows = Generator[Row | Malformed, None, None]


@dataclass(frozen=True)
class Sheet:
    """A file that is open for reading: its headings, and how many lines it has in all. kind: csv, json, vcf, ics or a workbook."""

    path: Path
    name: str
    kind: str
    headings: list[str]
    lines: int
    format: FileFormat
    encoding: str = "utf-8"
    delimiter: str = ","

    def rows(self) -> Rows:
        """Every row, from the top."""
        if self.kind == "json":
            return _json_rows(self.path, self.headings)
        if self.kind == "vcf":
            return _card_rows(self.path, self.encoding, self.headings)
        if self.kind == "ics":
            return _entry_rows(self.path, self.encoding, self.headings)
        if self.kind in WORKBOOKS:
            return _sheet_rows(self, len(self.headings))
        return self._lines()

    def sample(self, most: int) -> list[Row | Malformed]:
        """The first rows."""
        with closing(self.rows()) as rows:
            return list(islice(rows, most))

    def _lines(self) -> Rows:
        with self.path.open(encoding=self.encoding, newline="") as file:
            rows = _csv_rows(file, self.delimiter, self.format.quote, len(self.headings))
            if self.format.header:
                next(rows, None)
            yield from rows


def open_sheet(path: Path, format: FileFormat, name: str = "") -> Sheet:
    """Find out how a file is written, and read its headings. Raises a Problem of one line for a file that can't be read.

    name: what the file was called, where the path doesn't say it.
    """
    if not path.is_file():
        raise Problem("There is no file {file}", file=name or path)
    name = name or path.name
    kind = format.format or PurePath(name).suffix.lower().lstrip(".")
    if kind in WORKBOOKS:
        return _open_workbook(path, name, kind, format)
    if kind == "json":
        return Sheet(path, name, kind, _json_headings(path), len(_json_records(path)), format)
    encoding = _encoding(path, format)
    if kind == "vcf":
        cards = list(read_cards(path, encoding))
        return Sheet(path, name, kind, card_headings(cards), _count_lines(path), format, encoding)
    if kind == "ics":
        filled = {heading for entry in read_entries(path, encoding) for heading in entry.values}
        return Sheet(path, name, kind, [heading for heading in HEADINGS if heading in filled], _count_lines(path), format, encoding)
    text = _checked_sample(path, encoding)
    delimiter = format.delimiter or _delimiter(text, format.quote)
    first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=format.quote), None)
    return Sheet(path, name, "csv", _headings(name, first, format), _count_lines(path), format, encoding, delimiter)


# -- workbooks, cards and calendars -------------------------------------------------------------------------------------


def _open_workbook(path: Path, name: str, kind: str, format: FileFormat) -> Sheet:
    rows = [row for row in sheet_rows(path, name, format.sheet) if any(row)]
    first = _trimmed(rows[0]) if rows else None
    return Sheet(path, name, kind, _headings(name, first, format), len(rows), format)


def _sheet_rows(sheet: Sheet, expected: int) -> Rows:
    """The rows of a workbook: what is missing at the end of a row is empty, what stands beyond the headings is malformed."""
    headed = sheet.format.header
    for line, row in enumerate(sheet_rows(sheet.path, sheet.name, sheet.format.sheet), 1):
        if not any(row):
            continue
        if headed:
            headed = False
            continue
        cells = _trimmed(row)
        if len(cells) > expected:
            yield Malformed(line, cells, expected)
        else:
            yield Row(line, cells + [""] * (expected - len(cells)))


def _trimmed(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _card_rows(path: Path, encoding: str, headings: list[str]) -> Rows:
    for card in read_cards(path, encoding):
        cells = card_cells(card, headings)
        yield Row(card.line, cells) if card.whole else Malformed(card.line, [cell for cell in cells if cell], len(headings))


def _entry_rows(path: Path, encoding: str, headings: list[str]) -> Rows:
    for entry in read_entries(path, encoding):
        cells = entry_cells(entry, headings)
        yield Row(entry.line, cells) if entry.whole else Malformed(entry.line, [cell for cell in cells if cell], len(headings))


# -- encoding ------------------------------------------------------------------------------------------------


def _encoding(path: Path, format: FileFormat) -> str:
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    bom = next((name for mark, name in BOMS if head.startswith(mark)), None)
    if bom is not None:
        return bom
    if format.encoding is not None:
        return _known(format.encoding)
    return _guessed(path, head)


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise Problem("There is no encoding called {encoding}", encoding=encoding) from None
    return "utf-8-sig" if name == "utf-8" else name


def _guessed(path: Path, head: bytes) -> str:
    if _looks_like_utf16(head):
        return "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _looks_chinese(head) and _decodes(path, "gb18030"):
        return "gb18030"
    return "windows-1250" if _decodes(path, "windows-1250") else "iso-8859-2"


def _looks_like_utf16(head: bytes) -> bool:
    sample = head[:1000]
    zeros = max(sample[0::2].count(0), sample[1::2].count(0))
    return len(sample) >= 4 and zeros > len(sample) // 4


def _looks_chinese(head: bytes) -> bool:
    """Common Chinese characters are two bytes from 0xA1 on; accented letters of other languages stand alone."""
    pairs = alone = 0
    position = 0
    while position < len(head) - 1:
        if head[position] < 0x81:
            position += 1
        elif head[position + 1] >= 0xA1:
            pairs, position = pairs + 1, position + 2
        else:
            alone, position = alone + 1, position + 1
    return pairs > 4 * alone


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked_sample(path: Path, encoding: str) -> str:
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(SAMPLE)
            line += sample.count("\n")
            while block := file.read(1 << 20):
                line += block.count("\n")
    except UnicodeError as error:
        raise Problem(
            "{file} is not written in {encoding} (after line {line}: {cause}); say its encoding in the mapping",
            file=path.name,
            encoding=encoding.removesuffix("-sig"),
            line=line,
            cause=error,
        ) from None
    return sample


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


# -- CSV -----------------------------------------------------------------------------------------------------


def _delimiter(sample: str, quote: str) -> str:
    """The one by which the first lines fall into the same number of cells, the more the better."""
    lines = sample.splitlines()[:30]
    if len(sample) >= SAMPLE // 2:
        lines = lines[:-1]
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter, quote))


def _agreement(lines: list[str], delimiter: str, quote: str) -> tuple[int, int]:
    counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter, quotechar=quote) if cells]
    if not counts or counts[0] < 2:
        return (0, 0)
    return (sum(count == counts[0] for count in counts), counts[0])


def _headings(name: str, first: list[str] | None, format: FileFormat) -> list[str]:
    if not first:
        raise Problem("{file} is empty", file=name)
    if not format.header:
        return [f"#{number}" for number in range(1, len(first) + 1)]
    headings = [unmarked(heading.strip()) for heading in first]
    twice = next((heading for heading in headings if headings.count(heading) > 1), None)
    if twice is not None:
        raise Problem("{file} has two columns called {heading}", file=name, heading=twice or "(nothing)")
    return headings


def _csv_rows(file: Any, delimiter: str, quote: str, expected: int) -> Iterator[Row | Malformed]:
    reader = csv.reader(file, delimiter=delimiter, quotechar=quote, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Malformed(line, [str(error)], expected)
            continue
        if cells:
            yield Row(line, cells) if len(cells) == expected else Malformed(line, cells, expected)


# -- JSON ----------------------------------------------------------------------------------------------------


def _json_records(path: Path) -> list[dict[str, Any]]:
    try:
        document = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise Problem("{file} is not JSON: {cause}", file=path.name, cause=error) from None
    records = document.get("records") if isinstance(document, dict) else document
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise Problem('{file} must be a list of objects, or have one under "records"', file=path.name)
    return records


def _json_headings(path: Path) -> list[str]:
    return list(dict.fromkeys(key for record in _json_records(path) for key in record))


def _json_rows(path: Path, headings: list[str]) -> Rows:
    for number, record in enumerate(_json_records(path), 1):
        yield Row(number, [_cell(record.get(heading)) for heading in headings])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
