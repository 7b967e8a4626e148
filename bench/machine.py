"""What processes use: CPU seconds and memory, read from /proc (Linux)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Use", "memory", "now", "tree"]

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Use:
    """CPU seconds used so far: by the server, by its database, and by everything on the machine."""

    server: float
    database: float
    machine: float

    def since(self, before: Use) -> Use:
        return Use(self.server - before.server, self.database - before.database, self.machine - before.machine)


def now(server: Iterable[int], database: Iterable[int]) -> Use:
    """Counted with what ended children used, so that nothing is lost when a process ends."""
    known = processes()
    busy = [int(part) / TICKS for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return Use(
        server=sum(known[pid][1] for pid in tree(known, server)),
        database=sum(known[pid][1] for pid in tree(known, database)),
        machine=sum(busy[:3]) + busy[5] + busy[6],
    )


def processes() -> dict[int, tuple[int, float]]:
    """Process -> its parent, and its CPU seconds with those of its ended children."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(") ")[2].split()
                found[int(entry.name)] = (int(fields[1]), sum(int(ticks) for ticks in fields[11:15]) / TICKS)
    return found


def tree(known: dict[int, tuple[int, float]], roots: Iterable[int]) -> set[int]:
    """The processes and all they have started."""
    found, fresh = set(), {root for root in roots if root in known}
    while fresh:
        found |= fresh
        fresh = {pid for pid, (parent, _) in known.items() if parent in fresh} - found
    return found


def memory(roots: Iterable[int]) -> int:
    """MiB of the processes and all they have started; shared pages count in parts (PSS)."""
    total = 0
    for pid in tree(processes(), roots):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(total / 1024)
