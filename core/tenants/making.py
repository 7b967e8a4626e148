"""Makes a tenant, ready to sign in to, and removes one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.configuration.change import change
from core.events.listeners import place_listeners
from core.host.host import CORE
from core.host.lifecycle import declared, enable
from core.identity.passwords import set_password
from core.jobs.tidying import plan_tidying
from core.transactions import in_transaction
from dougong import BadRequest

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["create_tenant", "delete_tenant"]

ADMINISTRATOR = "administrator"


def create_tenant(
    platform: Platform,
    slug: str,
    admin_email: str,
    admin_password: str,
    plugins: Sequence[str] = (),
    url: str = "",
    admin_name: str = "Administrator",
) -> None:
    """Make a tenant with these plugins, what they require, and its first administrator, all or nothing.

    url: the database it lies in, where that isn't the control database's own. Raises Conflict for a name in use.
    """
    for name in plugins:
        platform.host.plugin(name)
    platform.control.create(slug, url)
    try:
        in_transaction(platform, slug, lambda ctx: _furnish(ctx, plugins), source="setup")
        in_transaction(
            platform, slug, lambda ctx: _welcome(ctx, admin_email, admin_password, admin_name), source="setup"
        )
    except BaseException:
        delete_tenant(platform, slug)
        raise


def delete_tenant(platform: Platform, slug: str, confirm: str | None = None) -> None:
    """Remove a tenant with everything it has. `confirm`, where it is given, must repeat the name."""
    if confirm is not None and confirm != slug:
        raise BadRequest("To delete the tenant {slug} for good, confirm it with its name", slug=slug)
    platform.control.delete(slug)
    platform.catalogues.forget(slug)
    shutil.rmtree(platform.config.data / "files" / slug, ignore_errors=True)


def _furnish(ctx: Ctx, plugins: Sequence[str]) -> None:
    put, retire = declared(ctx, [CORE])
    change(ctx, put, retire, note="setup")
    if plugins:
        enable(ctx, plugins)
    plan_tidying(ctx)
    place_listeners(ctx.unit)


def _welcome(ctx: Ctx, email: str, password: str, name: str) -> None:
    user = ctx.records.create("user", {"name": name, "email": email, "permission_sets": [ADMINISTRATOR]})
    set_password(ctx, user["id"], password)
