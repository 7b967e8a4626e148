"""Deliveries: what is to leave the tenant is a row, written in the transaction that wants it.

    deliver(ctx, channel="email", to="ada@acme.test", subject="Your quote", body="…", key=f"process:{process}:{step}")
    deliver(ctx, channel="webhook", to="https://hooks.acme.test/x", body={"id": …}, options={"method": "POST"}, key=…)

After the commit a job sends it, again and again with longer pauses until the receiver has it or it is given up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urlsplit

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.api.bodies import dump
from core.database.queries import execute, fetch
from core.database.tables import delivery
from core.deliveries.channels import channel_of
from core.ids import new_id
from core.jobs.queue import enqueue
from core.records.sealing import seals_of
from dougong import BadRequest, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["AS_IT_IS", "DEAD", "DELIVER", "FAILED", "QUEUED", "SENT", "STATES", "Delivery", "Said", "deliver", "deliveries", "find", "plan", "replay"]

#: queued: waits for its first try. failed: is tried again at `due`. sent: the receiver has it. dead: is tried no more.
STATES = QUEUED, SENT, FAILED, DEAD = "queued", "sent", "failed", "dead"
#: The job that sends one.
DELIVER = "core.deliver"
NOTHING = '{"template":"{answer}","params":{"answer":""}}'
LARGEST_BODY = 1_000_000
LONGEST_RECEIVER = 2000
LONGEST_SUBJECT = 1000
LONGEST_KEY = 300


class Said(TypedDict):
    """What a receiver answered, or we say of it: a template and its parameters, told in the reader's language."""

    template: str
    params: Mapping[str, Any]


#: The template of an answer that is told as it is.
AS_IT_IS = "{answer}"


@dataclass(frozen=True)
class Delivery:
    """A delivery as those who administer see it. history: `{"at", "ok", "answer"}` of each try."""

    id: str
    channel: str
    key: str
    receiver: str
    subject: str
    body: str
    object: str
    record_id: str | None
    subscription_id: str | None
    actor_id: str | None
    source: str
    state: str
    tries: int
    due: datetime | None
    answer: Said
    history: Sequence[Mapping[str, Any]]
    created_at: datetime
    ended_at: datetime | None


_SHOWN = tuple(delivery.c[name] for name in Delivery.__annotations__)


def deliver(
    ctx: Ctx,
    *,
    channel: str,
    to: str,
    key: str,
    subject: str = "",
    body: str | Mapping[str, Any] = "",
    options: Mapping[str, Any] | None = None,
    about: tuple[str, str] | None = None,
    due: datetime | None = None,
    then: tuple[str, Mapping[str, Any]] | None = None,
    subscription: str | None = None,
) -> str:
    """Write a delivery in this transaction; it is sent after the commit. Answers its id.

    channel: `email`, `webhook`, or one that a plugin registers. to: an e-mail address, a URL: what the channel sends to.
    key: says what this is, such as the process and the step; asked for twice, it is one delivery, the first. The receiver gets the
    delivery's id, the same at each try, as `Message-ID`, or as `webhook-id` and `Idempotency-Key`.
    body: a text; a mapping becomes JSON.
    options: what the channel takes besides. email: `html`, `reply_to`, `cc`. webhook: `method` (POST), `headers`, `secret` (a `whsec_…`
    that signs it as Standard Webhooks says; or a list of them). They lie sealed and are shown to nobody.
    about: the object and the id of the record that it is about, for people who look.
    due: not before then.
    then: the name and payload of a job that is written when the delivery ends; its payload gets `delivery`, `state` (sent or dead) and
    `answer` besides.

    Raises NotFound for a channel that isn't there, BadRequest for options that it doesn't take and for what is too large. An address that
    can't be is not refused here: the delivery ends as dead, and says why.
    """
    known = channel_of(ctx, channel)
    unknown = sorted(set(options or {}) - {*known.options})
    if unknown:
        raise BadRequest("The channel {channel} takes no {options}; it takes {known}", channel=channel, options=unknown, known=known.options)
    id = new_id()
    values: dict[str, Any] = {
        "id": id, "channel": channel, "key": key, "receiver": to, "place": _place(channel, to), "subject": subject, "body": _text(body),
        "options": _sealed(ctx, id, options), "object": about[0] if about else "", "record_id": about[1] if about else None,
        "subscription_id": subscription, "actor_id": ctx.actor.id, "source": ctx.source, "state": QUEUED, "turn": 0, "tries": 0,
        "due": due or ctx.now, "answer": NOTHING, "history": "[]",
        "then": orjson.dumps({"job": then[0], "payload": then[1]}).decode() if then else "", "created_at": ctx.now, "since": due or ctx.now,
    }  # fmt: skip
    for name, longest in (("key", LONGEST_KEY), ("receiver", LONGEST_RECEIVER), ("subject", LONGEST_SUBJECT), ("body", LARGEST_BODY)):
        if len(values[name]) > longest:
            raise BadRequest("{name} of a delivery has at most {most} characters", name=name, most=longest)
        if "\x00" in values[name] or not values[name].isascii() and not _can_be_written(values[name]):
            raise BadRequest("{name} of a delivery has signs that can't be stored", name=name)
    if execute(ctx.unit, _insertion(ctx, values)) == 0:
        return str(fetch(ctx.unit, sa.select(delivery.c.id).where(delivery.c.key == key))[0].id)
    plan(ctx, id, 0, due or ctx.now)
    return id


