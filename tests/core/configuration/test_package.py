"""A tenant's configuration leaves as a package and arrives in another tenant."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.configuration.package import export_package, import_folder, import_package
from core.tenants import create_tenant
from core.transactions import in_transaction
from dougong import Invalid, Object, Role, View, text
from tests.support.worlds import World, make_world


def test_a_package_makes_another_tenant_the_same(tmp_path: Path) -> None:
    with make_world("", tmp_path) as world:
        world.define(
            Object("x_trip", fields={"name": text()}),
            View("x_trips", "x_trip", columns=["name"]),
            Role("x_driver", label="Driver"),
        )
        platform = world.platform
        package = in_transaction(platform, world.tenant, export_package)
        create_tenant(platform, "other", "admin@example.com", "a long password")
        report = in_transaction(platform, "other", lambda ctx: import_package(ctx, package))
        assert report.applied
        assert in_transaction(platform, "other", export_package) == package
        again = in_transaction(platform, "other", lambda ctx: import_package(ctx, package))
        assert again.plan.steps == ()


def test_some_kinds_alone_can_be_carried(world: World) -> None:
    world.define(Role("x_alone", label="Alone"))
    package = in_transaction(world.platform, world.tenant, lambda ctx: export_package(ctx, ["role"]))
    report = in_transaction(world.platform, world.tenant, lambda ctx: import_package(ctx, package, dry_run=True))
    assert not report.plan.steps


def test_a_folder_without_definitions_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="holds no definitions"):
        in_transaction(world.platform, world.tenant, lambda ctx: import_folder(ctx, tmp_path))
