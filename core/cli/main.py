"""The command `dougong`."""

from __future__ import annotations

import click

from core.cli.configuration import doctor, upgrade
from core.cli.data import export_command, import_command
from core.cli.keeping import backup, reseal_command, restore
from core.cli.plain import Commands
from core.cli.plugins import plugin
from core.cli.serving import scheduler, serve, worker
from core.cli.tenants import tenant
from core.cli.tokens import token
from dougong import __version__

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dougong")
def main() -> None:
    """Dougong: a CRM platform. Configured by DOUGONG_DATA, DOUGONG_DATABASE_URL and others; none is needed."""


for command in (
    serve, worker, scheduler, tenant, token, plugin, upgrade, import_command, export_command, backup, restore, reseal_command, doctor,
):  # fmt: skip
    main.add_command(command)
