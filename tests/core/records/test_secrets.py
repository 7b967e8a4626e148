"""Secrets: sealed in the database, shown by no door, opened at their place with their key and nowhere else (fault D9)."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.api.app import create_app
from core.database.queries import execute, fetch
from core.exchange.exporter import export_records
from core.identity.tokens import create_token
from core.platform import Platform
from core.records.sealing import reseal, reveal
from core.records.seals import MARK, Seals, Tampered, UnknownKey
from core.tenants import create_tenant, export_tenant, import_tenant, upgrade_tenant
from core.transactions import in_transaction
from dougong import BadRequest, Conflict, NotAllowed, NotFound, Object, Problem, Unavailable, secret, text
from tests.support.worlds import World, make_world

CANARY = "kanarek-7f3a9c"
PLACE = ("x_box", "pin", "1")


@pytest.fixture
def world(backend: str, tmp_path: Path) -> Iterator[World]:
    with make_world(backend, tmp_path) as made:
        made.define(box())
        yield made


def box() -> Object:
    return Object("x_box", fields={"name": text(), "pin": secret(track=True), "other": secret()})


def stored(world: World, id: str, field: str = "pin") -> Any:
    with world.system() as ctx:
        table = ctx.catalogue.object("x_box").table
        return fetch(ctx.unit, sa.select(table.c[field]).where(table.c.id == id))[0][0]


def put(world: World, id: str, value: str) -> None:
    with world.system() as ctx:
        table = ctx.catalogue.object("x_box").table
        execute(ctx.unit, sa.update(table).where(table.c.id == id).values(pin=value))


def shown(world: World, id: str, field: str = "pin") -> str | None:
    with world.system() as ctx:
        return reveal(ctx, "x_box", id, field)


def everything(world: World) -> str:
    """All that the tenant's database holds, as one text."""
    found = []
    with world.platform.control.store(world.tenant).read() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection, schema=world.platform.control.store(world.tenant).schema)
        for table in metadata.tables.values():
            found += [repr(tuple(row)) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]
    return "\n".join(found)


def test_a_stolen_database_holds_no_secret(world: World) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY})
    with world.system() as ctx:
        ctx.records.update("x_box", made["id"], {"pin": CANARY + "-2", "other": CANARY})
    assert stored(world, made["id"]).startswith(MARK)
    assert CANARY not in everything(world)
    assert (shown(world, made["id"]), shown(world, made["id"], "other")) == (CANARY + "-2", CANARY)


def test_no_door_shows_a_secret(world: World, caplog: pytest.LogCaptureFixture) -> None:
    administrator = in_transaction(
        world.platform, world.tenant,
        lambda ctx: create_token(ctx, str(ctx.platform.actors.by_email(ctx, "admin@example.com").id), "test"),
    )  # fmt: skip
    client = create_app(world.platform).test_client()
    headers = {"Authorization": f"Bearer {administrator}", "X-Tenant": world.tenant}
    made = client.post("/api/v1/records/x_box", json={"name": "a", "pin": CANARY}, headers=headers)
    assert made.status_code == 201
    id = made.get_json()["id"]
    sealed = stored(world, id)
    answers = [made, client.patch(f"/api/v1/records/x_box/{id}", json={"pin": CANARY + "x"}, headers=headers)]
    at = "/api/v1/records/x_box"
    for address in (
        at, f"{at}/{id}", f"{at}/{id}?fields=name,pin", f"{at}?fields=pin", f"{at}?filter=pin = '{CANARY}'", f"{at}?sort=pin",
        f"{at}?q={CANARY}", f"{at}/{id}/history", f"{at}/{id}/timeline", f"{at}/{id}/explain", f"/api/v1/search?q={CANARY}",
        f"{at}/lookup?q={CANARY}", "/api/v1/meta/object/x_box", "/api/v1/openapi.json", "/api/v1/jobs",
    ):  # fmt: skip
        answers.append(client.get(address, headers=headers))
    for document in (
        {"object": "x_box", "group_by": ["pin"], "measures": [{"count": "*"}]},
        {"object": "x_box", "measures": [{"max": "pin"}]},
        {"object": "x_box", "filter": f"pin = '{CANARY}'", "measures": [{"count": "*"}]},
    ):
        answers.append(client.post("/api/v1/query", json=document, headers=headers))
        assert answers[-1].status_code == 400
    for answer in answers:
        body = answer.get_data(as_text=True)
        assert answer.status_code < 500
        found = body.replace(f"q={CANARY}", "").replace(f"pin = '{CANARY}'", "")
        assert CANARY not in found and MARK not in found and sealed not in found, (answer.request.path, body)
    for field in ("filter", "sort"):
        said = client.get(f"{at}?{field}=pin{' != NULL' if field == 'filter' else ''}", headers=headers)
        unknown = client.get(f"{at}?{field}=nix{' != NULL' if field == 'filter' else ''}", headers=headers)
        assert said.status_code == unknown.status_code == 400
    with world.system() as ctx:
        out = io.StringIO()
        export_records(ctx, "x_box", out)
        assert CANARY not in out.getvalue() and "pin" not in out.getvalue()
        with pytest.raises(Problem):
            export_records(ctx, "x_box", io.StringIO(), fields=["pin"])
        assert [change for event in ctx.records.history("x_box", id) for change in event["changes"] if change["field"] == "pin"]
    assert CANARY not in caplog.text and sealed not in caplog.text


