"""The command: fills and drives the ceiling and the platform on the same machine in the same hour, and prints one table."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import psycopg

from bench.ceiling import Ceiling
from bench.contender import Contender
from bench.data import Data
from bench.load import generator
from bench.measure import WORKLOADS, Figures, measure
from bench.ours import Ours
from tests.support.postgres import Server

#: Share of the ceiling's requests per second that we mean to reach on PostgreSQL.
TARGETS = {"W1p": 0.65, "W2p": 0.70, "W2cp": 0.85, "W3": 0.45, "W4": 0.45, "W5p": 0.90, "W6": 0.35}
CONTENDERS: dict[str, type[Ceiling] | type[Ours]] = {"ceiling": Ceiling, "dougong": Ours}


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that what was started is stopped as well
    options = arguments()
    data = Data(options.rows)
    print(
        f"Python {sys.version.split()[0]} ({sys.executable}), {options.database}, {data.opportunities:,} opportunities, "
        f"{options.clients} clients, {generator()}",
        flush=True,
    )
    with place(options.keep) as folder, databases(options.database, folder) as (urls, processes):
        figures = []
        for name in options.contenders:
            contender: Contender = CONTENDERS[name](urls[name], folder, data)
            figures.append(measure(contender, processes, options.seconds, options.clients, options.only, partial(settle, urls[name])))
            settle(urls[name])
        print(table(figures))
    if options.out:
        options.out.write_text(json.dumps([dataclasses.asdict(each) for each in figures], indent=1))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    parser.add_argument("--database", choices=["pg", "sqlite"], default="pg")
    parser.add_argument("--seconds", type=int, default=5, help="how long each workload runs")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--only", type=names(WORKLOADS), default=list(WORKLOADS), help="workloads, with commas between")
    parser.add_argument("--contenders", type=names(CONTENDERS), default=list(CONTENDERS), help="ceiling,dougong")
    parser.add_argument("--rows", type=int, default=100_000, help="opportunities; fewer are for trying things out")
    parser.add_argument("--keep", type=Path, help="a folder where the databases stay, and are found again")
    parser.add_argument("--out", type=Path, help="a file for all figures, as JSON")
    return parser.parse_args()


class names:
    """A list of known names, with commas between; their usual order is kept."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)

    def __call__(self, text: str) -> list[str]:
        wanted = text.split(",")
        if unknown := set(wanted) - set(self._known):
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(self._known)}")
        return [name for name in self._known if name in wanted]


@contextlib.contextmanager
def place(kept: Path | None) -> Iterator[Path]:
    """A folder for data and logs, thrown away at the end unless it is to be kept."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="dougong-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def databases(kind: str, folder: Path) -> Iterator[tuple[dict[str, str], list[int]]]:
    """An empty database for each contender, and the processes of the database server."""
    if kind == "sqlite":
        yield {name: f"sqlite:///{folder / name}.db" for name in CONTENDERS}, []
        return
    server = Server(folder / "postgres", durable=True)
    fresh = not server.data.exists()
    if fresh:
        server.create()
    server.start()
    try:
        if fresh:
            for name in CONTENDERS:
                server.create_database(f"bench_{name}")
        yield {name: server.url(f"bench_{name}") for name in CONTENDERS}, [server.pid]
    finally:
        server.stop()


def settle(url: str) -> None:
    """Let the database finish what it would soon do by itself, so that nobody is measured while it does it for another."""
    if url.startswith("postgresql"):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


def table(figures: Sequence[Figures]) -> str:
    """One row for each workload; shares are those of the last contender in the first."""
    first, last = figures[0], figures[-1]
    heads = ["", *(f"{each.name}, {unit}" for each in figures for unit in ("req/s", "CPU ms (server + database)"))]
    rows = [[*heads, "share", "share by CPU", "target", "p50 / p99 ms"]]
    for workload in last.results:
        row = [workload]
        for each in figures:
            result = each.results[workload]
            row += [
                f"{result.outcome.rate:.4g}{' ~' if result.disturbed else ''}",
                f"{result.server:.2f} + {result.database:.2f}",
            ]
        here, there = last.results[workload], first.results[workload]
        row += [
            f"{here.outcome.rate / there.outcome.rate:.2f}",
            f"{there.milliseconds / here.milliseconds:.2f}",
            f"{TARGETS[workload]:.2f}" if workload in TARGETS else "",
            f"{here.outcome.p50:.2f} / {here.outcome.p99:.2f}"
            + (f" ({here.outcome.errors} errors)" if here.outcome.errors else ""),
        ]
        rows.append(row)
    return "\n".join(["", *lines(rows), "", *facts(figures)])


def lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    drawn = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) + " |" for row in rows]
    return [drawn[0], "|" + "|".join("-" * (width + 2) for width in wide) + "|", *drawn[1:]]


def facts(figures: Sequence[Figures]) -> list[str]:
    """What is no rate."""
    said = []
    for each in figures:
        said.append(
            f"{each.name}: loaded in {each.fill:.0f} s; first record {each.cold:.2f} s after the start (W8); "
            f"{each.memory_fresh} MiB then, {each.memory_used} MiB after all but W6; a new field used after "
            f"{statistics.median(each.new_fields) * 1000:.0f} ms, the first one after {each.new_fields[0] * 1000:.0f} ms (W7)"
        )
        if {"W2", "W2p"} <= each.results.keys():
            ratio = each.results["W2p"].milliseconds / each.results["W2"].milliseconds
            said.append(f"{each.name}: the restricted list costs {ratio:.2f} times that of an administrator (CPU)")
    return said


if __name__ == "__main__":
    sys.exit(main())
