"""`dougong tenant`: the customers of this installation."""

from __future__ import annotations

from pathlib import Path

import click

from core.cli.drawn import table
from core.cli.plain import opened, say, say_unprotected
from core.tenants import create_tenant, delete_tenant, export_tenant, import_tenant

__all__ = ["tenant"]


@click.group()
def tenant() -> None:
    """Make, list, carry and remove tenants."""


@tenant.command("create")
@click.argument("slug")
@click.option("--admin-email", required=True, help="The first administrator signs in with this address.")
@click.option("--admin-password", required=True, help="At least eight characters.")
@click.option("--admin-name", default="Administrator", show_default=True)
@click.option("--plugins", default="", help="Plugins to enable, with commas between them.")
@click.option("--database", default="", help="The database it lies in, if not the control database's own.")
def create(slug: str, admin_email: str, admin_password: str, admin_name: str, plugins: str, database: str) -> None:
    """Make the tenant SLUG with its first administrator."""
    names = [name.strip() for name in plugins.split(",") if name.strip()]
    with opened() as platform:
        create_tenant(platform, slug, admin_email, admin_password, names, database, admin_name)
        say(f"The tenant {slug} is ready; {admin_email} can sign in.")
        say_unprotected(platform)


@tenant.command("list")
def list_() -> None:
    """All tenants and where they lie."""
    with opened() as platform:
        found = platform.control.tenants()
        rows = [
            [t.slug, t.status, platform.control.store(t.slug).backend, t.place or "(control database's place)"]
            for t in found
        ]
    if not rows:
        say("There is no tenant yet; make one with: dougong tenant create SLUG --admin-email E --admin-password P")
    else:
        table(["tenant", "status", "database", "place"], rows)


@tenant.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(slug: str, file: Path) -> None:
    """Write everything of the tenant SLUG, records, files and configuration, to FILE (zip)."""
    with opened() as platform:
        told = export_tenant(platform, slug, file)
    say(f"{told.records} records of {told.objects} objects and {told.files} files of {slug} are in {file}.")


@tenant.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", default="", help="Another name for the tenant.")
@click.option("--database", default="", help="The database it is to lie in, if not the control database's own.")
def import_(file: Path, slug: str, database: str) -> None:
    """Make a tenant from an exported FILE."""
    with opened() as platform:
        told = import_tenant(platform, file, slug, database)
        say(
            f"The tenant {told.slug} is here, with {told.records} records of {told.objects} objects and {told.files} files."
        )
        say_unprotected(platform)


@tenant.command("delete")
@click.argument("slug")
@click.option("--confirm", required=True, help="The name once more.")
def delete(slug: str, confirm: str) -> None:
    """Remove the tenant SLUG and everything it has, for good."""
    with opened() as platform:
        delete_tenant(platform, slug, confirm)
    say(f"The tenant {slug} is gone.")
