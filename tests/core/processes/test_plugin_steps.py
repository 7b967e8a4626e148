"""Steps of plugins in definitions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from core.events.listeners import LISTENERS
from core.events.listening import catch_up
from core.host.lifecycle import disable, enable
from core.jobs.running import run_due
from core.transactions import in_transaction
from tests.core.api.clients import Caller, Web
from tests.core.host.plugins import offered, package
from tests.support.worlds import World, make_world

BELLS = """
from dougong import Invalid, Object, Step, hookimpl, text

tower = Object("bells_tower", fields={"name": text(required=True), "note": text()})


def ring(ctx, record, values):
    if values["times"] > 3:
        raise Invalid("Too loud")
    if record["object"] == "bells_tower":
        ctx.records.update(record["object"], record["id"], {"note": "ding " * values["times"] + values.get("whom", "")})
    return values["times"]


@hookimpl
def register_objects():
    return [tower]


@hookimpl
def register_automation_steps():
    times, whom = {"type": "integer", "minimum": 1}, {"type": "string"}
    return [Step(name="bells_ring", label="Ring", run=ring, properties={"times": times, "whom": whom}, required=("times",))]
"""


def steps_of(admin: Caller) -> dict[str, Any]:
    """The kinds of steps that the designer offers, by name."""
    return {one["name"]: one for one in admin.get("/api/v1/processes/steps").json["data"]}


def work(world: World) -> None:
    for _ in range(4):
        for listener in LISTENERS:
            catch_up(world.platform, world.tenant, listener)
        run_due(world.platform, world.tenant)


def test_register_automation_steps_adds_a_step_that_runs_where_the_plugin_is_enabled(tmp_path: Path) -> None:
    package(tmp_path / "offered", "bells", BELLS)
    with make_world("", tmp_path / "data", offered(tmp_path / "offered", "bells")) as world:
        admin = Web(world).administrator()
        step = {"id": "ring", "do": "bells_ring", "times": 2, "whom": {"formula": "name"}}
        automation = {"on": {"object": "bells_tower", "events": ["created"]}, "steps": [step]}
        early = {"on": {"object": "user", "events": ["created"]}, "steps": [{"do": "bells_ring", "times": 1}]}
        assert "switched off" in admin.put("/api/v1/meta/automation/x_early", early).get_data(as_text=True)
        assert "bells_ring" not in steps_of(admin)
        in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["bells"]))
        assert set(steps_of(admin)["bells_ring"]["schema"]["properties"]) > {"do", "id", "times", "whom"}
        wrong = {**automation, "steps": [{**step, "times": "twice", "whom": {"formula": "nme"}}]}
        assert admin.put("/api/v1/meta/automation/x_ring", wrong).status_code == 422
        assert admin.put("/api/v1/meta/automation/x_ring", automation).status_code == 200
        tower = world.create("bells_tower", {"name": "Big Ben"})["id"]
        work(world)
        assert admin.get(f"/api/v1/records/bells_tower/{tower}").json["note"] == "ding ding Big Ben"

        loud = {"on": {"object": "user", "events": ["updated"], "changed": ["title"]}, "steps": [{"do": "wait", "for": "PT1S"}, {"id": "ring", "do": "bells_ring", "times": 9}]}
        assert admin.put("/api/v1/meta/automation/x_loud", loud).status_code == 200
        in_transaction(world.platform, world.tenant, lambda ctx: disable(ctx, "bells"))
        assert admin.get("/api/v1/processes?state=running").json["data"] == []


def test_A_VER_08_what_runs_waits_for_a_plugin_that_is_switched_off_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    package(tmp_path / "offered", "bells", BELLS)
    with make_world("", tmp_path / "data", offered(tmp_path / "offered", "bells")) as world:
        admin = Web(world).administrator()
        in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["bells"]))
        steps = [{"do": "wait", "for": "PT1H"}, {"do": "bells_ring", "times": 1}]
        automation = {"on": {"object": "team", "events": ["created"]}, "steps": steps}
        assert admin.put("/api/v1/meta/automation/x_later", automation).status_code == 200
        team = world.create("team", {"name": "Ringers"})["id"]
        work(world)
        in_transaction(world.platform, world.tenant, lambda ctx: disable(ctx, "bells"))
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=2), tick=True):
            work(world)
            [held] = admin.get(f"/api/v1/records/team/{team}/processes").json["data"]
            assert held["stuck"] and held["state"] == "running"
            in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["bells"]))
            done = admin.post(f"/api/v1/processes/{held['id']}/retry", {})
            assert (done.status_code, done.json["state"]) == (200, "done")
