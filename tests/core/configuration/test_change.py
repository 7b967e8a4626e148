"""Configuration changes by one path, whole or not at all, and every process sees them at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.configuration import apply as applying
from core.configuration import change as changing
from core.configuration.change import Report, change
from core.configuration.reconcile import reconcile
from core.configuration.rows import versions
from core.context import Ctx
from core.database.inspecting import indexes
from core.jobs.running import run_due
from core.platform import Platform
from core.transactions import in_transaction
from dougong import (
    Definition,
    Invalid,
    NotFound,
    NumberSeries,
    Object,
    Role,
    auto_number,
    decimal,
    integer,
    reference,
    rollup,
    text,
)
from tests.support.worlds import World, make_world


def put(world: World, *definitions: Definition, dry_run: bool = False) -> Report:
    """Put definitions of the tenant in force, and answer the report."""
    made = [(definition, "tenant", "tenant") for definition in definitions]
    return in_transaction(world.platform, world.tenant, lambda ctx: change(ctx, made, dry_run=dry_run))


def drift(world: World) -> list[str]:
    with world.system() as ctx:
        return [str(found) for found in reconcile(ctx)]


@pytest.fixture
def shop(world: World) -> Iterator[World]:
    """An object with a record, of the test's own."""
    yield world
    with world.system() as ctx:
        own = [
            (kind, name, "tenant")
            for (kind, name), found in ctx.catalogue.effective.items()
            if found.owner == "tenant" and not found.retired
        ]
    in_transaction(world.platform, world.tenant, lambda ctx: change(ctx, retire=own))


def test_a_new_object_has_a_table_and_takes_records(shop: World) -> None:
    report = put(shop, Object("x_boat", fields={"name": text(required=True)}))
    assert report.applied
    assert shop.create("x_boat", {"name": "Argo"})["name"] == "Argo"
    assert drift(shop) == []


def test_a_new_field_is_seen_by_every_process(shop: World) -> None:
    put(shop, Object("x_cart", fields={"name": text()}))
    other = Platform(shop.platform.config)
    try:
        with other.open(shop.tenant) as ctx:
            assert "wheels" not in ctx.catalogue.object("x_cart").fields
        put(shop, Object("x_cart", fields={"name": text(), "wheels": integer()}))
        with other.open(shop.tenant) as ctx:
            assert ctx.records.create("x_cart", {"name": "Handcart", "wheels": 2})["wheels"] == 2
    finally:
        other.close()


def test_a_dry_run_tells_the_plan_and_changes_nothing(shop: World) -> None:
    before = shop.platform.catalogues.held(shop.tenant, _unit(shop)).stored.version
    report = put(shop, Object("x_ghost", fields={"name": text()}), dry_run=True)
    assert not report.applied
    assert "create_table" in {step.action for step in report.plan.steps}
    assert report.version == before
    with shop.system() as ctx:
        assert "x_ghost" not in ctx.catalogue.objects


def _unit(world: World) -> object:
    with world.system() as ctx:
        return ctx.unit


def test_the_same_again_changes_nothing(shop: World) -> None:
    first = put(shop, Object("x_same", fields={"name": text()}))
    again = put(shop, Object("x_same", fields={"name": text()}))
    assert again.version == first.version
    assert again.plan.steps == ()


def test_every_problem_is_named_at_once(shop: World) -> None:
    wrong = Object("x_wrong", fields={"one": reference("x_nowhere"), "two": text(max_length=-1)})
    with pytest.raises(Invalid) as refused:
        put(shop, wrong, Role("x_role", parent="x_nobody"))
    places = {problem.field for problem in refused.value.errors}
    assert any("x_wrong" in place and "two" in place for place in places)
    assert any("x_role" in place for place in places)


