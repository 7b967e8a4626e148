"""Finding over HTTP: sums and counts, search over all objects, and the hits that pickers show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.parts import words
from core.api.routes import Body, Param, Route
from core.api.schemas import ANY_OBJECT, HIT, list_of, shape

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST_ROWS = 10_000


def query(ctx: Ctx, ask: Ask) -> Answer:
    """Sums, counts and the like over records, in groups."""
    return Answer({"rows": ctx.records.query(ask.body)})


def search(ctx: Ctx, ask: Ask) -> Answer:
    """Records of any object by words."""
    found = ctx.records.search(ask.query["q"], objects=words(ask, "objects"), limit=ask.query.get("limit", 20))
    return Answer({"data": found})


def lookup(ctx: Ctx, ask: Ask) -> Answer:
    """Records of one object by the beginning of their names."""
    found = ctx.records.lookup(ask.path["object"], ask.query.get("q", ""), limit=ask.query.get("limit", 10))
    return Answer({"data": found})


NAME = {"type": "string", "maxLength": 200}
PAIR = {"type": "object", "additionalProperties": NAME, "minProperties": 1, "maxProperties": 1}
QUERY = Body(
    {
        "type": "object",
        "properties": {
            "object": NAME,
            "filter": {"type": ["string", "null"], "maxLength": 20_000},
            "group_by": {"type": "array", "items": {"anyOf": [NAME, PAIR]}, "maxItems": 5},
            "measures": {"type": "array", "items": PAIR, "maxItems": 20},
            "sort": {"type": ["string", "null"], "maxLength": 1000},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        },
        "required": ["object"],
        "additionalProperties": False,
    }
)
LIMIT = Param("limit", "integer", "How many hits at most", least=1, most=100)

ROUTES = (
    Route(
        method="POST", rule="/api/v1/query", view=query, group="finding", summary="Count and sum up", action="read",
        body=QUERY, answers={200: shape(rows={"type": "array", "items": ANY_OBJECT})},
    ),
    Route(
        method="GET", rule="/api/v1/search", view=search, group="finding", summary="Search all objects", action="read",
        query=(
            Param("q", about="Words to look for", required=True),
            Param("objects", about="Names of objects with commas between them"),
            LIMIT,
        ),
        answers={200: list_of(HIT)},
    ),
    Route(
        method="GET", rule="/api/v1/lookup/<object>", view=lookup, group="finding", summary="Find a record to refer to",
        action="read", query=(Param("q", about="The beginning of a name"), LIMIT), answers={200: list_of(HIT)},
    ),
)  # fmt: skip
