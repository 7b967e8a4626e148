"""What left the tenant, and by which channels: for those who administer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.parts import id_of
from core.api.routes import NOTHING, Body, Param, Route
from core.api.schemas import ID, MOMENT, TEXT, list_of, page_of, shape
from core.audit.noting import note
from core.deliveries.channels import channel_of, channels_of, keep, kept
from core.deliveries.queue import STATES, Delivery, Said, deliver, deliveries, find, replay
from core.i18n import translated
from core.ids import new_id
from dougong import BadRequest, Channel, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES", "shown_delivery"]

MOST = 200


def list_deliveries(ctx: Ctx, ask: Ask) -> Answer:
    """The latest deliveries."""
    state, limit = ask.query.get("state"), ask.query.get("limit", 50)
    if state is not None and state not in STATES:
        raise BadRequest("{name} is one of {known}", name="state", known=STATES)
    found = deliveries(
        ctx, state=state, channel=ask.query.get("channel"), record=id_of(ask, "record"), subscription=id_of(ask, "webhook"),
        after=id_of(ask, "after"), limit=limit,
    )  # fmt: skip
    return Answer({"data": [shown_delivery(ask, one) for one in found], "next": found[-1].id if len(found) == limit else None})


def get_delivery(ctx: Ctx, ask: Ask) -> Answer:
    """One delivery, with what was sent."""
    found = _found(ctx, ask)
    return Answer({**shown_delivery(ask, found), "body": found.body, "key": found.key})


def replay_delivery(ctx: Ctx, ask: Ask) -> Answer:
    """Send it now, however it ended."""
    id = _found(ctx, ask).id
    replay(ctx, id)
    note(ctx, ctx.actor.id, "delivery", "replayed", detail={"id": id}, address=ask.address)
    return Answer(shown_delivery(ask, find(ctx, id)))


def list_channels(ctx: Ctx, ask: Ask) -> Answer:
    """The channels, and what is filled in for each but its secrets."""
    return Answer({"data": [_channel(ctx, ask, channel) for channel in channels_of(ctx)]})


def fill_in(ctx: Ctx, ask: Ask) -> Answer:
    """Fill in a channel: what isn't given stays as it is, null empties."""
    channel = channel_of(ctx, ask.path["name"])
    keep(ctx, channel, ask.body)
    note(ctx, ctx.actor.id, "delivery", "channel", detail={"name": channel.name, "fields": sorted(ask.body)}, address=ask.address)
    return Answer(_channel(ctx, ask, channel))


def send_test(ctx: Ctx, ask: Ask) -> Answer:
    """Send a mail to oneself, to see whether e-mail works."""
    if ctx.actor.id is None:
        raise NotFound()
    to = ctx.records.get("user", ctx.actor.id, fields=["email"])["email"]
    subject = translated("A test mail of Dougong", {}, ctx.actor.language)
    body = translated("When you read this, e-mail works: it went out by the mail server that was set.", {}, ctx.actor.language)
    id = deliver(ctx, channel="email", to=to, subject=subject, body=body, key=f"test {new_id()}")
    return Answer(shown_delivery(ask, find(ctx, id)), 201)


def _found(ctx: Ctx, ask: Ask) -> Delivery:
    """The delivery that is asked for; whoever doesn't administer knows of none."""
    if not ctx.actor.administers:
        raise NotFound()
    try:
        return find(ctx, ask.path["id"])
    except NotFound:
        raise NotFound() from None


def shown_delivery(ask: Ask, one: Delivery) -> dict[str, Any]:
    """A delivery in a list, what was said of it in the reader's language."""
    shown = {name: value for name, value in asdict(one).items() if name not in ("body", "key")}
    history = [{**line, "answer": _told(ask, line["answer"])} for line in one.history]
    return {**shown, "answer": _told(ask, one.answer), "history": history}


def _told(ask: Ask, said: Said) -> str:
    return translated(said["template"], said["params"], ask.language, ask.texts)


