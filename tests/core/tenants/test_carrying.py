"""A whole tenant is made, carried away, brought back under another name or into another database, and removed."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.configuration.reconcile import reconcile
from core.files.store import FileStore
from core.identity.passwords import fits, password_of
from core.tenants import create_tenant, delete_tenant, export_tenant, import_tenant
from core.transactions import in_transaction
from dougong import (
    BadRequest,
    Conflict,
    Definition,
    Invalid,
    NotFound,
    Object,
    Problem,
    address,
    boolean,
    date,
    datetime,
    decimal,
    geo,
    json,
    many_to_many,
    money,
    reference,
    tags,
    text,
    time,
)
from tests.support.worlds import World, make_world

EVERYTHING = Object(
    "x_all",
    fields={"name": text()},
    a=decimal(scale=4), b=money(), c=date(), d=datetime(), e=time(), f=boolean(), g=tags(), h=address(), i=geo(), j=json(),
    other=reference("x_all"), friends=many_to_many("x_all"), gone=text(),
)  # fmt: skip


@pytest.fixture
def world(backend: str, tmp_path: Path) -> Any:
    with make_world(backend, tmp_path) as made:
        yield made


def fill(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two records with a value of every kind, and one retired field."""
    world.define(EVERYTHING)
    first = world.create("x_all", {"name": "first", "gone": "kept"})
    second = world.create(
        "x_all",
        {
            "name": "第二", "a": "1.2345", "b": "12.50", "c": "2026-01-31", "d": "2026-01-31T09:30:00Z", "e": "09:30",
            "f": True, "g": ["x", "y"], "h": {"city": "Łódź", "country": "PL"}, "i": {"lat": "51.75", "lng": "19.45"},
            "j": {"k": [1, None, "v"]}, "other": first["id"], "friends": [first["id"]],
        },
    )  # fmt: skip
    without = dict(EVERYTHING.document)
    without["fields"] = {name: field for name, field in without["fields"].items() if name != "gone"}
    world.define(Definition("object", without))
    return first, second


def test_a_tenant_arrives_as_it_left(world: World, tmp_path: Path) -> None:
    _, second = fill(world)
    user = world.create_user("Anna")
    key = FileStore(world.platform.config.data, world.tenant).incoming()
    key.write_bytes(b"content")
    kept = FileStore(world.platform.config.data, world.tenant).keep(key)
    told = export_tenant(world.platform, world.tenant, tmp_path / "out.zip")
    assert told.files == 1
    assert import_tenant(world.platform, tmp_path / "out.zip", "copy").records == told.records

    with world.platform.open("copy") as ctx:
        assert [str(found) for found in reconcile(ctx)] == []
        found = ctx.records.get("x_all", second["id"])
        assert found == {name: value for name, value in second.items() if name != "gone"}
        assert (found["a"], found["b"], found["b_currency"]) == (Decimal("1.2345"), Decimal("12.50"), "EUR")
        assert [hit["id"] for hit in ctx.records.search("第二")] == [second["id"]]
        assert ctx.records.history("x_all", second["id"])
        assert ctx.records.get("user", user)["name"] == "Anna"
        administrator = ctx.platform.actors.by_email(ctx, "admin@example.com").id
        assert fits(password_of(ctx, str(administrator)), "a long password", demo=False)
        ctx.records.create("x_all", {"name": "new"})
    assert b"".join(FileStore(world.platform.config.data, "copy").read(kept)) == b"content"


def test_a_retired_field_arrives_with_its_values(world: World, tmp_path: Path) -> None:
    first, _ = fill(world)
    export_tenant(world.platform, world.tenant, tmp_path / "out.zip")
    import_tenant(world.platform, tmp_path / "out.zip", "copy")
    World(world.platform, "copy").define(EVERYTHING)
    with world.platform.open("copy") as ctx:
        assert ctx.records.get("x_all", first["id"])["gone"] == "kept"


def test_work_that_waits_is_kept_by_a_backup_alone(world: World, tmp_path: Path) -> None:
    with world.system() as ctx:
        ctx.enqueue("anything", {})
    export_tenant(world.platform, world.tenant, tmp_path / "export.zip")
    export_tenant(world.platform, world.tenant, tmp_path / "backup.zip", whole=True)
    with zipfile.ZipFile(tmp_path / "export.zip") as export, zipfile.ZipFile(tmp_path / "backup.zip") as backup:
        assert "tables/dg_job.jsonl" not in export.namelist()
        assert b"anything" in backup.read("tables/dg_job.jsonl")
        assert not [name for name in backup.namelist() if "dg_session" in name]


def test_a_name_in_use_is_refused_and_nothing_is_harmed(world: World, tmp_path: Path) -> None:
    fill(world)
    export_tenant(world.platform, world.tenant, tmp_path / "out.zip")
    with pytest.raises(Conflict):
        import_tenant(world.platform, tmp_path / "out.zip")
    with world.system() as ctx:
        assert ctx.records.list("x_all", count=True).count == 2


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_export_is_refused_and_leaves_no_tenant(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with make_world("", tmp_path / "data") as world:
        with pytest.raises(Invalid):
            import_tenant(world.platform, tmp_path / "bad.zip", "bad")
        assert [tenant.slug for tenant in world.platform.control.tenants()] == [world.tenant]


def test_a_torn_export_leaves_no_tenant(world: World, tmp_path: Path) -> None:
    fill(world)
    export_tenant(world.platform, world.tenant, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as source, zipfile.ZipFile(tmp_path / "torn.zip", "w") as torn:
        for name in source.namelist():
            content = source.read(name)
            torn.writestr(name, content.replace(b'"first"', b'{"decimal": "no"}') if "x_all" in name else content)
    with pytest.raises(Exception):  # noqa: B017
        import_tenant(world.platform, tmp_path / "torn.zip", "torn")
    assert "torn" not in [tenant.slug for tenant in world.platform.control.tenants()]


def test_a_tenant_with_a_bad_administrator_is_not_made(world: World) -> None:
    for email, password in (("nobody", "a long password"), ("a@example.com", "short")):
        with pytest.raises(Problem):
            create_tenant(world.platform, "half", email, password)
        assert "half" not in [tenant.slug for tenant in world.platform.control.tenants()]


def test_deleting_needs_the_name_once_more(world: World) -> None:
    with pytest.raises(BadRequest):
        delete_tenant(world.platform, world.tenant, "other")
    delete_tenant(world.platform, world.tenant, world.tenant)
    with pytest.raises(NotFound):
        world.platform.control.store(world.tenant)


def test_from_sqlite_into_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with make_world("", tmp_path / "lite") as lite:
        _, second = fill(lite)
        export_tenant(lite.platform, lite.tenant, tmp_path / "out.zip")
    with make_world(postgres_url, tmp_path / "pg") as other:
        import_tenant(other.platform, tmp_path / "out.zip", "moved")
        with other.platform.open("moved") as ctx:
            assert [str(found) for found in reconcile(ctx)] == []
            found = ctx.records.get("x_all", second["id"])
            assert found == {name: value for name, value in second.items() if name != "gone"}
            in_transaction(other.platform, "moved", lambda ctx: ctx.records.create("x_all", {"name": "new"}))
