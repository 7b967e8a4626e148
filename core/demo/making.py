"""Makes the demo tenant: everything that is offered, the company's own set-up, its people, and what happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.configuration.change import change
from core.demo.company import ADMINISTRATOR, PASSWORD, make_company
from core.demo.definitions import definitions
from core.identity.passwords import set_password
from core.tenants import create_tenant
from core.transactions import in_transaction

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["DEMO_TENANT", "make_demo"]

DEMO_TENANT = "demo"
SOURCE = "demo"


def make_demo(platform: Platform) -> None:
    """Make the demo tenant with all plugins. Each plugin's records come in a transaction of their own."""
    create_tenant(platform, DEMO_TENANT, ADMINISTRATOR, PASSWORD, plugins=platform.host.order)
    in_transaction(platform, DEMO_TENANT, set_up, source=SOURCE)
    in_transaction(platform, DEMO_TENANT, lambda ctx: make_company(ctx, set_password), source=SOURCE)
    for plugin in platform.host.order:
        tell = platform.host.only(plugin, "register_demo")
        in_transaction(platform, DEMO_TENANT, lambda ctx, tell=tell: tell(ctx=ctx), source=SOURCE)


def set_up(ctx: Ctx) -> None:
    """What an implementer would have clicked together."""
    change(ctx, [(made, "tenant", "tenant") for made in definitions(ctx.catalogue)], [], note="demo")
