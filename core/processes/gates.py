"""What a write meets at once: approvals that hold it back, and approvals that begin with it, so that it is locked from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.events.reading import Event
from core.processes.expressions import Expressions
from core.processes.jobs import begin_for_records
from core.processes.queueing import enqueue_run
from core.processes.triggers import QUIET_SOURCES, begun_by
from core.records.drafts import Draft, good
from core.records.recording import changes_of
from dougong import Conflict, NeedsApproval
from workflows.programs import compiled
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType

__all__ = ["Gates"]

Document = Mapping[str, Any]
#: For so many records of a write do approvals begin with it; those of a larger one begin a crowd by each job, a moment later.
MOST_AT_ONCE = 50


class Gates:
    """Asked by the write door; objects without approvals cost one look into a dictionary."""

    def hold(self, ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], action: str) -> None:
        """Drafts that an approval holds back fail (A-START-06, A-START-08), unless an approval itself writes."""
        found = _gated(ctx.catalogue, kind.name)
        if not found or _source(ctx) in QUIET_SOURCES or _source(ctx) == "approval":
            return
        for draft in good(drafts):
            document = self.holding(ctx, kind, draft, action)
            if document is not None:
                label = ctx.catalogue.translations.get(ctx.actor.language, {}).get(f"approval.{document['name']}.label")
                label = label or document.get("label") or document["name"]
                draft.failure = NeedsApproval("This has to be approved first: {approval}", approval=document["name"], label=label)
            elif any(each["gate"].get("otherwise") == "refuse" for each in found if _means(each, draft, action)):
                draft.failure = Conflict("This has to be approved first, and there is no approval that it fits")

    def holding(self, ctx: Ctx, kind: ObjectType, draft: Draft, action: str) -> Document | None:
        """The first approval by priority that holds a draft back."""
        meant = [each for each in _gated(ctx.catalogue, kind.name) if _means(each, draft, action)]
        return next((each for each in meant if _enters(ctx, kind, each, draft)), None)

    def begin(self, ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], what: str) -> None:
        """Approvals that begin by themselves do so in the transaction of the write, and lock its records (A-START-02).

        One that can't begin refuses no write: it says so in the log.
        """
        found = _beginning(ctx.catalogue, kind.name)
        if not found or what not in ("created", "updated") or _source(ctx) in QUIET_SOURCES:
            return
        events = [Event((0, 0), kind.name, draft.id, what, changes_of(kind, draft), ctx.actor.id, ctx.now, ctx.source) for draft in drafts]
        for document in found:
            records = begun_by(ctx, document, [event for event in events if event.changes or what == "created"])
            if len(records) > MOST_AT_ONCE:
                enqueue_run(ctx, document, kind.name, records)
            elif records:
                begin_for_records(ctx, {"kind": "approval", "name": document["name"], "object": kind.name, "records": records})


def _source(ctx: Ctx) -> str:
    return ctx.source.partition("/")[0]


def _gated(catalogue: Catalogue, object: str) -> tuple[Document, ...]:
    """The approvals of an object that hold something back."""
    return _kept(catalogue, "gates", lambda each: "gate" in each).get(object, ())


def _beginning(catalogue: Catalogue, object: str) -> tuple[Document, ...]:
    """The approvals of an object that begin by themselves."""
    return _kept(catalogue, "beginning", lambda each: each.get("start", "manual") != "manual").get(object, ())


def _kept(catalogue: Catalogue, key: str, fits: Callable[[Document], bool]) -> Mapping[str, tuple[Document, ...]]:
    """Standing approvals by object, in the order of their priorities."""
    found: dict[str, tuple[Document, ...]] | None = catalogue.kept.get(key)
    if found is None:
        standing = [each for each in catalogue.of_kind("approval").values() if each.get("active", True) and fits(each)]
        standing.sort(key=lambda each: (each.get("priority", 100), each["name"]))
        found = catalogue.kept[key] = {object: tuple(each for each in standing if each["object"] == object) for object in {each["object"] for each in standing}}
    return found


def _means(document: Document, draft: Draft, action: str) -> bool:
    """Whether it is about such writes."""
    gate = document["gate"]
    if action not in gate["actions"]:
        return False
    return action != "update" or (bool(draft.changed & set(gate["fields"])) if "fields" in gate else bool(draft.changed))


def _enters(ctx: Ctx, kind: ObjectType, document: Document, draft: Draft) -> bool:
    condition = document.get("entry")
    if condition is None:
        return True
    key = f"gate:{document['name']}:{ctx.catalogue.effective['approval', document['name']].revision}"
    expressions = Expressions(ctx, compiled("approval", document), key, kind.name, draft.id, {}, lambda: draft)
    try:
        return expressions.holds(condition, Scope({}, ctx.actor.id, ctx.actor.id))
    except Unanswerable as error:
        raise Conflict("The condition of {name} has no answer: {reason}", name=document["name"], reason=str(error)) from error
