"""What happens when rules of assignment are saved."""

from __future__ import annotations

from dougong import BadRequest, Change, Context, FieldProblem, Invalid, hookimpl

__all__ = ["record_before_save"]


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Conditions that can't be understood are told to who writes them; countries have capital letters."""
    if change.object == "assignment_rule":
        refuse_bad_conditions(ctx, change)
    elif change.object == "territory" and change.values.get("country"):
        change.values["country"] = str(change.values["country"]).upper()


def refuse_bad_conditions(ctx: Context, change: Change) -> None:
    problems = []
    for field in ("where", "open_where"):
        text = change.values.get(field)
        if text and (change.before is None or change.changed & {field, "assigns"}):
            try:
                ctx.unrestricted().records.list(str(change.values["assigns"]), filter=text, fields=["id"], limit=1)
            except BadRequest as problem:
                problems.append(FieldProblem(field, "condition", problem.message, problem.params))
    if problems:
        raise Invalid(errors=problems)