def test_a_secret_said_again_changes_nothing(world: World) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY})
    before = stored(world, made["id"])
    with world.system() as ctx:
        assert ctx.records.update("x_box", made["id"], {"pin": CANARY})["version"] == made["version"]
        assert ctx.records.update("x_box", made["id"], {"name": "b"})["version"] == made["version"] + 1
    assert stored(world, made["id"]) == before
    with world.system() as ctx:
        ctx.records.update("x_box", made["id"], {"pin": None})
    assert shown(world, made["id"]) is None


def test_a_secret_is_opened_for_the_platform_alone(world: World) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY})
    with world.platform.open_as(world.tenant, "admin@example.com") as ctx, pytest.raises(NotAllowed):
        reveal(ctx, "x_box", made["id"], "pin")
    with world.system() as ctx:
        for id, field in ((made["id"], "name"), (made["id"], "nothing"), (str(uuid.uuid4()).replace("-", ""), "pin")):
            with pytest.raises((NotFound, BadRequest)):
                reveal(ctx, "x_box", id, field)


def test_a_secret_does_not_open_elsewhere(world: World) -> None:
    """In another record, another field, or another tenant of the same installation."""
    first, second = (world.create("x_box", {"name": name, "pin": name}) for name in ("a", "b"))
    put(world, second["id"], stored(world, first["id"]))
    with pytest.raises(Conflict, match="changed outside"):
        shown(world, second["id"])
    put(world, first["id"], stored(world, first["id"])[:-8] + "AAAAAAA=")
    with pytest.raises(Conflict, match="changed outside"):
        shown(world, first["id"])
    world.create("x_box", {"name": "c", "pin": "c"})  # others are not disturbed
    with world.system() as ctx:
        ctx.records.update("x_box", first["id"], {"pin": "new"})
    assert shown(world, first["id"]) == "new"

    create_tenant(world.platform, "other", "admin@example.com", "a long password")
    other = World(world.platform, "other")
    other.define(box())
    theirs = other.create("x_box", {"name": "a", "pin": "theirs"})
    sealed = Seals(["a key for tests"], b"theirs").seal("x", PLACE)
    with pytest.raises(Tampered):
        Seals(["a key for tests"], b"ours").open(sealed, PLACE)
    put(other, theirs["id"], stored(world, first["id"]))
    with pytest.raises(Conflict):
        shown(other, theirs["id"])


