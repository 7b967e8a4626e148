"""The catalogues that a process keeps."""

from __future__ import annotations

from pathlib import Path

from core.configuration.cache import Catalogues
from core.configuration.change import change
from core.database.unit import Unit
from core.platform import Platform
from core.tenants import create_tenant, delete_tenant
from core.transactions import in_transaction
from dougong import Object, text
from tests.support.worlds import World, make_world


def test_an_unchanged_catalogue_is_compiled_once(world: World) -> None:
    with world.system() as first, world.system() as second:
        assert first.catalogue is second.catalogue


def test_what_was_never_committed_is_not_kept(world: World) -> None:
    with Unit(world.platform.control.store(world.tenant)) as unit:
        before = world.platform.catalogues.get(world.tenant, unit)
    try:
        with world.platform.open(world.tenant) as ctx:
            change(ctx, [(Object("x_never", fields={"name": text()}), "tenant", "tenant")])
            assert "x_never" in ctx.catalogue.objects
            raise KeyError("changed my mind")
    except KeyError:
        pass
    with world.system() as ctx:
        assert ctx.catalogue is before


def test_a_new_tenant_of_an_old_name_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    with make_world("", tmp_path) as world:
        with world.system() as ctx:
            old = ctx.catalogue.version
        delete_tenant(world.platform, world.tenant)
        create_tenant(world.platform, world.tenant, "admin@example.com", "a long password")
        with world.system() as ctx:
            assert ctx.catalogue.version != old


def test_only_so_many_catalogues_are_kept(world: World) -> None:
    kept = Catalogues()
    kept.MOST = 2
    with Unit(world.platform.control.store(world.tenant)) as unit:
        held = world.platform.catalogues.held(world.tenant, unit)
        for name in ("one", "two", "three"):
            kept.put(name, held)
        assert len(kept._held) == 2


def test_a_small_change_compiles_only_what_it_touches(world: World) -> None:
    with world.system() as ctx:
        before = ctx.catalogue
    in_transaction(
        world.platform,
        world.tenant,
        lambda ctx: change(ctx, [(Object("x_small", fields={"name": text()}), "tenant", "tenant")]),
    )
    with world.system() as ctx:
        assert ctx.catalogue.object("user").shape is before.object("user").shape


def test_tenants_share_what_is_the_same(tmp_path: Path) -> None:
    with make_world("", tmp_path) as world:
        create_tenant(world.platform, "other", "admin@example.com", "a long password")
        change_other = Object("team", fields={"name": text(required=True), "x_colour": text()})
        in_transaction(world.platform, "other", lambda ctx: change(ctx, [(change_other, "tenant", "tenant")]))
        fresh = Platform(world.platform.config)
        try:
            with fresh.open(world.tenant) as mine, fresh.open("other") as theirs:
                assert mine.catalogue.object("user").shape is theirs.catalogue.object("user").shape
                assert "x_colour" in theirs.catalogue.object("team").fields
                assert "x_colour" not in mine.catalogue.object("team").fields
        finally:
            fresh.close()
