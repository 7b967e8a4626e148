"""A tenant that is taken elsewhere takes its processes along; a copy does nothing of itself."""

from __future__ import annotations

from pathlib import Path

from core.jobs.queue import WAITING, jobs
from core.processes.acting import operate
from core.processes.driving import TIMER
from core.processes.reading import processes_of
from core.tenants.making import delete_tenant
from core.tenants.packing import export_tenant
from core.tenants.unpacking import import_tenant
from tests.core.processes.conftest import Firm


def test_E38_processes_of_a_copy_stand_still_until_somebody_lets_them_go_on(firm: Firm, tmp_path: Path) -> None:
    firm.define("automation", "x_pr_later", on={"object": "x_pr_quote", "events": ["created"]}, steps=[{"do": "wait", "for": "PT1H"}])
    quote = firm.quote()
    firm.work()
    firm.submit(quote, "x_pr_discount")
    platform = firm.world.platform
    export_tenant(platform, "acme", tmp_path / "acme.zip")
    import_tenant(platform, tmp_path / "acme.zip", "copied")
    with platform.open("copied") as ctx:
        found = processes_of(ctx, object="x_pr_quote", record=quote)
        assert {(one["kind"], one["state"]) for one in found} == {("automation", "suspended"), ("approval", "suspended")}
        assert {operate(ctx, one["id"], "resume", {}).process.state for one in found} == {"running"}
        assert {job.name for job in jobs(ctx, WAITING)} >= {TIMER}
    delete_tenant(platform, "copied")
    assert {one["state"] for one in firm.processes(quote)} == {"running"}
    firm.admin.delete("/api/v1/meta/automation/x_pr_later")
