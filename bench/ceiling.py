"""The ceiling as a contender: gunicorn with two processes of eight threads each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.contender import Process, program
from bench.data import Data, filters
from bench.load import Request

__all__ = ["Ceiling"]

ROOT = Path(__file__).resolve().parent.parent
PORT = 9001
PATH = "/api/opportunities"


class Ceiling:
    """See ceiling_app.py."""

    name = "ceiling"
    base = f"http://127.0.0.1:{PORT}"

    def __init__(self, url: str, folder: Path, data: Data) -> None:
        self._url = url
        self._folder = folder
        self._data = data

    def fill(self) -> None:
        command = [sys.executable, "-m", "bench.ceiling_fill", str(self._data.opportunities)]
        subprocess.run(command, cwd=ROOT, env=self._environment(), check=True)

    def start(self) -> Process:
        options = ["-w", "2", "-k", "gthread", "--threads", "8", "--keep-alive", "75", "-b", f"127.0.0.1:{PORT}"]
        command = [program("gunicorn"), *options, "--chdir", str(ROOT), "bench.ceiling_app:app"]
        return Process(command, self._environment(), self._folder / "ceiling.log")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "BENCH_DATABASE": self._url}

    def requests(self, workload: str, count: int) -> list[Request]:
        token = "restricted" if workload != "W2" else "admin"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        def request(method: str, path: str, body: Any = None) -> Request:
            return Request(method, PATH + path, b"" if body is None else json.dumps(body).encode(), headers)

        if workload == "W1p":
            return [request("GET", f"/{number}") for number in self._data.picks(count)]
        if workload.startswith("W2"):
            asked = [{"stage": stage, "above": above, "limit": 50} for stage, above in filters(count)]
            more = "&count=1" if "c" in workload else ""
            return [request("GET", f"?{urllib.parse.urlencode(each)}{more}") for each in asked]
        if workload == "W3":
            return [request("POST", "", row) for row in self._data.creates(count)]
        if workload == "W4":
            return [
                request("PATCH", f"/{number}", {"next_step": f"call {turn}"})
                for turn, number in enumerate(self._data.picks(count))
            ]
        if workload == "W5p":
            return [request("GET", "/by-stage")]
        return [request("POST", "/bulk", self._data.creates(1000, seed)) for seed in range(count)]

    def check(self, workload: str, answer: Any) -> None:
        if workload == "W1p":
            assert len(answer["data"]) == 22, answer
        elif workload.startswith("W2"):
            assert len(answer["data"]) == 50 and answer["data"][0]["account_name"], answer
        elif workload == "W5p":
            assert len(answer["rows"]) == 7, answer
        elif workload == "W6":
            assert len(answer["data"]) == 1000, answer

    def add_field(self) -> None:
        """What the database itself takes."""
        engine = sa.create_engine(self._url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE opportunities ADD COLUMN x_later VARCHAR(255)"))
            connection.execute(sa.text("UPDATE opportunities SET x_later = 'x' WHERE id = 1"))
        with engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE opportunities DROP COLUMN x_later"))
