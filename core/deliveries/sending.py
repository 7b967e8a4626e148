"""The job that sends a delivery: one try outside of any transaction, then a note of how it went."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import delivery
from core.deliveries.channels import channel_of, opened
from core.deliveries.ending import switch_off, was_heard
from core.deliveries.queue import AS_IT_IS, DEAD, FAILED, QUEUED, SENT, Said, plan
from core.deliveries.subscriptions import keys_of
from core.deliveries.webhook import Gone
from core.i18n import filled
from core.jobs.queue import enqueue
from core.records.sealing import seals_of
from core.transactions import in_transaction
from dougong import Message, NotFound, Problem, Unavailable, Undeliverable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["LONGEST", "PAUSES", "forget_old_deliveries", "send_delivery"]

log = logging.getLogger(__name__)

#: How long after each try the next one comes, as Standard Webhooks proposes; after the last one nothing more does.
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)  # fmt: skip
#: What could not be sent within this time is given up, though it was held back most of it.
LONGEST = timedelta(days=5)
LONGEST_ANSWER = 2000
MOST_HISTORY = 30
#: Shorter texts than this are no secrets, and would hide too much.
SHORTEST_SECRET = 6
HIDDEN = "•••"


@dataclass(frozen=True)
class Outcome:
    """How a try went. hold: nothing else goes to the same place for a while. gone: the receiver wants nothing more."""

    state: str
    answer: Said
    hold: bool = False
    retry_after: int = 0
    gone: bool = False


def send_delivery(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job."""
    rows = fetch(ctx.unit, sa.select(delivery).where(delivery.c.id == payload["delivery"], delivery.c.turn == payload["turn"]))
    row = rows[0] if rows else None
    if row is None or row.state not in (QUEUED, FAILED):
        return
    if row.due is not None and row.due > ctx.now and not _is_old(ctx, row):
        plan(ctx, row.id, row.turn, row.due)  # the place was held back meanwhile
        return
    outcome = _tried(ctx, row)
    in_transaction(ctx.platform, ctx.tenant, lambda own: _note(own, row, outcome), source=row.source)


def forget_old_deliveries(ctx: Ctx) -> int:
    """Delete deliveries that ended longer ago than the tenant keeps them; answers how many."""
    days = int(ctx.settings("retention")["deliveries"])
    old = sa.and_(delivery.c.created_at < ctx.now - timedelta(days=days), delivery.c.state.in_((SENT, DEAD)))
    return execute(ctx.unit, sa.delete(delivery).where(old))


def _tried(ctx: Ctx, row: Any) -> Outcome:
    hidden: list[str] = []
    try:
        channel = channel_of(ctx, row.channel)
        text = seals_of(ctx).open(row.options, ("dg_delivery", "options", row.id)) if row.options else "{}"
        options = orjson.loads(text)
        options |= _signed_for(ctx, row)
        values, secrets = opened(ctx, channel)
        hidden += [*_texts(options), *secrets.values()]
        message = Message(
            id=row.id, to=row.receiver, subject=row.subject, body=row.body, options=options, settings={**values, **secrets}
        )
        ctx.unit.close()  # receivers take their time; others need the connection
        return Outcome(SENT, _said(channel.send(ctx, message), hidden))
    except Undeliverable as problem:
        return Outcome(DEAD, _said(problem, hidden), gone=isinstance(problem.__cause__, Gone))
    except Unavailable as problem:
        return Outcome(FAILED, _said(problem, hidden), hold=True, retry_after=problem.retry_after)
    except (Problem, OSError) as problem:
        return Outcome(FAILED, _said(problem, hidden))
    except Exception as error:
        log.exception("the channel %s of %s failed", row.channel, ctx.tenant)
        return Outcome(FAILED, _said(f"{type(error).__name__}: {error}", hidden))
    finally:
        ctx.unit.close()


def _signed_for(ctx: Ctx, row: Any) -> Mapping[str, Any]:
    """The secrets of the subscription that wants it, as they are now."""
    if row.subscription_id is None:
        return {}
    try:
        return {"secret": keys_of(ctx, row.subscription_id)}
    except NotFound:
        raise Undeliverable("The webhook was deleted") from None


def _note(ctx: Ctx, row: Any, outcome: Outcome) -> None:
    """What the receiver said, and what follows from it. Nothing where an administrator had it sent anew meanwhile."""
    tries = row.tries + 1
    over = outcome.state == FAILED and (tries > len(PAUSES) or _is_old(ctx, row))
    state = DEAD if over else outcome.state
    line = {"at": ctx.now, "ok": state == SENT, "answer": outcome.answer}
    values: dict[str, Any] = {
        "state": state, "tries": tries, "answer": orjson.dumps(outcome.answer).decode(), "due": None, "ended_at": None if state == FAILED else ctx.now,
        "history": orjson.dumps([*orjson.loads(row.history), line][-MOST_HISTORY:]).decode(),
    }  # fmt: skip
    if state == FAILED:
        values |= {"due": _next(ctx, tries, outcome.retry_after), "turn": row.turn + 1}
    mine = sa.and_(delivery.c.id == row.id, delivery.c.turn == row.turn, delivery.c.state.in_((QUEUED, FAILED)))
    if execute(ctx.unit, sa.update(delivery).where(mine).values(values)) == 0:
        return
    if state == FAILED:
        plan(ctx, row.id, row.turn + 1, values["due"])
    elif row.then:
        then = orjson.loads(row.then)
        enqueue(ctx, then["job"], {**then["payload"], "delivery": row.id, "state": state, "answer": filled(**outcome.answer)})
    if row.subscription_id is not None and (outcome.gone or (over and not was_heard(ctx, row))):
        switch_off(ctx, row.subscription_id, filled(**outcome.answer))
    if outcome.hold:
        _hold_back(ctx, row.place)


def _next(ctx: Ctx, tries: int, retry_after: int) -> datetime:
    pause = PAUSES[min(tries, len(PAUSES)) - 1] * random.uniform(0.9, 1.2)
    return ctx.now + max(pause, timedelta(seconds=min(retry_after, 86_400)))


def _hold_back(ctx: Ctx, place: str) -> None:
    """A place that doesn't answer is asked by one delivery at a time, as seldom as by the one that waits longest for it."""
    here = sa.and_(delivery.c.place == place, delivery.c.state.in_((QUEUED, FAILED)))
    most = fetch(ctx.unit, sa.select(sa.func.max(delivery.c.tries)).where(here))[0][0]
    if most:
        until = _next(ctx, most, 0)
        execute(ctx.unit, sa.update(delivery).where(here, delivery.c.due < until).values(due=until))


def _is_old(ctx: Ctx, row: Any) -> bool:
    return bool(row.since < ctx.now - LONGEST)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _said(answer: str | Exception, hidden: list[str]) -> Said:
    """An answer as people may read it, in any language: without secrets, even where the receiver repeats them."""
    if isinstance(answer, Problem):
        return Said(template=answer.message, params={name: _shown(value, hidden) for name, value in answer.params.items()})
    return Said(template=AS_IT_IS, params={"answer": _shown(answer, hidden)})


def _shown(value: Any, hidden: list[str]) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    for secret in sorted(filter(lambda secret: len(secret) >= SHORTEST_SECRET, hidden), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)[:LONGEST_ANSWER].strip()
