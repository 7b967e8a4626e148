"""Everything that can be wrong with a set of definitions is found before it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dougong import (
    Definition,
    Extension,
    Layout,
    NumberSeries,
    Object,
    PermissionSet,
    Role,
    Settings,
    SharingRule,
    View,
    any_reference,
    boolean,
    choice,
    date,
    decimal,
    formula,
    integer,
    json,
    many_to_many,
    master_detail,
    money,
    multi_choice,
    option,
    phone,
    reference,
    rollup,
    rule,
    secret,
    text,
)
from metadata.catalogue import Catalogue
from metadata.check import check
from metadata.check.limits import FIELDS_OF_OBJECT, FORMULA_DEPTH
from metadata.definitions import DefinitionRow
from metadata.expressions import RESERVED
from tests.metadata.makers import fields, row, rows_of, tenant_row

ACCOUNT = Object("account", fields={"name": text(), "tier": choice(["gold", "silver"]), "size": integer()})


def problems(*definitions: Definition) -> dict[str, str]:
    return {problem.field: str(problem) for problem in check(rows_of(ACCOUNT, *definitions))}


def places(*definitions: Definition) -> set[str]:
    return fields(check(rows_of(ACCOUNT, *definitions)))


def thing(**more: Any) -> Object:
    return Object("thing", fields={"name": text(), **more})


def test_a_sound_set_has_no_problems() -> None:
    assert problems(thing(account=reference("account"))) == {}


@pytest.mark.parametrize(
    ("field", "place"),
    [
        (reference("rocket"), "/to"),
        (many_to_many("rocket"), "/to"),
        (integer(min=5, max=1), "/min"),
        (text(pattern="(a"), "/pattern"),
        (integer(default="x"), "/default"),
        (choice(["a"], default="b"), "/default"),
        (choice(["a", "a"]), "/options/1/value"),
        (choice([option("a", within=["gold"])]), "/depends_on"),
        (choice([option("a", within=["gold"])], depends_on="nothing"), "/depends_on"),
        (choice([option("a", within=["x"])], depends_on="kind"), "/options/0/for"),
        (choice([option("a")], depends_on="name"), "/depends_on"),
        (choice([option("a", entry="nothing = 1")]), "/options/0/entry"),
        (decimal(default={"expression": "TODAY()"}), "/default/expression"),
        (date(default={"expression": "created_at"}), "/default/expression"),
        (text(visible_when="name +"), "/visible_when"),
        (text(required_when="name"), "/required_when"),
        (text(read_only_when="rocket = 1"), "/read_only_when"),
        (formula("name * 2", "decimal"), "/expression"),
        (formula("name", "decimal"), "/expression"),
        (rollup("rocket.thing", "count"), "/of"),
        (rollup("account.rocket", "count"), "/of"),
        (rollup("account.owner_id", "count"), "/of"),
    ],
)
def test_a_field_that_can_not_work_is_named(field: Any, place: str) -> None:
    assert f"/object/thing/fields/it{place}" in places(thing(kind=choice(["k"]), it=field))


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"function": "sum"}, "/field"),
        ({"function": "sum", "field": "rocket"}, "/field"),
        ({"function": "sum", "field": "name"}, "/field"),
        ({"function": "max", "field": "name"}, "/field"),
        ({"function": "count", "field": "size"}, "/field"),
        ({"function": "count", "filter": "rocket = 1"}, "/filter"),
        ({"function": "median"}, "/function"),
    ],
)
def test_a_roll_up_that_can_not_work_is_named(keys: Mapping[str, Any], place: str) -> None:
    child = Object("child", fields={"name": text(), "size": integer(), "thing": reference("thing")})
    it = rollup("child.thing", keys["function"], field=keys.get("field"), filter=keys.get("filter"))
    assert f"/object/thing/fields/it{place}" in places(child, thing(it=it))


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"name_field": "rocket"}, "/name_field"),
        ({"name_field": "extra"}, "/name_field"),
        ({"sharing": "parent"}, "/parent"),
        ({"sharing": "parent", "parent": "rocket"}, "/parent"),
        ({"sharing": "parent", "parent": "name"}, "/parent"),
        ({"indexes": [["rocket"]]}, "/indexes/0"),
        ({"indexes": [["extra", "friends"]]}, "/indexes/0"),
        ({"rules": [{"name": "a", "when": "TRUE", "message": "m", "field": "rocket"}]}, "/rules/0/field"),
        ({"rules": [{"name": "a", "when": "5", "message": "m"}]}, "/rules/0/when"),
        ({"rules": [{"name": "a", "when": "TRUE", "message": "m"}] * 2}, "/rules/1/name"),
    ],
)
def test_an_object_that_can_not_work_is_named(document: dict[str, Any], place: str) -> None:
    made = thing(extra=json(), friends=many_to_many("account"))
    changed = Definition("object", {**made.document, **document})
    assert f"/object/thing{place}" in places(changed)


@pytest.mark.parametrize(
    ("definition", "place"),
    [
        (View("v", "rocket"), "/view/v/object"),
        (View("v", "account", columns=["name", "rocket"]), "/view/v/columns/1"),
        (View("v", "account", columns=["owner.rocket"]), "/view/v/columns/0"),
        (View("v", "account", sort="-rocket"), "/view/v/sort"),
        (View("v", "account", form="board"), "/view/v/group_by"),
        (View("v", "account", form="board", group_by="created_by.rocket"), "/view/v/group_by"),
        (View("v", "account", sums=["name"]), "/view/v/sums/0"),
        (View("v", "account", sums=["rocket"]), "/view/v/sums/0"),
        (View("v", "account", sums=["count:name", "avg:name"]), "/view/v/sums/1"),
        (View("v", "account", group_by="name:month"), "/view/v/group_by"),
        (View("v", "account", split_by="rocket:month"), "/view/v/split_by"),
        (View("v", "account", form="board", group_by="tier", limits={"gold": 3, "rocket": 3}), "/view/v/limits/rocket"),
        (View("v", "account", form="gantt", start="name"), "/view/v/start"),
        (View("v", "account", form="map", place="rocket"), "/view/v/place"),
        (View("v", "account", widths={"rocket": 100}), "/view/v/widths/rocket"),
        (View("v", "account", filter="rocket = 1"), "/view/v/filter"),
        (Layout("l", "account", sections=[{"fields": ["name", "rocket"]}]), "/layout/l/sections/0/fields/1"),
        (Layout("l", "account", sections=[{"fields": [], "visible_when": "5"}]), "/layout/l/sections/0/visible_when"),
        (Layout("l", "account", sections=[], header=["rocket"]), "/layout/l/header/0"),
        (Layout("l", "account", sections=[], path="name"), "/layout/l/path"),
        (Layout("l", "account", sections=[], path="rocket"), "/layout/l/path"),
        (Layout("l", "account", sections=[], preview="name"), "/layout/l/preview"),
        (
            Layout("l", "account", sections=[], related=[{"object": "rocket", "field": "a"}]),
            "/layout/l/related/0/object",
        ),
        (
            Layout("l", "account", sections=[], related=[{"object": "user", "field": "name"}]),
            "/layout/l/related/0/field",
        ),
        (Layout("l", "account", sections=[], permission_sets=["rocket"]), "/layout/l/permission_sets/0"),
        (Role("r", parent="rocket"), "/role/r/parent"),
        (PermissionSet("p", objects={"rocket": {"read": True}}), "/permission_set/p/objects/rocket"),
        (
            PermissionSet("p", objects={"account": {"fields": {"rocket": "none"}}}),
            "/permission_set/p/objects/account/fields/rocket",
        ),
        (SharingRule("s", "rocket", share_with={"everyone": True}), "/sharing_rule/s/object"),
        (SharingRule("s", "account", where="rocket = 1", share_with={"everyone": True}), "/sharing_rule/s/where"),
        (SharingRule("s", "account", share_with={"role": "rocket"}), "/sharing_rule/s/with/role"),
        (SharingRule("s", "account", owner_role="rocket", share_with={"everyone": True}), "/sharing_rule/s/owner_role"),
        (NumberSeries("n", "no number"), "/number_series/n/pattern"),
        (Settings("s", values={"rocket": 1}), "/settings/s/values/rocket"),
        (Settings("s", values={"limit": "x"}, limit=integer()), "/settings/s/values/limit"),
        (Settings("s", pin=secret()), "/settings/s/fields/pin/type"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_definition_that_names_nothing_is_named(definition: Definition, place: str) -> None:
    assert place in places(definition)


def test_everything_is_found_at_once() -> None:
    found = places(
        thing(a=reference("rocket"), b=integer(default="x")),
        View("v", "account", columns=["rocket"]),
        Role("r", parent="rocket"),
    )
    assert found == {
        "/object/thing/fields/a/to",
        "/object/thing/fields/b/default",
        "/view/v/columns/0",
        "/role/r/parent",
    }


def test_a_broken_document_hides_no_other_problem_and_makes_none() -> None:
    broken = Definition("object", {"name": "broken", "surprise": 1, "fields": {"name": {"type": "text"}}})
    assert places(broken, thing(it=reference("broken"), b=integer(default="x"))) == {
        "/object/broken/surprise", "/object/thing/fields/b/default"
    }  # fmt: skip


def test_an_error_in_an_expression_says_where() -> None:
    said = problems(thing(it=formula("1 + rocket", "decimal")))["/object/thing/fields/it/expression"]
    assert "rocket" in said and "character 5" in said


# Names


@pytest.mark.parametrize("name", ["id", "owner_id", "created_at", "version", "owner", "xmin", "rowid", "is", *sorted(RESERVED)])
def test_reserved_names_are_refused(name: str) -> None:
    made = Definition("object", {"name": "thing", "fields": {"name": {"type": "text"}, name: {"type": "text"}}})
    assert f"/object/thing/fields/{name}" in places(made)


@pytest.mark.parametrize(
    ("one", "other"),
    [("amount", "amount_currency"), ("home", "home_city"), ("phone", "phone_e164"), ("about", "about_id")],
)
def test_columns_that_would_have_one_name_are_refused(one: str, other: str) -> None:
    types = {"amount": money(), "home": Definition, "phone": phone(), "about": any_reference()}
    made = {"type": "address"} if one == "home" else types[one].document  # type: ignore[union-attr]
    clash = Definition(
        "object", {"name": "thing", "fields": {"name": {"type": "text"}, other: {"type": "text"}, one: made}}
    )
    assert f"/object/thing/fields/{one}" in places(clash)


def test_the_tenants_names_begin_with_x() -> None:
    rows = [
        *rows_of(ACCOUNT),
        tenant_row(Object("trip", fields={"name": text()})),
        tenant_row(Extension("account", km=integer())),
    ]
    assert fields(check(rows)) == {"/object/trip/name", "/object/account/fields/km"}
    own = [
        *rows_of(ACCOUNT),
        tenant_row(Object("x_trip", fields={"name": text(), "km": integer()})),
        tenant_row(Extension("account", x_km=integer())),
    ]
    assert check(own) == []


def test_others_names_never_begin_with_x() -> None:
    assert places(Object("x_thing", fields={"name": text()}), Extension("account", fields={"x_a": text()})) >= {
        "/object/x_thing/name"
    }


def test_a_table_of_a_database_can_not_be_taken() -> None:
    assert "/object/sqlite_thing/name" in places(Object("sqlite_thing", fields={"name": text()}))
    assert "/object/dg_thing/name" in places(Object("dg_thing", fields={"name": text()}))


def test_a_link_table_can_not_be_an_objects() -> None:
    links = thing(friends=many_to_many("account"))
    assert "/object/thing__friends" in places(links, Object("thing__friends", fields={"name": text()}))


# Layers


def test_a_second_owner_is_refused_and_told_who_the_first_is() -> None:
    found = check([*rows_of(ACCOUNT), row(Object("account", fields={"name": text()}), owner="rival")])
    assert [problem.field for problem in found] == ["/object/account"]
    assert "acme" in str(found[0]) and "rival" in str(found[0])


def test_a_second_plugin_can_not_declare_a_field_again_and_may_add_options() -> None:
    again = row(Extension("account", fields={"size": integer()}), owner="rival")
    [found] = check([*rows_of(ACCOUNT), again])
    assert found.field == "/object/account/fields/size" and "acme" in str(found)
    more = row(Extension("account", tier=choice(["bronze"])), owner="rival")
    assert check([*rows_of(ACCOUNT), more]) == []


def test_formulas_that_compute_with_a_plugin_must_be_changed_before_it_is_switched_off() -> None:
    plugin = row(thing(size=integer()), owner="things")
    own = tenant_row(
        Object(
            "x_trip",
            fields={"name": text(), "thing": reference("thing"), "twice": formula("thing.size * 2", "decimal")},
        )
    )
    now = Catalogue.build([*rows_of(ACCOUNT), plugin, own])
    assert fields(check([*now.rows[:3], own], now)) == {"/object/x_trip/fields/twice/expression"}


def test_texts_that_an_index_can_not_hold_are_refused() -> None:
    assert "/object/thing/fields/it/max_length" in places(thing(it=text(max_length=501, unique=True)))
    long = {f"f{n}": text(max_length=300) for n in range(3)}
    assert "/object/thing/indexes/0" in places(Object("thing", indexes=[list(long)], fields={"name": text(), **long}))


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"fields": {"name": {"type": "integer"}}}, "/fields/name/type"),
        ({"fields": {"size": {"retired": True}}}, "/fields/size/retired"),
        ({"fields": {"x_new": {"label": "New"}}}, "/fields/x_new/type"),
        ({"fields": {"name": {"scale": 2}}}, "/fields/name/scale"),
        ({"rules": [{"name": "sized", "when": "FALSE", "message": "m"}]}, "/rules/0/name"),
    ],
)
def test_a_tenant_can_not_override_what_others_rely_on(document: dict[str, Any], place: str) -> None:
    base = Object("account", rules=[rule("sized", "size < 0", "m")], fields={"name": text(), "size": integer()})
    own = DefinitionRow(
        kind="object",
        name="account",
        layer="tenant",
        owner="tenant",
        document={"name": "account", "extends": True, **document},
    )
    assert f"/object/account{place}" in fields(check([*rows_of(base), own]))


def test_what_is_required_can_not_be_loosened() -> None:
    base = Object("account", fields={"name": text(required=True)})
    own = {"name": "account", "extends": True, "fields": {"name": {"required": False}}}
    found = check(
        [*rows_of(base), DefinitionRow(kind="object", name="account", layer="tenant", owner="tenant", document=own)]
    )
    assert fields(found) == {"/object/account/fields/name/required"}


def test_a_tenant_decides_on_sharing_and_a_plugin_does_not_for_others() -> None:
    own = Definition("object", {"name": "account", "extends": True, "sharing": "read"})
    assert check([*rows_of(ACCOUNT), tenant_row(own)]) == []
    assert fields(check([*rows_of(ACCOUNT), row(own, owner="rival")])) == {"/object/account/sharing"}


def test_extending_what_nobody_declares_is_refused() -> None:
    assert "/object/rocket" in places(Extension("rocket", fields={"fuel": text()}))


# Circles


def test_formulas_in_a_circle_are_refused_and_the_circle_is_shown() -> None:
    said = problems(thing(a=formula("b + 1", "decimal"), b=formula("c", "decimal"), c=formula("a", "decimal")))
    assert len(said) == 1
    assert "thing.a → thing.b → thing.c → thing.a" in next(iter(said.values()))


def test_a_formula_of_itself_is_refused() -> None:
    assert places(thing(a=formula("a + 1", "decimal"))) == {"/object/thing/fields/a"}


def test_circles_over_references_and_roll_ups_are_found() -> None:
    parent = Object(
        "parent",
        fields={
            "name": text(),
            "total": rollup("child.parent", "sum", field="share"),
            "half": formula("total / 2", "decimal"),
        },
    )
    child = Object("child", fields={"parent": reference("parent"), "share": formula("parent.half", "decimal")})
    assert len(places(parent, child)) == 1
    other = Object(
        "child",
        fields={"parent": reference("parent"), "other": reference("child"), "share": formula("other.share", "decimal")},
    )
    assert "/object/child/fields/share" in places(Object("parent", fields={"name": text()}), other)


def test_a_chain_of_formulas_has_an_end() -> None:
    chain = {f"f{n}": formula(f"f{n - 1} + 1" if n else "1", "decimal") for n in range(FORMULA_DEPTH)}
    assert places(thing(**chain)) == set()
    longer = {**chain, f"f{FORMULA_DEPTH}": formula(f"f{FORMULA_DEPTH - 1}", "decimal")}
    assert places(thing(**longer)) == {f"/object/thing/fields/f{FORMULA_DEPTH}"}


@given(st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8))
@settings(max_examples=60, deadline=None)
def test_circles_are_refused_exactly_where_a_graph_has_them(graph: dict[int, set[int]]) -> None:
    made = {
        f"f{n}": formula(" + ".join(["1", *(f"f{m}" for m in sorted(to) if m in graph)]), "decimal")
        for n, to in graph.items()
    }
    found = [problem for problem in check(rows_of(thing(**made))) if problem.code == "cycle"]
    assert bool(found) == has_circle({n: {m for m in to if m in graph} for n, to in graph.items()})


def has_circle(graph: Mapping[int, set[int]]) -> bool:
    left = dict(graph)
    while free := [node for node, to in left.items() if not to & left.keys()]:
        for node in free:
            del left[node]
    return bool(left)


def test_roles_and_parts_in_a_circle_are_refused() -> None:
    assert "/role/a/parent" in places(Role("a", parent="b"), Role("b", parent="a"))
    assert "/role/a/parent" in places(Role("a", parent="a"))
    one = Object("one", fields={"name": text(), "two": master_detail("two")})
    two = Object("two", fields={"name": text(), "one": master_detail("one")})
    assert "/object/one/fields/two" in places(one, two)


# Changes


def before(*definitions: Definition) -> Catalogue:
    return Catalogue.build(rows_of(ACCOUNT, *definitions))


def changed(old: Definition, new: Definition) -> set[str]:
    return fields(check(rows_of(ACCOUNT, new), before(old)))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (text(), integer(), "/type"),
        (money(), decimal(), "/type"),
        (reference("account"), reference("user"), "/to"),
        (many_to_many("account"), many_to_many("user"), "/to"),
        (decimal(scale=3), decimal(scale=2), "/scale"),
        (multi_choice(["a"]), choice(["a"]), "/type"),
        (formula("1", "decimal"), text(), None),
        (text(), formula("'a'", "text"), "/type"),
    ],
)
def test_a_change_that_would_lose_values_is_refused(old: Any, new: Any, place: str | None) -> None:
    found = changed(thing(it=old), thing(it=new))
    assert found == ({f"/object/thing/fields/it{place}"} if place else set())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (text(), Definition("x", {"type": "long_text"})),
        (choice(["a"]), text()),
        (decimal(scale=2), decimal(scale=4)),
        (percent_field := Definition("x", {"type": "percent"}), decimal(scale=2)),
        (formula("1", "decimal"), formula("'a'", "text")),
        (text(max_length=10), text(max_length=20)),
        (master_detail("account"), reference("account")),
    ],
)
def test_a_change_that_loses_nothing_is_allowed(old: Any, new: Any) -> None:
    made = [
        Definition("object", {"name": "thing", "fields": {"name": {"type": "text"}, "it": dict(one.document)}})
        for one in (old, new)
    ]
    assert changed(*made) == set()


def test_the_name_of_a_retired_field_keeps_its_type_and_the_way_out_is_told() -> None:
    old = Definition(
        "object", {"name": "thing", "fields": {"name": {"type": "text"}, "it": {"type": "text", "retired": True}}}
    )
    found = check(rows_of(ACCOUNT, thing(it=integer())), before(old))
    assert [problem.field for problem in found] == ["/object/thing/fields/it/type"]
    assert "choose another name" in str(found[0])
    assert check(rows_of(ACCOUNT, thing(it=text())), before(old)) == []


def test_retiring_what_others_use_is_refused_with_the_list() -> None:
    used = [thing(size=integer(), account=reference("account")), View("v", "thing", columns=["size"]),
            Layout("l", "thing", sections=[{"fields": ["size"]}])]  # fmt: skip
    retired = Definition(
        "object",
        {**used[0].document, "fields": {**used[0].document["fields"], "size": {"type": "integer", "retired": True}}},
    )
    found = check(rows_of(ACCOUNT, retired, *used[1:]), before(*used))
    assert fields(found) == {"/view/v/columns/0", "/layout/l/sections/0/fields/0"}
    rows = [row(ACCOUNT, retired=True) if one.name == "account" else one for one in rows_of(ACCOUNT, *used)]
    assert fields(check(rows, before(*used))) == {"/object/thing/fields/account/to"}


def test_what_waits_for_a_switched_off_plugin_is_no_problem() -> None:
    plugin = [row(thing(size=integer()), owner="things")]
    own = [
        tenant_row(Object("x_trip", fields={"name": text(), "thing": reference("thing")})),
        tenant_row(Extension("thing", x_note=text())),
        tenant_row(View("mine", "thing", columns=["x_note"])),
        tenant_row(Layout("trip", "x_trip", sections=[{"fields": ["name", "thing"]}])),
        tenant_row(PermissionSet("p", objects={"thing": {"read": True}})),
        tenant_row(SharingRule("s", "thing", share_with={"everyone": True}, where="size > 5")),
    ]
    now = Catalogue.build([*rows_of(ACCOUNT), *plugin, *own])
    assert check([*rows_of(ACCOUNT), *plugin, *own]) == []
    assert check([*now.rows[:3], *own], now) == []
    assert check([*now.rows[:3], *plugin, *own], Catalogue.build([*now.rows[:3], *own])) == []
    assert fields(check([*rows_of(ACCOUNT), own[0]])) >= {"/object/x_trip/fields/thing/to"}


def test_a_plugin_may_list_objects_that_are_not_there_and_a_tenant_may_not() -> None:
    either = {"name": text(), "about": any_reference(["account", "rocket"])}
    assert check([*rows_of(ACCOUNT), row(Object("note", fields=either), owner="notes")]) == []
    own = tenant_row(Object("x_note", fields=either))
    assert fields(check([*rows_of(ACCOUNT), own])) == {"/object/x_note/fields/about/to"}


def test_unchanged_definitions_are_not_read_again_and_changed_ones_are() -> None:
    now = before(thing(size=integer()), View("v", "thing", filter="size > 5"))
    more = tenant_row(Extension("thing", x_double=formula("size * rocket", "decimal")))
    assert fields(check([*now.rows, more], now)) == {"/object/thing/fields/x_double/expression"}


def test_limits_are_named() -> None:
    many = {f"f{n}": boolean() for n in range(FIELDS_OF_OBJECT)}
    assert "/object/thing" in places(thing(**many))
