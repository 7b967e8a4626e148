"""Whether whole records hold up: required fields, conditions, dependent choices, entry criteria, rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.records.drafts import Draft, good
from dougong import FieldProblem

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["conditions_of", "validate"]


def validate(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    """Gather every problem of every draft; a draft with problems is refused."""
    for draft in good(drafts):
        for name, field in kind.fields.items():
            if field.required and not field.system and not field.computed and draft.values.get(name) is None:
                draft.problems.append(FieldProblem(name, "required", "This is needed"))
        draft.refuse_if_problems()


def conditions_of(ctx: Ctx, kind: ObjectType, draft: Draft) -> dict[str, dict[str, Any]]:
    """What the conditions of fields say."""
    return {}
