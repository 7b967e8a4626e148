"""`dougong backup` and `restore`: everything of an installation, kept and brought back."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from core.cli.plain import fail, opened, say
from core.records.sealing import reseal
from core.tenants import export_tenant, import_tenant
from core.transactions import in_transaction

__all__ = ["backup", "reseal_command", "restore"]

SECRET = "secret.key"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--tenant", "only", default="", help="Only this tenant.")
def backup(folder: Path, only: str) -> None:
    """Write every tenant, each as it is at one moment, into FOLDER. The server may go on."""
    folder.mkdir(parents=True, exist_ok=True)
    with opened() as platform:
        slugs = [only] if only else [tenant.slug for tenant in platform.control.tenants()]
        for slug in slugs:
            told = export_tenant(platform, slug, folder / f"{slug}.zip", whole=True)
            say(f"  {slug}: {told.records} records of {told.objects} objects, {told.files} files")
        secret = platform.config.data / SECRET
        if secret.exists() and not only:
            shutil.copy2(secret, folder / SECRET)
    say(
        f"{len(slugs)} tenants are in {folder}. It holds everything, passwords' hashes too: keep it as safe as the server."
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--tenant", "only", default="", help="Only this tenant.")
def restore(folder: Path, only: str) -> None:
    """Bring back the tenants of a backup in FOLDER that aren't there."""
    files = sorted(folder.glob(f"{only or '*'}.zip"))
    if not files:
        fail(f"there is no backup of {only or 'any tenant'} in {folder}")
    with opened() as platform:
        present = {tenant.slug for tenant in platform.control.tenants()}
        for file in files:
            if file.stem in present:
                say(f"  {file.stem}: is here already; delete it first to bring back what the backup has")
                continue
            told = import_tenant(platform, file)
            say(f"  {told.slug}: {told.records} records of {told.objects} objects, {told.files} files")
    say("Done.")


@click.command("reseal")
@click.option("--tenant", "only", default="", help="Only this tenant.")
def reseal_command(only: str) -> None:
    """Seal the values of secret fields with the key of now, after it was changed."""
    lost = 0
    with opened() as platform:
        for slug in [only] if only else [tenant.slug for tenant in platform.control.tenants()]:
            told = in_transaction(platform, slug, reseal, source="reseal")
            lost += told.lost
            say(f"{slug}: {told.anew} secrets sealed anew, {told.kept} as they were")
    if lost:
        fail(f"no key here opens {lost} secrets; add the key they were sealed with to DOUGONG_SECRET_KEYS_OLD, or set them anew")
