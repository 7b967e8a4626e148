"""Plugins add channels; the core's own two are added by the same hook."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.deliveries.channels import channel_of, channels_of, keep
from core.deliveries.queue import deliver, find
from core.host.lifecycle import enable
from core.i18n import filled
from core.jobs.running import run_due
from core.transactions import in_transaction
from dougong import NotFound
from tests.support.worlds import World, make_world

PIGEONS = '''"""Pigeons: a channel with wings"""

from dougong import Channel, Undeliverable, hookimpl, secret


def send(ctx, message):
    if not message.settings.get("grain"):
        raise Undeliverable("No grain")
    assert ctx.tenant == "acme"
    return f"flew to {message.to} with {message.body} for {message.settings['grain']}"


@hookimpl
def register_channels():
    return [Channel(name="pigeon", label="Pigeon", send=send, fields={"grain": secret(required=True)})]
'''


def test_register_channels_adds_a_way_out_where_the_plugin_is_enabled(tmp_path: Path) -> None:
    (tmp_path / "offered").mkdir()
    (tmp_path / "offered" / "pigeons.py").write_text(PIGEONS)
    with make_world("", tmp_path / "data", f'plugins = ["pigeons"]\nfolders = ["{tmp_path / "offered"}"]\n') as world:
        with world.system() as ctx, pytest.raises(NotFound):
            deliver(ctx, channel="pigeon", to="home", key="too early")
        in_transaction(world.platform, world.tenant, lambda ctx: enable(ctx, ["pigeons"]))
        with world.system() as ctx:
            hungry = deliver(ctx, channel="pigeon", to="home", key="hungry")
        assert answer(world, hungry) == "No grain"
        with world.system() as ctx:
            keep(ctx, channel_of(ctx, "pigeon"), {"grain": "secret barley"})
            fed = deliver(ctx, channel="pigeon", to="home", body="news", key="fed")
        assert answer(world, fed) == "flew to home with news for •••"
        with world.system() as ctx:
            assert [channel.name for channel in channels_of(ctx)] == ["email", "webhook", "pigeon"]


def answer(world: World, id: str) -> str:
    run_due(world.platform, world.tenant)
    with world.system() as ctx:
        return filled(**find(ctx, id).answer)
