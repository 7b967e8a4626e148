"""The channels of a tenant, and what its administrator has filled in for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from core.records.sealing import reveal
from dougong import Channel, FieldProblem, Invalid, NotFound
from metadata.field_types.registry import field_type
from metadata.fields import Field, make_field
from metadata.wrong import Wrong

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Kept", "channel_of", "channels_of", "keep", "kept", "opened"]

OBJECT = "channel_settings"
UNKNOWN = "There is no setting called {name}"
REQUIRED = "This is needed"


class Kept:
    """What is filled in: the values, and the names of the secrets that are set."""

    def __init__(self, id: str | None, values: Mapping[str, Any], secrets: frozenset[str]) -> None:
        self.id = id
        self.values = values
        self.secrets = secrets


def channels_of(ctx: Ctx) -> list[Channel]:
    """The channels of the core and of the tenant's enabled plugins."""
    return [channel for owner, channel in ctx.platform.host.channels.values() if owner in ("core", *ctx.catalogue.plugins)]


def channel_of(ctx: Ctx, name: str) -> Channel:
    """A channel by its name. Raises NotFound."""
    found = ctx.platform.host.channels.get(name)
    if found is None or found[0] not in ("core", *ctx.catalogue.plugins):
        raise NotFound("There is no channel called {name}; there are {known}", name=name, known=[channel.name for channel in channels_of(ctx)])
    return found[1]


def kept(ctx: Ctx, channel: Channel) -> Kept:
    """What is filled in for a channel, defaults included."""
    defaults = {name: field.document["default"] for name, field in channel.fields.items() if "default" in field.document}
    rows = ctx.as_system().records.list(OBJECT, filter=f"name = '{channel.name}'", fields=["id", "values", "with_secrets"], limit=1).data
    if not rows:
        return Kept(None, defaults, frozenset())
    known = {name: value for name, value in (rows[0]["values"] or {}).items() if name in channel.fields}
    return Kept(rows[0]["id"], {**defaults, **known}, frozenset(rows[0]["with_secrets"] or ()) & {*channel.fields})


def opened(ctx: Ctx, channel: Channel) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What is filled in, and its secrets; for sending alone."""
    found = kept(ctx, channel)
    return found.values, _secrets(ctx, found)


def keep(ctx: Ctx, channel: Channel, given: Mapping[str, Any]) -> None:
    """Fill in a channel: what isn't given stays as it is; null empties. Raises Invalid with every problem."""
    found = kept(ctx, channel)
    fields = {name: make_field(name, field_type(field.document["type"]), channel.name, field.document) for name, field in channel.fields.items()}
    problems = [problem for name, value in given.items() if (problem := _problem(fields.get(name), name, value))]
    own = {name: value for name, value in given.items() if name in fields and fields[name].type.readable}
    secret = {name: value for name, value in given.items() if name in fields and not fields[name].type.readable}
    values = {name: value for name, value in {**found.values, **own}.items() if value not in (None, "")}
    secrets = {name: value for name, value in {**_secrets(ctx, found), **secret}.items() if value not in (None, "")}
    said = {problem.field for problem in problems}
    problems += [
        FieldProblem(name, "required", REQUIRED) for name, field in fields.items() if field.required and name not in {*values, *secrets, *said}
    ]
    if problems:
        raise Invalid(errors=problems)
    records = ctx.as_system().records
    document = {"values": values, "secrets": orjson.dumps(secrets).decode() if secrets else None, "with_secrets": sorted(secrets)}
    if found.id is None:
        records.create(OBJECT, {"name": channel.name, **document})
    else:
        records.update(OBJECT, found.id, document)


def _secrets(ctx: Ctx, found: Kept) -> dict[str, str]:
    text = reveal(ctx.as_system(), OBJECT, found.id, "secrets") if found.id and found.secrets else None
    return {name: value for name, value in orjson.loads(text or "{}").items() if name in found.secrets}


def _problem(field: Field | None, name: str, value: Any) -> FieldProblem | None:
    if field is None:
        return FieldProblem(name[:80], "unknown", UNKNOWN, {"name": name[:80]})
    try:
        field.parse(value)
    except Wrong as wrong:
        return wrong.problem(name)
    return None