def plan(ctx: Ctx, id: str, turn: int, due: datetime) -> None:
    """Write the job of the next try. A job whose turn has passed does nothing."""
    enqueue(ctx.as_system(), DELIVER, {"delivery": id, "turn": turn}, due=due)


def deliveries(
    ctx: Ctx,
    *,
    state: str | None = None,
    channel: str | None = None,
    record: str | None = None,
    subscription: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[Delivery]:
    """The latest deliveries; `after` is the id of the last one of the page before."""
    asked = {"state": state, "channel": channel, "record_id": record, "subscription_id": subscription}
    query = sa.select(*_SHOWN).where(*(delivery.c[name] == value for name, value in asked.items() if value is not None))
    query = query.where(delivery.c.id < after) if after else query
    return [_row(row) for row in fetch(ctx.unit, query.order_by(delivery.c.id.desc()).limit(limit))]


def find(ctx: Ctx, id: str) -> Delivery:
    """One delivery. Raises NotFound."""
    found = fetch(ctx.unit, sa.select(*_SHOWN).where(delivery.c.id == id))
    if not found:
        raise NotFound("There is no delivery {id}", id=id)
    return _row(found[0])


def replay(ctx: Ctx, id: str) -> None:
    """Send it now, however it ended; a receiver that has it already knows it by its id."""
    fresh = {"state": QUEUED, "turn": delivery.c.turn + 1, "tries": 0, "due": ctx.now, "since": ctx.now, "ended_at": None}
    if execute(ctx.unit, sa.update(delivery).where(delivery.c.id == id).values(fresh)) == 0:
        raise NotFound("There is no delivery {id}", id=id)
    turn = fetch(ctx.unit, sa.select(delivery.c.turn).where(delivery.c.id == id))[0].turn
    plan(ctx, id, turn, ctx.now)


def _insertion(ctx: Ctx, values: Mapping[str, Any]) -> sa.Insert:
    dialect = postgresql if ctx.store.backend == "postgresql" else sqlite
    insertion: sa.Insert = dialect.insert(delivery).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return insertion.execution_options(preserve_rowcount=True)


def _can_be_written(text: str) -> bool:
    """Half of a pair of surrogates can't."""
    return text.encode("utf-8", "replace").decode() == text


def _text(body: str | Mapping[str, Any]) -> str:
    return body if isinstance(body, str) else dump(body).decode()


def _place(channel: str, to: str) -> str:
    """What is left alone for a while when it can't be reached: a server that is asked, or all of the channel."""
    try:
        return urlsplit(to).netloc.lower() or channel
    except ValueError:
        return channel


def _sealed(ctx: Ctx, id: str, options: Mapping[str, Any] | None) -> str:
    if not options:
        return ""
    return seals_of(ctx).seal(orjson.dumps(options, default=str).decode(), ("dg_delivery", "options", id))


def _row(row: Any) -> Delivery:
    values = dict(zip(Delivery.__annotations__, row, strict=True))
    return Delivery(**{**values, "history": orjson.loads(values["history"]), "answer": orjson.loads(values["answer"])})
