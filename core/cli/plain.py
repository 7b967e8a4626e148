"""Plain speech on the command line: what goes wrong is one clear line on standard error."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from core.config import Config
from core.platform import Platform
from dougong import Problem

__all__ = ["UNPROTECTED", "Commands", "bar", "fail", "opened", "say", "say_unprotected", "table"]

DEBUG = "DOUGONG_DEBUG"
UNPROTECTED = (
    "PostgreSQL does not keep {slugs} apart from other tenants by itself, since a tenant's role is missing: let the login"
    " make roles (ALTER ROLE login CREATEROLE, PostgreSQL 16 or later), then run: dougong upgrade"
)


class Commands(click.Group):
    """A group of commands that ends with a line instead of a traceback (set DOUGONG_DEBUG=1 to see it)."""

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


def table(headings: list[str], rows: list[list[str]]) -> None:
    """A table, as wide as it needs to be where the output isn't a terminal."""
    made = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        made.add_row(*row)
    console = Console()
    Console(width=None if console.is_terminal else 400).print(made)


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Any]:
    """A progress bar; answers a function that takes how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=done)
