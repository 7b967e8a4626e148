"""The command `dougong`."""

from __future__ import annotations

import click

from core.cli.plain import Commands
from dougong import __version__

__all__ = ["main"]


COMMANDS = {
    "serve": "core.cli.serving:serve",
    "worker": "core.cli.working:worker",
    "scheduler": "core.cli.working:scheduler",
    "tenant": "core.cli.tenants:tenant",
    "token": "core.cli.tokens:token",
    "plugin": "core.cli.plugins:plugin",
    "upgrade": "core.cli.configuration:upgrade",
    "doctor": "core.cli.configuration:doctor",
    "import": "core.cli.data:import_command",
    "export": "core.cli.data:export_command",
    "drawing": "core.cli.drawings:drawing",
    "backup": "core.cli.keeping:backup",
    "restore": "core.cli.keeping:restore",
    "reseal": "core.cli.keeping:reseal_command",
}


@click.group(cls=Commands, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dougong")
def main() -> None:
    """Dougong: a CRM platform. Configured by DOUGONG_DATA, DOUGONG_DATABASE_URL and others; none is needed."""
