"""Tells the devices of a person of a notification, through the push services of their browsers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import orjson

from core.egress import Refused, Unreached, send
from core.i18n import translated
from core.identity.sessions import list_sessions
from core.jobs.queue import enqueue
from core.notifications.encrypting import authorization, encrypted, new_private, public_of
from core.records.sealing import reveal
from core.rights.actor import SYSTEM
from dougong import Conflict, NotAllowed, NotFound, Unavailable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["PUSH", "forget_device", "keep_device", "public_key", "push", "push_later"]

PUSH = "core.push"
SUBSCRIPTION, KEY, NAME = "push_subscription", "push_key", "vapid"
VALID = timedelta(hours=12)
#: How long a push service keeps what a device can't be told now, in seconds.
KEPT = 24 * 60 * 60
#: The device is gone, or was asked for with another key.
GONE = frozenset({400, 403, 404, 410})
SENTENCES = {
    "assigned": "{who} handed {name} over to you",
    "mentioned": "{who} mentioned you in {name}",
    "commented": "{who} commented on {name}",
    "activity": "{who} planned or logged something for {name}",
    "changed": "{who} changed {name}",
    "shared": "{who} shared {name} with you",
}


def public_key(ctx: Ctx) -> str:
    """The key that browsers ask their push service with; made when the first one asks."""
    own = ctx.acting(SYSTEM)
    return str(_key(own)["public"])


def keep_device(ctx: Ctx, user: str, session: str, device: Mapping[str, str]) -> None:
    """Tell a device from now on, until its session ends; a session has one."""
    own = ctx.acting(SYSTEM)
    mine = f"session = '{session}'"
    for old in own.records.each(SUBSCRIPTION, filter=mine, fields=["id"]):
        own.records.delete(SUBSCRIPTION, old["id"])
    for other in own.records.each(SUBSCRIPTION, filter=f"endpoint = '{device['endpoint']}'", fields=["id"]):
        own.records.delete(SUBSCRIPTION, other["id"])
    own.records.create(SUBSCRIPTION, {**device, "session": session, "owner_id": user})


def forget_device(ctx: Ctx, session: str) -> None:
    """Tell the device of a session nothing more."""
    own = ctx.acting(SYSTEM)
    for old in own.records.each(SUBSCRIPTION, filter=f"session = '{session}'", fields=["id"]):
        own.records.delete(SUBSCRIPTION, old["id"])


def push_later(ctx: Ctx, notifications: Iterable[Mapping[str, Any]]) -> None:
    """Write a job for each notification of somebody who has a device."""
    made = list(notifications)
    if not made:
        return
    owners = ", ".join(f"'{user}'" for user in sorted({one["owner_id"] for one in made}))
    with_devices = {row["owner_id"] for row in ctx.records.each(SUBSCRIPTION, filter=f"owner_id IN ({owners})", fields=["owner_id"])}
    for one in made:
        if one["owner_id"] in with_devices:
            enqueue(ctx, PUSH, {"notification": one["id"]})


def push(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job. Nothing pops up in quiet hours, of what was read meanwhile, or of what its reader may see no more."""
    own = ctx.acting(SYSTEM)
    try:
        notification = own.records.get("notification", payload["notification"], fields=["kind", "about", "caused_by", "owner_id", "read_at"])
    except NotFound:
        return
    user = own.records.get("user", notification["owner_id"], fields=["language", "time_zone", "quiet_from", "quiet_until", "active"])
    told = _told(ctx, notification, user["language"] or "en")
    if notification["read_at"] or not user["active"] or told is None or is_quiet(ctx, user):
        return
    key = _key(own)
    private = reveal(own, KEY, key["id"], "private")
    alive = {session["id"] for session in list_sessions(ctx, notification["owner_id"])}
    devices = [
        {**row, "auth": reveal(own, SUBSCRIPTION, row["id"], "auth")}
        for row in own.records.each(SUBSCRIPTION, filter=f"owner_id = '{notification['owner_id']}'", fields=["endpoint", "public_key", "session"])
    ]
    ctx.unit.close()  # push services take their time; others need the connection
    unreached: Unavailable | None = None
    dead = []
    for device in devices:
        try:
            if device["session"] not in alive or not _tell(ctx, device, str(private), told):
                dead.append(device["id"])
        except Unavailable as problem:  # the others hear of it all the same
            unreached = problem
    for id in dead:
        own.records.delete(SUBSCRIPTION, id)
    if unreached is not None:
        ctx.unit.commit()
        raise unreached


def is_quiet(ctx: Ctx, user: Mapping[str, Any]) -> bool:
    """Quiet from one time of the day until another, over midnight where the first is the later one."""
    first, last = user["quiet_from"], user["quiet_until"]
    if not isinstance(first, time) or not isinstance(last, time):
        return False
    now = ctx.now.astimezone(ZoneInfo(user["time_zone"] or "UTC")).time()
    return first <= now < last if first <= last else now >= first or now < last


def _told(ctx: Ctx, notification: Mapping[str, Any], language: str) -> dict[str, str] | None:
    """The words of a notification for its reader; None where there is nothing to be seen any more."""
    about = notification["about"]
    reader = ctx.acting(ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, notification["owner_id"]))
    try:
        kind = ctx.catalogue.object(about["object"])
        name = reader.records.get(about["object"], about["id"], fields=[kind.name_field])[kind.name_field]
        who = reader.records.get("user", notification["caused_by"], fields=["name"])["name"] if notification["caused_by"] else "Dougong"
    except (NotFound, NotAllowed):
        return None
    words = {"who": who, "name": name or ctx.catalogue.label(f"object.{kind.name}.label", language) or kind.label}
    title = ctx.catalogue.setting("organisation", "name") or "Dougong"
    body = translated(SENTENCES[notification["kind"]], words, language)
    return {"title": str(title), "body": body, "url": f"/o/{about['object']}/{about['id']}", "tag": notification["id"]}


def _tell(ctx: Ctx, device: Mapping[str, Any], private: str, told: Mapping[str, str]) -> bool:
    """Whether the device is still there. Raises Unavailable where its push service doesn't answer now: the job is tried again."""
    config, endpoint = ctx.platform.config, device["endpoint"]
    parts = urlsplit(endpoint)
    try:
        body = encrypted(orjson.dumps(told), device["public_key"], device["auth"] or "")
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT),
            "Topic": told["tag"].replace("-", "")[:32],
            "Urgency": "normal",
            "Authorization": authorization(private, f"{parts.scheme}://{parts.netloc}", config.base_url, int((ctx.now + VALID).timestamp())),
        }
        reply = send("POST", endpoint, body=body, headers=headers, allowed=config.egress)
    except (Refused, ValueError):
        return False
    except Unreached as error:
        raise Unavailable("The push service can't be reached: {error}", error=str(error)) from error
    if reply.status == 429 or reply.status >= 500:
        raise Unavailable("The push service can't be reached: {error}", error=str(reply.status))
    return reply.status not in GONE


def _key(own: Ctx) -> dict[str, Any]:
    fields = ["id", "public"]
    found = own.records.list(KEY, filter=f"name = '{NAME}'", fields=fields, limit=1).data
    if found:
        return found[0]
    private = new_private()
    try:
        return own.records.create(KEY, {"name": NAME, "public": public_of(private), "private": private})
    except Conflict:  # somebody else was faster
        return own.records.list(KEY, filter=f"name = '{NAME}'", fields=fields, limit=1).data[0]
