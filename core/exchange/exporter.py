"""Writes records as CSV: what the actor may see, in a form that a spreadsheet doesn't mistake for formulas."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

import orjson

from core.exchange.marks import harmless
from core.records.limits import within
from dougong import NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Line", "csv_lines", "export_records"]

PAGE = 1000


def export_records(
    ctx: Ctx,
    object: str,
    out: TextIO,
    *,
    fields: Sequence[str] = (),
    filter: str | None = None,
    view: str | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> int:
    """Write a heading and every record that the filter finds; answers how many. Raises NotAllowed without `export`."""
    count = -1
    for count, line in enumerate(csv_lines(ctx, object, fields=fields, filter=filter, view=view)):
        out.write(line)
        if count % PAGE == 0:
            progress(count)
    return count


def csv_lines(
    ctx: Ctx,
    object: str,
    *,
    fields: Sequence[str] = (),
    filter: str | None = None,
    view: str | None = None,
    sort: str | None = None,
    q: str | None = None,
) -> Iterator[str]:
    """The lines of the file, the heading first, as they are read."""
    if not ctx.actor.may("export"):
        raise NotAllowed("You may not export records; that takes the system grant export")
    names = list(fields) or _all_fields(ctx, object)
    return _lines(names, _records(ctx, object, names, {"filter": filter, "view": view, "sort": sort, "q": q}))


def _all_fields(ctx: Ctx, object: str) -> list[str]:
    kind = ctx.catalogue.object(object)
    visible = ctx.records.access(object).visible
    shown = [name for name in kind.all_fields if name in visible and name != "deleted_at"]
    return ["id", *(name for name in shown if name != "id")]


def _records(
    ctx: Ctx, object: str, names: Sequence[str], wanted: Mapping[str, str | None]
) -> Iterator[Mapping[str, Any]]:
    after: str | None = None
    while True:
        page = ctx.records.list(
            object, fields=names, limit=PAGE, after=after, filter=wanted.get("filter"), sort=wanted.get("sort"),
            view=wanted.get("view"), q=wanted.get("q"), count=after is None,
        )  # fmt: skip
        within(ctx, "export_rows", page.count or 0)
        yield from page.data
        after = page.next
        if after is None:
            return


def _lines(names: Sequence[str], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    line = Line()
    writer = csv.writer(line)
    writer.writerow(names)
    yield line.take()
    for record in records:
        writer.writerow([_cell(record.get(name)) for name in names])
        yield line.take()


class Line:
    """What the csv module writes to: one line at a time."""

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str) -> int:
        self._text += text
        return len(text)

    def take(self) -> str:
        """The line that was written."""
        text, self._text = self._text, ""
        return text


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (list, tuple)):
        return harmless(", ".join(map(str, value)))
    return orjson.dumps(value).decode() if isinstance(value, dict) else value
