"""Asks the duplicate rules about values that are still being typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.duplicates.checking import matches_of
from core.ids import new_id
from core.records.drafts import Draft
from core.records.loading import load
from core.records.reading import accesses, get, resolve
from dougong import Invalid, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["duplicates"]

#: What is wrong with a value itself, rather than with who gives it.
REFUSED = frozenset({"unknown", "read_only"})


def duplicates(ctx: Ctx, object: str, values: Mapping[str, Any], id: str | None = None) -> list[dict[str, Any]]:
    """The matches of a record with these values. A value that isn't right yet, as one half typed, is left out.

    id: the record that is being changed; what is not given is then taken from it, as far as the actor sees it.
    """
    kind, access = resolve(ctx, object), accesses(ctx)[object]
    if not (access.grants.create if id is None else access.grants.edit):
        raise NotAllowed("You may not save records of {object}", object=kind.label)
    before = None if id is None else get(ctx, object, id)
    draft = Draft(position=0, id=id or new_id(), given=values, before=before)
    load(ctx, kind, access, [draft])
    refused = [problem for problem in draft.problems if problem.code in REFUSED]
    if refused:
        raise Invalid(errors=refused)
    return matches_of(ctx, kind, draft, "create" if id is None else "update")
