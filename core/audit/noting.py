"""Notes what leaves no other trace: signing in and out, tokens, exports, modules switched on and off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute
from core.database.tables import audit
from core.ids import new_id

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["forget_old_notes", "note"]


def note(
    ctx: Ctx, by: str | None, kind: str, what: str, *, object: str = "", detail: Mapping[str, Any] | None = None, address: str = ""
) -> None:
    """Write a line of the log, in the transaction of what it tells of. by: the id of who did it; None for somebody unknown."""
    values = {
        "id": new_id(), "at": ctx.now, "actor_id": by, "kind": kind, "what": what, "object": object,
        "detail": orjson.dumps(detail or {}).decode(), "address": address,
    }  # fmt: skip
    ctx.unit.run(ctx.store.statement("audit.note", lambda: sa.insert(audit)), values)


def forget_old_notes(ctx: Ctx) -> int:
    """Delete notes that are older than the tenant keeps them; answers how many."""
    days = int(ctx.settings("retention")["audit"])
    return execute(ctx.unit, sa.delete(audit).where(audit.c.at < ctx.now - timedelta(days=days)))
