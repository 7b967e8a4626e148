"""`dougong plugin`: what is offered here, and what tenants use of it."""

from __future__ import annotations

from pathlib import Path

import click

from core.cli.drawn import table
from core.cli.plain import fail, opened, say
from core.cli.plans import show_plan
from core.host.checking import check_plugin
from core.host.lifecycle import disable, enable, plugins
from core.host.scaffold import make_plugin
from core.transactions import in_transaction

__all__ = ["plugin"]


@click.group()
def plugin() -> None:
    """Plugins: list, switch on and off, begin one, check one."""


@plugin.command("list")
@click.option("--tenant", default="", help="Also tell their state in this tenant.")
def list_(tenant: str) -> None:
    """What this installation offers."""
    with opened() as platform:
        states = in_transaction(platform, tenant, plugins) if tenant else None
        offered = [
            [p.name, str(p.version), ", ".join(map(str, p.requires)), p.title] for p in platform.host.plugins.values()
        ]
    if states is not None:
        table(["plugin", "version", "state", "title"], [[s.name, s.version, s.state, s.title] for s in states])
    else:
        table(["plugin", "version", "requires", "title"], offered)


@plugin.command("enable")
@click.argument("name")
@click.option("--tenant", required=True)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def enable_(name: str, tenant: str, dry_run: bool) -> None:
    """Switch the plugin NAME on, and what it requires."""
    with opened() as platform:
        show_plan(in_transaction(platform, tenant, lambda ctx: enable(ctx, [name], dry_run=dry_run)))
    if not dry_run:
        say(f"{name} is enabled in {tenant}.")


@plugin.command("disable")
@click.argument("name")
@click.option("--tenant", required=True)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def disable_(name: str, tenant: str, dry_run: bool) -> None:
    """Switch the plugin NAME off; its data waits."""
    with opened() as platform:
        show_plan(in_transaction(platform, tenant, lambda ctx: disable(ctx, name, dry_run=dry_run)))
    if not dry_run:
        say(f"{name} is disabled in {tenant}; its data waits.")


@plugin.command("new")
@click.argument("name")
@click.option("--folder", default="plugins", show_default=True, type=click.Path(file_okay=False, path_type=Path))
def new(name: str, folder: Path) -> None:
    """Begin a plugin called NAME: declarations, translations, a test that passes, and a page of documentation."""
    made = make_plugin(name, folder)
    say(f"{made} is ready. Name it in plugins.toml, then: dougong plugin enable {name} --tenant SLUG")


@plugin.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def check(path: Path) -> None:
    """Say what is wrong with the plugin at PATH."""
    findings = check_plugin(path)
    for finding in findings:
        say(str(finding))
    if any(finding.wrong for finding in findings):
        fail(f"{path} can't be used as it is")
    say(f"{path} is in order.")
