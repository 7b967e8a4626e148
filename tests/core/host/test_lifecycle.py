"""The life of a plugin in a tenant, on both databases."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.configuration.change import change
from core.configuration.reconcile import reconcile
from core.configuration.rows import PluginRow
from core.context import Ctx
from core.host.lifecycle import PluginState, detach, disable, enable, install, plugins, upgrade
from core.host.purging import purge
from core.jobs.queue import FAILED, jobs
from core.jobs.running import run_due
from core.platform import Platform
from core.transactions import in_transaction
from dougong import Conflict, Extension, NotFound, Object, reference, text
from tests.core.host.plugins import item, offered
from tests.support.worlds import World, make_world

BASE_MORE = """

@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    if change.object == "li_base_item":
        change.values["note"] = "seen"


@hookimpl
def register_jobs():
    return [Job(name="li_job", run=lambda ctx, payload: None)]
"""
TOP = '''
"""Top: on base."""
from dougong import Extension, Object, hookimpl, integer, reference, rollup, text

requires = ["li_base"]
item = Object("li_top_item", fields={"name": text(), "base": reference("li_base_item")})
more = Extension("li_base_item", fields={"tops": rollup("li_top_item.base", "count"), "grade": integer(index=True)})


@hookimpl
def register_objects():
    return [item, more]
'''


@pytest.fixture
def world(backend: str, tmp_path: Path) -> Iterator[World]:
    """A tenant that is offered li_base, and li_top, which requires it."""
    item(tmp_path, "li_base", more=BASE_MORE)
    (tmp_path / "li_top.py").write_text(TOP.lstrip())
    with make_world(backend, tmp_path, offered(tmp_path, "li_base", "li_top")) as made:
        yield made


def do(world: World, work: Callable[[Ctx], Any]) -> Any:
    return in_transaction(world.platform, world.tenant, work)


def states(world: World) -> dict[str, str]:
    found: list[PluginState] = do(world, plugins)
    return {plugin.name: plugin.state for plugin in found}


def drift(world: World) -> list[str]:
    return [str(found) for found in do(world, reconcile)]


def test_a_plugin_goes_through_its_whole_life(world: World) -> None:
    assert states(world) == {"li_base": "offered", "li_top": "offered"}

    report = do(world, lambda ctx: enable(ctx, ["li_top"], dry_run=True))
    assert not report.applied
    assert {"li_base_item", "li_top_item"} <= {
        step.target for step in report.plan.steps if step.action == "create_table"
    }
    assert states(world) == {"li_base": "offered", "li_top": "offered"}

    do(world, lambda ctx: enable(ctx, ["li_top"]))
    assert states(world) == {"li_base": "enabled", "li_top": "enabled"}
    base = world.create("li_base_item", {"name": "A", "grade": 1})
    assert base["note"] == "seen"
    top = world.create("li_top_item", {"name": "B", "base": base["id"]})

    with pytest.raises(Conflict, match="The plugin li_base is needed by li_top"):
        do(world, lambda ctx: disable(ctx, "li_base"))

    do(world, lambda ctx: disable(ctx, "li_top"))
    with world.system() as ctx:
        assert "tops" not in ctx.records.get("li_base_item", base["id"])
        with pytest.raises(NotFound):
            ctx.records.get("li_top_item", top["id"])
    assert drift(world) == []

    do(world, lambda ctx: enable(ctx, ["li_top"]))
    with world.system() as ctx:
        assert ctx.records.get("li_base_item", base["id"])["tops"] == 1
        assert ctx.records.get("li_top_item", top["id"])["base"] == base["id"]
    assert drift(world) == []

    do(world, lambda ctx: disable(ctx, "li_top"))
    do(world, lambda ctx: detach(ctx, "li_top"))
    assert states(world)["li_top"] == "detached"
    told = do(world, lambda ctx: purge(ctx, "li_top", dry_run=True))
    assert told.file is None
    assert {step.target for step in told.report.plan.steps} >= {"li_top_item", "li_base_item.grade"}

    told = do(world, lambda ctx: purge(ctx, "li_top"))
    with zipfile.ZipFile(told.file) as archive:
        assert top["id"].encode() in archive.read("tables/li_top_item.jsonl")
        assert base["id"].encode() in archive.read("tables/li_base_item.fields.jsonl")
        assert "definitions.zip" in archive.namelist()
    assert states(world)["li_top"] == "purged"
    with world.system() as ctx:
        assert ctx.records.get("li_base_item", base["id"])["name"] == "A"

    do(world, lambda ctx: enable(ctx, ["li_top"]))
    with world.system() as ctx:
        assert ctx.records.list("li_top_item").data == []
        assert ctx.records.get("li_base_item", base["id"])["grade"] is None
    assert [name for name in drift(world) if "li_" in name] == []


def test_an_installed_plugin_has_its_tables_and_is_inert(world: World) -> None:
    report = do(world, lambda ctx: install(ctx, ["li_base"]))
    assert "create_table" in {step.action for step in report.plan.steps}
    assert states(world)["li_base"] == "installed"
    with world.system() as ctx, pytest.raises(NotFound):
        ctx.records.list("li_base_item")
    with pytest.raises(Conflict, match="is installed here already"):
        do(world, lambda ctx: install(ctx, ["li_base"]))
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    assert world.create("li_base_item", {"name": "A"})["note"] == "seen"


def test_hooks_and_jobs_of_a_disabled_plugin_are_not_called(world: World) -> None:
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    do(world, lambda ctx: disable(ctx, "li_base"))
    with world.system() as ctx:
        assert "li_base" not in ctx.catalogue.plugins
        ctx.enqueue("li_job", {})
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        assert "No job called li_job is done here" in jobs(ctx)[0].error


def test_what_the_tenant_says_of_an_absent_object_waits(world: World) -> None:
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    world.define(
        Extension("li_base_item", fields={"x_own": text()}),
        Object("x_friend", fields={"name": text(), "other": reference("li_base_item")}),
    )
    base = world.create("li_base_item", {"name": "A", "x_own": "mine"})
    friend = world.create("x_friend", {"name": "F", "other": base["id"]})
    do(world, lambda ctx: disable(ctx, "li_base"))
    with world.system() as ctx:
        assert "other" not in ctx.records.get("x_friend", friend["id"])
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    with world.system() as ctx:
        assert ctx.records.get("li_base_item", base["id"])["x_own"] == "mine"
        assert ctx.records.get("x_friend", friend["id"])["other"] == base["id"]
    do(world, lambda ctx: disable(ctx, "li_base"))
    with pytest.raises(Conflict, match="needed by x_friend.other"):
        do(world, lambda ctx: purge(ctx, "li_base"))


def test_purging_is_refused_while_a_plugin_is_enabled_or_needed(world: World) -> None:
    do(world, lambda ctx: enable(ctx, ["li_top"]))
    with pytest.raises(Conflict, match="disable and detach it first"):
        do(world, lambda ctx: purge(ctx, "li_base"))
    do(world, lambda ctx: disable(ctx, "li_top"))
    do(world, lambda ctx: disable(ctx, "li_base"))
    with pytest.raises(Conflict, match="needed by li_top"):
        do(world, lambda ctx: purge(ctx, "li_base"))


def test_an_upgrade_brings_what_is_declared_now(world: World, tmp_path: Path) -> None:
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    made = world.create("li_base_item", {"name": "A", "note": "x"})
    code = (tmp_path / "li_base" / "__init__.py").read_text()
    newer = code.replace('"note": text()', '"note": text(), "extra": text(default="new")') + '\n__version__ = "2.0"\n'
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "li_base.py").write_text(newer)
    (tmp_path / "newer" / "li_top.py").write_text(TOP.lstrip())
    file = tmp_path / "newer.toml"
    file.write_text(offered(tmp_path / "newer", "li_base", "li_top"))
    config = world.platform.config
    platform = Platform(type(config)(**{**vars(config), "plugins": file}))
    try:
        report = in_transaction(platform, world.tenant, lambda ctx: upgrade(ctx, dry_run=True))
        assert "li_base_item.extra" in {step.target for step in report.plan.steps}
        in_transaction(platform, world.tenant, upgrade)
        with platform.open(world.tenant) as ctx:
            assert ctx.records.get("li_base_item", made["id"])["extra"] == "new"
            assert {plugin.name: plugin.version for plugin in plugins(ctx)}["li_base"] == "2.0"
        assert not in_transaction(platform, world.tenant, upgrade).plan.steps
    finally:
        platform.close()


def test_a_plugin_that_is_not_offered_any_more_keeps_its_data(world: World, tmp_path: Path) -> None:
    do(world, lambda ctx: enable(ctx, ["li_base"]))
    made = world.create("li_base_item", {"name": "A"})
    file = tmp_path / "none.toml"
    file.write_text("plugins = []\n")
    config = world.platform.config
    platform = Platform(type(config)(**{**vars(config), "plugins": file}))
    try:
        with platform.open(world.tenant) as ctx:
            assert ctx.records.get("li_base_item", made["id"])["name"] == "A"
            assert "not offered any more" in plugins(ctx)[0].notice
    finally:
        platform.close()


def test_an_unknown_plugin_is_not_found(world: World) -> None:
    for step in (
        lambda ctx: enable(ctx, ["li_nothing"]),
        lambda ctx: disable(ctx, "li_nothing"),
        lambda ctx: purge(ctx, "li_nothing"),
    ):
        with pytest.raises(NotFound):
            do(world, step)


def test_the_rows_of_plugins_are_in_the_order_of_their_requirements(world: World) -> None:
    do(world, lambda ctx: enable(ctx, ["li_top"]))
    stored = do(world, lambda ctx: ctx.platform.catalogues.held(ctx.tenant, ctx.unit)).stored
    assert stored.enabled == ("li_base", "li_top")
    assert all(isinstance(row, PluginRow) for row in stored.plugins.values())


def test_a_failed_job_is_listed(world: World) -> None:
    with world.system() as ctx:
        assert jobs(ctx, FAILED) == []
        change(ctx)
