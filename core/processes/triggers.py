"""What events begin: goes through them in order, and begins the automations that wait for such things, a job for each crowd.

Nothing of this stands in the way of a write: who saves a record pays for no automation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import process as processes
from core.database.tables import process_wait
from core.events.listening import Listener
from core.events.reading import Event
from core.jobs.queue import enqueue
from core.processes.names import BEFORE
from core.processes.queueing import enqueue_run
from core.processes.scheduling import follow_dates
from core.processes.starting import DEEPEST
from core.records.reading import list_records
from dougong import Problem
from metadata.expressions import ExpressionError, parse
from metadata.system_fields import APPROVAL_FIELD_DOCUMENTS

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["CHANGED", "GONE", "HAPPENED", "QUIET_SOURCES", "SOURCES", "STARTS", "TRIGGERING", "begun_by", "wants"]

#: The jobs that follow from events: tell a process what it has waited for, that a field which it watches has changed, or that
#: its record is deleted.
HAPPENED, CHANGED, GONE = "process.happened", "process.changed", "process.gone"
CHUNK = 200
#: Whoever fills a tenant wants nothing to happen by itself.
QUIET_SOURCES = frozenset({"demo", "setup", "upgrade"})
#: What writes, as definitions name it.
SOURCES = {"api": "api", "ui": "ui", "import": "import", "automation": "automation", "approval": "approval"}
#: What records say of their approvals.
APPROVAL = APPROVAL_FIELD_DOCUMENTS.keys()

Document = Mapping[str, Any]


def trigger(ctx: Ctx, events: Sequence[Event]) -> None:
    """Begin and wake what has waited for these events."""
    loud = [event for event in events if event.source not in QUIET_SOURCES and event.object in ctx.catalogue.objects]
    for document in _automations(ctx):
        records = begun_by(ctx, document, loud)
        if records:
            enqueue_run(ctx, document, document["on"]["object"], records)
    _wake(ctx, loud)
    _tell_changes(ctx, loud)
    _end_with_records(ctx, loud)
    follow_dates(ctx, loud)


def _automations(ctx: Ctx) -> list[Document]:
    """Those that records begin. Approvals that begin by themselves do so with the write (`core.processes.gates`)."""
    kept = ctx.catalogue.kept
    found = kept.get("triggered")
    if found is None:
        automations = ctx.catalogue.of_kind("automation").values()
        found = [one for one in automations if one.get("active", True) and (one["on"].get("events") or one["on"].get("changed"))]
        found.sort(key=lambda one: (one.get("priority", 100), one["name"]))
        kept["triggered"] = found
    return found


STARTS = {"created": ["created"], "updated": ["updated"], "saved": ["created", "updated"]}


def _on(document: Document) -> Document:
    """When a definition begins: an automation says so, an approval by its `start` and `entry`."""
    if "on" in document:
        return document["on"]  # type: ignore[no-any-return]
    return {"object": document["object"], "events": STARTS[document["start"]], "when": document.get("entry")}


def begun_by(ctx: Ctx, document: Document, events: Iterable[Event]) -> list[dict[str, Any]]:
    """The records for which a definition begins after some events, as its jobs take them."""
    return _records(ctx, document, _true(ctx, document, [event for event in events if wants(document, event)]))


def wants(document: Document, event: Event) -> bool:
    """What can be seen of the event alone."""
    on = _on(document)
    if event.object != on["object"] or event.kind not in on.get("events", ("updated",)):
        return False
    if event.kind == "updated" and event.changes.keys() <= APPROVAL and not APPROVAL & set(on.get("changed", ())):
        return False  # how an approval stands begins what names it, not all that begins with any change
    if on.get("changed") and event.kind == "updated" and not set(on["changed"]) & event.changes.keys():
        return False
    return "source" not in on or _source(event) in on["source"]


def _source(event: Event) -> str:
    """What wrote, as definitions name it; what is none of these is a plugin."""
    return SOURCES.get(event.source.partition("/")[0], "plugin")


# -- conditions ----------------------------------------------------------------------------------------------


def _true(ctx: Ctx, document: Document, events: Sequence[Event]) -> list[Event]:
    """Those events for whose records the condition holds: one question for many, unless it looks at what was before."""
    condition = _on(document).get("when")
    if condition is None or not events:
        return list(events)
    if document.get("when_it_becomes_true") or _looks_back(condition):
        return list(events)  # the process asks itself, record by record, before it begins
    holding: set[str] = set()
    ids = sorted({event.record_id for event in events})
    for at in range(0, len(ids), CHUNK):
        listed = ", ".join(f"'{id}'" for id in ids[at : at + CHUNK])
        holding |= _holding(ctx, events[0].object, f"id IN ({listed}) AND ({condition})", deleted=False)
        if any(event.kind == "deleted" for event in events):
            holding |= _holding(ctx, events[0].object, f"id IN ({listed}) AND ({condition})", deleted=True)
    return [event for event in events if event.record_id in holding]


def _holding(ctx: Ctx, object: str, filter: str, *, deleted: bool) -> set[str]:
    try:
        page = list_records(ctx.as_system(), object, filter=filter, fields=["id"], limit=CHUNK, deleted=deleted)
    except Problem:
        return set()  # a field that it names is gone; the definition says so where it is looked at
    return {row["id"] for row in page.data}


def _looks_back(condition: str) -> bool:
    """Whether a condition names what was before."""
    try:
        return any(token.startswith(f"{BEFORE}.") for token in parse(condition).template.key.split(" "))
    except ExpressionError:
        return False


# -- what follows --------------------------------------------------------------------------------------------


def _records(ctx: Ctx, document: Document, events: Sequence[Event]) -> list[dict[str, Any]]:
    callers = _callers(ctx, events)
    records = []
    for event in events:
        caller = callers.get(_writer(event) or "")
        if caller is not None and caller.name == document["name"] and caller.record_id == event.record_id:
            continue  # what it has written itself doesn't begin it again (A-WF-20)
        depth = 0 if caller is None else caller.depth + 1
        records.append({"id": event.record_id, "kind": event.kind, "changes": event.changes, "actor": event.actor_id, "source": event.source, "depth": min(depth, DEEPEST + 1)})
    return records


def _writer(event: Event) -> str | None:
    """The process that wrote it."""
    kind, _, id = event.source.partition("/")
    return id if kind in ("automation", "approval") and id else None


def _callers(ctx: Ctx, events: Iterable[Event]) -> Mapping[str, Any]:
    ids = sorted({id for event in events if (id := _writer(event))})
    if not ids:
        return {}
    query = sa.select(processes.c.id, processes.c.name, processes.c.record_id, processes.c.depth).where(processes.c.id.in_(ids))
    return {row.id: row for row in fetch(ctx.unit, query)}


def _wake(ctx: Ctx, events: Sequence[Event]) -> None:
    """Tell processes that wait for an event of some object of those that may be it; they look for themselves."""
    objects = sorted({event.object for event in events})
    if not objects:
        return
    waiting = defaultdict(list)
    for row in fetch(ctx.unit, sa.select(process_wait).where(process_wait.c.object.in_(objects))):
        waiting[row.object].append(row)
    for event in events:
        for row in waiting.get(event.object, ()):
            if row.record_id in (None, event.record_id):
                payload = {"process": row.process_id, "visit": row.visit, "kind": event.kind, "object": event.object, "record": event.record_id, "changes": sorted(event.changes)}
                enqueue(ctx.as_system(), HAPPENED, payload)


def _tell_changes(ctx: Ctx, events: Sequence[Event]) -> None:
    """Tell open approvals that fields which they watch have changed (A-REC-05)."""
    changed: dict[str, set[str]] = defaultdict(set)
    writers: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.kind == "updated" and event.object in ctx.catalogue.decided_objects:
            changed[event.record_id] |= event.changes.keys()
            writers[event.record_id].add(_writer(event) or "")
    ids = sorted(changed)
    for at in range(0, len(ids), CHUNK):
        mine = processes.c.record_id.in_(ids[at : at + CHUNK]), processes.c.kind == "approval", processes.c.state != "ended"
        for row in fetch(ctx.unit, sa.select(processes.c.id, processes.c.record_id).where(*mine)):
            if writers[row.record_id] != {row.id}:
                enqueue(ctx.as_system(), CHANGED, {"process": row.id, "fields": sorted(changed[row.record_id])})


def _end_with_records(ctx: Ctx, events: Sequence[Event]) -> None:
    """Processes of deleted records end (A-REC-06, E13); those that the deletion itself has begun go on."""
    ids = sorted({event.record_id for event in events if event.kind == "deleted"})
    for at in range(0, len(ids), CHUNK):
        mine = processes.c.record_id.in_(ids[at : at + CHUNK]), processes.c.state != "ended"
        for row in fetch(ctx.unit, sa.select(processes.c.id).where(*mine)):
            enqueue(ctx.as_system(), GONE, {"process": row.id})


#: Goes through the events of every tenant.
TRIGGERING = Listener("core.processes", trigger)
