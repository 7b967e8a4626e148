"""Sources of approvers that plugins bring."""

from __future__ import annotations

from pathlib import Path

from core.host.lifecycle import disable, enable
from core.transactions import in_transaction
from tests.core.api.clients import Web
from tests.core.host.plugins import offered, package
from tests.support.worlds import make_world

BELLS = """
from dougong import ApproverSource, Invalid, Object, hookimpl, text

tower = Object("bells_tower", fields={"name": text(required=True), "keeper": text()})


def find(ctx, record, values):
    if values.get("loud"):
        raise Invalid("Too loud")
    keeper = ctx.records.get(record["object"], record["id"], fields=["keeper"])["keeper"]
    return [row["id"] for row in ctx.records.list("user", filter=f"name = '{keeper}'", fields=["id"]).data]


@hookimpl
def register_objects():
    return [tower]


@hookimpl
def register_approver_sources():
    return [ApproverSource(name="bells_keeper", find=find, properties={"loud": {"type": "boolean"}})]
"""


def test_register_approver_sources_asks_whom_the_plugin_finds_where_it_is_enabled(tmp_path: Path) -> None:
    package(tmp_path / "offered", "bells", BELLS)
    with make_world("", tmp_path / "data", offered(tmp_path / "offered", "bells")) as world:
        admin = Web(world).administrator()
        steps = [{"id": "keeper", "approvers": [{"source": "bells_keeper"}]}]
        early = admin.put("/api/v1/meta/approval/x_user", {"object": "user", "steps": steps})
        assert early.json["errors"][0]["field"].endswith("/steps/0/approvers/0/source")
        in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["bells"]))
        wrong = admin.put("/api/v1/meta/approval/x_ring", {"object": "bells_tower", "steps": [{"approvers": [{"source": "bells_keeper", "with": {"loud": "very"}}]}]})
        assert wrong.json["errors"][0]["field"].endswith("/steps/0/approvers/0/with/loud")
        assert admin.put("/api/v1/meta/approval/x_ring", {"object": "bells_tower", "steps": steps}).status_code == 200
        keeper = world.create_user("Quasimodo", permission_sets=["standard"])
        tower = admin.post("/api/v1/records/bells_tower", {"name": "North", "keeper": "Quasimodo"}).json["id"]
        process = admin.post(f"/api/v1/records/bells_tower/{tower}/submit", {"approval": "x_ring"}).json
        assert [task["assignee"]["id"] for task in process["tasks"] if task["assignee"]] == [keeper]
        # a plugin that says no, and one that is gone, hold the process for repair
        loud = [{"id": "keeper", "approvers": [{"source": "bells_keeper", "with": {"loud": True}}]}]
        assert admin.put("/api/v1/meta/approval/x_loud", {"object": "bells_tower", "steps": loud}).status_code == 200
        other = admin.post("/api/v1/records/bells_tower", {"name": "South", "keeper": "Quasimodo"}).json["id"]
        held = admin.post(f"/api/v1/records/bells_tower/{other}/submit", {"approval": "x_loud"}).json
        assert held["stuck"] and [note["facts"]["error"] for note in held["history"] if note["what"] == "failed"] == ["Too loud"]
        in_transaction(world.platform, world.tenant, lambda ctx: disable(ctx, "bells"))
        assert admin.get(f"/api/v1/processes/{held['id']}").status_code == 200
