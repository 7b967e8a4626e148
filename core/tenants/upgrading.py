"""Brings a tenant to what the core and its plugins declare now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.configuration.apply import apply
from core.configuration.present import lacking
from core.database.schema import create_system_tables
from core.duplicates.building import follow_rules
from core.events.listeners import place_listeners
from core.host.lifecycle import upgrade
from core.jobs.tidying import plan_tidying
from core.records.sealing import reseal
from core.transactions import in_transaction

if TYPE_CHECKING:
    from core.configuration.change import Report
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["upgrade_tenant"]


def upgrade_tenant(platform: Platform, slug: str, *, dry_run: bool = False) -> Report:
    """Validate, plan, apply, in one transaction: a tenant is upgraded or as it was. Running it again changes nothing."""
    if not dry_run:
        platform.control.protect(slug)
        in_transaction(platform, slug, _lay_out, source="upgrade")
    return in_transaction(platform, slug, lambda ctx: _upgrade(ctx, dry_run), source="upgrade")


def _lay_out(ctx: Ctx) -> None:
    """Committed by itself: what the platform's own tables say is kept by the process as soon as it is read."""
    create_system_tables(ctx.unit.connection, ctx.store)
    place_listeners(ctx.unit)


def _upgrade(ctx: Ctx, dry_run: bool) -> Report:
    if not dry_run:
        apply(ctx, ctx.catalogue, lacking(ctx, ctx.catalogue, sorted(ctx.catalogue.approval_steps.keys() & ctx.catalogue.objects.keys())))
        reseal(ctx)
        plan_tidying(ctx)
    report = upgrade(ctx, dry_run=dry_run)
    if not dry_run:
        follow_rules(ctx)
    return report
