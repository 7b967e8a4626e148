"""Mails about decisions, for those who want them: one for each, by which it can be decided, or one a day with all that wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from html import escape
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.deliveries.queue import deliver
from core.i18n import translated
from core.jobs.queue import enqueue
from core.processes.links import Link, address_of, address_within
from core.processes.reading import tasks_of_actor
from core.rights.actor import Actor
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["DIGEST", "mail_daily", "mail_task"]

#: The job that writes somebody's mail of the day.
DIGEST = "process.digest"
MORNING = time(8)
MOST = 100

User = Mapping[str, Any]
Task = Mapping[str, Any]


def mail_task(ctx: Ctx, users: Iterable[User], task: str, version: int, what: str) -> None:
    """Write to those users who want it that a task waits for them, at once or with all others of the day."""
    for user in users:
        if user["task_mail"] == "each":
            actor = _actor(ctx, user["id"])
            mine = [] if actor is None else [one for one in tasks_of_actor(ctx.acting(actor), "open", task=task)]
            if actor is not None and mine:
                _mail(ctx, actor, user["email"], mine, key=f"task:{task}:{what}:{version}:{user['id']}")
        elif user["task_mail"] == "daily":
            _plan(ctx, user["id"], user["time_zone"])


def _actor(ctx: Ctx, id: str) -> Actor | None:
    try:
        return ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, id)
    except NotFound:
        return None


def _plan(ctx: Ctx, user: str, zone: str | None) -> None:
    """Each morning once, however many tasks there are."""
    here = ctx.now.astimezone(ZoneInfo(zone or "UTC"))
    due = datetime.combine(here.date() + timedelta(days=here.time() >= MORNING), MORNING, here.tzinfo)
    enqueue(ctx.as_system(), DIGEST, {"user": user}, due=due, key=f"{DIGEST}:{user}:{due.date().isoformat()}")


def mail_daily(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job of a morning: one mail with all that waits, and the next morning again as long as something does."""
    actor = _actor(ctx, payload["user"])
    if actor is None:
        return
    [user] = ctx.as_system().records.list("user", filter=f"id = '{actor.id}'", fields=["email", "task_mail", "time_zone"]).data
    mine = tasks_of_actor(ctx.acting(actor), "open", limit=MOST)
    if user["task_mail"] != "daily" or not mine:
        return
    _mail(ctx, actor, user["email"], mine, key=f"{DIGEST}:{actor.id}:{ctx.now.date().isoformat()}")
    _plan(ctx, str(actor.id), user["time_zone"])


def _mail(ctx: Ctx, actor: Actor, address: str, tasks: Sequence[Task], *, key: str) -> None:
    """The text says what waits and leads to the list behind the sign-in; the links that decide lie sealed until it is sent,
    as whoever administers reads what is sent."""

    def words(text: str, **params: Any) -> str:
        return translated(text, params, actor.language)

    own = ctx.as_system()
    lines = [f"{one['label']} – {(one['record'] or {}).get('name') or words('a new record')}" for one in tasks]
    subject = words("Your decision is needed: {what}", what=lines[0]) if len(tasks) == 1 else words("{count} decisions wait for you", count=len(tasks))
    asked = [words("Asked for by {who}", who=one["initiator"]["name"]) if one["initiator"] else "" for one in tasks]
    list_at = address_within(ctx, "/tasks")
    text = "\n".join([*("  ".join(filter(None, pair)) for pair in zip(lines, asked, strict=True)), "", words("Sign in to decide: {address}", address=list_at)])
    items = [
        f'<p><b>{escape(line)}</b><br>{escape(who)}<br><a href="{escape(address_of(ctx, Link(one["id"], str(actor.id), one["version"])))}">{escape(words("Look at it and decide"))}</a></p>'
        for one, line, who in zip(tasks, lines, asked, strict=True)
    ]
    html = "".join([*items, f'<p><a href="{escape(list_at)}">{escape(words("All that waits for me"))}</a></p>', f"<p>{escape(words('The links decide in your name: do not pass this mail on.'))}</p>"])
    deliver(own, channel="email", to=address, key=key[:300], subject=subject[:1000], body=text, options={"html": html})
