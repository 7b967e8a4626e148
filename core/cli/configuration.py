"""`dougong upgrade`: every tenant brought to what is installed; `dougong doctor`: what is wrong, and what helps."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from pkgutil import resolve_name

import click

from core.cli.plain import UNPROTECTED, fail, opened, say, say_unprotected
from core.cli.plans import show_plan
from core.configuration.reconcile import reconcile
from core.database.engines import sqlite_module
from core.host.lifecycle import plugins
from core.jobs.queue import FAILED, jobs, overdue
from core.platform import Platform
from core.records.sealing import reseal
from core.tenants import upgrade_tenant
from dougong import Problem, __version__

__all__ = ["doctor", "upgrade"]

LEAST_SPACE = 500_000_000
LATE = timedelta(minutes=10)
RINGS = "core.broker.rings:Rings"


@click.command()
@click.option("--tenant", "only", default="", help="Only this tenant.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def upgrade(only: str, dry_run: bool) -> None:
    """Bring tenants to what the installed version and its plugins declare. Safe to run again."""
    failed = 0
    with opened() as platform:
        for slug in [only] if only else [tenant.slug for tenant in platform.control.tenants()]:
            say(f"{slug}:")
            try:
                show_plan(upgrade_tenant(platform, slug, dry_run=dry_run))
            except Problem as problem:
                failed += 1
                say(f"  not upgraded: {' '.join(str(problem).split())}")
        if not dry_run:
            say_unprotected(platform)
    if failed:
        fail(f"{failed} tenants were not upgraded; they are as they were, and the next run takes them up again")


@click.command()
def doctor() -> None:
    """Look at everything and explain what is wrong."""
    say(f"Dougong {__version__}, Python {sys.version.split()[0]}, SQLite {sqlite_module().sqlite_version}")
    with opened() as platform:
        say(
            f"Data in {platform.config.data}; plugins: {', '.join(platform.host.order) or 'none'} ({platform.host.offer.file or 'as shipped'})"
        )
        findings = [*_space(platform.config.data), *_broker(platform.config.broker_url), *_tenants(platform)]
    for finding in findings:
        say(f"  ! {finding}")
    if findings:
        fail(f"{len(findings)} things need a look")
    say("Everything is in order.")


def _space(data: Path) -> Iterator[str]:
    free = shutil.disk_usage(data).free
    if free < LEAST_SPACE:
        yield f"only {free // 1_000_000} MB are free in {data}; databases stop writing when nothing is left"


def _broker(url: str) -> Iterator[str]:
    if not url:
        return
    try:
        resolve_name(RINGS)(url).prepare()
    except Exception as error:  # each broker's library has its own
        text = " ".join(str(error).split())
        yield f"the broker of DOUGONG_BROKER_URL can't be had ({text}); jobs wait until it is back, none is lost"


def _tenants(platform: Platform) -> Iterator[str]:
    tenants = platform.control.tenants()
    if not tenants:
        yield "there is no tenant yet; make one with: dougong tenant create"
    unprotected = platform.control.unprotected()
    if unprotected:
        yield UNPROTECTED.format(slugs=", ".join(unprotected))
    for tenant in tenants:
        say(f"{tenant.slug}: {platform.control.store(tenant.slug).backend}")
        try:
            yield from (f"{tenant.slug}: {finding}" for finding in _tenant(platform, tenant.slug))
        except Problem as problem:
            yield f"{tenant.slug}: {' '.join(str(problem).split())}"


def _tenant(platform: Platform, slug: str) -> Iterator[str]:
    with platform.open(slug) as ctx:
        yield from (f"{drift}{'' if drift.serious else ' (harmless)'}" for drift in reconcile(ctx))
        yield from (f"the plugin {plugin.name}: {plugin.notice}" for plugin in plugins(ctx) if plugin.notice)
        failed = len(jobs(ctx, FAILED, 1000))
        lost = reseal(ctx, dry_run=True).lost
        if lost:
            yield f"{lost} secrets were sealed with a key that isn't here: add it to DOUGONG_SECRET_KEYS_OLD, or set them anew"
        if failed:
            yield f"{failed} jobs have failed; see GET /api/v1/jobs"
        late = overdue(ctx, ctx.now - LATE)
        if late:
            yield f"{late} jobs have been due for longer than ten minutes; run the server, or dougong worker and dougong scheduler"
    pending = upgrade_tenant(platform, slug, dry_run=True)
    if pending.plan:
        yield f"{len(pending.plan.steps)} changes wait for: dougong upgrade --tenant {slug}"
