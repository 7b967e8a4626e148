"""The page behind a link in a mail: shows what waits for whoever got it, and asks for one confirming act.

Looking at it decides nothing, since scanners of mails follow every link. Whoever has the link acts as its receiver, for that
one task as it was when the mail went out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.pages import HTML
from core.api.routes import Body, Route
from core.i18n import translated
from core.processes.acting import act
from core.processes.links import Link, read_link
from core.processes.reading import one_task
from dougong import Problem
from metadata.field_types.base import Formatting

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

#: What became of a task, in words.
DECIDED = {"approved": "Approved by {who}", "rejected": "Rejected by {who}", "returned": "Given back by {who}"}

ACTIONS = ("approve", "reject")
LONGEST = 4000
#: So many fields of the record are shown, and no values that are documents of their own.
MOST_FIELDS = 12
LONG = frozenset({"long_text", "rich_text", "json", "file", "image", "many_to_many", "any_reference", "geo", "secret", "formula", "rollup", "reference", "master_detail", "user"})


def look(ctx: Ctx, ask: Ask) -> Answer:
    """The page."""
    own, link = _receiver(ctx, ask)
    return _page(own, ask, link)


def decide(ctx: Ctx, ask: Ask) -> Answer:
    """What its form sends: done once, and shown as it is then."""
    own, link = _receiver(ctx, ask)
    action = ask.request.form.get("action", "")
    comment = ask.request.form.get("comment", "")[:LONGEST].strip()
    if action not in ACTIONS:
        return _page(own, ask, link)
    try:
        with own.unit.attempt():
            act(own, link.task, action, {"version": link.version, **({"comment": comment} if comment else {})})
    except Problem as problem:
        said = [translated(each.message, each.params, own.actor.language) for each in problem.errors]
        return _page(own, ask, link, problem=" ".join(said) or translated(problem.message, problem.params, own.actor.language), comment=comment)
    return Answer(status=303, headers=[("Location", ask.request.path)], type=HTML)


def _receiver(ctx: Ctx, ask: Ask) -> tuple[Ctx, Link]:
    """A context for whoever got the link. Raises NotFound for a link that isn't good, and for who has left."""
    link = read_link(ctx, ask.path["word"])
    own = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, link.user))
    ask.language = own.actor.language
    return own, link


def _page(ctx: Ctx, ask: Ask, link: Link, *, problem: str = "", comment: str = "") -> Answer:
    task = one_task(ctx, link.task)
    process = task["process"]
    mine = task["assignee"] is not None and task["assignee"]["id"] == link.user
    ready = mine and task["state"] == "pending" and task["version"] == link.version and process["state"] == "running"
    values: dict[str, Any] = {
        "process": process, "task": task, "problem": problem, "comment": comment,
        "step": next((one["label"] for one in process["path"] if one["step"] == task["step"]), ""),
        "actions": [one for one in ACTIONS if ready and one in task["actions"]],
        "fields": _fields(ctx, process),
        "state": None if ready else _state(ctx, task),
        "company": str(ctx.settings("organisation").get("name") or "Dougong"),
    }  # fmt: skip
    return ask.services.pages.page("decide.html", ctx.actor.language, **values)


def _state(ctx: Ctx, task: Mapping[str, Any]) -> str:
    """What became of a task."""
    if task["decided_by"] and task["state"] in DECIDED:
        return translated(DECIDED[task["state"]], {"who": task["decided_by"]["name"]}, ctx.actor.language)
    open = task["state"] in ("pending", "waiting")
    return translated("Something has changed since the mail was sent; sign in to see it" if open else "Nobody has to decide this any more", {}, ctx.actor.language)


def _fields(ctx: Ctx, process: Mapping[str, Any]) -> list[dict[str, str]]:
    """What whoever decides sees of the record, written out; of a change that waits, what was and what would be."""
    proposal, record = process["proposal"], process["record"]
    if record is None or record["object"] not in ctx.catalogue.objects:
        return []
    kind = ctx.catalogue.object(record["object"])
    texts = ctx.catalogue.translations.get(ctx.actor.language, {})
    formatting = Formatting(ctx.actor.language, time_zone=ctx.actor.time_zone, labels=lambda place: ctx.catalogue.label(place, ctx.actor.language) or texts.get(place))
    if proposal is not None:
        written = [(one["label"], *(_proposed(kind.field(one["field"]), one[key], formatting) for key in ("was", "to"))) for one in proposal["fields"]]
        return [{"label": label, "was": was, "value": to} for label, was, to in written]
    try:
        found = ctx.records.get(kind.name, record["id"])
    except Problem:
        return []
    shown = [field for field in kind.fields.values() if not field.system and field.type.name not in LONG and found.get(field.name) not in (None, "", (), [])]
    return [
        {"label": ctx.catalogue.field_label(kind.name, field.name, ctx.actor.language), "was": "", "value": _text(field, found, formatting)}
        for field in shown[:MOST_FIELDS]
    ]  # fmt: skip


def _text(field: Any, record: Mapping[str, Any], formatting: Formatting) -> str:
    written: str = field.type.text(field, record[field.name], formatting)
    currency = record.get(f"{field.name}_currency")
    return f"{written} {currency}" if currency and field.type.name == "money" else written


def _proposed(field: Any, value: Any, formatting: Formatting) -> str:
    """A value of a proposal: written out, or as it was given where it isn't a value of its own."""
    if value is None or isinstance(value, Mapping) or field.type.name in LONG:
        return _plain(value)
    try:
        return str(field.type.text(field, field.parse(value), formatting))
    except ValueError:
        return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in value.values() if each is not None)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


FORM = Body({"type": "object"}, media="application/x-www-form-urlencoded", checked=False)

ROUTES = (
    Route(
        method="GET", rule="/decide/<word>", names=("word",), view=look, group="pages", summary="What waits for whoever got a mail",
        sign_in=False, action="anyone", page=True,
    ),
    Route(
        method="POST", rule="/decide/<word>", names=("word",), view=decide, group="pages", summary="Decide by a link of a mail",
        sign_in=False, action="anyone", body=FORM, idempotency="natural", page=True,
    ),
)  # fmt: skip
