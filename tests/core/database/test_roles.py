"""Tenants on PostgreSQL are kept apart by the database itself, whatever statement reaches it (faults T5, T6, T7)."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from core.config import Config
from core.configuration.reconcile import reconcile
from core.database.inspecting import columns_of
from core.database.stores import Store
from core.database.tables import series, state
from core.database.unit import Unit
from core.platform import Platform
from core.tenants import create_tenant, delete_tenant, upgrade_tenant
from core.transactions import in_transaction
from dougong import NotFound, Object, Unavailable, reference, text
from tests.support import postgres
from tests.support.worlds import World, make_world

OTHER = "other"
FORMS = (
    'SELECT * FROM "{schema}"."{table}"',
    'SELECT "{column}" FROM "{schema}"."{table}" LIMIT 1',
    'SELECT count(*) FROM "{schema}"."{table}" WHERE "{column}" IS NULL',
    'SELECT * FROM (SELECT 1 AS a) AS a, "{schema}"."{table}"',
    'SELECT EXISTS (SELECT FROM "{schema}"."{table}")',
    'INSERT INTO "{schema}"."{table}" DEFAULT VALUES',
    'INSERT INTO "{schema}"."{table}" SELECT * FROM "{schema}"."{table}"',
    'UPDATE "{schema}"."{table}" SET "{column}" = NULL',
    'UPDATE "{schema}"."{table}" SET "{column}" = "{column}" WHERE FALSE',
    'DELETE FROM "{schema}"."{table}"',
    'TRUNCATE "{schema}"."{table}"',
    'TRUNCATE "{schema}"."{table}" CASCADE',
    'LOCK TABLE "{schema}"."{table}" IN ACCESS SHARE MODE',
    'ALTER TABLE "{schema}"."{table}" ADD COLUMN more text',
    'ALTER TABLE "{schema}"."{table}" OWNER TO CURRENT_USER',
    'ALTER TABLE "{schema}"."{table}" RENAME COLUMN "{column}" TO more',
    'DROP TABLE "{schema}"."{table}"',
    'DROP TABLE "{schema}"."{table}" CASCADE',
    'CREATE INDEX ON "{schema}"."{table}" ("{column}")',
    'CREATE VIEW pg_temp.mine AS SELECT * FROM "{schema}"."{table}"',
    'CREATE TABLE "{schema}".mine (id integer)',
    'CREATE TABLE pg_temp.mine AS TABLE "{schema}"."{table}"',
    'GRANT ALL ON "{schema}"."{table}" TO CURRENT_USER',
    'COPY "{schema}"."{table}" TO STDOUT',
    'TABLE "{schema}"."{table}"',
    'DROP SCHEMA "{schema}" CASCADE',
    'ALTER SCHEMA "{schema}" RENAME TO mine',
    'GRANT ALL ON SCHEMA "{schema}" TO CURRENT_USER',
)


@pytest.fixture
def login(postgres_server: postgres.Server) -> Iterator[str]:
    """A database whose owner may make roles and is no superuser, as in production; answers his URL."""
    name = f"login_{uuid.uuid4().hex}"
    with postgres_server.database(name) as url:
        postgres_server.execute("CREATE ROLE {} LOGIN CREATEROLE", name)
        postgres_server.execute("ALTER DATABASE {} OWNER TO {}", name, name)
        yield make_url(url).set(username=name).render_as_string(hide_password=False)


@pytest.fixture
def world(login: str, tmp_path: Path) -> Iterator[World]:
    """Two tenants with a few records each."""
    with make_world(login, tmp_path) as made:
        create_tenant(made.platform, OTHER, "admin@example.com", "a long password")
        for tenant in (made, World(made.platform, OTHER)):
            tenant.define(Object("x_ship", fields={"name": text(), "sister": reference("x_ship")}))
            tenant.create("x_ship", {"name": f"of {tenant.tenant}"})
        yield made


def store(world: World, tenant: str = "") -> Store:
    return world.platform.control.store(tenant or world.tenant)


def ask(world: World, tenant: str, statement: str) -> Any:
    """One value, read on a connection for reading, as a tenant."""
    with store(world, tenant).read() as connection:
        return connection.execute(sa.text(statement)).scalar()


def names(world: World, tenant: str) -> list[str]:
    with world.platform.open(tenant) as ctx:
        return [record["name"] for record in ctx.records.list("x_ship").data]


def refusal(connection: sa.Connection, statement: str) -> str:
    """The SQLSTATE of a statement that the database refuses."""
    with pytest.raises(sa.exc.DBAPIError) as caught, connection.begin_nested():
        connection.exec_driver_sql(statement)
    assert isinstance(caught.value.orig, psycopg.Error)
    return str(caught.value.orig.sqlstate)


def statements(columns: dict[str, dict[str, str]], schema: str, count: int) -> Iterator[str]:
    chance = random.Random(7)
    for number in range(count):
        table = chance.choice(sorted(columns))
        column = chance.choice(sorted(columns[table]))
        yield FORMS[number % len(FORMS)].format(schema=schema, table=table, column=column)


def test_a_thousand_statements_of_one_tenant_do_not_reach_another(world: World) -> None:
    with Unit(store(world, OTHER)) as unit:
        columns = columns_of(unit)
    schema = str(store(world, OTHER).schema)
    with store(world).write() as connection:
        for statement in statements(columns, schema, 1000):
            assert refusal(connection, statement) == "42501", statement
    assert names(world, OTHER) == ["of other"]


def test_without_a_tenant_nothing_is_reached(world: World) -> None:
    with Unit(store(world)) as unit:
        columns = columns_of(unit)
    with store(world).server.write("") as connection:
        for statement in statements(columns, str(store(world).schema), 200):
            if not statement.startswith(("ALTER SCHEMA", "DROP SCHEMA", "GRANT ALL ON SCHEMA")):
                assert refusal(connection, statement) == "42501", statement
        assert refusal(connection, f'DROP SCHEMA "{store(world).schema}" CASCADE') == "42501"


def test_a_tenant_does_not_reach_the_tables_of_the_installation(world: World) -> None:
    with store(world).write() as connection:
        for statement in ("SELECT * FROM dg_tenant", "DELETE FROM dg_tenant", "CREATE TABLE public.mine (id integer)"):
            assert refusal(connection, statement) == "42501"


def test_a_role_can_not_sign_in_and_owns_everything_of_its_tenant(world: World) -> None:
    with store(world).read() as connection:
        owners = connection.execute(
            sa.text(
                "SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = :schema"
            ),
            {"schema": store(world).schema},
        ).scalars()
        assert list(owners) == [store(world).role]
        found = connection.execute(
            sa.text("SELECT rolcanlogin, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = :role"),
            {"role": store(world).role},
        ).one()
        assert not any(found)


def test_connections_change_their_role_with_the_tenant_alone(world: World) -> None:
    platform = Platform(world.platform.config)  # its pool holds one connection
    fresh, server = World(platform), platform.control.store(OTHER).server
    roles = {tenant: store(world, tenant).role for tenant in (world.tenant, OTHER)}
    login = make_url(server.url).username
    who = "SELECT current_user"
    for tenant in (OTHER, world.tenant, OTHER):
        assert ask(fresh, tenant, who) == roles[tenant]
    ask(fresh, OTHER, "SELECT set_config('role', 'none', false)")
    assert ask(fresh, OTHER, who) == login  # nothing was said again
    assert ask(fresh, world.tenant, who) == roles[world.tenant]
    with server.read("") as connection:
        assert connection.execute(sa.text(who)).scalar() == login
    assert names(fresh, world.tenant) == ["of acme"]
    platform.close()


def test_a_connection_on_which_something_failed_says_its_role_anew(world: World) -> None:
    other = str(store(world, OTHER).schema)
    wrong = store(world).compile(sa.text(f'SELECT * FROM "{other}".x_ship'))
    slow = store(world).compile(sa.text("SELECT pg_sleep(30)"))
    for _ in range(40):  # more than the pool holds
        with pytest.raises(Unavailable), Unit(store(world)) as unit:
            unit.rows(wrong)
    with pytest.raises(RuntimeError), Unit(store(world)) as unit:
        unit.rows(store(world).compile(sa.select(state.c.id)))
        raise RuntimeError("in mid-request")
    with store(world).read() as connection:
        connection.execute(sa.text("SET statement_timeout = 100"))
    with pytest.raises(Unavailable), Unit(store(world)) as unit:
        unit.rows(slow)
    with pytest.raises(Unavailable), Unit(store(world)) as unit:
        unit.run(wrong, {})
    for tenant in (world.tenant, OTHER, world.tenant):
        assert ask(world, tenant, "SELECT current_user") == store(world, tenant).role
        assert names(world, tenant) == [f"of {tenant}"]


def test_a_killed_backend_leaves_nothing_behind(world: World, postgres_server: postgres.Server) -> None:
    for tenant in (world.tenant, OTHER):
        names(world, tenant)
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {}"
    with store(world).read(), store(world).read():  # several connections
        pass
    postgres_server.execute(kill.replace("{}", f"'{make_url(store(world).server.url).username}'"))
    for tenant in (world.tenant, OTHER):
        for attempt in range(3):
            try:
                in_transaction(world.platform, tenant, lambda ctx: ctx.records.create("x_ship", {"name": "new"}))
                assert sorted(names(world, tenant)) == ["new", f"of {tenant}"]
                break
            except Unavailable:
                assert attempt < 2


def test_tenants_served_at_the_same_time_do_not_mix(world: World) -> None:
    def work(number: int) -> bool:
        tenant = (world.tenant, OTHER)[number % 2]
        with Unit(store(world, tenant)) as unit:
            if number % 3 == 0:
                value = {"name": f"{tenant} {number}", "period": "", "value": 1}
                unit.run(unit.store.compile(sa.insert(series).values(value)), {})
            if number % 5 == 0:
                with store(world).server.read("") as connection:
                    connection.execute(sa.text("SELECT count(*) FROM dg_tenant"))
            found = unit.rows(unit.store.compile(sa.select(series.c.name)))
        return all(name.startswith(tenant) for (name,) in found)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(400)))


def roles_of(server: postgres.Server, name: str) -> int:
    with psycopg.connect(server.url().replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        return int(found[0]) if found else 0


def test_deleting_a_tenant_removes_its_role(world: World, postgres_server: postgres.Server) -> None:
    other = Platform(world.platform.config)
    try:
        with other.open(OTHER) as ctx:
            assert ctx.records.list("x_ship", count=True).count == 1
        role = store(world, OTHER).role
        assert roles_of(postgres_server, role) == 1
        delete_tenant(world.platform, OTHER)
        assert roles_of(postgres_server, role) == 0
        create_tenant(world.platform, OTHER, "admin@example.com", "a long password")
        with world.platform.open(OTHER) as ctx:
            assert ctx.records.list("user", count=True).count == 1
        with pytest.raises(Unavailable), other.open(OTHER):
            pass
        with other.open(OTHER) as ctx:  # the other process has noticed
            assert ctx.records.list("user", count=True).count == 1
    finally:
        other.close()


def test_a_login_that_may_not_make_roles_is_told_and_upgraded_later(
    login: str, tmp_path: Path, postgres_server: postgres.Server
) -> None:
    name = str(make_url(login).username)
    postgres_server.execute("ALTER ROLE {} NOCREATEROLE", name)
    with make_world(login, tmp_path) as world:
        world.define(Object("x_ship", fields={"name": text()}))
        world.create("x_ship", {"name": "of acme"})
        assert (store(world).role, world.platform.control.unprotected()) == ("", [world.tenant])
        assert names(world, world.tenant) == ["of acme"]
        upgrade_tenant(world.platform, world.tenant)
        assert world.platform.control.unprotected() == [world.tenant]

        postgres_server.execute("ALTER ROLE {} CREATEROLE", name)
        other = Platform(world.platform.config)
        upgrade_tenant(world.platform, world.tenant)
        upgrade_tenant(world.platform, world.tenant)
        postgres_server.execute("ALTER ROLE {} NOCREATEROLE", name)  # needed for making them alone
        assert store(world).role and world.platform.control.unprotected() == []
        world.create("x_ship", {"name": "new"})
        world.define(Object("x_boat", fields={"name": text()}))
        with world.system() as ctx:
            assert [str(found) for found in reconcile(ctx)] == []
        with pytest.raises(Unavailable), other.open(world.tenant):
            pass  # a process that ran before the upgrade
        with other.open(world.tenant) as ctx:
            assert ctx.records.list("x_ship", count=True).count == 2
        other.close()
        test_without_a_tenant_nothing_is_reached(world)


def test_a_role_that_was_lost_is_made_again(world: World, postgres_server: postgres.Server) -> None:
    """As after bringing a dump to another server, where roles don't come along."""
    role, login = store(world).role, str(make_url(store(world).server.url).username)
    with psycopg.connect(postgres_server.url(login).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'REASSIGN OWNED BY "{role}" TO "{login}"')
        connection.execute(f'DROP OWNED BY "{role}"')
        connection.execute(f'DROP ROLE "{role}"')
    with pytest.raises(Unavailable):
        world.create("x_ship", {"name": "lost"})
    upgrade_tenant(world.platform, world.tenant)
    assert store(world).role == role
    world.create("x_ship", {"name": "found"})
    test_a_role_can_not_sign_in_and_owns_everything_of_its_tenant(world)


def test_an_older_control_database_gets_the_column_for_roles(backend: str, tmp_path: Path) -> None:
    with make_world(backend, tmp_path) as world:
        config: Config = world.platform.config
        with world.platform.control._server.change("") as connection:
            connection.exec_driver_sql("UPDATE dg_tenant SET role = ''")
            connection.exec_driver_sql("ALTER TABLE dg_tenant DROP COLUMN role")
        for _ in range(2):
            again = Platform(config)
            assert [tenant.slug for tenant in again.control.tenants()] == [world.tenant]
            again.close()
        with pytest.raises(NotFound):
            world.platform.control.tenant("nobody")


def test_sqlite_attaches_no_other_file(tmp_path: Path) -> None:
    with make_world("", tmp_path) as world:
        create_tenant(world.platform, OTHER, "admin@example.com", "a long password")
        attach = f"ATTACH '{tmp_path / 'tenants' / 'other.db'}' AS other"
        for connection in (store(world).read(), store(world).write()):
            with connection as opened, pytest.raises(sa.exc.DatabaseError, match="not authorized"):
                opened.exec_driver_sql(attach)
