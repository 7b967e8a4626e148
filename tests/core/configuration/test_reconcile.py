"""What differs between catalogue and database is named."""

from __future__ import annotations

from core.configuration.reconcile import reconcile
from dougong import Object, integer, text
from tests.support.worlds import World


def test_what_somebody_did_by_hand_is_named(world: World) -> None:
    world.define(Object("x_hand", fields={"name": text(), "size": integer(index=True)}))
    with world.system() as ctx:
        schema = f'"{ctx.store.schema}".' if ctx.store.schema else ""
        run = ctx.unit.connection.exec_driver_sql
        run(f"DROP INDEX {schema}ix_x_hand__size__id")
        run(f"ALTER TABLE {schema}x_hand ADD COLUMN surprise TEXT")
        run(f"CREATE TABLE {schema}stranger (id INTEGER)")
        found = {drift.name: drift for drift in reconcile(ctx)}
        ctx.unit.rollback()
    assert not found["x_hand.ix_x_hand__size__id"].serious
    assert not found["x_hand.surprise"].serious
    assert not found["stranger"].serious


def test_a_missing_column_is_serious(world: World) -> None:
    world.define(Object("x_gap", fields={"name": text(), "note": text()}))
    with world.system() as ctx:
        schema = f'"{ctx.store.schema}".' if ctx.store.schema else ""
        ctx.unit.connection.exec_driver_sql(f"ALTER TABLE {schema}x_gap DROP COLUMN note")
        found = [drift for drift in reconcile(ctx) if drift.name == "x_gap.note"]
        ctx.unit.rollback()
    assert [str(drift) for drift in found] == ["x_gap.note: the column is missing"]
    assert found[0].serious


def test_a_fresh_tenant_is_as_its_catalogue_says(world: World) -> None:
    with world.system() as ctx:
        assert [drift for drift in reconcile(ctx) if not drift.name.startswith("x_")] == []
