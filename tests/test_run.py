"""The set-up script says what is wrong before it begins, and finds pip where Python comes without it."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.support.tree import ROOT


def test_a_port_that_is_taken_is_named_at_once_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "run.py", "--port", str(port)], cwd=ROOT, capture_output=True, text=True, timeout=20
        )
    assert done.returncode == 1
    assert f"port {port}" in done.stderr and "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--port", "9"], "9"),
        (["--host", "x", "--port=10"], "10"),
        (["--port"], "8000"),
        ([], "8000"),
    ],
)
def test_options_of_the_server_are_understood(options: list[str], expected: str) -> None:
    assert run.value_of(options, "--port", "8000") == expected


def test_a_port_must_be_a_number() -> None:
    with pytest.raises(run.Stop, match="not a number"):
        run.need_free_port(["--port", "web"])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "can't be reached"),
        ("npm error code ENOTFOUND", "can't be reached"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "certificate"),
        ("[Errno 13] Permission denied: '.venv'", "can't be written to"),
    ],
)
def test_a_step_that_fails_says_why(said: str, reason: str) -> None:
    text = run.explained(f"a\nb\n{said}")
    assert reason in text and said in text


def test_what_nobody_foresaw_is_shown_as_it_was_said() -> None:
    assert run.explained("it broke").strip().endswith("it broke")


def test_tests_are_spread_over_the_cores_unless_told_otherwise() -> None:
    assert "-n" in run.test_command(["tests/core"])
    assert "--dist" not in run.test_command(["-n0"])
    assert "--dist" not in run.test_command(["--pdb"])


PAGE = """
<a href="../files/pip-9.0.1-py2.py3-none-any.whl#sha256=aa">old name</a>
<a href="../files/pip-24.0-py3-none-any.whl#sha256=bb" data-requires-python="&gt;=3.7">pip-24.0</a>
<a href="../files/pip-26.3-py3-none-any.whl#sha256={digest}" data-requires-python="&gt;=3.10">pip-26.3</a>
<a href="../files/pip-27.0-py3-none-any.whl#sha256=dd" data-requires-python="&gt;=3.99">too new</a>
<a href="../files/pip-26.4-py3-none-any.whl#sha256=ee" data-yanked="broken">yanked</a>
<a href="../files/pip-26.4b1-py3-none-any.whl#sha256=ff">not yet</a>
"""


def an_index(folder: Path, wheel: bytes, digest: str) -> str:
    """A package index on the disk that offers pip."""
    (folder / "files").mkdir()
    (folder / "files" / "pip-26.3-py3-none-any.whl").write_bytes(wheel)
    (folder / "index.html").write_text(PAGE.format(digest=digest))
    return (folder / "index.html").as_uri()


def test_the_newest_pip_for_this_python_is_chosen() -> None:
    link, name, digest = run.newest_pip("https://index.test/simple/pip/", PAGE.format(digest="cc"))
    assert (link, name, digest) == (
        "https://index.test/simple/files/pip-26.3-py3-none-any.whl",
        "pip-26.3-py3-none-any.whl",
        "cc",
    )


@pytest.mark.parametrize("honest", [True, False])
def test_a_pip_that_is_not_what_the_index_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, honest: bool
) -> None:
    digest = hashlib.sha256(b"wheel").hexdigest() if honest else "0" * 64
    (tmp_path / "index").mkdir()
    page = an_index(tmp_path / "index", b"wheel", digest)
    pages = {"https://index.test/simple/pip/": page}
    read = run.read
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.test/simple")
    monkeypatch.setattr(
        run, "read", lambda address: read(pages.get(address, page.replace("index.html", "files/" + address[-25:])))
    )
    if honest:
        assert run.fetch_pip(tmp_path).read_bytes() == b"wheel"
    else:
        with pytest.raises(run.Stop, match="hash differs"):
            run.fetch_pip(tmp_path)


def test_the_index_is_the_one_that_pip_is_configured_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://mirror.test/simple\n[install]\nquiet = 1\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    assert run.index() == "https://mirror.test/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://other.test/simple")
    assert run.index() == "https://other.test/simple"
