"""Signatures over HTTP: a block of text that somebody pasted is read as the values of a new record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.routes import Body, Route
from core.api.schemas import TEXT, shape
from core.exchange.signatures import LONGEST
from core.exchange.signed import signed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def read(ctx: Ctx, ask: Ask) -> Answer:
    """What the text says, for a person to check; nothing is written."""
    return Answer(signed(ctx, ask.path["object"], ask.body["text"]))


PASTED = Body(
    {
        "type": "object",
        "properties": {"text": {"type": "string", "maxLength": LONGEST}},
        "required": ["text"],
        "additionalProperties": False,
    }
)
COMPANY = shape(field=TEXT, object=TEXT, values={"type": "object"})

ROUTES = (
    Route(
        method="POST", rule="/api/v1/records/<object>/signature", view=read, group="finding", summary="Read a signature",
        action="create", body=PASTED,
        answers={200: shape(values={"type": "object"}, company={"anyOf": [COMPANY, {"type": "null"}]}, rest={"type": "array", "items": TEXT})},
    ),
)  # fmt: skip
