"""Imports over HTTP: a file that was uploaded is looked at, tried, imported, gone on with and put back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.bodies import parse
from core.api.exports import as_file
from core.api.idempotency import digest_of, once
from core.api.parts import id_of
from core.api.routes import MEGA, NOTHING, Body, Param, Route
from core.api.schemas import ANY_OBJECT, FIELD_PROBLEM, ID, MOMENT, TEXT, list_of, shape
from core.api.shapes import check_body
from core.exchange.journal import errors_of, find_import, list_imports
from core.exchange.mapping import ImportMapping, read_mapping
from core.exchange.preview import inspect
from core.exchange.refused import refused_lines
from core.exchange.working import cancel_import, open_upload, resume_import, revert_import, start_import
from core.files.receiving import LARGEST, Received, receive
from core.files.records import store_of
from core.i18n import translated
from core.kept import told
from core.records.changes import find_changes
from dougong import BadRequest, FieldProblem, Invalid

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST = 200
#: Refused rows that are told with the import; the file has all.
FIRST = 20


def look(ctx: Ctx, ask: Ask) -> Answer:
    """How a file is written, and what it would become."""
    ctx.records.access(ask.body["object"])
    mapping = _mapping(ctx, ask.body)
    _, sheet = open_upload(ctx, ask.body["file"], mapping)
    return Answer(inspect(ctx, ask.body["object"], sheet, mapping))


def begin(ctx: Ctx, ask: Ask) -> Answer:
    """Check everything and write the job; the file was uploaded before, or comes along in a form."""
    if ask.body is not None:
        return _begun(ctx, ask.body, ask.body["file"])
    ctx.unit.close()  # receiving takes as long as the sender likes; others need the connection
    with receive(ask.request, store_of(ctx), FIELDS) as received:
        body = _read_form(received)
        said = repr((received.name, received.digest, sorted(received.fields.items()))).encode()
        return once(ctx, ask, digest_of(ask, said), lambda: _begun(ctx, body, received))


def _begun(ctx: Ctx, body: dict[str, Any], file: str | Received) -> Answer:
    key = body.get("key") or ()
    id = start_import(
        ctx, body["object"], file, _mapping(ctx, body), (key,) if isinstance(key, str) else tuple(key),
        dry_run=body.get("dry_run", False), duplicates=body.get("duplicates", "keep"),
    )  # fmt: skip
    return Answer(_shown(ctx, id), 202, [("Location", f"/api/v1/imports/{id}")])


def _read_form(received: Received) -> dict[str, Any]:
    """What a body in JSON would say, from the fields of a form; a field that is empty says nothing."""
    body: dict[str, Any] = {name: text for name, text in received.fields.items() if text.strip()}
    if "dry_run" in body:
        body["dry_run"] = YES_OR_NO.get(body["dry_run"], body["dry_run"])
    if "mapping" in body:
        body["mapping"] = _read_json("mapping", body["mapping"])
    check_body({**body, "file": received.name}, FORM)
    if "key" in body:
        body["key"] = [name.strip() for name in body["key"].split(",") if name.strip()]
    return body


def _read_json(field: str, text: str) -> Any:
    try:
        return parse(text.encode())
    except BadRequest as problem:
        raise Invalid(errors=[FieldProblem(field, "json", problem.message, problem.params)]) from None


def list_all(ctx: Ctx, ask: Ask) -> Answer:
    """The latest imports."""
    found = list_imports(ctx, ask.query.get("limit", 50), object=ask.query.get("object"), before=id_of(ask, "before"))
    return Answer({"data": found})


def get(ctx: Ctx, ask: Ask) -> Answer:
    """How far an import is, and what it has counted."""
    shown = _shown(ctx, ask.path["id"])
    first = islice(errors_of(ctx, shown["id"]), FIRST)
    refused = [{"line": row["line"], "problem": told(row["problem"], ctx.catalogue, shown["object"], ask.language)} for row in first]
    return Answer({**shown, "refused": refused})


def errors(ctx: Ctx, ask: Ask) -> Answer:
    """The refused rows as CSV."""
    found = find_import(ctx, ask.path["id"])

    def rows() -> Iterator[tuple[int, list[str], str]]:
        for row in errors_of(ctx, found["id"]):
            problem = told(row["problem"], ctx.catalogue, found["object"], ask.language)
            yield row["line"], row["cells"], translated("line {line}: {problem}", {"line": row["line"], "problem": problem}, ask.language)

    return as_file(refused_lines(found["headings"], rows()), f"{found['object']}.refused.csv")


def cancel(ctx: Ctx, ask: Ask) -> Answer:
    """Stop before the next batch."""
    cancel_import(ctx, ask.path["id"])
    return Answer(_shown(ctx, ask.path["id"]))


def resume(ctx: Ctx, ask: Ask) -> Answer:
    """Go on where it was broken off."""
    resume_import(ctx, ask.path["id"])
    return Answer(_shown(ctx, ask.path["id"]), 202)


def revert(ctx: Ctx, ask: Ask) -> Answer:
    """Put it all back: a small import at once, a large one by a job."""
    job = revert_import(ctx, ask.path["id"])
    return Answer({**_shown(ctx, ask.path["id"]), "revert_job_id": job}, 200 if job is None else 202)


def _mapping(ctx: Ctx, body: dict[str, Any]) -> ImportMapping | None:
    """The mapping that the body has, or names by its template; None for the one that is suggested."""
    if body.get("mapping") is not None and body.get("template") is not None:
        raise BadRequest("Give a mapping or a template, not both")
    if body.get("template") is not None:
        return read_mapping(ctx.records.get("import_template", body["template"], fields=["document"])["document"])
    return None if body.get("mapping") is None else read_mapping(body["mapping"])


def _shown(ctx: Ctx, id: str) -> dict[str, Any]:
    """An import, with how its reversal goes."""
    found = find_import(ctx, id)
    changes = find_changes(ctx, found["change_set_id"]) if found["change_set_id"] else None
    names = ("state", "changes", "reverted", "refused")
    return {**found, "changes": changes and {name: changes[name] for name in names}}


COUNT = {"type": "integer"}
NULLABLE_ID = {"type": ["string", "null"]}
NAME = {"type": "string", "minLength": 1, "maxLength": 47}
SOURCE = {
    "object": NAME,
    "file": ID,
    "mapping": {"type": ["object", "null"]},
    "template": {"type": ["string", "null"], "format": "uuid"},
}
LOOKED_AT = Body(
    {"type": "object", "properties": SOURCE, "required": ["object", "file"], "additionalProperties": False}, most=2 * MEGA
)
YES_OR_NO = {"true": True, "false": False}
DUPLICATES = {"enum": ["keep", "refuse"]}
FORM = Body(
    {
        "type": "object",
        "properties": {
            **SOURCE,
            "file": {"type": "string", "format": "binary", "description": "The file itself"},
            "mapping": {"type": ["object", "null"], "description": "JSON"},
            "key": {"type": "string", "maxLength": 200, "description": "One field, or several with commas between them"},
            "dry_run": {"type": "boolean"},
            "duplicates": DUPLICATES,
        },
        "required": ["object", "file"],
        "additionalProperties": False,
    },
    media="multipart/form-data",
    most=LARGEST + MEGA,
)
FIELDS = frozenset(FORM.schema["properties"]) - {"file"}
BEGUN = Body(
    {
        "type": "object",
        "properties": {
            **SOURCE,
            "key": {"anyOf": [NAME, {"type": "array", "items": NAME, "maxItems": 4}, {"type": "null"}]},
            "dry_run": {"type": "boolean"},
            "duplicates": DUPLICATES,
        },
        "required": ["object", "file"],
        "additionalProperties": False,
    },
    most=2 * MEGA,
    form=FORM,
)
INSPECTED = shape(
    file=ANY_OBJECT,
    columns={"type": "array", "items": shape(heading=TEXT, shape=TEXT, samples={"type": "array", "items": TEXT}, field={"type": ["string", "null"]})},
    mapping=ANY_OBJECT,
    problems={"type": "array", "items": FIELD_PROBLEM},
    rows={
        "type": "array",
        "items": shape(
            line=COUNT, cells={"type": "array", "items": TEXT}, values=ANY_OBJECT, skipped={"type": "boolean"},
            errors={"type": "array", "items": FIELD_PROBLEM},
        ),
    },
)  # fmt: skip
IMPORT = shape(
    optional=("changes", "revert_job_id", "refused"), id=ID, object=TEXT, title=TEXT, file_id=NULLABLE_ID, mapping=ANY_OBJECT,
    headings={"type": "array", "items": TEXT}, dry_run={"type": "boolean"},
    duplicates=DUPLICATES,
    state={"enum": ["waiting", "running", "done", "failed", "cancelled"]}, lines=COUNT, position=COUNT, line=COUNT, later=COUNT,
    progress={"type": "integer", "minimum": 0, "maximum": 100, "description": "Percent"},
    report=ANY_OBJECT, job_id=NULLABLE_ID, change_set_id=NULLABLE_ID, actor_id=NULLABLE_ID, created_at=MOMENT,
    ended_at={"type": ["string", "null"]}, error=TEXT, refused={"type": "array", "items": shape(line=COUNT, problem=TEXT)}, changes={"type": ["object", "null"]}, revert_job_id=NULLABLE_ID,
)  # fmt: skip
ALL, ONE = "/api/v1/imports", "/api/v1/imports/<id>"

ROUTES = (
    Route(
        method="POST", rule=f"{ALL}/inspect", view=look, group="imports", summary="Look at a file before importing it",
        action="self", body=LOOKED_AT, rate="heavy", answers={200: INSPECTED},
    ),
    Route(
        method="POST", rule=ALL, view=begin, group="imports", summary="Import a file", action="self", body=BEGUN,
        idempotency="stored", rate="heavy", answers={202: IMPORT},
    ),
    Route(
        method="GET", rule=ALL, view=list_all, group="imports", summary="The latest imports", action="self",
        answers={200: list_of(IMPORT)},
        query=(
            Param("object", about="Those of one object"),
            Param("before", about="Those older than the one with this id"),
            Param("limit", "integer", least=1, most=MOST),
        ),
    ),
    Route(
        method="GET", rule=ONE, view=get, group="imports", summary="How far an import is", action="self", ids=("id",),
        answers={200: IMPORT},
    ),
    Route(
        method="GET", rule=f"{ONE}/errors", view=errors, group="imports", summary="The rows that were refused", action="self",
        ids=("id",), rate="heavy", answers={200: {"type": "string", "format": "binary"}},
    ),
    Route(
        method="POST", rule=f"{ONE}/cancel", view=cancel, group="imports", summary="Stop an import", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", answers={200: IMPORT},
    ),
    Route(
        method="POST", rule=f"{ONE}/resume", view=resume, group="imports", summary="Go on with an import", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", answers={202: IMPORT},
    ),
    Route(
        method="POST", rule=f"{ONE}/revert", view=revert, group="imports", summary="Put an import back", action="self",
        ids=("id",), body=NOTHING, idempotency="stored", rate="heavy", answers={200: IMPORT, 202: IMPORT},
    ),
)  # fmt: skip
