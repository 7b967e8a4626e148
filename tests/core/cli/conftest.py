"""The command line in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli.main import main

Run = Callable[..., Result]


@pytest.fixture
def dougong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; whatever it is, no traceback may come out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOUGONG_DATA", str(tmp_path / "var"))
    for name in ("DOUGONG_DATABASE_URL", "DOUGONG_BROKER_URL", "DOUGONG_PLUGINS", "DOUGONG_DEMO", "DOUGONG_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="dougong")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def acme(dougong: Run) -> str:
    """A tenant with the plugin customers."""
    result = dougong(
        "tenant",
        "create",
        "acme",
        "--admin-email",
        "a@example.com",
        "--admin-password",
        "a long password",
        "--plugins",
        "customers",
    )
    assert result.exit_code == 0, result.output
    return "acme"
