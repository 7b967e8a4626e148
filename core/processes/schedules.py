"""When a schedule comes due: the five fields of cron, on the clock of a time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

__all__ = ["is_schedule", "next_due"]


def is_schedule(text: str) -> bool:
    """Whether a text is a schedule, and ever due."""
    try:
        next(CronSim(text, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration):
        return False
    return True


def next_due(text: str, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment after another at which a schedule is due, in UTC. An hour that the clock skips is due when it is put
    forward, one that comes twice once (as Debian's cron does it)."""
    return next(CronSim(text, after.astimezone(zone))).astimezone(UTC)
