"""How a lead becomes an account, a contact and an opportunity, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dougong import (
    Conflict,
    Context,
    Endpoint,
    FieldProblem,
    Invalid,
    Request,
    Slot,
    boolean,
    date,
    full_name,
    money,
    reference,
    text,
)

__all__ = ["convert_lead", "convert_lead_slot"]

FORM = {
    "account": reference("account", label="Join this account", help="Leave it empty to make one from the lead"),
    "contact": reference("contact", label="Join this contact", help="Leave it empty to make one from the lead"),
    "create_opportunity": boolean(label="Make an opportunity", default=True),
    "opportunity_name": text(label="Name of the opportunity", visible_when="create_opportunity = TRUE"),
    "amount": money(label="Amount", visible_when="create_opportunity = TRUE"),
    "close_date": date(label="Close date", visible_when="create_opportunity = TRUE"),
    "save_anyway": boolean(label="Make new ones even if there are some like them", default=False),
}

# From fields of the lead to fields of what it becomes.
ACCOUNT = {
    "name": "company", "phone": "phone", "email": "email", "website": "website", "billing_address": "address",
    "industry": "industry", "employees": "employees", "rating": "rating", "source": "source", "needs": "need",
}  # fmt: skip
CONTACT = {
    "name": "name", "first_name": "first_name", "last_name": "last_name", "job_title": "job_title", "email": "email",
    "phone": "phone", "mobile": "mobile", "wechat": "wechat", "mailing_address": "address", "source": "source",
    "do_not_contact": "do_not_contact",
}  # fmt: skip
OPPORTUNITY = {
    "need": "need", "intent": "intent", "budget": "budget", "decision_date": "decision_date", "product": "product",
    "source": "source", "description": "description",
}  # fmt: skip
MOVED = ("activity", "comment", "file")


def convert(ctx: Context, request: Request) -> dict[str, Any]:
    """Make or join what the lead becomes, move its history there, and mark it converted."""
    form = checked(request.body)
    lead = ctx.records.get("lead", request.ids["id"])
    refuse_twice(lead)
    account = join_or_make_account(ctx, lead, form)
    contact = join_or_make_contact(ctx, lead, form, account)
    opportunity = make_opportunity(ctx, lead, form, account, contact)
    became = {"account": account, "contact": contact, "opportunity": opportunity}
    move_history(ctx, lead, became)
    mark_converted(ctx, lead, became)
    return {"lead": lead["id"], **became}


def checked(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """Name every field that the form doesn't have."""
    unknown = sorted(set(form) - set(FORM))
    if unknown:
        raise Invalid(errors=[FieldProblem(name, "unknown", "There is no such field") for name in unknown])
    return form


def refuse_twice(lead: Mapping[str, Any]) -> None:
    """A second conversion would double the customer."""
    if lead["converted_at"] is not None:
        raise Conflict("This lead is converted already")


def join_or_make_account(ctx: Context, lead: Mapping[str, Any], form: Mapping[str, Any]) -> str | None:
    """The account chosen, or the one of the very same name, or a new one; none for a person without a company."""
    if form.get("account"):
        return str(ctx.records.get("account", form["account"], fields=["id"])["id"])
    if not lead["company"]:
        return None
    values = mapped(ctx, "account", lead, ACCOUNT, {"kind": "prospect"})
    return same_company(ctx, lead["company"]) or make(ctx, "account", values, form)


def join_or_make_contact(
    ctx: Context, lead: Mapping[str, Any], form: Mapping[str, Any], account: str | None
) -> str | None:
    """The contact chosen, or the one with the same e-mail address, or a new one; none where no person is known."""
    if form.get("contact"):
        return str(ctx.records.get("contact", form["contact"], fields=["id"])["id"])
    if not is_a_person(lead):
        return None
    values = mapped(ctx, "contact", lead, CONTACT, {"account": account})
    return same_person(ctx, lead["email"]) or make(ctx, "contact", values, form)


def make_opportunity(
    ctx: Context, lead: Mapping[str, Any], form: Mapping[str, Any], account: str | None, contact: str | None
) -> str | None:
    """A deal with what the lead knew of need, budget and time, unless none is wanted."""
    if form.get("create_opportunity") is False:
        return None
    name = form.get("opportunity_name") or lead["company"] or lead["name"]
    parties = {"account": account, "contact": contact, "lead": lead["id"]}
    given = {"amount": form.get("amount"), "close_date": form.get("close_date")}
    values = mapped(ctx, "opportunity", lead, OPPORTUNITY, {"name": name, "stage": "qualification", **parties, **given})
    return make(ctx, "opportunity", values, form)


