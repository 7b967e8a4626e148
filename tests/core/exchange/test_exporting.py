"""Records leave as CSV that no spreadsheet calculates, and come back as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from core.exchange.exporter import export_records
from core.exchange.importer import Import
from core.exchange.marks import harmless, unmarked
from dougong import NotAllowed, Object, PermissionSet, integer, text
from tests.support.worlds import World

FORMULAS = ["=1+1", "+48 22", "-5", "@home", "\tTab", "\n=1+1", "＝1+1", "＠SUM(A1)", "plain", "'quoted", "x=1"]


def test_F5_nothing_is_taken_for_a_formula() -> None:
    for value in FORMULAS:
        assert harmless(value)[0] not in "=+-@\t\r\n＝＋－＠"
        assert unmarked(harmless(value)) == value


def test_what_is_exported_comes_back(world: World, tmp_path: Path) -> None:
    world.define(Object("x_note", fields={"name": text()}, number=integer()))
    values = [value.strip() for value in FORMULAS]
    for number, value in enumerate(values):
        world.create("x_note", {"name": value, "number": -number})
    file = tmp_path / "notes.csv"
    with world.system() as ctx, file.open("w", encoding="utf-8-sig", newline="") as out:
        assert export_records(ctx, "x_note", out, fields=["name", "number"]) == len(values)
        ctx.records.bulk("x_note", "delete", [{"id": record["id"]} for record in ctx.records.list("x_note").data])
    assert Import(world.platform, world.tenant, "x_note", file).run().created == len(values)
    with world.system() as ctx:
        found = {(record["name"], record["number"]) for record in ctx.records.list("x_note").data}
    assert found == {(value, -number) for number, value in enumerate(values)}


def test_exporting_takes_a_grant_and_shows_only_what_is_visible(world: World) -> None:
    world.define(
        Object("x_secret", sharing="read", fields={"name": text(), "hidden": text()}),
        PermissionSet("x_sees", objects={"x_secret": {"read": True, "fields": {"hidden": "none"}}}),
        PermissionSet(
            "x_exports", objects={"x_secret": {"read": True, "fields": {"hidden": "none"}}}, system=["export"]
        ),
    )
    world.create("x_secret", {"name": "shown", "hidden": "not shown"})
    sees = world.create_user("Sees", permission_sets=["x_sees"])
    exports = world.create_user("Exports", permission_sets=["x_exports"])
    with world.as_user(sees) as ctx, pytest.raises(NotAllowed):
        export_records(ctx, "x_secret", io.StringIO())
    with world.as_user(exports) as ctx:
        out = io.StringIO()
        assert export_records(ctx, "x_secret", out) == 1
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows[0]["name"] == "shown"
    assert "hidden" not in rows[0]
