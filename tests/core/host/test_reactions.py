"""What plugins do after the commit can't hurt the one who wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.host.lifecycle import enable, plugins
from core.jobs.running import run_due
from core.transactions import in_transaction
from tests.core.host.plugins import item, offered
from tests.support.worlds import World, make_world

FAILING = """

@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    if change.object == "re_bad_item":
        ctx.records.update("re_bad_item", change.id, {"note": "half done"})
        raise ValueError("out of order")
"""
WRITING = """

@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    if change.object == "re_bad_item" and change.before is None:
        ctx.records.create("re_good_item", {"name": "echo of " + change.values["name"]})
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A tenant with a plugin that fails after each commit, one that depends on it, and one that reacts rightly."""
    item(tmp_path, "re_good", more=WRITING)
    item(tmp_path, "re_bad", more=FAILING)
    item(tmp_path, "re_victim", "re_bad")
    names = ("re_bad", "re_good", "re_victim")
    with make_world("", tmp_path, offered(tmp_path, *names)) as made:
        in_transaction(made.platform, made.tenant, lambda ctx: enable(ctx, names))
        yield made


def test_one_that_fails_hurts_neither_the_writer_nor_the_others(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        made = world.create("re_bad_item", {"name": "A"})
    with world.system() as ctx:
        assert ctx.records.get("re_bad_item", made["id"])["note"] is None
        assert [record["name"] for record in ctx.records.list("re_good_item").data] == ["echo of A"]


def test_after_five_failures_in_a_row_it_is_switched_off_with_a_notice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        for number in range(5):
            world.create("re_bad_item", {"name": str(number)})
        run_due(world.platform, world.tenant)
    with world.system() as ctx:
        found = {plugin.name: plugin for plugin in plugins(ctx)}
    assert {name: plugin.state for name, plugin in found.items()} == {
        "re_bad": "disabled", "re_good": "enabled", "re_victim": "disabled",
    }  # fmt: skip
    assert "out of order" in found["re_bad"].notice
