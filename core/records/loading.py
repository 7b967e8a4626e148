"""What was given becomes values: who may give what, which values fit, what is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.records.drafts import Draft, good
from core.rights.access import Access
from core.rights.criteria import checked
from dougong import FieldProblem
from metadata.expressions import to_python
from metadata.records import REQUIRED
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["fill_defaults", "load", "take_back"]

UNKNOWN = "There is no field of this name"
READ_ONLY = "This field can't be written"
BACKDATED = frozenset({"created_at", "created_by", "updated_at", "updated_by"})


def load(ctx: Ctx, kind: ObjectType, access: Access, drafts: Iterable[Draft], *, backdate: bool = False) -> None:
    """Check and parse what was given for each draft; all problems are gathered, what is missing among them."""
    allowed = _Allowed(ctx, kind, access, backdate)
    for draft in good(drafts):
        draft.values = dict(draft.before or {})
        for name, value in draft.given.items():
            problem = allowed.refuses(name, draft) or _parse(kind.field(name), value, draft)
            if problem is not None:
                draft.problems.append(problem)
        if draft.problems and draft.before is None:
            said = {problem.field for problem in draft.problems}
            needed = (field for field in kind.fields.values() if field.name not in said and _is_needed(field))
            draft.problems += [FieldProblem(field.name, "required", REQUIRED) for field in needed if draft.values.get(field.name) is None]
        draft.refuse_if_problems()


def take_back(ctx: Ctx, kind: ObjectType, access: Access, drafts: Iterable[Draft]) -> None:
    """Take values that records had before. They were good once, so the actor's rights alone are asked.

    What nobody writes, such as what the platform computes, follows what was written.
    """
    allowed = _Allowed(ctx, kind, access, backdate=False)
    for draft in good(drafts):
        draft.values = {**(draft.before or {}), **draft.given}
        for name in draft.given:
            if kind.field(name).editable or name == "owner_id":
                problem = allowed.refuses(name, draft)
                draft.problems += [problem] if problem else []
        draft.refuse_if_problems()


def _is_needed(field: Field) -> bool:
    """Whether a new record is refused without this field, whatever its other values are."""
    given = field.default is not None or field.default_expression is not None
    return field.required and not (given or field.computed or field.system or field.visible_when)


def named(kind: ObjectType, name: Any) -> Field | None:
    """A field or a companion by its name, if there is one."""
    return kind.fields.get(name) or kind.companions.get(name) if isinstance(name, str) else None


class _Allowed:
    """Which fields the actor may give."""

    def __init__(self, ctx: Ctx, kind: ObjectType, access: Access, backdate: bool) -> None:
        self.kind = kind
        self.system = ctx.actor.id is None
        self.visible = access.visible
        self.any = access.grants.edit_any_fields
        self.own = access.grants.edit_own_fields
        self.backdated = BACKDATED if backdate else frozenset()

    def refuses(self, name: Any, draft: Draft) -> FieldProblem | None:
        """Why a field may not be given; None if it may."""
        field = named(self.kind, name)
        if field is None or not self._knows(field):
            return FieldProblem(str(name)[:80], "unknown", UNKNOWN)
        if field.name == "owner_id" or field.name in self.backdated:
            return None if draft.before is None or draft.own_full else FieldProblem(name, "read_only", READ_ONLY)
        if field.computed or field.system or (field.read_only and not self.system):
            return FieldProblem(name, "read_only", READ_ONLY)
        if name in self.any or (draft.own_edit and name in self.own):
            return None
        return FieldProblem(name, "read_only", READ_ONLY)

    def _knows(self, field: Field) -> bool:
        return field.name in self.visible or (not field.type.readable and field.name in (self.own | self.any))


def _parse(field: Field, value: Any, draft: Draft) -> FieldProblem | None:
    try:
        parsed = field.parse(value)
    except Wrong as wrong:
        return wrong.problem(field.name)
    draft.values.update(field.type.spread(field, parsed))
    return None


def fill_defaults(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Give new records the defaults of what was not given, and their owner."""
    standing, computed = ctx.store.kept(("defaults", ctx.catalogue.version, kind.name), lambda: _defaults(kind))
    defaults = [*standing, *(pair for field in computed for pair in _compute(ctx, kind, field))]
    for draft in good(drafts):
        for name, value in defaults:
            if name not in draft.given:
                draft.values.setdefault(name, value)
        draft.values.setdefault("owner_id", ctx.actor.id)


def _defaults(kind: ObjectType) -> tuple[list[tuple[str, Any]], list[Field]]:
    """The values of defaults that are always the same, and the fields whose defaults are expressions."""
    standing: list[tuple[str, Any]] = []
    computed: list[Field] = []
    for field in kind.fields.values():
        if field.type.name == "rollup" and field.function == "count":
            standing.append((field.name, 0))  # nothing refers to a new record
        if field.computed:
            continue
        if field.default_expression is not None:
            computed.append(field)
        elif field.default is not None:
            standing += field.type.spread(field, field.parse(field.default)).items()
    return standing, computed


def _compute(ctx: Ctx, kind: ObjectType, field: Field) -> Iterable[tuple[str, Any]]:
    value = to_python(checked(ctx.catalogue, kind, field.default_expression or ""))(lambda path: None, ctx.env)
    return field.type.spread(field, field.parse(value)).items()
