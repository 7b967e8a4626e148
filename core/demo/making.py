"""Makes the demo tenant: everything that is offered, the company's own set-up, its people, and what happened there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.configuration.change import change
from core.context import Ctx
from core.demo.company import ADMINISTRATOR, PASSWORD, make_company
from core.demo.definitions import definitions
from core.identity.passwords import hash_of, set_hashed
from core.processes.starting import submit
from core.rights.actor import load_actor
from core.tenants import create_tenant
from core.transactions import in_transaction

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["DEMO_TENANT", "make_demo"]

DEMO_TENANT = "demo"
SOURCE = "demo"
MOST_ASKED = 4


def make_demo(platform: Platform) -> None:
    """Make the demo tenant with all plugins. Each plugin's records come in a transaction of their own."""
    create_tenant(platform, DEMO_TENANT, ADMINISTRATOR, PASSWORD, plugins=platform.host.order)
    in_transaction(platform, DEMO_TENANT, set_up, source=SOURCE)
    hashed = hash_of(PASSWORD, demo=True)  # one for all: hashing is slow on purpose
    in_transaction(
        platform,
        DEMO_TENANT,
        lambda ctx: make_company(ctx, lambda own, user, password: set_hashed(ctx, user, hashed)),
        source=SOURCE,
    )
    for plugin in platform.host.order:
        in_transaction(platform, DEMO_TENANT, partial(grow, platform, plugin), source=SOURCE)
    in_transaction(platform, DEMO_TENANT, ask_for_approval, source=SOURCE)


def grow(platform: Platform, plugin: str, ctx: Ctx) -> None:
    """The records of one plugin, the same all day: for them it is this morning."""
    platform.host.only(plugin, "register_demo")(ctx=this_morning(ctx))


def ask_for_approval(ctx: Ctx) -> None:
    """The owners of some records that an approval is for have submitted them this morning."""
    morning = this_morning(ctx)
    for name, document in sorted(ctx.catalogue.of_kind("approval").items()):
        object, entry = document["object"], document.get("entry")
        for record in morning.records.list(object, filter=entry, sort="id", fields=["owner_id"], limit=MOST_ASKED).data if entry else ():
            owner = morning.acting(load_actor(ctx.unit, ctx.catalogue, record["owner_id"]))
            submit(owner, object, record["id"], name, "", [])


def this_morning(ctx: Ctx) -> Ctx:
    """The context when the day began, in UTC."""
    morning = ctx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Ctx(ctx.platform, ctx.tenant, ctx.unit, ctx.catalogue, ctx.actor, now=lambda: morning, source=ctx.source)


def set_up(ctx: Ctx) -> None:
    """What an implementer would have clicked together."""
    change(ctx, [(made, "tenant", "tenant") for made in definitions(ctx.catalogue)], [], note="demo")
