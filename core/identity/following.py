"""What a write to a user record means for signing in: a new password, and the end of everything when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.identity.passwords import check_password, set_password
from core.identity.revoke import revoke_all
from dougong import Invalid

if TYPE_CHECKING:
    from core.context import Ctx
    from core.records.drafts import Draft
    from metadata.objects import ObjectType

__all__ = ["follow_users", "take_passwords"]

USER, PASSWORD = "user", "password"


def take_passwords(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Before users are stored: refuse bad passwords, and take the good ones out of what is stored."""
    if kind.name != USER:
        return
    for draft in drafts:
        if draft.failure is None and draft.given.get(PASSWORD):
            try:
                check_password(draft.given[PASSWORD], demo=ctx.platform.config.demo)
            except Invalid as problem:
                draft.failure = problem
        draft.values[PASSWORD] = None


def follow_users(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """After users are stored: set the passwords given, and sign out who may not come in any more."""
    if kind.name != USER:
        return
    for draft in drafts:
        if draft.given.get(PASSWORD):
            set_password(ctx, draft.id, draft.given[PASSWORD])
        elif draft.before is not None and not _may_come_in(draft):
            revoke_all(ctx, draft.id)


def _may_come_in(draft: Draft) -> bool:
    return bool(draft.values.get("active")) and draft.values.get("deleted_at") is None
