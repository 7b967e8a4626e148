"""What operators type, and what they read."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from core.cli.plain import opened
from tests.core.cli.conftest import Run
from workflows.decisions.writing import write_dmn


def complaint(dougong: Run, *arguments: str) -> str:
    """The one line on standard error of a command that is refused."""
    result = dougong(*arguments)
    assert result.exit_code != 0
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("dougong: ")
    return lines[0].removeprefix("dougong: ")


def test_a_tenant_is_made_listed_and_removed(dougong: Run) -> None:
    assert "There is no tenant yet" in dougong("tenant", "list").output
    made = dougong("tenant", "create", "acme", "--admin-email", "a@example.com", "--admin-password", "a long password")
    assert made.output == "The tenant acme is ready; a@example.com can sign in.\n"
    assert "acme" in dougong("tenant", "list").output
    assert complaint(dougong, "tenant", "delete", "acme", "--confirm", "amce").startswith(
        "To delete the tenant acme for good"
    )
    assert dougong("tenant", "delete", "acme", "--confirm", "acme").exit_code == 0
    assert "There is no tenant yet" in dougong("tenant", "list").output


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("tenant", "create", "acme", "--admin-email", "a@b.co", "--admin-password", "long enough"),
            "There is a tenant called acme already",
        ),
        (
            ("tenant", "create", "Böse", "--admin-email", "a@b.co", "--admin-password", "long enough"),
            "A tenant's name has letters",
        ),
        (("tenant", "create", "x", "--admin-email", "nope", "--admin-password", "long enough"), "email: "),
        (("tenant", "create", "x", "--admin-email", "a@b.co", "--admin-password", "short"), "password: "),
        (
            (
                "tenant",
                "create",
                "x",
                "--admin-email",
                "a@b.co",
                "--admin-password",
                "long enough",
                "--plugins",
                "nothing",
            ),
            "no plugin called nothing",
        ),
        (("tenant", "export", "nobody", "x.zip"), "There is no tenant called nobody"),
        (("token", "create", "--tenant", "acme", "--email", "nobody@example.com"), "nobody@example.com"),
        (("token", "create", "--tenant", "nobody", "--email", "a@b.co"), "There is no tenant called nobody"),
        (("plugin", "enable", "nothing", "--tenant", "acme"), "There is no plugin called nothing here"),
        (("plugin", "disable", "sales", "--tenant", "acme"), "The plugin sales is not installed here"),
        (("plugin", "check", "/nowhere/at/all"), "does not exist"),
        (("export", "nothing", "x.csv", "--tenant", "acme"), "nothing"),
        (("import", "account", "/nowhere.csv", "--tenant", "acme"), "does not exist"),
        (("restore", "/nowhere"), "does not exist"),
        (("nonsense",), "No such command 'nonsense'"),
        (("tenant", "create"), "Missing argument 'SLUG'"),
        (("serve", "--port", "70000"), "70000"),
    ],
)
def test_what_can_not_be_is_one_clear_line(dougong: Run, acme: str, arguments: tuple[str, ...], text: str) -> None:
    assert text in complaint(dougong, *arguments)


def test_a_token_stands_alone_on_its_line(dougong: Run, acme: str) -> None:
    result = dougong("token", "create", "--tenant", acme, "--email", "a@example.com")
    assert result.stdout.startswith("dg_")
    assert result.stdout.count("\n") == 1


def test_plugins_are_listed_switched_on_and_off(dougong: Run, acme: str) -> None:
    assert "sales" in dougong("plugin", "list").output
    plan = dougong("plugin", "enable", "sales", "--tenant", acme, "--dry-run").output
    assert "? create_table opportunity" in plan
    assert dougong("plugin", "enable", "sales", "--tenant", acme).exit_code == 0
    assert complaint(dougong, "plugin", "disable", "customers", "--tenant", acme).startswith(
        "The plugin customers is needed by"
    )
    assert dougong("plugin", "disable", "sales", "--tenant", acme).exit_code == 0
    listed = dougong("plugin", "list", "--tenant", acme).output
    assert any(line.split()[:1] == ["sales"] and "disabled" in line for line in listed.splitlines())


def test_records_go_in_and_out(dougong: Run, acme: str, tmp_path: Path) -> None:
    rows = tmp_path / "accounts.csv"
    rows.write_text("Name,Website\nAcme,https://acme.example\nBad,not a web address\n")
    dry = dougong("import", "account", rows, "--tenant", acme, "--dry-run")
    assert dry.exit_code == 1
    assert "2 rows: 1 would be created" in dry.stdout
    result = dougong("import", "account", rows, "--tenant", acme, "--report", tmp_path / "report.json")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "dougong: 1 rows were refused"
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["rows"], report["created"], [row["line"] for row in report["refused"]]) == (2, 1, [3])
    assert "problem" in (tmp_path / "accounts.refused.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert (
        dougong("export", "account", tmp_path / "out.csv", "--tenant", acme, "--fields", "name,website").exit_code == 0
    )
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file)) == [["name", "website"], ["Acme", "https://acme.example"]]


def test_a_tenant_is_carried_in_a_file(dougong: Run, acme: str, tmp_path: Path) -> None:
    assert dougong("tenant", "export", acme, tmp_path / "acme.zip").exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "acme.zip")
    assert dougong("tenant", "import", tmp_path / "acme.zip", "--slug", "copy").exit_code == 0
    assert dougong("token", "create", "--tenant", "copy", "--email", "a@example.com").exit_code == 0


def test_a_backup_brings_back_what_is_gone(dougong: Run, acme: str, tmp_path: Path) -> None:
    assert dougong("backup", tmp_path / "kept").exit_code == 0
    assert "is here already" in dougong("restore", tmp_path / "kept").output
    dougong("tenant", "delete", acme, "--confirm", acme)
    assert dougong("restore", tmp_path / "kept").exit_code == 0
    assert dougong("doctor").exit_code == 0


def test_the_doctor_explains(dougong: Run, acme: str) -> None:
    result = dougong("doctor")
    assert result.exit_code == 0, result.output
    assert "Everything is in order." in result.output


def test_the_doctor_finds_that_nobody_does_the_jobs(dougong: Run, acme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened() as platform, platform.open(acme) as ctx:
        ctx.enqueue("core.tidy", {}, due=ctx.now - timedelta(hours=1))
    assert "1 jobs have been due for longer than ten minutes" in dougong("doctor").output
    monkeypatch.setenv("DOUGONG_BROKER_URL", "redis://127.0.0.1:1/0")
    assert "the broker of DOUGONG_BROKER_URL can't be had" in dougong("doctor").output
    monkeypatch.setenv("DOUGONG_BROKER_URL", "sqs://here")
    assert complaint(dougong, "worker").endswith("not with sqs://")


def test_an_upgrade_with_nothing_to_do_says_so(dougong: Run, acme: str) -> None:
    assert dougong("upgrade", "--dry-run").output == "acme:\n  nothing changes\n"
    assert dougong("upgrade").exit_code == 0


def test_a_plugin_is_begun_and_checked(dougong: Run, tmp_path: Path) -> None:
    assert dougong("plugin", "new", "fleet", "--folder", tmp_path).exit_code == 0
    assert dougong("plugin", "check", tmp_path / "fleet").output.endswith("is in order.\n")
    assert complaint(dougong, "plugin", "new", "fleet", "--folder", tmp_path).endswith("is there already")
    assert "can't be the name of a plugin" in complaint(dougong, "plugin", "new", "2Fast", "--folder", tmp_path)
    (tmp_path / "fleet" / "__init__.py").write_text('"""X."""\nimport sqlalchemy\n')
    wrong = dougong("plugin", "check", tmp_path / "fleet")
    assert wrong.exit_code == 1
    assert "imports sqlalchemy; a plugin stands on dougong alone" in wrong.output


def test_a_broken_plugin_is_one_line_at_the_start(
    dougong: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "__init__.py").write_text("import nothing_of_this_name\n")
    (tmp_path / "plugins.toml").write_text('plugins = ["broken"]\nfolders = ["."]\n')
    monkeypatch.setenv("DOUGONG_PLUGINS", str(tmp_path / "plugins.toml"))
    assert complaint(dougong, "tenant", "list").startswith("The plugin broken can't be loaded: ModuleNotFoundError")


# -- the server ----------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, headers: dict[str, str], seconds: float = 60.0) -> bytes:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)


def test_the_server_serves_and_runs_jobs(dougong: Run, acme: str, tmp_path: Path) -> None:
    token = dougong("token", "create", "--tenant", acme, "--email", "a@example.com").stdout.strip()
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "core.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"http://127.0.0.1:{port}"
        assert b'"data":[]' in answers(f"{url}/api/v1/records/account", headers)
        assert answers(f"{url}/healthz", {})
        taken = dougong("serve", "--port", str(port))
        assert taken.exit_code == 1
        assert "choose another with --port" in taken.stderr
    finally:
        server.terminate()
        output, _ = server.communicate(timeout=30)
    assert f"Dougong is at http://127.0.0.1:{port}" in output
    assert "Traceback" not in output


def test_drawings_come_in_after_a_look_and_go_out(dougong: Run, acme: str, tmp_path: Path) -> None:
    table = {"name": "x_desk", "inputs": [{"value": "amount"}], "outputs": [{"name": "desk"}], "rules": [{"if": ["< 10"], "then": ["front"]}]}
    file, bad, out = tmp_path / "a.dmn", tmp_path / "b.bpmn", tmp_path / "out.dmn"
    file.write_bytes(write_dmn([table]))
    dry = dougong("drawing", "import", file, "--tenant", acme, "--dry-run")
    assert (dry.exit_code, dry.stdout.splitlines()[0]) == (0, "decision_table x_desk: 1 elements come in")
    assert dougong("drawing", "import", file, "--tenant", acme, "--only", "x_desk").exit_code == 0
    assert dougong("drawing", "export", "decision_table", "x_desk", out, "--tenant", acme).stdout == f"x_desk is in {out}.\n"
    assert out.read_bytes() == file.read_bytes()
    task = '<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'
    bad.write_text(f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="ask">{task}</process></definitions>')
    told = dougong("drawing", "import", bad, "--tenant", acme, "--object", "x_none")
    assert told.exit_code == 1
    assert "There is no object called x_none" in told.stderr
    assert "This file holds no other, but ask" in complaint(dougong, "drawing", "import", bad, "--tenant", acme, "--object", "user", "--only", "other")
