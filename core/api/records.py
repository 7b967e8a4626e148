"""Records over HTTP: each view unpacks the request, calls the one door, and packs the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.errors import duplicates_shown, field_problem
from core.api.parts import version_seen, words
from core.api.routes import MEGA, NOTHING, Body, Param, Route
from core.api.schemas import (
    DUPLICATES,
    EXPLANATION,
    FIELD_PROBLEM,
    HISTORY,
    ID,
    RECORD,
    SHARE,
    TEXT,
    TIMELINE,
    VALUES,
    list_of,
    page_of,
    shape,
)
from dougong import Duplicates, FieldProblem, Merged, Page

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

MOST_LISTED, MOST_BULK = 1000, 10_000


def list_records(ctx: Ctx, ask: Ask) -> Answer:
    """A page of a list."""
    given = {name: ask.query[name] for name in ("filter", "sort", "limit", "after", "count", "view", "q", "deleted") if name in ask.query}
    page = ctx.records.list(ask.path["object"], fields=words(ask, "fields"), expand=words(ask, "expand") or (), **given)
    return _page(page)


def create(ctx: Ctx, ask: Ask) -> Answer:
    """Make a record."""
    record = ctx.records.create(ask.path["object"], ask.body, save_anyway=ask.query.get("save_anyway", True))
    place = f"/api/v1/records/{ask.path['object']}/{record['id']}"
    return Answer(record, 201, [*_tag(record), ("Location", place)])


def get(ctx: Ctx, ask: Ask) -> Answer:
    """One record."""
    fields = words(ask, "fields")
    wanted = None if fields is None else [*fields, "version"]
    try:
        record = ctx.records.get(ask.path["object"], ask.path["id"], fields=wanted, expand=words(ask, "expand") or ())
    except Merged as merged:
        return _elsewhere(ask, merged)
    tag = _tag(record)
    if fields is not None and "version" not in fields:
        record.pop("version", None)
    return Answer(record, headers=tag)


def update(ctx: Ctx, ask: Ask) -> Answer:
    """Change a record."""
    anyway = ask.query.get("save_anyway", True)
    record = ctx.records.update(
        ask.path["object"], ask.path["id"], ask.body, version=version_seen(ask), save_anyway=anyway
    )
    return Answer(record, headers=_tag(record))


def delete(ctx: Ctx, ask: Ask) -> Answer:
    """Put a record into the recycle bin."""
    ctx.records.delete(ask.path["object"], ask.path["id"], version=version_seen(ask))
    return Answer(status=204)


def restore(ctx: Ctx, ask: Ask) -> Answer:
    """Take a record out of the recycle bin."""
    record = ctx.records.restore(ask.path["object"], ask.path["id"])
    return Answer(record, headers=_tag(record))


def bulk(ctx: Ctx, ask: Ask) -> Answer:
    """Write many records; each has its own result."""
    body = ask.body
    results = ctx.records.bulk(
        ask.path["object"],
        body["op"],
        body["records"],
        key=body.get("key"),
        atomic=body.get("atomic", False),
        save_anyway=ask.query.get("save_anyway", True),
    )
    return Answer({"results": [_result(ask, result) for result in results]})


def history(ctx: Ctx, ask: Ask) -> Answer:
    """What was changed in a record, by whom, when."""
    return Answer({"data": ctx.records.history(ask.path["object"], ask.path["id"])})


def timeline(ctx: Ctx, ask: Ask) -> Answer:
    """Everything that happened about a record, the latest first."""
    limit, after = ask.query.get("limit", 50), ask.query.get("after")
    return _page(ctx.records.timeline(ask.path["object"], ask.path["id"], limit, after))


def explain(ctx: Ctx, ask: Ask) -> Answer:
    """Why a user sees a record, or does not."""
    return Answer(ctx.records.explain(ask.path["object"], ask.path["id"], ask.query.get("user")))


def form(ctx: Ctx, ask: Ask) -> Answer:
    """What the conditions of fields say of values that aren't saved yet."""
    return Answer(ctx.records.form(ask.path["object"], ask.body["values"], ask.body.get("id")))


def share(ctx: Ctx, ask: Ask) -> Answer:
    """Open a record to a user, a team or a role."""
    return Answer(ctx.records.share(ask.path["object"], ask.path["id"], ask.body), 201)


