"""Plain speech on the command line: what goes wrong is one clear line on standard error."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any, NoReturn, cast

import click

from core.config import Config
from core.platform import Platform
from dougong import Problem

__all__ = ["UNPROTECTED", "Commands", "fail", "opened", "say", "say_unprotected"]

DEBUG = "DOUGONG_DEBUG"
UNPROTECTED = (
    "PostgreSQL does not keep {slugs} apart from other tenants by itself, since a tenant's role is missing: let the login"
    " make roles (ALTER ROLE login CREATEROLE, PostgreSQL 16 or later), then run: dougong upgrade"
)


class Commands(click.Group):
    """A group of commands that ends with a line instead of a traceback (set DOUGONG_DEBUG=1 to see it).

    places: where commands are, as "module:name", by how they are called. Each is loaded when it is wanted, so that a
    server neither waits for what draws progress bars nor keeps it.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The collector of garbage rests meanwhile, see `core.cli.start`."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        gc.disable()
        try:
            return cast(click.Command, resolve_name(place))
        finally:
            gc.freeze()
            gc.enable()

    def main(self, *args: Any, **more: Any) -> Any:
        try:
            sys.exit(super().main(*args, **{**more, "standalone_mode": False}) or 0)
        except Problem as problem:
            fail(" ".join(str(problem).split()))
        except click.exceptions.NoArgsIsHelpError as problem:
            say(problem.format_message())
        except click.ClickException as problem:
            fail(f"{problem.format_message()} See dougong --help.", problem.exit_code)
        except (click.Abort, KeyboardInterrupt):
            fail("stopped", 130)
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            fail(
                f"{type(error).__name__}: {' '.join(str(error).split())} (this is a defect; DOUGONG_DEBUG=1 shows more)"
            )


def fail(text: str, status: int = 1) -> NoReturn:
    """Say why, and end with an exit status that is not 0."""
    click.echo(f"dougong: {text}", err=True)
    sys.exit(status)


def say(text: str = "") -> None:
    """A line for people."""
    click.echo(text)


def say_unprotected(platform: Platform) -> None:
    """A line about tenants that the database itself doesn't keep apart, where there are any."""
    slugs = platform.control.unprotected()
    if slugs:
        say(f"Note: {UNPROTECTED.format(slugs=', '.join(slugs))}")


@contextmanager
def opened(*, demo: bool = False) -> Iterator[Platform]:
    """The platform, configured by the environment."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = Config.from_environment()
    platform = Platform(replace(config, demo=demo or config.demo))
    try:
        yield platform
    finally:
        platform.close()
