"""A plugin author's first hour: the small plugin of the manual, a test in ten lines, the scaffold."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from core.host.checking import check_plugin
from core.host.scaffold import make_plugin

#: The whole of a small plugin, as the design shows it.
FLEET = '''"""Fleet: company vehicles and who drives them."""
from dougong import Object, hookimpl, reference, text

vehicle = Object("vehicle", plate=text(required=True, unique=True), driver=reference("contact"))


@hookimpl
def register_objects():
    return [vehicle]
'''
REQUIRES = FLEET.replace("vehicle = ", 'requires = ["customers"]\nvehicle = ')
TESTS = """
import pytest

pytestmark = pytest.mark.plugins("fleet")


def test_a_vehicle_needs_a_plate(client):
    answer = client.post("/api/v1/records/vehicle", json={})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "plate"


def test_two_vehicles_can_not_have_the_same_plate(client):
    assert client.post("/api/v1/records/vehicle", json={"plate": "WX 1"}).status_code == 201
    assert client.post("/api/v1/records/vehicle", json={"plate": "WX 1"}).status_code == 409


def test_a_vehicle_has_a_driver(client, create_record):
    driver = create_record("contact", last_name="Kowalska")
    made = client.post("/api/v1/records/vehicle", json={"plate": "WX 1", "driver": driver["id"]})
    shown = client.get(f"/api/v1/records/vehicle/{made.json['id']}?expand=driver").json
    assert shown["driver"]["id"] == driver["id"]


def test_everything_else_is_derived(client, tenant):
    made = client.post("/api/v1/records/vehicle", json={"plate": "WX 1"}).json
    url = f"/api/v1/records/vehicle/{made['id']}"
    assert client.patch(url, json={"plate": "WX 2"}).status_code == 200
    assert len(client.get(f"{url}/history").json["data"]) == 2
    assert client.get("/api/v1/search?q=WX").json["data"]
    assert "vehicle" in client.get("/api/v1/ui").json["objects"]
    assert client.delete(url).status_code == 204
    assert client.post(f"{url}/restore", json={}).status_code == 200


def test_the_hooks_tell_what_happened(client, hook_recorder, tenant):
    client.post("/api/v1/records/vehicle", json={"plate": "WX 1"})
    saved = hook_recorder.of("record_saved", "vehicle")
    assert [call.values["plate"] for call in saved] == ["WX 1"]
    assert hook_recorder.of("record_before_save", "vehicle")[0].before is None


def test_users_see_what_they_are_given(as_user, create_record, create_user, user):
    made = create_record("vehicle", plate="WX 1")
    anna = as_user("anna")
    assert anna.user["email"] == "anna@example.test"
    assert anna.get(f"/api/v1/records/vehicle/{made['id']}").status_code == 404
    boss = as_user("boss", permission_sets=["administrator"])
    assert boss.get(f"/api/v1/records/vehicle/{made['id']}").status_code == 200
    assert create_user("second")["id"] != user["id"]


@pytest.mark.plugins()
def test_the_plugins_it_needs_are_there_and_no_others(tenant):
    assert set(tenant.platform.host.plugins) == {"customers", "fleet"}
    assert tenant.run_jobs() == 0
    with tenant.open("admin@example.test") as ctx:
        assert ctx.actor.administers
"""


def run(folder: Path, *arguments: str) -> str:
    """Run the tests in a folder as an author would; answers what pytest said."""
    installed = any(entry.value == "core.testkit.plugin" for entry in entry_points(group="pytest11"))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "error",
        *([] if installed else ["-p", "core.testkit.plugin"]),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run([*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_small_plugin_of_the_manual_works_with_everything_derived(tmp_path: Path) -> None:
    (tmp_path / "plugins" / "fleet").mkdir(parents=True)
    (tmp_path / "plugins" / "fleet" / "__init__.py").write_text(REQUIRES)
    (tmp_path / "plugins" / "test_fleet.py").write_text(TESTS)
    assert "7 passed" in run(tmp_path)


def test_a_scaffolded_plugin_is_in_order_and_passes_its_tests_on_both_databases(
    tmp_path: Path, postgres_url: str
) -> None:
    place = make_plugin("night_shift", tmp_path / "plugins")
    assert check_plugin(place) == []
    assert "4 passed" in run(tmp_path)
    assert "4 passed" in run(tmp_path, "--dougong-database", postgres_url)
