"""What a signature would be as a record: its parts in the fields that are meant for them, its company looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.duplicates.companies import bare
from core.exchange.signatures import Signature, read_signature
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["FEATURE", "signed"]

#: The feature of objects whose records are made of signatures.
FEATURE = "signature"
#: Fields by what they are usually called, in the order in which they are tried.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "first_name": ("first_name",),
    "last_name": ("last_name", "name"),
    "job_title": ("job_title", "title"),
    "department": ("department",),
    "email": ("email",),
    "other_email": ("other_email",),
    "phone": ("phone", "mobile"),
    "mobile": ("mobile", "phone"),
    "website": ("website",),
    "linkedin": ("linkedin",),
    "wechat": ("wechat",),
    "tax_id": ("tax_id",),
}
ADDRESSES = ("mailing_address", "address", "billing_address")
COMPANIES = ("account", "company")
#: What belongs to the company, not to the person.
OF_COMPANY = ("website", "tax_id")


def signed(ctx: Ctx, object: str, text: str) -> dict[str, Any]:
    """The values of a new record, the company that isn't known yet, and the lines that weren't understood."""
    kind = ctx.catalogue.object(object)
    if FEATURE not in kind.features:
        raise BadRequest("{object} has no feature called signature; say so in its definition", object=object)
    found = read_signature(text, ctx.settings("organisation").get("phone_region"))
    editable = ctx.records.access(object).editable
    values = _placed(kind, found, editable)
    company = _company(ctx, kind, found, values, editable)
    return {"values": values, "company": company, "rest": found.rest}


def _placed(kind: ObjectType, found: Signature, editable: frozenset[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for what, value in found.values.items():
        name = next((name for name in FIELDS.get(what, ()) if name in editable and name not in values), None)
        if name is not None:
            values[name] = value[: kind.fields[name].max_length or None]
    if values.get("name") and "first_name" in found.values and "first_name" not in values:
        values["name"] = f"{found.values['first_name']} {values['name']}"
    place = next((name for name in ADDRESSES if name in editable), None)
    if found.address and place is not None:
        values[place] = found.address
    return values


def _company(
    ctx: Ctx, kind: ObjectType, found: Signature, values: dict[str, Any], editable: frozenset[str]
) -> dict[str, Any] | None:
    """Puts a company that is known into the values; answers one that would have to be made."""
    name = found.values.get("company")
    field = next((kind.fields[one] for one in COMPANIES if one in editable and one in kind.fields), None)
    if name is None or field is None:
        return None
    target = field.references
    if target is None:
        values[field.name] = name[: field.max_length or None]
        return None
    access = ctx.records.rights[target]
    known = _known(ctx, target, name) if access.grants.read else None
    if known is not None:
        values[field.name] = known
        return None
    if not access.grants.create:
        return None
    given = {one: found.values[one] for one in OF_COMPANY if one in found.values}
    fitting = {one: value for one, value in given.items() if one in ctx.records.access(target).editable}
    return {"field": field.name, "object": target, "values": {ctx.catalogue.object(target).name_field: name, **fitting}}


def _known(ctx: Ctx, object: str, name: str) -> dict[str, Any] | None:
    """The company of that name, legal forms aside; None where there are several."""
    hits = [hit for hit in ctx.records.lookup(object, bare(name), limit=20) if bare(hit["name"]) == bare(name)]
    return {"id": hits[0]["id"], "name": hits[0]["name"]} if len(hits) == 1 else None
