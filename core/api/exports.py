"""Lists as files: the records that the actor sees, read and sent page by page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.parts import words
from core.api.records import FILTERED
from core.api.routes import Param, Route
from core.audit.noting import note
from core.exchange.exporter import csv_lines
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES", "as_file"]

#: Tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"
PIECE = 64 * 1024


def export(ctx: Ctx, ask: Ask) -> Answer:
    """A list as CSV."""
    if ask.query.get("format", "csv") != "csv":
        raise BadRequest("Lists are exported as csv alone")
    object = ask.path["object"]
    asked = {name: ask.query[name] for name in ("filter", "sort", "view", "q") if name in ask.query}
    lines = csv_lines(ctx, object, fields=words(ask, "fields") or (), **asked)
    file = as_file(lines, f"{object}-{ctx.now:%Y-%m-%d}.csv")
    note(ctx, ctx.actor.id, "export", "list", object=object, detail={name: str(value) for name, value in asked.items()}, address=ask.address)
    return file


def as_file(lines: Iterable[str], name: str) -> Answer:
    """Lines of CSV, to be saved under a name of plain letters."""
    headers = [("Content-Disposition", f'attachment; filename="{name}"')]
    return Answer(stream=_begun(_pieces(lines)), type="text/csv; charset=utf-8", headers=headers)


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    piece = MARK
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield piece.encode()
            piece = ""
    yield piece.encode()


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same, with the first piece made already: what is wrong is found before anything is sent."""
    return chain([next(pieces)], pieces)


ROUTES = (
    Route(
        method="GET", rule="/api/v1/records/<object>/export", view=export, group="records", summary="Export a list",
        action="read", rate="heavy", answers={200: {"type": "string", "format": "binary"}},
        query=(*FILTERED, Param("format", about="csv"), Param("fields", about="The columns, with commas between them")),
    ),
)  # fmt: skip
