"""Cleaning by a job: first what would change, then the change, as a set that can be put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.cleaning.tidying import TIDIERS
from core.jobs.progress import report_progress
from core.jobs.results import keep_result, result_of
from core.jobs.stepping import in_steps
from core.records.changes import close_changes, noted, open_changes
from core.records.drafts import Draft, good
from core.records.reading import accesses, list_records, resolve
from core.records.writing import update_records
from dougong import FieldProblem, Invalid, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx
    from core.jobs.context import JobCtx

__all__ = ["CLEAN", "clean", "start_cleaning"]

CLEAN = "core.clean"
BATCH = 500
#: So many changes are shown beforehand, one by one.
MOST_SHOWN = 100
Record = Mapping[str, Any]


def start_cleaning(
    ctx: Ctx, object: str, what: str, fields: Sequence[str], *, filter: str | None = None, case: bool = False, dry_run: bool = True
) -> str:
    """Write the job that puts these fields in order, or that only says what it would do. Answers its id."""
    kind, access = resolve(ctx, object), accesses(ctx)[object]
    if not access.grants.edit:
        raise NotAllowed("You may not {action} records of {object}", action="edit", object=kind.label)
    problems = [problem for name in fields for problem in _problems(ctx, object, what, name)]
    if problems:
        raise Invalid(errors=problems)
    list_records(ctx, object, filter=filter, fields=["id"], limit=1)  # a filter that is wrong is refused at once
    payload = {"object": object, "what": what, "fields": list(fields), "filter": filter, "case": case, "dry_run": dry_run}
    return ctx.enqueue(CLEAN, payload)


def _problems(ctx: Ctx, object: str, what: str, name: str) -> Iterator[FieldProblem]:
    field = ctx.catalogue.object(object).fields.get(name)
    access = ctx.records.access(object)
    if field is None or name not in access.visible:
        yield FieldProblem(f"fields.{name}", "unknown", "There is no field of this name")
    elif field.type.name not in TIDIERS[what].types:
        yield FieldProblem(f"fields.{name}", "type", "A field of the type {type} can't be cleaned as {what}", {"type": field.type.name, "what": what})
    elif not field.editable or name not in access.editable:
        yield FieldProblem(f"fields.{name}", "read_only", "This field can't be written")


def clean(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job."""
    if payload["dry_run"]:
        _preview(ctx, payload)
    else:
        in_steps(ctx, lambda step: _step(step, payload))


# -- beforehand ----------------------------------------------------------------------------------------------


def _preview(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    total = list_records(ctx, payload["object"], filter=payload["filter"], fields=["id"], limit=1, count=True).count or 0
    by_field: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    looked_at, records, after = 0, 0, None
    while True:
        page = _page(ctx, payload, after)
        for record in page.data:
            changes = _changes(ctx, payload, record)
            records += bool(changes)
            by_field.update(changes.keys())
            shown += [_shown(ctx, payload, record, name, value) for name, value in changes.items() if len(shown) < MOST_SHOWN]
        looked_at += len(page.data)
        report_progress(ctx, 100 * looked_at // max(total, looked_at, 1))
        after = page.next
        if after is None:
            break
    found = {"object": payload["object"], "what": payload["what"], "looked_at": looked_at, "would_change": records}
    keep_result(ctx, {**found, "by_field": dict(by_field), "first": shown[:MOST_SHOWN]})


def _page(ctx: Ctx, payload: Mapping[str, Any], after: str | None) -> Any:
    kind = ctx.catalogue.object(payload["object"])
    named = [name for name in (kind.name_field, *payload["fields"]) if name in accesses(ctx)[kind.name].visible]
    return list_records(
        ctx, kind.name, filter=payload["filter"], fields=list(dict.fromkeys(named)), sort="id", limit=BATCH, after=after
    )


def _changes(ctx: Ctx, payload: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """What is not in order, with what it should be."""
    kind = ctx.catalogue.object(payload["object"])
    tidier = TIDIERS[payload["what"]]
    found = {}
    for name in payload["fields"]:
        value = record.get(name)
        if value is None or name not in kind.fields:
            continue
        tidy = tidier.tidy(value, kind.fields[name].region, payload["case"])
        if tidy != value and tidy not in (None, ""):
            found[name] = tidy
    return found


def _shown(ctx: Ctx, payload: Mapping[str, Any], record: Record, name: str, value: Any) -> dict[str, Any]:
    called = record.get(ctx.catalogue.object(payload["object"]).name_field)
    return {"id": record["id"], "name": called, "field": name, "old": record[name], "new": value}


# -- the change ----------------------------------------------------------------------------------------------


def _step(ctx: JobCtx | Ctx, payload: Mapping[str, Any]) -> int | None:
    """Put the next records in order; how far that is stands with the result, in the same transaction."""
    done = _done(ctx, payload)
    page = _page(ctx, payload, done["after"])
    wanted = [(record, changes) for record in page.data if (changes := _changes(ctx, payload, record))]
    drafts = [Draft(position=n, id=record["id"], given=changes) for n, (record, changes) in enumerate(wanted)]
    if drafts:
        with noted(ctx, done["change_set"]):
            update_records(ctx, payload["object"], drafts, apart=True, save_anyway=True)
    done["looked_at"] += len(page.data)
    done["changed"] += len(good(drafts))
    done["refused"] += len(drafts) - len(good(drafts))
    done["after"] = page.next
    keep_result(ctx, done)
    if page.next is None:
        close_changes(ctx, done["change_set"])
        return None
    return int(min(99, 100 * done["looked_at"] // max(done["total"], 1)))


def _done(ctx: Any, payload: Mapping[str, Any]) -> dict[str, Any]:
    before = result_of(ctx, ctx.claim.id)
    if before is not None:
        return before
    total = list_records(ctx, payload["object"], filter=payload["filter"], fields=["id"], limit=1, count=True).count
    changes = open_changes(ctx, "clean", payload["object"], title=payload["what"])
    told = {"object": payload["object"], "what": payload["what"], "change_set": changes, "total": total}
    return {**told, "looked_at": 0, "changed": 0, "refused": 0, "after": None}
