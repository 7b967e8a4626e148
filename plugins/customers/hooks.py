"""What happens when customers are saved."""

from collections.abc import Iterator

from dougong import Change, Context, FieldProblem, Invalid, full_name, hookimpl

__all__ = ["record_before_save", "record_saved"]

NAME_PARTS = {"first_name", "last_name"}
ONE_IS_PRIMARY = {"account_contact", "contact_point"}


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest, refuse what can't be."""
    match change.object:
        case "account":
            refuse_circle(ctx, change, "parent", "This company belongs to the one you are changing")
            date_the_risk(ctx, change)
        case "contact":
            refuse_circle(ctx, change, "reports_to", "This person reports to the one you are changing")
            name_the_contact(change)
        case "account_contact":
            refuse_a_second_of_the_same(ctx, change)
            name_the_role(ctx, change)


@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    """A new primary one takes the place of the former."""
    if change.object in ONE_IS_PRIMARY and change.values.get("primary") and "primary" in change.changed:
        for former in formerly_primary(ctx, change):
            ctx.records.update(change.object, former, {"primary": False})


def refuse_circle(ctx: Context, change: Change, field: str, message: str) -> None:
    """A tree has no circles: nothing is above itself, however far up."""
    above = change.values.get(field) if field in change.changed else None
    seen = {change.id}
    while above is not None:
        if above in seen:
            raise Invalid(errors=[FieldProblem(field, "circle", message)])
        seen.add(above)
        above = ctx.records.get(change.object, above, fields=[field])[field]


def date_the_risk(ctx: Context, change: Change) -> None:
    """The day on which a risk was seen is the day on which it was entered, unless somebody says otherwise."""
    if "risk" in change.changed and "risk_since" not in change.changed:
        change.values["risk_since"] = ctx.now.date() if change.values.get("risk") else None


def name_the_contact(change: Change) -> None:
    """The full name follows its parts; one that is given as a whole is kept."""
    values = change.values
    if change.changed & NAME_PARTS and ("name" not in change.changed or not values.get("name")):
        values["name"] = full_name(values.get("first_name"), values.get("last_name"))


def refuse_a_second_of_the_same(ctx: Context, change: Change) -> None:
    """One person plays one part in a company at a time; what ended may come again."""
    values = change.values
    if values.get("until") is not None or not change.changed & {"account", "contact", "role", "until"}:
        return
    same = f"account = '{values['account']}' AND contact = '{values['contact']}' AND role = '{values['role']}'"
    found = ctx.records.list("account_contact", filter=f"{same} AND until = NULL", fields=["id"], limit=2)
    if any(record["id"] != change.id for record in found.data):
        raise Invalid(errors=[FieldProblem("role", "taken", "This person already has this part in the company")])


def name_the_role(ctx: Context, change: Change) -> None:
    """Called by both names, so that it says something in a list of either side."""
    if change.changed & {"account", "contact"}:
        person = ctx.records.get("contact", change.values["contact"], fields=["name"])
        company = ctx.records.get("account", change.values["account"], fields=["name"])
        change.values["name"] = f"{person['name']} – {company['name']}"[:255]


def formerly_primary(ctx: Context, change: Change) -> Iterator[str]:
    """The others of the same company, or of the same kind of way to reach somebody, that are marked as primary."""
    page = ctx.records.list(change.object, filter=f"{same_place(change)} AND primary = TRUE", fields=["id"], limit=100)
    return (record["id"] for record in page.data if record["id"] != change.id)


def same_place(change: Change) -> str:
    """Where there is just one primary record, as an expression."""
    values = change.values
    if change.object == "account_contact":
        return f"account = '{values['account']}'"
    return f"about.id = '{values['about']['id']}' AND kind = '{values['kind']}'"
