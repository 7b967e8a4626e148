"""A plugin author's first hour: the small plugin of the manual, a test in ten lines, the scaffold."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from _pytest.fixtures import FixtureFunctionDefinition

from core.host.checking import check_plugin
from core.host.scaffold import make_plugin
from core.testkit import plugin
from tests.support.tree import ROOT

MANUAL = ROOT / "docs" / "developer" / "testing.md"
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

#: Tests with the core alone, with plugins named at several places, and with mistakes.
MORE = """
import pytest


def test_without_a_mark_there_is_the_core_alone(tenant, client):
    assert set(tenant.platform.host.plugins) == set()
    assert client.get("/api/v1/records/user").json["data"]
    assert client.get("/api/v1/records/account").status_code == 404


@pytest.mark.parametrize("turn", [1, 2])
def test_no_record_of_another_test_is_there(turn, create_record, client):
    create_record("team", name="Crew")
    assert len(client.get("/api/v1/records/team").json["data"]) == 1


@pytest.mark.plugins("customers")
class TestMarksAddUp:
    @pytest.mark.plugins("products")
    def test_those_of_the_class_and_those_of_the_test(self, plugin_names, client):
        assert set(plugin_names) == {"customers", "products"}
        assert client.get("/api/v1/records/product").status_code == 200


def test_a_user_has_the_place_and_the_language_that_the_test_gives(as_user, create_user):
    anna = as_user("anna", language="pl", title="Driver")
    assert (anna.user["language"], anna.user["title"]) == ("pl", "Driver")
    assert anna.get("/api/v1/me").json["user"]["language"] == "pl"
    assert create_user("zofia", email="z@example.test", permission_sets=[])["permission_sets"] is None


def test_what_a_context_did_is_kept_and_what_failed_is_not(tenant, client):
    with tenant.open() as ctx:
        ctx.records.create("team", {"name": "Kept"})
    with pytest.raises(RuntimeError), tenant.open() as ctx:
        ctx.records.create("team", {"name": "Lost"})
        raise RuntimeError
    assert [team["name"] for team in client.get("/api/v1/records/team").json["data"]] == ["Kept"]


def test_the_client_and_the_app_are_of_the_tests_own_tenant(client, dougong_app, platform, tenant, database_url):
    assert client.get("/healthz").status_code == 200
    assert dougong_app.test_client().get("/api/v1/me").status_code == 401
    assert platform is tenant.platform and database_url == ""
"""
#: Plugins of pytest that our own tests brought; an author has none of them, and they take long to load.
OURS = ("schemathesis", "anyio")
MISTAKE = """
import pytest


@pytest.mark.plugins("fleeet")
def test_of_a_plugin_that_is_misspelled(client):
    pass
"""


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run the tests in a folder as an author would; answers what pytest said."""
    installed = any(entry.value == "core.testkit.plugin" for entry in entry_points(group="pytest11"))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *(word for name in OURS for word in ("-p", f"no:{name}")),
        "-W",
        "error",
        *([] if installed else ["-p", "core.testkit.plugin"]),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    (folder / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run([*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
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


def test_each_test_has_a_tenant_of_its_own_with_just_what_it_names_and_a_plugin_that_is_not_there_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_more.py").write_text(MORE)
    (tmp_path / "test_mistake.py").write_text(MISTAKE)
    said = run(tmp_path, code=1)
    assert "7 passed" in said and "1 error" in said and "fleeet" in said


def test_the_manual_lists_the_fixtures_that_there_are() -> None:
    made = {name for name, value in vars(plugin).items() if isinstance(value, FixtureFunctionDefinition)}
    rows = [line.split("|")[1] for line in MANUAL.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([a-z_]+)", row)} == made
