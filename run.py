#!/usr/bin/env python3
"""Sets Dougong up and runs it, or its tests. Needs Python 3.11 or newer and nothing else.

    python3 run.py [options]        a server with a demo tenant; the options are those of `dougong serve`
    python3 run.py test [options]   every check and every test; the options are those of pytest
    python3 run.py bench [options]  the measurements, see bench/README.md

What it makes lies in .venv and core/ui/dist; it is made once, and again when pyproject.toml or the pages change.
"""

# An old Python must be able to read this file, so that it can say what is missing.
from __future__ import annotations

import base64
import configparser
import contextlib
import hashlib
import html
import importlib
import importlib.util
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.parse
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NEEDED = (3, 11)
WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
MADE_FOR, INSTALLED = VENV / "made-for", VENV / "installed"
LOCK, LOG = VENV / "setup.lock", VENV / "setup.log"
#: Folders of ours that are compiled too: programs start three times as fast, also where Python keeps no bytecode itself.
SOURCES = ("core", "metadata", "workflows", "plugins", "sdk", "bench")
#: Takes a number of processes, 0 for one for each core, and folders. What can't be compiled is left for its user to hear of.
COMPILE = "import compileall, sys; [compileall.compile_dir(each, quiet=2, workers=int(sys.argv[1])) for each in sys.argv[2:]]"
#: The files that decide whether what is installed is still right.
RECIPE = ("pyproject.toml", "hatch_build.py")
ROOM = 2_000_000_000
#: Where pip itself looks when nothing is configured. Used only to fetch pip, where Python comes without it.
DEFAULT_INDEX = "https://pypi.org/simple"

#: What a failed step has said -> the reason, and the way out.
REASONS = (
    (
        r"No space left on device|ENOSPC",
        "The disk is full.",
        "Free 2 GB on it and run the command again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|unable to get local issuer|SELF_SIGNED_CERT",
        "The certificate of the package index is not trusted here.",
        "Install the system's certificates (Debian: ca-certificates), or name yours: SSL_CERT_FILE=/path/to/ca.crt",
    ),
    (
        r"name resolution|Name or service not known|getaddrinfo|nodename nor servname|Network is unreachable"
        r"|Failed to establish|Connection refused|[Tt]imed out|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ProxyError",
        "The package index can't be reached.",
        "Check the network. Behind a proxy set HTTPS_PROXY; for a mirror set PIP_INDEX_URL and npm_config_registry.",
    ),
    (
        r"Permission denied|EACCES|Read-only file system",
        f"{ROOT} can't be written to.",
        "Clone into a folder of your own.",
    ),
    (
        r"No matching distribution found|is not a supported wheel",
        "A package is not offered for this Python on this system.",
        "Use CPython 3.11 to 3.14 (64 bit) on Linux, macOS or Windows.",
    ),
)


class Stop(Exception):
    """The set-up can't go on; the message is for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """Everything in order; answers the exit status."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    try:
        need_python()
        if arguments[:1] == ["test"]:
            return become("test", test_command(arguments[1:]))
        if arguments[:1] == ["bench"]:
            return become("test,bench", [str(PYTHON), "-m", "bench", *arguments[1:]])
        need_free_port(arguments)
        return become("", [str(BIN / "dougong"), "serve", "--demo", *arguments])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def test_command(options: list[str]) -> list[str]:
    """pytest, with a worker more than there are cores, since browsers and killed processes are waited for, unless it is told
    otherwise or asked to debug."""
    alone = any(re.match(r"-n|--numprocesses|--pdb|--trace|--dist", each) for each in options)
    spread = [] if alone else ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    return [str(PYTHON), "-m", "pytest", *spread, *options]


def become(extras: str, command: list[str]) -> int:
    """Set up what the command needs and become it; where a process can't, run it and pass on its status."""
    with one_at_a_time():
        prepare(extras)
    os.chdir(ROOT)
    sys.stdout.flush()
    if WINDOWS:
        return subprocess.call(command)
    os.execv(command[0], command)


# What must be so before anything is made


