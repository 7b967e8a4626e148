"""The quality of data over HTTP: duplicates asked for, found by a job, said to be none; and cleaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.routes import Body, Param, Route
from core.api.schemas import ID, MATCH, MOMENT, TEXT, page_of, shape
from core.cleaning.jobs import start_cleaning
from core.cleaning.tidying import TIDIERS
from core.duplicates.building import unbuilt
from core.duplicates.finding import start_finding
from core.duplicates.found import dismiss_found, found

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def ask_duplicates(ctx: Ctx, ask: Ask) -> Answer:
    """What the duplicate rules find for values that aren't saved yet."""
    object = ask.path["object"]
    matches = ctx.records.duplicates(object, ask.body["values"], ask.body.get("id"))
    return Answer({"matches": matches, "complete": not unbuilt(ctx, object)})


def find(ctx: Ctx, ask: Ask) -> Answer:
    """Look through the records that are there, by a job."""
    job = start_finding(ctx, ask.path["object"], ask.body.get("rules", ()), ask.body.get("filter"))
    return Answer({"job": job}, 202)


def list_found(ctx: Ctx, ask: Ask) -> Answer:
    """The groups that were found."""
    page = found(ctx, ask.path["object"], ask.query.get("limit", 50), ask.query.get("after"))
    return Answer({"data": page.data, "next": page.next})


def dismiss(ctx: Ctx, ask: Ask) -> Answer:
    """Say that some records are not the same."""
    dismiss_found(ctx, ask.path["object"], ask.body["records"])
    return Answer(status=204)


def start_clean(ctx: Ctx, ask: Ask) -> Answer:
    """Put values in order, or say what would change."""
    body = ask.body
    job = start_cleaning(
        ctx, ask.path["object"], body["what"], body["fields"], filter=body.get("filter"), case=body.get("case", False),
        dry_run=body.get("dry_run", True),
    )  # fmt: skip
    return Answer({"job": job}, 202)


DRAFT = Body(
    {
        "type": "object",
        "properties": {"id": {"type": ["string", "null"]}, "values": {"type": "object"}},
        "required": ["values"],
        "additionalProperties": False,
    }
)
FINDING = Body(
    {
        "type": "object",
        "properties": {
            "rules": {"type": "array", "items": {"type": "string", "maxLength": 100}, "maxItems": 50},
            "filter": {"type": ["string", "null"], "maxLength": 10000},
        },
        "additionalProperties": False,
    },
    required=False,
)
DISMISSED = Body(
    {
        "type": "object",
        "properties": {"records": {"type": "array", "items": ID, "minItems": 2, "maxItems": 50}},
        "required": ["records"],
        "additionalProperties": False,
    }
)
CLEANED = Body(
    {
        "type": "object",
        "properties": {
            "what": {"enum": sorted(TIDIERS)},
            "fields": {"type": "array", "items": {"type": "string", "maxLength": 100}, "minItems": 1, "maxItems": 50},
            "filter": {"type": ["string", "null"], "maxLength": 10000},
            "case": {"type": "boolean"},
            "dry_run": {"type": "boolean"},
        },
        "required": ["what", "fields"],
        "additionalProperties": False,
    }
)
REASON = shape(one=ID, other=ID, rule=TEXT, score={"type": "number"}, fields={"type": "array", "items": TEXT})
GROUP = shape(
    id=ID,
    score={"type": "number"},
    records={"type": "array", "items": shape(id=ID, name={"type": ["string", "null"]})},
    reasons={"type": "array", "items": REASON},
    at=MOMENT,
)
HERE = "/api/v1/records/<object>/duplicates"

ROUTES = (
    Route(
        method="POST", rule=HERE, view=ask_duplicates, group="duplicates", summary="What is there already", action="read",
        body=DRAFT, answers={200: shape(matches={"type": "array", "items": MATCH}, complete={"type": "boolean"})},
    ),
    Route(
        method="GET", rule=HERE, view=list_found, group="duplicates", summary="Groups that were found", action="read",
        query=(Param("limit", "integer", least=1, most=200), Param("after", about="The cursor of the page before")),
        answers={200: page_of(GROUP)},
    ),
    Route(
        method="POST", rule=f"{HERE}/find", view=find, group="duplicates", summary="Look for duplicates", action="edit",
        body=FINDING, idempotency="stored", rate="heavy", answers={202: shape(job=ID)},
    ),
    Route(
        method="POST", rule=f"{HERE}/dismiss", view=dismiss, group="duplicates", summary="Say that they are not the same",
        action="edit", body=DISMISSED, answers={204: None},
    ),
    Route(
        method="POST", rule="/api/v1/records/<object>/clean", view=start_clean, group="duplicates",
        summary="Put values in order", action="edit", body=CLEANED, idempotency="stored", rate="heavy",
        answers={202: shape(job=ID)},
    ),
)  # fmt: skip
