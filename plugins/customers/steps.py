"""What automations and approvals can do with customers."""

from collections.abc import Mapping
from typing import Any

from dougong import Context, Invalid, Step

__all__ = ["add_tags"]

MOST = 50


def run(ctx: Context, record: Mapping[str, str] | None, values: Mapping[str, Any]) -> int:
    """Give the record tags besides those that it has; answers how many are new."""
    if record is None or "tags" not in ctx.fields(record["object"]):
        raise Invalid("Only records with tags can be given some")
    has = ctx.records.get(record["object"], record["id"], fields=["tags"])["tags"] or ()
    new = [tag for tag in dict.fromkeys(values["tags"]) if tag not in has]
    if new:
        ctx.records.update(record["object"], record["id"], {"tags": [*has, *new]})
    return len(new)


add_tags = Step(
    name="customers_add_tags",
    label="Add tags",
    properties={"tags": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 100}, "minItems": 1, "maxItems": MOST}},
    required=("tags",),
    run=run,
)