def need_python() -> None:
    """Go on with a newer Python of this machine where this one is too old."""
    if sys.version_info >= NEEDED:
        return
    for minor in range(NEEDED[1] + 3, NEEDED[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            raise SystemExit(subprocess.call([newer, *sys.argv]))
    raise Stop(
        f"Dougong needs Python 3.11 or newer, and this is {sys.version.split()[0]} ({sys.executable}).\n"
        "Install a newer one beside it and run it by its name: python3.12 run.py"
    )


def need_free_port(options: list[str]) -> None:
    """The server's port must be free: say so now and not after the set-up."""
    host, port = value_of(options, "--host", "127.0.0.1"), value_of(options, "--port", "8000")
    if not port.isdecimal():
        raise Stop(f"--port {port} is not a number.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if not WINDOWS:  # there it would allow a port that is taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise Stop(
            f"The server can't listen on {host} port {port}: {error}.\n"
            "Stop what runs there, or choose another port: python3 run.py --port 8001"
        ) from None


def value_of(options: list[str], name: str, default: str) -> str:
    """What follows `--name` or `--name=`."""
    for position, option in enumerate(options):
        if option == name and options[position + 1 :]:
            return options[position + 1]
        if option.startswith(f"{name}="):
            return option[len(name) + 1 :]
    return default


def need_room() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < ROOM:
        raise Stop(f"The disk of {ROOT} has {free // 10**6} MB free; the set-up takes {ROOM // 10**6} MB.\nFree some.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """A second run waits until the first has set everything up."""
    try:
        VENV.mkdir(exist_ok=True)
        file = LOCK.open("a")
    except OSError as error:
        raise Stop(explained(str(error))) from None
    with file:
        if not locked(file):
            print("Another run is setting things up; waiting for it ...", flush=True)
        while not locked(file):
            time.sleep(0.5)
        yield


def locked(file: IO[str]) -> bool:
    """Take the lock on a file unless another process has it; it ends when the file is closed."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# The set-up


def prepare(extras: str) -> None:
    """Make what is lacking: the environment, the packages, the pages, the bytecode of what has changed."""
    recipe = digest_of_recipe()
    if not installed(recipe, extras):
        need_room()
        LOG.write_text("")
        if not (PYTHON.exists() and MADE_FOR.exists() and MADE_FOR.read_text() == identity()):
            make_environment()
        install(extras)
        INSTALLED.write_text(f"{recipe} {extras}")
    step("Building the pages", [PYTHON, "hatch_build.py"])
    step("Compiling what has changed", [PYTHON, "-c", COMPILE, "1", *SOURCES])


def digest_of_recipe() -> str:
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in RECIPE)).hexdigest()


def identity() -> str:
    """An environment works only at its place and with its Python."""
    return f"{VENV}\n{sys.version}"


def installed(recipe: str, extras: str) -> bool:
    """Whether the stamp says that these packages are in an environment that still works."""
    if not (PYTHON.exists() and INSTALLED.exists() and MADE_FOR.exists() and MADE_FOR.read_text() == identity()):
        return False
    done, _, had = INSTALLED.read_text().partition(" ")
    return done == recipe and extras in had


def make_environment() -> None:
    """A fresh .venv with pip in it, also where Python comes without ensurepip, as on Debian."""
    for old in set(VENV.iterdir()) - {LOCK, LOG}:
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    with telling("Making the environment in .venv"):
        venv.EnvBuilder(symlinks=not WINDOWS).create(VENV)
    if importlib.util.find_spec("ensurepip"):
        step("Adding pip to it", [PYTHON, "-m", "ensurepip", "--default-pip"])
    else:
        with telling("Fetching pip"):
            wheel = fetch_pip(VENV)
        step("Adding pip to it", [PYTHON, wheel / "pip", "install", "--no-index", wheel])
        wheel.unlink()
    MADE_FOR.write_text(identity())


def install(extras: str) -> None:
    """The build backend first: it serves the project itself and, later, changes of the pages alone."""
    toml = importlib.import_module("tomllib")  # named here, since an old Python has none and must read this file
    backend: list[str] = toml.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    pip = [str(PYTHON), "-m", "pip", "install", "--no-compile", "--progress-bar", "off"]
    step("Installing what builds the pages", [*pip, *backend])
    project = f".[{extras}]" if extras else "."
    step("Installing Dougong and its packages", [*pip, "--no-build-isolation", "-e", project], DOUGONG_SKIP_UI="1")
    libraries = sysconfig.get_path("purelib", "venv", vars={"base": str(VENV)})
    step("Compiling all that", [PYTHON, "-c", COMPILE, "0", libraries])


def step(title: str, command: Sequence[str | Path], **more: str) -> None:
    """Run one command of the set-up, its output in the log; raises Stop with the reason where it fails."""
    with telling(title), LOG.open("a+b") as log:
        log.write(f"\n== {title}\n".encode())
        log.flush()
        begin = log.tell()
        status = subprocess.call(
            [str(part) for part in command], cwd=ROOT, env=surroundings(more), stdout=log, stderr=subprocess.STDOUT
        )
        if status:
            log.seek(begin)
            said = log.read().decode(errors="replace")
            raise Stop(f"{title}: failed.\n{explained(said)}\nThe whole log: {LOG}")


@contextlib.contextmanager
def telling(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    began = time.monotonic()
    print(f"{title} ...", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def surroundings(more: dict[str, str]) -> dict[str, str]:
    """The environment of a step: pip asks nothing, and trusts the certificates that Python was told to trust."""
    known = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0", **more}
    if "SSL_CERT_FILE" in known:
        known.setdefault("PIP_CERT", known["SSL_CERT_FILE"])
    return known


def explained(said: str) -> str:
    """The reason and the way out, where the output tells; and its last lines."""
    found = next(((why, way) for pattern, why, way in REASONS if re.search(pattern, said)), None)
    last = [f"    {line[:150]}" for line in said.strip().splitlines()[-8:]]
    return "\n".join([*(found or ()), "", "What was said last:", *last])


# Fetching pip itself


def fetch_pip(folder: Path) -> Path:
    """The newest pip for this Python, as a wheel in a folder, checked against the hash that the index gives."""
    try:
        page = f"{index().rstrip('/')}/pip/"
        link, name, digest = newest_pip(page, read(page).decode())
        wheel = read(link)
    except (OSError, ValueError) as error:
        raise Stop(f"Python has no pip here, and it can't be fetched.\n{explained(str(error))}") from None
    if digest and hashlib.sha256(wheel).hexdigest() != digest:
        raise Stop(f"{name} is not what the package index says it is (its hash differs). Try again, or another index.")
    file = folder / name
    file.write_bytes(wheel)
    return file


def newest_pip(address: str, page: str) -> tuple[str, str, str]:
    """Address, file name and SHA-256 of the newest wheel of a page of the index that fits this Python."""
    found = []
    for tag, link in re.findall(r"""(<a\b[^>]*?href=["']([^"']+)["'][^>]*>)""", page):
        file = urllib.parse.urlsplit(urllib.parse.urljoin(address, html.unescape(link)))
        version = re.fullmatch(r"pip-(\d+(?:\.\d+)*)-py3-none-any\.whl", file.path.rpartition("/")[2])
        needs = re.search(r"requires-python=[\"']>=\s*3\.(\d+)", html.unescape(tag))
        if version and "data-yanked" not in tag and (not needs or int(needs[1]) <= sys.version_info[1]):
            order, digest = [int(part) for part in version[1].split(".")], file.fragment.partition("sha256=")[2]
            found.append((order, file._replace(fragment="").geturl(), version[0], digest))
    if not found:
        raise ValueError(f"{address} offers no pip for this Python")
    return max(found)[1:]


def read(address: str) -> bytes:
    """What an address answers, with a user and password in it sent as they should be."""
    parts = urllib.parse.urlsplit(address)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")
    trusted = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE") or setting("cert")
    with urllib.request.urlopen(request, timeout=60, context=ssl.create_default_context(cafile=trusted)) as answer:
        content: bytes = answer.read()
        return content


def index() -> str:
    """The package index that pip would use."""
    return os.environ.get("PIP_INDEX_URL") or setting("index-url") or DEFAULT_INDEX


def setting(name: str) -> str | None:
    """A setting of pip's configuration files; later files win."""
    home, named = Path.home(), os.environ.get("PIP_CONFIG_FILE", "")
    files = ("/etc/xdg/pip/pip.conf", "/etc/pip.conf", home / ".pip/pip.conf", home / ".config/pip/pip.conf", named)
    known = configparser.RawConfigParser(strict=False)
    known.read(map(str, files), encoding="utf-8")
    return known.get("install", name, fallback="") or known.get("global", name, fallback="") or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
