"""Whether whole records hold up: required fields, conditions, dependent choices, entry criteria, rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.records.drafts import Draft, good
from core.records.reading import list_records
from core.records.storing import chunks
from metadata.conditions import Related, conditions_of

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.expressions import Path
    from metadata.objects import ObjectType

__all__ = ["states_of", "validate"]


def validate(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft]) -> None:
    """Gather every problem of every draft; a draft with problems is refused."""
    conditions = conditions_of(kind)
    others = _Others(ctx, kind, conditions.related, good(drafts))
    env = ctx.env
    for draft in good(drafts):
        draft.problems += conditions.problems(draft.values, draft.before, env, others.of(draft))
        draft.refuse_if_problems()


def states_of(ctx: Ctx, kind: ObjectType, draft: Draft) -> tuple[dict[str, dict[str, Any]], dict[str, bool]]:
    """How a form shows each field for a draft's values, and whether each condition of a section holds."""
    conditions = conditions_of(kind)
    related = _Others(ctx, kind, conditions.shown_by, [draft]).of(draft)
    states = conditions.states(draft.values, ctx.env, related, draft.before)
    sections = conditions.sections_shown(draft.values, ctx.env, related)
    return {name: _shown(state) for name, state in states.items()}, sections


def _shown(state: Any) -> dict[str, Any]:
    shown = {"visible": state.visible, "required": state.required, "read_only": state.read_only}
    return shown if state.options is None else shown | {"options": list(state.options)}


class _Others:
    """The values of other records that conditions look at, fetched by one query per reference for all drafts.

    A condition is the platform's own, so nobody's rights are asked.
    """

    def __init__(self, ctx: Ctx, kind: ObjectType, paths: Iterable[Path], drafts: Sequence[Draft]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        self._hops: dict[Path, tuple[str, str]] = {}
        for path in paths:
            located = kind.scope.locate(path)
            if located is not None:
                hop, rest = located.hops[0].name, ".".join(located.path[1:])
                self._hops[path] = hop, rest
                wanted[hop].add(rest)
        self._records = {hop: _fetch(ctx, kind, hop, rests, drafts) for hop, rests in wanted.items()}

    def of(self, draft: Draft) -> Related:
        """What a draft's conditions ask with."""

        def related(path: Path) -> Any:
            hop, rest = self._hops[path]
            record = self._records[hop].get(draft.values.get(hop))
            return record.get(rest) if record else None

        return related


def _fetch(
    ctx: Ctx, kind: ObjectType, hop: str, rests: Iterable[str], drafts: Sequence[Draft]
) -> dict[str | None, Mapping[str, Any]]:
    target = str(kind.fields[hop].references)
    ids = sorted({draft.values[hop] for draft in drafts if draft.values.get(hop)})
    found: dict[str | None, Mapping[str, Any]] = {}
    for chunk in chunks(ids):
        listed = ", ".join(f"'{id}'" for id in chunk)
        page = list_records(ctx.as_system(), target, filter=f"id IN ({listed})", fields=sorted(rests), limit=len(chunk))
        found |= {record["id"]: record for record in page.data}
    return found