def shares(ctx: Ctx, ask: Ask) -> Answer:
    """To whom a record was opened."""
    return Answer({"data": ctx.records.shares(ask.path["object"], ask.path["id"])})


def unshare(ctx: Ctx, ask: Ask) -> Answer:
    """Take a share back."""
    ctx.records.unshare(ask.path["object"], ask.path["id"], ask.path["share_id"])
    return Answer(status=204)


def transfer(ctx: Ctx, ask: Ask) -> Answer:
    """Give a record to another owner, with what is part of it."""
    record = ctx.records.transfer(
        ask.path["object"], ask.path["id"], ask.body["owner_id"], carry=tuple(ask.body.get("carry", ()))
    )
    return Answer(record, headers=_tag(record))


def merge(ctx: Ctx, ask: Ask) -> Answer:
    """Make one record of several."""
    body = ask.body
    record = ctx.records.merge(
        ask.path["object"], body["keep"], body["others"], body.get("values", {}), body.get("take"), body.get("versions")
    )
    return Answer(record, headers=_tag(record))


def _elsewhere(ask: Ask, merged: Merged) -> Answer:
    """Where a merged record went: programs that follow read the one that stayed."""
    query = ask.request.query_string.decode("ascii", "ignore")
    place = f"/api/v1/records/{merged.object}/{merged.into}{'?' + query if query else ''}"
    return Answer({"merged_into": {"object": merged.object, "id": merged.into}}, 307, [("Location", place)])


def _page(page: Page) -> Answer:
    data: dict[str, Any] = {"data": page.data, "next": page.next}
    if page.count is not None:
        data["count"] = page.count
    return Answer(data)


