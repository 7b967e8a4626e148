"""What is measured: a server with data, that answers the same workloads in its own words."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bench.load import Request, once

__all__ = ["Contender", "Process", "program"]


class Contender(Protocol):
    """One of the systems."""

    name: str
    base: str

    def fill(self) -> None:
        """Make the database and load the rows."""
        ...

    def start(self) -> Process:
        """Start the server; `ready` is then asked until it answers."""
        ...

    def requests(self, workload: str, count: int) -> list[Request]:
        """So many requests of a workload, ready to be sent."""
        ...

    def check(self, workload: str, answer: Any) -> None:
        """Raises AssertionError where an answer is not what the workload asks for."""
        ...

    def add_field(self) -> None:
        """Add a custom text field, write it in one record and read it back."""
        ...


class Process:
    """A server that runs, its output in a log."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("ab") as said:
            self._running = subprocess.Popen(
                command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        self.began = time.perf_counter()

    @property
    def pid(self) -> int:
        return self._running.pid

    def wait_for(self, base: str, request: Request, patience: float = 60) -> float:
        """Seconds from the start to the first good answer."""
        while time.perf_counter() - self.began < patience:
            if self._running.poll() is not None:
                raise RuntimeError(f"the server ended:\n{self._last()}")
            try:
                if once(base, request, timeout=patience)[0] == 200:
                    return time.perf_counter() - self.began
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.01)
        raise RuntimeError(f"the server does not answer at {base}:\n{self._last()}")

    def stop(self) -> None:
        self._running.terminate()
        try:
            self._running.wait(15)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def _last(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])


def program(name: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(name))