def test_a_change_that_fails_on_the_way_leaves_nothing(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(changing, "write_state", fail)
    with pytest.raises(RuntimeError):
        put(shop, Object("x_torn", fields={"name": text()}))
    monkeypatch.undo()
    assert drift(shop) == []
    assert put(shop, Object("x_torn", fields={"name": text()})).applied


def test_a_retired_object_comes_back_with_its_records(shop: World) -> None:
    put(shop, Object("x_lamp", fields={"name": text()}))
    made = shop.create("x_lamp", {"name": "Genie"})
    shop.retire(("object", "x_lamp"))
    with shop.system() as ctx, pytest.raises(NotFound):
        ctx.records.get("x_lamp", made["id"])
    put(shop, Object("x_lamp", fields={"name": text()}))
    with shop.system() as ctx:
        assert ctx.records.get("x_lamp", made["id"])["name"] == "Genie"


def test_a_field_that_is_left_out_is_kept_and_comes_back(shop: World) -> None:
    put(shop, Object("x_jar", fields={"name": text(), "lid": text()}))
    made = shop.create("x_jar", {"name": "Jam", "lid": "red"})
    put(shop, Object("x_jar", fields={"name": text()}))
    with shop.system() as ctx:
        assert "lid" not in ctx.records.get("x_jar", made["id"])
    put(shop, Object("x_jar", fields={"name": text(), "lid": text()}))
    with shop.system() as ctx:
        assert ctx.records.get("x_jar", made["id"])["lid"] == "red"
    assert drift(shop) == []


def test_a_default_is_filled_into_existing_records(shop: World) -> None:
    put(shop, Object("x_door", fields={"name": text()}))
    made = shop.create("x_door", {"name": "Front"})
    put(shop, Object("x_door", fields={"name": text(), "locks": integer(default=2)}))
    with shop.system() as ctx:
        assert ctx.records.get("x_door", made["id"])["locks"] == 2


def test_a_new_figure_is_computed_for_every_record(shop: World) -> None:
    put(
        shop,
        Object("x_box", fields={"name": text()}),
        Object("x_thing", fields={"box": reference("x_box"), "weight": decimal()}),
    )
    box = shop.create("x_box", {"name": "Big"})
    for weight in ("1.25", "2.50"):
        shop.create("x_thing", {"box": box["id"], "weight": weight})
    put(shop, Object("x_box", fields={"name": text(), "total": rollup("x_thing.box", "sum", field="weight")}))
    with shop.system() as ctx:
        assert str(ctx.records.get("x_box", box["id"])["total"]) == "3.75"


def test_existing_records_are_numbered_from_the_oldest(shop: World) -> None:
    put(shop, Object("x_bill", fields={"name": text()}))
    made = [shop.create("x_bill", {"name": name}) for name in ("first", "second")]
    series = NumberSeries("x_bills", "B-{000}")
    put(shop, series, Object("x_bill", fields={"name": text(), "number": auto_number("x_bills")}))
    third = shop.create("x_bill", {"name": "third"})
    with shop.system() as ctx:
        assert [ctx.records.get("x_bill", one["id"])["number"] for one in (*made, third)] == ["B-001", "B-002", "B-003"]


def test_a_field_that_becomes_required_says_how_many_records_lack_it(shop: World) -> None:
    put(shop, Object("x_form", fields={"name": text(), "sign": text()}))
    shop.create("x_form", {"name": "unsigned"})
    report = put(shop, Object("x_form", fields={"name": text(), "sign": text(required=True)}), dry_run=True)
    step = next(step for step in report.plan.steps if step.action == "fill_required")
    assert step.params["count"] == 1


def test_unique_is_refused_where_values_stand_twice(shop: World) -> None:
    put(shop, Object("x_key", fields={"code": text()}))
    for _ in range(2):
        shop.create("x_key", {"code": "same"})
    with pytest.raises(Invalid, match="1 values of code stand in several records"):
        put(shop, Object("x_key", fields={"code": text(unique=True)}))


def test_a_tenants_whole_document_keeps_only_what_differs(shop: World) -> None:
    with shop.system() as ctx:
        whole = dict(ctx.catalogue.object("team").document)
    whole["fields"] = {**whole["fields"], "x_motto": {"type": "text", "label": "Motto"}}
    put(shop, Definition("object", whole))
    stored = shop.platform.catalogues.held(shop.tenant, _unit(shop)).stored
    row = stored.rows["object", "team", "tenant"]
    assert set(row.document["fields"]) == {"x_motto"}


def test_every_version_is_kept_with_its_author(shop: World) -> None:
    put(shop, Role("x_cook", label="Cook"))
    put(shop, Role("x_cook", label="Chef"))
    with shop.system() as ctx:
        found = versions(ctx.unit, "role", "x_cook", "tenant")
    assert [version["document"]["label"] for version in found[:2]] == ["Chef", "Cook"]


def test_two_changes_at_once_both_come_through(shop: World) -> None:
    put(shop, Object("x_pair", fields={"name": text()}), Object("x_other", fields={"name": text()}))
    failures: list[BaseException] = []

    def add(name: str) -> None:
        try:
            for count in range(1, 4):
                fields = {"name": text(), **{f"more_{n}": text() for n in range(count)}}
                put(shop, Object(name, fields=fields))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=add, args=(name,)) for name in ("x_pair", "x_other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with shop.system() as ctx:
        assert {"more_0", "more_1", "more_2"} <= set(ctx.catalogue.object("x_pair").fields)
        assert {"more_0", "more_1", "more_2"} <= set(ctx.catalogue.object("x_other").fields)
    assert drift(shop) == []


def test_an_index_on_a_large_table_of_postgresql_is_built_by_a_job(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(shop, Object("x_heap", fields={"name": text(), "grain": integer()}))
    with shop.system() as ctx:
        ctx.records.bulk("x_heap", "create", [{"name": str(n), "grain": n} for n in range(20)])
    monkeypatch.setattr(applying, "LARGE", 10)
    put(shop, Object("x_heap", fields={"name": text(), "grain": integer(index=True)}))

    def is_indexed(ctx: Ctx) -> bool:
        return any("grain" in name for name in indexes(ctx.unit).get("x_heap", ()))

    with shop.system() as ctx:
        postgresql = ctx.store.backend == "postgresql"
        assert is_indexed(ctx) == (not postgresql)
    run_due(shop.platform, shop.tenant)
    with shop.system() as ctx:
        assert is_indexed(ctx)
    assert drift(shop) == []


# -- kill -9 -------------------------------------------------------------------------------------------------

CHILD = """
import os, sys
from pathlib import Path
from core.config import Config
from core.configuration import change as changing
from core.platform import Platform
from core.transactions import in_transaction
from dougong import Definition, Object, text

data, url, plugins, point = sys.argv[1:]
setattr(changing, point, lambda *_, **__: os._exit(9))
platform = Platform(Config(data=Path(data), database_url=url, plugins=Path(plugins)))
made = Object("x_killed", fields={"name": text(index=True)})
in_transaction(platform, "acme", lambda ctx: changing.change(ctx, [(made, "tenant", "tenant")]))
"""


POINTS = ("apply", "write", "write_state", "_put_in_force")


def test_s2_a_process_that_is_killed_leaves_the_old_state(backend: str, tmp_path: Path) -> None:
    with make_world(backend, tmp_path) as world:
        config = world.platform.config
        arguments = [str(config.data), config.database_url, str(config.plugins)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        for point in POINTS:
            done = subprocess.run([sys.executable, "-c", CHILD, *arguments, point], env=environment)
            assert done.returncode == 9
            assert drift(world) == []
            with world.system() as ctx:
                assert "x_killed" not in ctx.catalogue.objects
        assert put(world, Object("x_killed", fields={"name": text(index=True)})).applied
        assert drift(world) == []


@pytest.mark.parametrize(
    "document",
    [
        {"name": "x_odd", "fields": {"name": 3}},
        {"name": "x_odd", "fields": [], "parent": {}},
        {"name": "x_odd", "fields": {"name": {"type": "nonsense"}}},
        {"name": "x_odd", "fields": {"name": {"type": "text"}}, "rules": "none"},
        {"name": "x_odd", "fields": {"sum": {"type": "rollup", "of": 7, "function": "count"}}},
        {"name": "team", "extends": True, "fields": {"name": {"type": ["text"]}}},
    ],
)
def test_a_document_of_any_shape_is_refused_in_words(shop: World, document: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        put(shop, Definition("object", document))
