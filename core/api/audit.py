"""The log of who did what, for those who administer: page by page, and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.exports import as_file
from core.api.parts import id_of
from core.api.routes import Param, Route
from core.api.schemas import ANY_OBJECT, MOMENT, NAMED, TEXT, page_of, shape
from core.audit.noting import note
from core.audit.reading import KINDS, Asked, Line, every_line, page_of_log
from core.exchange.exporter import Line as Written
from core.exchange.marks import harmless
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST = 200
HEADINGS = ("at", "by", "kind", "what", "object", "record", "count", "fields", "detail", "address")


def list_lines(ctx: Ctx, ask: Ask) -> Answer:
    """The latest lines of the log."""
    limit = ask.query.get("limit", 50)
    lines = page_of_log(ctx, _asked(ask), limit, _cursor(ask.query.get("after")))
    return Answer({"data": [_shown(line) for line in lines], "next": lines[-1].cursor if len(lines) == limit else None})


def export(ctx: Ctx, ask: Ask) -> Answer:
    """The log as CSV."""
    asked = _asked(ask)
    file = as_file(_csv(every_line(ctx, asked)), f"audit-{ctx.now:%Y-%m-%d}.csv")
    note(ctx, ctx.actor.id, "export", "audit", address=ask.address)
    return file


def _asked(ask: Ask) -> Asked:
    kind = ask.query.get("kind")
    if kind is not None and kind not in KINDS:
        raise BadRequest("{name} is one of {known}", name="kind", known=KINDS)
    actor, record = id_of(ask, "actor"), id_of(ask, "record")
    return Asked(kind=kind, actor=actor, record=record, since=_moment(ask, "since"), until=_moment(ask, "until"))


def _moment(ask: Ask, name: str) -> datetime | None:
    given = ask.query.get(name)
    return None if given is None else _parsed(given, name)


def _parsed(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:
        raise BadRequest("{name} is a moment such as 2027-01-31T12:00:00Z", name=name)
    return moment


def _cursor(text: str | None) -> tuple[datetime, str] | None:
    if text is None:
        return None
    at, _, key = text.partition(" ")
    if not key or "\x00" in key:
        raise BadRequest("{name} is the cursor of the page before", name="after")
    return _parsed(at, "after"), key


def _shown(line: Line) -> dict[str, Any]:
    return {
        "id": line.key, "at": line.at, "by": line.by, "kind": line.kind, "what": line.what, "object": line.object, "record": line.record,
        "count": line.count, "fields": line.fields, "detail": dict(line.detail), "address": line.address,
    }  # fmt: skip


def _csv(lines: Iterator[Line]) -> Iterator[str]:
    written = Written()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    yield written.take()
    for line in lines:
        by = (line.by or {}).get("name") or ""
        detail = ", ".join(f"{name}: {value}" for name, value in line.detail.items())
        cells = [line.at.isoformat(), by, line.kind, line.what, line.object, line.record, line.count, ", ".join(line.fields), detail, line.address]
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        yield written.take()


NULLABLE = {"type": ["string", "null"]}
LINE = shape(
    id=TEXT, at=MOMENT, by={"anyOf": [{**NAMED, "properties": {**NAMED["properties"], "name": NULLABLE}}, {"type": "null"}]},
    kind={"enum": list(KINDS)}, what=TEXT, object=NULLABLE, record=NULLABLE, count={"type": ["integer", "null"]},
    fields={"type": "array", "items": TEXT}, detail=ANY_OBJECT, address=TEXT,
)  # fmt: skip
WHICH = (
    Param("kind", about=", ".join(KINDS)),
    Param("actor", about="The id of who did it"),
    Param("record", about="The id of a record: what was done to it"),
    Param("since", about="A moment; from then on"),
    Param("until", about="A moment; before it"),
)

ROUTES = (
    Route(
        method="GET", rule="/api/v1/audit", view=list_lines, group="audit", summary="Who did what", action="administer",
        query=(*WHICH, Param("limit", "integer", least=1, most=MOST), Param("after", about="The cursor of the page before")),
        answers={200: page_of(LINE)},
    ),
    Route(
        method="GET", rule="/api/v1/audit/export", view=export, group="audit", summary="Who did what, as a file",
        action="administer", query=WHICH, rate="heavy", answers={200: {"type": "string", "format": "binary"}},
    ),
)  # fmt: skip
