"""Writes invented records: in bulk, with the times at which they would have been written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from dougong.errors import Invalid

if TYPE_CHECKING:
    from dougong.context import Context

__all__ = ["make", "moment", "people"]

AT_ONCE = 2000


def make(ctx: Context, object: str, records: Sequence[dict[str, Any]]) -> list[str]:
    """Make the records and answer their ids in the same order. They may bring created_at, updated_at and owner_id.

    Who owns a record made it, unless it says otherwise.
    """
    ids: list[str] = []
    for start in range(0, len(records), AT_ONCE):
        some = [{"created_by": record.get("owner_id"), **record} for record in records[start : start + AT_ONCE]]
        results = ctx.records.bulk(object, "create", some, backdate=True)
        for number, result in enumerate(results, start):
            if result["status"] != "created":
                raise Invalid(
                    "The demo record {number} of {object} is refused: {errors}",
                    number=number,
                    object=object,
                    errors=str(result.get("errors")),
                )
        ids += [str(result["id"]) for result in results]
    return ids


def people(ctx: Context) -> dict[str, str]:
    """The ids of the demo company's users, by what stands before the @ of their address: `director`, `rep1` …"""
    page = ctx.records.list("user", fields=["id", "email"], limit=1000)
    return {record["email"].partition("@")[0]: record["id"] for record in page.data}


def moment(ctx: Context, days: float, hour: int | None = None, minute: int = 0) -> datetime:
    """So many days from now (before it, where negative), at that hour."""
    found = ctx.now + timedelta(days=days)
    return found if hour is None else found.replace(hour=hour, minute=minute, second=0, microsecond=0)
