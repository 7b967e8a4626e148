"""Looks at a file before it is imported: how it is written, what a mapping may be, and its first rows as they would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.exchange.lookups import Lookups
from core.exchange.mapping import ImportMapping, read_mapping
from core.exchange.matching import check_mapping
from core.exchange.reading import Malformed, Row, Sheet
from core.exchange.report import ImportReport
from core.exchange.rows import Draft, Drafter
from core.exchange.suggesting import Suggestion
from core.exchange.values import Reader
from core.i18n import translated
from dougong import FieldProblem, Invalid

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["inspect"]

ROWS, SAMPLES = 100, 5


def inspect(ctx: Ctx, object: str, sheet: Sheet, mapping: ImportMapping | None) -> dict[str, Any]:
    """Everything that a person needs to say how a file is to be read."""
    kind = ctx.catalogue.object(object)
    suggestion = Suggestion(ctx, kind, sheet)
    document = mapping.document if mapping else suggestion.document()
    wanted = mapping or (read_mapping(document) if document["fields"] else ImportMapping(object=object, fields={}))
    return {
        "file": {
            "name": sheet.name, "kind": sheet.kind, "encoding": sheet.encoding.removesuffix("-sig"), "delimiter": sheet.delimiter,
            "header": sheet.format.header, "lines": sheet.lines,
        },
        "columns": [_column(suggestion, heading) for heading in sheet.headings],
        "mapping": document,
        "problems": [_told(ctx, error) for error in _problems(ctx, object, sheet, wanted)],
        "rows": _rows(ctx, object, sheet, wanted),
    }  # fmt: skip


def _column(suggestion: Suggestion, heading: str) -> dict[str, Any]:
    samples = list(dict.fromkeys(cell for cell in suggestion.columns[heading] if cell))
    target = suggestion.targets.get(heading)
    return {"heading": heading, "shape": suggestion.shapes[heading].name, "samples": samples[:SAMPLES], "field": target}


def _problems(ctx: Ctx, object: str, sheet: Sheet, mapping: ImportMapping) -> list[FieldProblem]:
    try:
        check_mapping(ctx, mapping, object, sheet.headings, ())
    except Invalid as problem:
        return list(problem.errors)
    return []


def _rows(ctx: Ctx, object: str, sheet: Sheet, mapping: ImportMapping) -> list[dict[str, Any]]:
    """The first rows. A mapping that can't be used yet is used as far as it goes."""
    kind = ctx.catalogue.object(object)
    known = {name: sources for name, sources in mapping.fields.items() if name.partition(".")[0] in kind.all_fields}
    usable = ImportMapping(
        object=object, fields={name: sources for name, sources in known.items() if _is_there(sources, sheet)},
        file=mapping.file, skip_if=mapping.skip_if, corrections=mapping.corrections,
    )  # fmt: skip
    named = {condition.column for condition in usable.skip_if} | {correction.column for correction in usable.corrections}
    if not named <= set(sheet.headings):
        return []
    zone = ctx.settings("organisation").get("time_zone") or "UTC"
    drafter = Drafter(usable, kind, sheet.headings, Reader(usable.file, zone, kind), ImportReport(object, sheet.name, True))
    read = [(row, drafter.draft(row) if isinstance(row, Row) else None) for row in sheet.sample(ROWS)]
    drafts = [draft for _, draft in read if draft is not None]
    Lookups(kind).resolve(ctx, [draft for draft in drafts if not draft.errors], {})
    ctx.unit.rollback()  # records that a lookup would make
    return [_row(ctx, row, draft) for row, draft in read]


def _is_there(sources: Any, sheet: Sheet) -> bool:
    return all(column in sheet.headings for source in sources for column in source.columns)


def _row(ctx: Ctx, row: Row | Malformed, draft: Draft | None) -> dict[str, Any]:
    if isinstance(row, Malformed):
        params = {"cells": len(row.cells), "expected": row.expected}
        problem = FieldProblem("", "malformed", "{cells} cells instead of {expected}", params)
        return {"line": row.line, "cells": row.cells, "values": {}, "skipped": False, "errors": [_told(ctx, problem)]}
    values = dict(draft.values) if draft else {}
    errors = [_told(ctx, error) for error in draft.errors] if draft else []
    return {"line": row.line, "cells": row.cells, "values": values, "skipped": draft is None, "errors": errors}


def _told(ctx: Ctx, problem: FieldProblem) -> dict[str, Any]:
    message = translated(problem.message, problem.params, ctx.actor.language)
    return {"field": problem.field, "code": problem.code, "message": message}
