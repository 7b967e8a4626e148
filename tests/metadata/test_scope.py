"""What expressions can see."""

from __future__ import annotations

import pytest

from dougong import (
    Object,
    address,
    any_reference,
    boolean,
    choice,
    formula,
    geo,
    json,
    many_to_many,
    money,
    phone,
    reference,
    secret,
    tags,
    text,
)
from metadata.expressions import Type
from metadata.objects import ObjectType
from metadata.scope import MAX_HOPS, find_field, locate
from tests.metadata.makers import object_of

NODE = Object(
    "node",
    fields={
        "name": text(), "parent": reference("node"), "cost": money(scale=3), "home": address(), "spot": geo(),
        "about": any_reference(), "phone": phone(), "stage": choice(["a", "b"]), "twice": formula("cost * 2", "decimal", scale=1),
        "labels": tags(), "done": boolean(), "extra": json(), "pin": secret(), "friends": many_to_many("node"),
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def node() -> ObjectType:
    return object_of(NODE)


@pytest.mark.parametrize(
    ("path", "type", "scale"),
    [
        ("name", Type.TEXT, 0),
        ("cost", Type.NUMBER, 3),
        ("cost_currency", Type.TEXT, 0),
        ("cost_base", Type.NUMBER, 3),
        ("home.city", Type.TEXT, 0),
        ("spot.lat", Type.NUMBER, 7),
        ("about.object", Type.TEXT, 0),
        ("about.id", Type.ID, 0),
        ("phone", Type.TEXT, 0),
        ("phone_e164", Type.TEXT, 0),
        ("parent", Type.ID, 0),
        ("parent.parent.name", Type.TEXT, 0),
        ("parent.home.city", Type.TEXT, 0),
        ("owner", Type.ID, 0),
        ("owner_id", Type.ID, 0),
        ("owner.name", Type.TEXT, 0),
        ("created_by.name", Type.TEXT, 0),
        ("created_at", Type.DATETIME, 0),
        ("version", Type.NUMBER, 0),
        ("twice", Type.NUMBER, 1),
        ("labels", Type.LIST, 0),
        ("done", Type.BOOLEAN, 0),
        ("id", Type.ID, 0),
    ],
)
def test_a_path_has_the_type_of_what_it_leads_to(node: ObjectType, path: str, type: Type, scale: int) -> None:
    name = node.scope.resolve(tuple(path.split(".")))
    assert name is not None
    assert (name.type, name.scale) == (type, scale)


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "home",
        "home.planet",
        "spot",
        "about",
        "extra",
        "pin",
        "friends",
        "name.x",
        "parent.nothing",
        "cost.base",
        "parent.owner.x",
    ],
)
def test_what_is_no_value_of_a_field_is_not_there(node: ObjectType, path: str) -> None:
    assert node.scope.resolve(tuple(path.split("."))) is None


def test_paths_lead_over_a_few_references_and_no_more(node: ObjectType) -> None:
    assert node.scope.resolve((*["parent"] * MAX_HOPS, "name")) is not None
    assert node.scope.resolve((*["parent"] * (MAX_HOPS + 1), "name")) is None


def test_a_located_path_names_its_hops_and_its_column(node: ObjectType) -> None:
    found = locate(node, node.catalogue, "parent.cost_base")
    assert found is not None
    assert [hop.name for hop in found.hops] == ["parent"]
    assert (found.object.name, found.field.name, found.part.column) == ("node", "cost_base", "cost_base")
    formula_found = locate(node, node.catalogue, "twice")
    assert formula_found is not None and formula_found.part.column is None


def test_choices_are_known_to_the_checker(node: ObjectType) -> None:
    name = node.scope.resolve(("stage",))
    assert name is not None and set(name.choices or ()) == {"a", "b"}


def test_columns_of_lists_may_name_fields_of_any_type(node: ObjectType) -> None:
    for path in (
        "home",
        "home.city",
        "extra",
        "friends",
        "parent.home",
        "owner.name",
        "owner_id.name",
        "cost_currency",
    ):
        assert find_field(node, path) is not None, path
    for path in ("nothing", "home.planet", "parent.nothing", "", "name.x"):
        assert find_field(node, path) is None, path
