"""What the conditions of fields say for values that are not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.records.drafts import Draft
from core.records.loading import fill_defaults, named
from core.records.reading import accesses, resolve
from core.records.storing import fetch_before
from core.records.validating import states_of
from dougong import NotFound
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["form"]


def form(ctx: Ctx, object: str, values: Mapping[str, Any], id: str | None = None) -> dict[str, Any]:
    """For each conditional field that the actor sees: whether it is visible, required and read-only, and its options;
    for each condition of a section of the actor's layout, whether it holds.

    Values that don't fit are passed over: a form is asked about while it is being filled in.
    """
    kind = resolve(ctx, object)
    draft = _draft(ctx, kind, values, id)
    visible = accesses(ctx)[object].visible
    states, held = states_of(ctx, kind, draft)
    sections = ctx.catalogue.layout_for(object, ctx.actor.permission_sets).get("sections", ())
    return {
        "fields": {name: state for name, state in states.items() if name in visible},
        "sections": {section["visible_when"]: held[section["visible_when"]] for section in sections if section.get("visible_when") in held},
    }


def _draft(ctx: Ctx, kind: ObjectType, values: Mapping[str, Any], id: str | None) -> Draft:
    draft = Draft(position=0, id=id or "")
    if id is not None:
        fetch_before(ctx, kind, accesses(ctx)[kind.name], [draft])
        if draft.failure is not None:
            raise NotFound("There is no such record: {object}", object=kind.label)
        draft.values = dict(draft.before or {})
    else:
        fill_defaults(ctx, kind, [draft])
    for name, value in values.items():
        field = named(kind, name)
        if field is None or field.name not in accesses(ctx)[kind.name].visible:
            continue
        try:
            draft.values.update(field.type.spread(field, field.parse(value)))
        except Wrong:
            continue
    return draft
