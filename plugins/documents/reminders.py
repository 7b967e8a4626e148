"""Reminders: on the day of a review, whoever looks after the record gets a task. Whatever has a `review_on` is reminded of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from dougong import Change, Context, Job, NotFound

__all__ = ["plan_reminder", "remind"]

NAME = "documents_remind"
MORNING = time(6)


def plan_reminder(ctx: Context, change: Change) -> None:
    """Have a review remembered, when its day is set or moved."""
    day = change.values.get("review_on")
    if day is not None and "review_on" in change.changed:
        payload = {"object": change.object, "id": change.id, "day": day.isoformat()}
        ctx.enqueue(NAME, payload, due=max(ctx.now, datetime.combine(day, MORNING, UTC)))


def give_task(ctx: Context, payload: Mapping[str, Any]) -> None:
    """A task for the owner, once; none where the review was moved, or there is nothing to review any more."""
    object, id, day = payload["object"], payload["id"], payload["day"]
    try:
        record = ctx.records.get(object, id, fields=["name", "owner_id", "review_on"])
    except NotFound:
        return
    key = f"review {id} {day}"
    if str(record["review_on"]) != day or ctx.records.list("activity", filter=f"source_key = '{key}'", limit=1).data:
        return
    task = {"kind": "task", "subject": record["name"], "body": REVIEW, "due_at": ctx.now, "source_key": key}
    ctx.records.create("activity", {**task, "about": {"object": object, "id": id}, "owner_id": record["owner_id"]})


REVIEW = "Review: does it still hold? / 复审：内容是否仍然有效？ / Przegląd: czy to jest nadal aktualne?"

remind = Job(name=NAME, run=give_task)
