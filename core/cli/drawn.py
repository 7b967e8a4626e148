"""What the command line draws: tables, and how far long work is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

__all__ = ["bar", "table"]


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
