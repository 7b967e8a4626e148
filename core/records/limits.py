"""What one request may cost: every limit has a name, and a tenant's value in the settings `limits`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.builtin.limits import limits
from dougong import BadRequest, TooLarge

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["within"]

DEFAULTS: Mapping[str, int] = {name: field["default"] for name, field in limits.document["fields"].items()}
BEYOND = "This goes beyond the limit {limit}: {value} were asked for, {allowed} are allowed"
#: Limits on what is sent or answered as a whole, rather than on how it is asked for.
OF_SIZE = {"export_rows", "bulk_records"}


def within(ctx: Ctx, limit: str, value: int) -> None:
    """Refuse what goes beyond a limit. Raises BadRequest, or TooLarge, which names the limit, the value and what is allowed."""
    allowed = _limits(ctx)[limit]
    if value <= allowed:
        return
    if limit in OF_SIZE:
        raise TooLarge(BEYOND, limit=limit, value=value, allowed=allowed)
    raise BadRequest(BEYOND, limit=limit, value=value, allowed=allowed)


def _limits(ctx: Ctx) -> Mapping[str, int]:
    kept = ctx.catalogue.kept
    found = kept.get("limits")
    if found is None:
        given = {name: value for name, value in ctx.settings("limits").items() if value is not None}
        found = kept["limits"] = {**DEFAULTS, **given}
    return found
