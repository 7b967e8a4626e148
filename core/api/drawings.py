"""Files of BPMN and DMN over HTTP: what would come of one, and definitions as such files."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.errors import field_problem
from core.api.routes import MEGA, Body, Param, Route
from core.api.schemas import ANY_OBJECT, TEXT, shape
from core.processes.drawings import LARGEST, Proposal, read_drawing, write_drawing
from dougong import BadRequest, FieldProblem, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.context import Ctx

__all__ = ["ROUTES"]


def propose(ctx: Ctx, ask: Ask) -> Answer:
    """Say what would come of a file; nothing is written."""
    file = ask.request.files.get("file")
    if file is None:
        raise BadRequest("Send the file as multipart/form-data, in the form field file")
    with closing(file):
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise TooLarge("The file may have {most} bytes at most", most=LARGEST)
    found = read_drawing(ctx, data, ask.query.get("object", ""))
    definitions = [_proposed(ask, one) for one in found.proposals]
    return Answer({"format": found.format, "definitions": definitions, "remarks": _told(ask, found.remarks), "problems": _told(ask, found.problems)})


def _proposed(ask: Ask, one: Proposal) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "label": one.document.get("label") or one.name,
        "definition": one.document,
        "taken": [{"element": element, "step": step} for element, step in one.taken.items()],
        "remarks": _told(ask, one.remarks),
        "problems": _told(ask, one.problems),
        "stands": one.stands,
    }


def _told(ask: Ask, problems: Iterable[FieldProblem]) -> list[dict[str, str]]:
    return [field_problem(one, ask.language, ask.texts) for one in problems]


def fetch(ctx: Ctx, ask: Ask) -> Answer:
    """A definition as a file."""
    name, content = write_drawing(ctx, ask.path["kind"], ask.path["name"])
    return Answer(content=content, type="application/xml", headers=[("Content-Disposition", f'attachment; filename="{name}"')])


NOTED = {"type": "array", "items": shape(field=TEXT, code=TEXT, message=TEXT)}
PROPOSED = shape(
    kind=TEXT, name=TEXT, label=TEXT, definition=ANY_OBJECT, taken={"type": "array", "items": shape(element=TEXT, step=TEXT)},
    remarks=NOTED, problems=NOTED, stands={"type": "boolean"},
)  # fmt: skip
FILE = Body(
    {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]},
    checked=False,
    media="multipart/form-data",
    most=5 * MEGA,
)

ROUTES = (
    Route(
        method="POST", rule="/api/v1/drawings", view=propose, group="drawings", summary="What would come of a file of BPMN or DMN",
        action="administer", query=(Param("object", about="Whose records the approvals in it are about"),), body=FILE, rate="heavy",
        answers={200: shape(format={"enum": ["bpmn", "dmn"]}, definitions={"type": "array", "items": PROPOSED}, remarks=NOTED, problems=NOTED)},
    ),
    Route(
        method="GET", rule="/api/v1/drawings/<kind>/<name>", view=fetch, group="drawings", summary="A definition as a file of BPMN or DMN",
        action="administer", names=("kind", "name"), answers={200: {"type": "string", "format": "binary"}},
    ),
)  # fmt: skip
