"""Whom approvals about customers can ask."""

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import ApproverSource, Context, Invalid

__all__ = ["account_owners"]

HIGHEST = 10


def find(ctx: Context, record: Mapping[str, str] | None, values: Mapping[str, Any]) -> Iterator[str]:
    """The owner of the company that a record belongs to, and of those above it, as far as `levels` says."""
    company = None if record is None else company_of(ctx, record)
    seen = set()
    for _ in range(values.get("levels", 1)):
        if company is None or company in seen:
            return
        seen.add(company)
        found = ctx.records.get("account", company, fields=["owner_id", "parent"])
        if found["owner_id"]:
            yield found["owner_id"]
        company = found["parent"]


def company_of(ctx: Context, record: Mapping[str, str]) -> str | None:
    """The company itself, or the one that its field `account` leads to."""
    if record["object"] == "account":
        return record["id"]
    if ctx.fields(record["object"]).get("account", {}).get("to") != "account":
        raise Invalid("Only records of a company have owners of companies to ask")
    company: str | None = ctx.records.get(record["object"], record["id"], fields=["account"])["account"]
    return company


account_owners = ApproverSource(
    name="customers_account_owners",
    properties={"levels": {"type": "integer", "minimum": 1, "maximum": HIGHEST}},
    find=find,
)
