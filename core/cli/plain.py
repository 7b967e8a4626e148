"""Plain speech on the command line: what goes wrong is one clear line on standard error."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from core.config import Config
from core.platform import Platform
from dougong import Invalid, Problem

__all__ = ["Commands", "bar", "fail", "opened", "say", "table"]

DEBUG = "DOUGONG_DEBUG"


class Commands(click.Group):
    """A group of commands that ends with a line instead of a traceback (set DOUGONG_DEBUG=1 to see it)."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            fail(_text(problem))
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            fail(f"{type(error).__name__}: {' '.join(str(error).split())} (this is a defect; DOUGONG_DEBUG=1 shows more)")


def _text(problem: Problem) -> str:
    if isinstance(problem, Invalid) and problem.errors:
        return "\n  ".join([f"{problem.message.format(**problem.params)}:", *map(str, problem.errors)])
    return " ".join(str(problem).split())


def fail(text: str) -> None:
    """Say why, and end with an exit status that is not 0."""
    click.echo(f"dougong: {text}", err=True)
    sys.exit(1)


def say(text: str = "") -> None:
    """A line for people."""
    click.echo(text)


@contextmanager
def opened(*, demo: bool = False) -> Iterator[Platform]:
    """The platform, configured by the environment."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    config = Config.from_environment()
    platform = Platform(Config(**{**vars(config), "demo": demo or config.demo}))
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
