"""The checks of the code pass; each is one command that a person can run as well."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import hatch_build
from tests.support.lacking import lacking
from tests.support.tree import ROOT

SCRIPTS = Path(sysconfig.get_path("scripts"))


def passes(*command: str | Path, folder: Path = ROOT) -> None:
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_ruff_passes() -> None:
    passes(sys.executable, "-m", "ruff", "check", ".")


def test_mypy_passes() -> None:
    passes(sys.executable, "-m", "mypy")


def test_mypy_passes_on_what_stands_beside_the_packages() -> None:
    passes(sys.executable, "-m", "mypy", "--strict", "run.py", "hatch_build.py", *ROOT.glob("bench/*.py"))


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_set_up_is_typed_for_other_systems(system: str) -> None:
    passes(sys.executable, "-m", "mypy", "--strict", "--platform", system, "run.py")


def test_the_layers_hold() -> None:
    passes(SCRIPTS / "lint-imports")


def test_the_installed_packages_fit_together() -> None:
    passes(sys.executable, "-m", "pip", "check")


def test_the_pages_are_typed() -> None:
    ui = ROOT / "core" / "ui"
    compiler = ui / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        lacking("the packages of core/ui are not installed", "run it without DOUGONG_SKIP_UI")
    passes(hatch_build.NODE, compiler, "--noEmit", folder=ui)
    passes(hatch_build.NODE, compiler, "--noEmit", "--project", "src/worker", folder=ui)