def make(ctx: Context, object: str, values: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """A new record; whoever converts is asked first where there is one like it, unless the form says to make it anyway."""
    return str(ctx.records.create(object, values, save_anyway=form.get("save_anyway") or None)["id"])


def mapped(
    ctx: Context, object: str, lead: Mapping[str, Any], mapping: Mapping[str, str], more: Mapping[str, Any]
) -> dict[str, Any]:
    """What a record takes from the lead: mapped fields, the tenant's own fields of equal name, and what else is given."""
    known = ctx.fields(object)
    values = {field: lead[source] for field, source in mapping.items() if fits(known.get(field), lead.get(source))}
    values |= own_fields(ctx, lead, known)
    values |= {"owner_id": lead["owner_id"], **more}
    return {field: value for field, value in values.items() if value is not None}


def fits(field: Mapping[str, Any] | None, value: Any) -> bool:
    """Whether the field exists for the actor, and offers the value where it is a choice."""
    if field is None or value is None:
        return False
    return field["type"] != "choice" or any(option["value"] == value for option in field["options"])


def own_fields(ctx: Context, lead: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The tenant's own fields that lead and target have alike: the same name and the same type."""
    ours = ctx.fields("lead")
    alike = {name for name in ours if name.startswith("x_") and ours[name]["type"] == known.get(name, {}).get("type")}
    return {name: lead[name] for name in alike if fits(known[name], lead.get(name))}


def same_company(ctx: Context, name: str) -> str | None:
    """The account of this very name, as far as the actor sees it and there is just one."""
    return just_one(ctx, "account", "name", name)


def same_person(ctx: Context, email: str | None) -> str | None:
    """The contact with this e-mail address, as far as the actor sees it and there is just one."""
    return just_one(ctx, "contact", "email", email) if email else None


def just_one(ctx: Context, object: str, field: str, value: str) -> str | None:
    quoted = value.replace("'", "''")
    found = ctx.records.list(object, filter=f"{field} = '{quoted}'", fields=["id"], limit=2).data
    return str(found[0]["id"]) if len(found) == 1 else None


def is_a_person(lead: Mapping[str, Any]) -> bool:
    """A lead that has just a company's name is no person."""
    return bool(full_name(lead["first_name"], lead["last_name"]) or lead["name"] not in (None, lead["company"]))


def move_history(ctx: Context, lead: Mapping[str, Any], became: Mapping[str, str | None]) -> None:
    """Activities, comments and files go on with the deal, or with the person or company where there is none."""
    target = next((object for object in ("opportunity", "contact", "account") if became[object]), None)
    if target is None:
        raise Invalid("There is nothing to convert this lead into: it has neither a company nor a person's name")
    about = {"object": target, "id": became[target]}
    for object in MOVED:
        for id in all_about(ctx, object, lead["id"]):
            ctx.records.update(object, id, {"about": about})


def all_about(ctx: Context, object: str, lead: str) -> list[str]:
    """The ids of all records of this object that are about the lead."""
    ids: list[str] = []
    after = None
    while True:
        page = ctx.records.list(object, filter=f"about.id = '{lead}'", fields=["id"], limit=1000, after=after)
        ids += [record["id"] for record in page.data]
        after = page.next
        if after is None:
            return ids


def mark_converted(ctx: Context, lead: Mapping[str, Any], became: Mapping[str, str | None]) -> None:
    """Say on the lead what became of it; refused where somebody else changed it meanwhile."""
    references = {f"converted_{object}": id for object, id in became.items()}
    done = {"status": "converted", "converted_at": ctx.now, **references}
    ctx.records.update("lead", lead["id"], done, version=lead["version"])


convert_lead = Endpoint(
    method="POST",
    path="leads/<lead:id>/convert",
    object="lead",
    action="edit",
    view=convert,
    summary="Convert a lead into an account, a contact and an opportunity",
)

convert_lead_slot = Slot(
    name="convert_lead",
    place="record.header.action",
    label="Convert",
    object="lead",
    icon="transform",
    endpoint="leads/{id}/convert",
    visible_when="converted_at = NULL",
    fields={name: field.document for name, field in FORM.items()},
)