def test_with_another_key_a_secret_is_refused_clearly_and_everything_else_works(world: World) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY})
    config = world.platform.config
    for keys in ({"secret_key": "another"}, {"secret_key": "another", "secret_keys_old": ("a third",)}):
        later = World(Platform(replace(config, **keys)))
        with pytest.raises(Unavailable, match="DOUGONG_SECRET_KEYS_OLD"):
            shown(later, made["id"])
        with later.system() as ctx:
            assert reseal(ctx).lost == 1
            assert ctx.records.get("x_box", made["id"])["name"] == "a"
            assert ctx.records.update("x_box", made["id"], {"name": "a"})["version"] == made["version"]
        later.platform.close()
    assert shown(world, made["id"]) == CANARY


def test_keys_are_rotated(world: World) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY, "other": "o"})
    config = world.platform.config
    both = World(Platform(replace(config, secret_key="new", secret_keys_old=(config.secret_key,))))
    assert shown(both, made["id"]) == CANARY
    with both.system() as ctx:
        assert vars(reseal(ctx, dry_run=True)) == {"anew": 2, "kept": 0, "lost": 0}
        assert vars(reseal(ctx)) == {"anew": 2, "kept": 0, "lost": 0}
        assert vars(reseal(ctx)) == {"anew": 0, "kept": 2, "lost": 0}
        assert ctx.records.get("x_box", made["id"])["version"] == made["version"]
    new = World(Platform(replace(config, secret_key="new")))
    assert shown(new, made["id"]) == CANARY
    for platform in (both.platform, new.platform):
        platform.close()


def test_secrets_of_an_older_version_are_sealed_by_the_upgrade(world: World) -> None:
    made = world.create("x_box", {"name": "a"})
    put(world, made["id"], CANARY)
    store = world.platform.control.store(world.tenant)
    with store.write() as connection:
        schema = f'"{store.schema}".' if store.schema else ""
        connection.exec_driver_sql(f"DROP TABLE {schema}dg_sealing")
        connection.commit()
    later = World(Platform(world.platform.config))
    with pytest.raises(Unavailable, match="dougong upgrade"):
        later.create("x_box", {"name": "b", "pin": "b"})
    assert later.create("x_box", {"name": "b"})["name"] == "b"
    later.define(Object("x_box", fields={"name": text(), "other": secret()}))  # `pin` is retired, with what it holds
    upgrade_tenant(later.platform, later.tenant)
    assert CANARY not in everything(later)
    later.define(box())
    assert shown(later, made["id"]) == CANARY
    later.platform.close()


def test_secrets_go_with_their_tenant(world: World, tmp_path: Path) -> None:
    made = world.create("x_box", {"name": "a", "pin": CANARY})
    export_tenant(world.platform, world.tenant, tmp_path / "out.zip")
    import_tenant(world.platform, tmp_path / "out.zip", "copy")
    assert shown(World(world.platform, "copy"), made["id"]) == CANARY
    other = Platform(replace(world.platform.config, data=tmp_path / "elsewhere", database_url="", secret_key="theirs"))
    import_tenant(other, tmp_path / "out.zip")
    with pytest.raises(Unavailable):
        shown(World(other), made["id"])
    other.close()


def test_seals_know_their_key() -> None:
    seals, newer = Seals(["old"], b"salt"), Seals(["new", "old"], b"salt")
    sealed = seals.seal("zażółć 密码", PLACE)
    assert sealed != seals.seal("zażółć 密码", PLACE)
    assert newer.open(sealed, PLACE) == "zażółć 密码"
    assert seals.is_current(sealed) and not newer.is_current(sealed) and not seals.is_current("plain")
    assert newer.open("plain", PLACE) == "plain"
    with pytest.raises(UnknownKey):
        seals.open(newer.seal("x", PLACE), PLACE)
    for wrong in (sealed[:-1], sealed.rsplit(":", 1)[0], sealed.rsplit(":", 1)[0] + ":???"):
        with pytest.raises(Tampered):
            seals.open(wrong, PLACE)
    for place in (("x_box", "pin", "2"), ("x_box", "other", "1"), ("x_cat", "pin", "1")):
        with pytest.raises(Tampered):
            seals.open(sealed, place)
