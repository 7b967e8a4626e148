"""The wheel holds what a server needs and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.lacking import lacking
from tests.support.tree import CODE, ROOT, files

#: Data files of ours that the code reads.
DATA = (".json", ".yaml", ".toml", ".html", ".css", ".svg", ".txt", ".sql", ".lark", ".po", ".mo")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel made from this tree as it stands; the pages are not built for it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    done = subprocess.run(command, env={**os.environ, "DOUGONG_SKIP_UI": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def packed(path: Path) -> str:
    """The name that a file of ours has in the wheel."""
    base = next(base for package, base in CODE.items() if path.is_relative_to(base / package))
    return path.relative_to(base).as_posix()


def test_the_wheel_holds_all_code_and_data(names: set[str]) -> None:
    ours = [path for path in files(".py", *DATA) if any(path.is_relative_to(b / p) for p, b in CODE.items())]
    server = [path for path in ours if not path.is_relative_to(ROOT / "core" / "ui")]
    assert {packed(path) for path in server} <= names


def test_the_wheel_holds_the_pages_and_not_their_sources(names: set[str]) -> None:
    if not (ROOT / "core" / "ui" / "dist" / ".stamp").exists():
        lacking("the pages are not built", "run it without DOUGONG_SKIP_UI")
    assert "core/ui/dist/index.html" in names
    assert not [name for name in names if name.startswith(("core/ui/src/", "core/ui/node_modules/"))]


def test_the_wheel_holds_nothing_for_making_it(names: set[str]) -> None:
    assert not [name for name in names if name.startswith(("tests/", "bench/", "docs/", "run.py", "hatch_build"))]