def _tag(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    version = record.get("version")
    return [] if version is None else [("ETag", f'"{version}"')]


def _result(ask: Ask, result: Mapping[str, Any]) -> dict[str, Any]:
    """The result of one record of many; its problem in the reader's language."""
    problem = result.get("problem")
    if problem is None:
        return dict(result)
    errors = problem.errors or (FieldProblem("", "refused", problem.message, problem.params),)
    shown = [field_problem(error, ask.language, ask.texts) for error in errors]
    told = {"status": result["status"], "id": result["id"], "errors": shown}
    return told | ({"duplicates": duplicates_shown(problem)} if isinstance(problem, Duplicates) else {})


def _body(required: list[str], most: int = MEGA, **properties: Any) -> Body:
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return Body(schema, most=most)


NAMES = {"type": "string", "maxLength": 100}
READ = (
    Param("fields", about="Names of fields, or paths such as account.name, with commas between them"),
    Param("expand", about="References to answer as {id, name}"),
)
FILTERED = (
    Param("filter", about='An expression, such as stage = "won" AND amount > 1000'),
    Param("sort", about="Names of fields with commas between them; a hyphen before a name turns the order round"),
    Param("view", about="A saved list, whose filter, sort and columns hold where none are given"),
    Param("q", about="Words to look for"),
)
LISTED = (
    *FILTERED,
    *READ,
    Param("limit", "integer", "How many records a page has", least=1, most=MOST_LISTED),
    Param("after", about="The cursor of the page before"),
    Param("count", "boolean", "Whether to count all records of the list"),
    Param("deleted", "boolean", "Whether to list the recycle bin instead"),
)
RECORDS, ONE = "/api/v1/records/<object>", "/api/v1/records/<object>/<id>"
BULK_RESULT = shape(
    optional=("id", "version", "errors", "duplicates"),
    status={"enum": ["created", "updated", "deleted", "error"]},
    id={"type": ["string", "null"]},
    version={"type": ["integer", "null"]},
    errors={"type": "array", "items": FIELD_PROBLEM},
    duplicates=DUPLICATES,
)
BULK = _body(
    ["op", "records"],
    most=10 * MEGA,
    op={"enum": ["create", "update", "upsert", "delete"]},
    key={"type": ["string", "null"], "maxLength": 100},
    atomic={"type": "boolean"},
    records={"type": "array", "items": {"type": "object"}, "maxItems": MOST_BULK},
)
GRANTEE = {"type": ["string", "null"], "maxLength": 100}
SHARED = _body(
    ["level"],
    user=GRANTEE,
    team=GRANTEE,
    role=GRANTEE,
    level={"enum": ["read", "edit"]},
    expires_at={"type": ["string", "null"], "format": "date-time"},
    team_role={"type": ["string", "null"], "maxLength": 100},
)
TRANSFERRED = _body(["owner_id"], owner_id=ID, carry={"type": "array", "items": NAMES, "maxItems": 20})
MERGED = _body(
    ["keep", "others"],
    keep=ID,
    others={"type": "array", "items": ID, "minItems": 1, "maxItems": 10},
    values={"type": "object"},
    take={"type": "object", "additionalProperties": ID},
    versions={"type": "object", "additionalProperties": {"type": "integer"}},
)
FORM = _body(["values"], id={"type": ["string", "null"]}, values={"type": "object"})
FORM_STATE = shape(fields={"type": "object"}, sections={"type": "object"})
SAVED = (
    Param("save_anyway", "boolean", "false: refuse what looks like a record that is there, also where a duplicate rule only warns"),
)
PAGED = (Param("limit", "integer", least=1, most=200), Param("after"))

ROUTES = (
    Route(
        method="GET", rule=RECORDS, view=list_records, group="records", summary="List records", action="read",
        query=LISTED, answers={200: page_of(RECORD)},
    ),
    Route(
        method="POST", rule=RECORDS, view=create, group="records", summary="Make a record", action="create",
        idempotency="stored", query=SAVED, body=Body(VALUES, checked=False), answers={201: RECORD},
    ),
    Route(
        method="GET", rule=ONE, view=get, group="records", summary="Read a record", action="read", ids=("id",),
        query=READ, answers={200: RECORD, 307: shape(merged_into=shape(object=TEXT, id=ID))},
    ),
    Route(
        method="PATCH", rule=ONE, view=update, group="records", summary="Change a record", action="edit", ids=("id",),
        query=SAVED, body=Body(VALUES, checked=False), answers={200: RECORD},
    ),
    Route(
        method="DELETE", rule=ONE, view=delete, group="records", summary="Delete a record", action="delete", ids=("id",),
        answers={204: None},
    ),
    Route(
        method="POST", rule=f"{ONE}/restore", view=restore, group="records", summary="Restore a record", action="delete",
        ids=("id",), body=NOTHING, idempotency="stored", answers={200: RECORD},
    ),
    Route(
        method="POST", rule=f"{RECORDS}/bulk", view=bulk, group="records", summary="Write many records", action="edit",
        query=SAVED, body=BULK, idempotency="stored", rate="heavy", answers={200: shape(results={"type": "array", "items": BULK_RESULT})},
    ),
    Route(
        method="GET", rule=f"{ONE}/history", view=history, group="records", summary="What was changed", action="read",
        ids=("id",), answers={200: list_of(HISTORY)},
    ),
    Route(
        method="GET", rule=f"{ONE}/timeline", view=timeline, group="records", summary="What happened", action="read",
        ids=("id",), query=PAGED, answers={200: page_of(TIMELINE)},
    ),
    Route(
        method="GET", rule=f"{ONE}/explain", view=explain, group="sharing", summary="Why somebody sees it", action="read",
        ids=("id",), query=(Param("user", about="The id of a user; yourself when left out"),), answers={200: EXPLANATION},
    ),
    Route(
        method="POST", rule=f"{RECORDS}/form", view=form, group="records", summary="What a form shows", action="read",
        body=FORM, answers={200: FORM_STATE},
    ),
    Route(
        method="POST", rule=f"{ONE}/share", view=share, group="sharing", summary="Share a record", action="edit",
        ids=("id",), body=SHARED, idempotency="stored", answers={201: SHARE},
    ),
    Route(
        method="GET", rule=f"{ONE}/shares", view=shares, group="sharing", summary="With whom it is shared",
        action="read", ids=("id",), answers={200: list_of(SHARE)},
    ),
    Route(
        method="DELETE", rule=f"{ONE}/share/<share_id>", view=unshare, group="sharing", summary="Take a share back",
        action="edit", ids=("id", "share_id"), answers={204: None},
    ),
    Route(
        method="POST", rule=f"{ONE}/transfer", view=transfer, group="sharing", summary="Change the owner", action="edit",
        ids=("id",), body=TRANSFERRED, idempotency="stored", answers={200: RECORD},
    ),
    Route(
        method="POST", rule=f"{RECORDS}/merge", view=merge, group="records", summary="Make one record of several",
        action="edit", body=MERGED, idempotency="stored", answers={200: RECORD},
    ),
)  # fmt: skip
