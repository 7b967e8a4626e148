"""Reads the rows of a file: its encoding and delimiter found out, every row with its line, none shifted."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from core.exchange.mapping import FileFormat
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


@dataclass(frozen=True)
class Sheet:
    """A file that is open for reading: its headings, and how many lines it has in all."""

    path: Path
    headings: list[str]
    lines: int
    format: FileFormat
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[Row | Malformed]:
        """Every row, from the top."""
        if self.format.format == "json" or self.path.suffix.lower() == ".json":
            yield from _json_rows(self.path, self.headings)
            return
        with self.path.open(encoding=self.encoding, newline="") as file:
            rows = _csv_rows(file, self.delimiter, self.format.quote, len(self.headings))
            if self.format.header:
                next(rows, None)
            yield from rows


def open_sheet(path: Path, format: FileFormat) -> Sheet:
    """Find out how a file is written, and read its headings. Raises a Problem of one line for a file that can't be read."""
    if not path.is_file():
        raise Problem("There is no file {file}", file=path)
    kind = format.format or path.suffix.lower().lstrip(".")
    if kind in ("xlsx", "xls", "ods"):
        raise Problem("{file} is a workbook; save the sheet as CSV in UTF-8 and import that", file=path.name)
    if kind == "json":
        return Sheet(path, _json_headings(path), len(_json_records(path)), format, "utf-8", ",")
    encoding = _encoding(path, format)
    text = _checked_sample(path, encoding)
    delimiter = format.delimiter or _delimiter(text, format.quote)
    lines = _count_lines(path)
    headings = _headings(path, text, delimiter, format)
    return Sheet(path, headings, lines, format, encoding, delimiter)


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


def _headings(path: Path, sample: str, delimiter: str, format: FileFormat) -> list[str]:
    first = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=format.quote), None)
    if not first:
        raise Problem("{file} is empty", file=path.name)
    if not format.header:
        return [f"#{number}" for number in range(1, len(first) + 1)]
    headings = [heading.strip() for heading in first]
    twice = next((heading for heading in headings if headings.count(heading) > 1), None)
    if twice is not None:
        raise Problem("{file} has two columns called {heading}", file=path.name, heading=twice or "(nothing)")
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


def _json_rows(path: Path, headings: list[str]) -> Iterator[Row]:
    for number, record in enumerate(_json_records(path), 1):
        yield Row(number, [_cell(record.get(heading)) for heading in headings])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