def _channel(ctx: Ctx, ask: Ask, channel: Channel) -> dict[str, Any]:
    found = kept(ctx, channel)
    place = f"channel.{channel.name}"
    label = ask.texts.get(f"{place}.label", channel.label)
    fields = {name: _field(ask, f"{place}.fields.{name}", name, field.document) for name, field in channel.fields.items()}
    ready = all(name in found.values or name in found.secrets for name, field in channel.fields.items() if field.document.get("required"))
    return {"name": channel.name, "label": label, "icon": channel.icon, "fields": fields, "values": dict(found.values), "secrets": sorted(found.secrets), "ready": ready}


def _field(ask: Ask, place: str, name: str, document: Mapping[str, Any]) -> dict[str, Any]:
    said = {"label": name.replace("_", " ").capitalize(), **document}
    said |= {key: ask.texts[f"{place}.{key}"] for key in ("label", "help") if f"{place}.{key}" in ask.texts}
    if "options" in said:
        said["options"] = [{**one, "label": ask.texts.get(f"{place}.options.{one['value']}", one["label"])} for one in said["options"]]
    return said


NULLABLE_ID = {"type": ["string", "null"], "format": "uuid"}
NULLABLE_MOMENT = {"type": ["string", "null"], "format": "date-time"}
LINE = shape(at=MOMENT, ok={"type": "boolean"}, answer=TEXT)
DELIVERY = shape(
    id=ID, channel=TEXT, receiver=TEXT, subject=TEXT, object=TEXT, record_id=NULLABLE_ID, subscription_id=NULLABLE_ID, actor_id=NULLABLE_ID,
    source=TEXT, state={"enum": list(STATES)}, tries={"type": "integer"}, due=NULLABLE_MOMENT, answer=TEXT,
    history={"type": "array", "items": LINE}, created_at=MOMENT, ended_at=NULLABLE_MOMENT,
)  # fmt: skip
WHOLE = {**DELIVERY, "properties": {**DELIVERY["properties"], "body": TEXT, "key": TEXT}, "required": [*DELIVERY["required"], "body", "key"]}
CHANNEL = shape(
    name=TEXT, label=TEXT, icon=TEXT, fields={"type": "object"}, values={"type": "object"}, secrets={"type": "array", "items": TEXT},
    ready={"type": "boolean"},
)  # fmt: skip
ONE = "/api/v1/deliveries/<id>"

ROUTES = (
    Route(
        method="GET", rule="/api/v1/deliveries", view=list_deliveries, group="deliveries", summary="What left the tenant", action="administer",
        query=(
            Param("state", about=", ".join(STATES)), Param("channel", about="email, webhook ..."), Param("record", about="what it is about"),
            Param("webhook", about="the subscription that wanted it"), Param("limit", "integer", least=1, most=MOST),
            Param("after", about="`next` of the page before"),
        ),
        answers={200: page_of(DELIVERY)},
    ),
    Route(
        method="GET", rule=ONE, view=get_delivery, group="deliveries", summary="One delivery, with what was sent", action="self", ids=("id",),
        answers={200: WHOLE},
    ),
    Route(
        method="POST", rule=f"{ONE}/replay", view=replay_delivery, group="deliveries", summary="Send it once more", action="self", ids=("id",),
        body=NOTHING, idempotency="stored", answers={200: DELIVERY},
    ),
    Route(
        method="GET", rule="/api/v1/channels", view=list_channels, group="deliveries", summary="Ways out of the tenant", action="administer",
        answers={200: list_of(CHANNEL)},
    ),
    Route(
        method="PATCH", rule="/api/v1/channels/<name>", view=fill_in, group="deliveries", summary="Fill in a channel", action="administer",
        names=("name",), body=Body({"type": "object", "maxProperties": 50}), answers={200: CHANNEL},
    ),
    Route(
        method="POST", rule="/api/v1/channels/email/test", view=send_test, group="deliveries", summary="Send a test mail to me", action="administer",
        body=NOTHING, idempotency="stored", answers={201: DELIVERY},
    ),
)  # fmt: skip
