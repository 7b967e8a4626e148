"""A record that is there already is noticed when it is saved again, and nobody learns of it more than he may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from core.jobs.running import run_due
from dougong import (
    DuplicateRule,
    Duplicates,
    Invalid,
    Object,
    PermissionSet,
    compare,
    date,
    email,
    phone,
    text,
)
from tests.support.worlds import World

FIRM = Object(
    "x_firm",
    fields={"name": text(required=True), "legal_name": text()},
    tax_id=text(),
    phone=phone(),
    mobile=phone(),
    founded=date(),
    code=text(),
    spec=text(),
)
PROSPECT = Object("x_prospect", fields={"name": text(required=True)}, email=email(), company=text())
SETS = PermissionSet(
    "x_clerk",
    objects={
        "x_firm": {"create": True, "read": True, "edit": True, "delete": True, "fields": {"tax_id": "none"}},
        "x_prospect": {"create": True, "read": True, "edit": True},
    },
)
EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
ALL = PermissionSet("x_all", objects={"x_firm": EVERYTHING, "x_prospect": EVERYTHING})


@pytest.fixture(scope="module")
def people(world: World) -> Mapping[str, str]:
    world.define(FIRM, PROSPECT, SETS, ALL)
    return {
        "anna": world.create_user("Anna", permission_sets=["x_all"]),
        "bo": world.create_user("Bo", permission_sets=["x_all"]),
        "clerk": world.create_user("Clerk", permission_sets=["x_clerk"]),
    }


@pytest.fixture
def ruled(world: World, people: Mapping[str, str]) -> Iterator[Any]:
    """Puts rules in force for one test."""
    put: list[str] = []

    def rule(name: str, object: str, *match: Any, **more: Any) -> None:
        world.define(DuplicateRule(name, object, match=match, **more))
        put.append(name)
        run_due(world.platform, world.tenant)

    yield rule
    if put:
        world.retire(*(("duplicate_rule", name) for name in dict.fromkeys(put)))
    with world.system() as ctx:
        for object in ("x_firm", "x_prospect"):
            for record in ctx.records.list(object, limit=1000).data:
                ctx.records.delete(object, record["id"])


def refused(world: World, user: str, object: str, values: Mapping[str, Any], **more: Any) -> Duplicates:
    with world.as_user(user) as ctx, pytest.raises(Duplicates) as caught:
        ctx.records.create(object, values, **more)
    return caught.value


def create(world: World, user: str, object: str, values: Mapping[str, Any], **more: Any) -> str:
    with world.as_user(user) as ctx:
        return str(ctx.records.create(object, values, **more)["id"])


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("Acme Sp. z o.o.", "ACME S.A."),
        ("华为技术有限公司", "华为技术 股份有限公司"),
        ("中兴通讯集团", "中兴通讯（集团）有限责任公司"),
        ("Müller GmbH & Co. KG", "ＭＵＬＬＥＲ Ltd."),
        ("Łódź Motors Spółka z ograniczoną odpowiedzialnością", "lodz motors"),
        ("Data Point, Inc.", "DataPoint LLC"),
    ],
)
def test_a_company_is_the_same_whatever_its_legal_form(world: World, people: Any, ruled: Any, there: str, typed: str) -> None:
    ruled("x_by_name", "x_firm", compare("name", "legal_name", way="company"))
    first = create(world, people["anna"], "x_firm", {"name": there})
    problem = refused(world, people["anna"], "x_firm", {"name": "Other", "legal_name": typed})
    assert [(match["id"], match["rule"], match["owner"]) for match in problem.matches] == [(first, "x_by_name", "Anna")]
    assert not problem.blocks
    create(world, people["anna"], "x_firm", {"name": "Other", "legal_name": typed}, save_anyway=True)


@pytest.mark.parametrize(
    ("way", "field", "there", "typed", "same"),
    [
        ("phone", "phone", "+48 22 123 45 67", "0048 221234567", True),
        ("phone", "phone", "+48 22 123 45 67", "+48 (22) 123-45-67", True),
        ("tax_id", "tax_id", "PL 525-000-12-34", "5250001234", True),
        ("tax_id", "tax_id", "91110000600007519W", "９１１１００００ 600007519w", True),
        ("person", "name", "Dr Jan Kowalski", "KOWALSKI Jan", True),
        ("person", "name", "王小明 先生", "王小明", True),
        ("pinyin", "name", "王小明", "Xiaoming Wang", True),
        ("pinyin", "name", "华为技术有限公司", "Huawei Jishu", True),
        ("pinyin", "name", "华为技术有限公司", "Zhongxing", False),
        ("text", "code", "Żółw  ＡＢ", "zolw ab", True),
        ("text", "code", "A-15", "A-1.5", False),
        ("exact", "code", "AB", "ab", False),
        ("date", "founded", "2020-02-03", "2020-02-03", True),
    ],
)
def test_each_way_knows_what_is_the_same(
    world: World, people: Any, ruled: Any, way: str, field: str, there: str, typed: str, same: bool
) -> None:
    ruled("x_rule", "x_firm", compare(field, way=way))
    create(world, people["anna"], "x_firm", {"name": "One", field: there})
    with world.as_user(people["anna"]) as ctx:
        found = ctx.records.duplicates("x_firm", {"name": "Two", field: typed})
    assert bool(found) is same


def test_several_fields_make_one_key(world: World, people: Any, ruled: Any) -> None:
    ruled("x_article", "x_firm", compare("code"), compare("name"), compare("spec"), action="block")
    anna = people["anna"]
    create(world, anna, "x_firm", {"name": "Bolt", "code": "B1", "spec": "10 mm"})
    create(world, anna, "x_firm", {"name": "Bolt", "code": "B1", "spec": "12 mm"})
    create(world, anna, "x_firm", {"name": "Bolt", "code": "B1"})
    problem = refused(world, anna, "x_firm", {"name": "BOLT", "code": "b1", "spec": "10mm"}, save_anyway=True)
    assert problem.blocks


def test_alike_is_enough_where_a_rule_says_how_alike(world: World, people: Any, ruled: Any) -> None:
    ruled("x_alike", "x_firm", compare("name", way="company", weight=3), compare("phone", way="phone"), similar=0.88)
    anna = people["anna"]
    create(world, anna, "x_firm", {"name": "Kowalczyk Transport Sp. z o.o.", "phone": "+48221234567"})
    problem = refused(world, anna, "x_firm", {"name": "Kowalczik Transport", "phone": "+48221234567"})
    assert 0.88 <= problem.matches[0]["score"] < 1
    create(world, anna, "x_firm", {"name": "Kaminski Transport", "phone": "+48227654321"})


def test_an_update_is_checked_where_the_rule_says_so_and_what_it_compares_changed(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"), action="block", on=["create", "update"])
    anna = people["anna"]
    create(world, anna, "x_firm", {"name": "One", "tax_id": "5250001234"})
    two = create(world, anna, "x_firm", {"name": "Two", "tax_id": "111"})
    with world.as_user(anna) as ctx:
        ctx.records.update("x_firm", two, {"name": "Two and a half"})
        with pytest.raises(Duplicates):
            ctx.records.update("x_firm", two, {"tax_id": "525-000-12-34"})
    with world.as_user(anna) as ctx:
        ctx.records.update("x_firm", two, {"tax_id": "222"})
        ctx.records.create("x_firm", {"name": "Three", "tax_id": "111"})


def test_deleted_records_are_no_duplicates_until_they_come_back(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    one = create(world, people["anna"], "x_firm", {"name": "One", "tax_id": "77"})
    with world.as_user(people["anna"]) as ctx:
        ctx.records.delete("x_firm", one)
        assert not ctx.records.duplicates("x_firm", {"tax_id": "77"})
        ctx.records.restore("x_firm", one)
        assert ctx.records.duplicates("x_firm", {"tax_id": "77"})


def test_another_object_is_looked_through_where_the_rule_says_so(world: World, people: Any, ruled: Any) -> None:
    ruled("x_known", "x_prospect", compare("company", way="company", others=["name", "legal_name"]), against="x_firm")
    firm = create(world, people["anna"], "x_firm", {"name": "A", "legal_name": "Acme Ltd"})
    problem = refused(world, people["anna"], "x_prospect", {"name": "Somebody", "company": "ACME"})
    assert [(match["object"], match["id"]) for match in problem.matches] == [("x_firm", firm)]


def test_of_what_somebody_may_not_see_he_learns_that_it_is_there_and_whose_it_is(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    create(world, people["anna"], "x_firm", {"name": "Secret", "tax_id": "123456"})
    create(world, people["anna"], "x_firm", {"name": "Secret too", "tax_id": "123456"}, save_anyway=True)
    problem = refused(world, people["bo"], "x_firm", {"name": "New", "tax_id": "123456"})
    assert list(problem.matches) == [{"visible": False, "owner": "Anna"}]


def test_nobody_finds_out_a_value_of_a_field_that_he_may_not_see(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    create(world, people["clerk"], "x_firm", {"name": "Mine"})
    with world.as_user(people["clerk"]) as ctx, pytest.raises(Invalid):
        ctx.records.duplicates("x_firm", {"tax_id": "123456"})


def test_bulk_writes_are_checked_as_a_whole(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    create(world, people["anna"], "x_firm", {"name": "There", "tax_id": "1000"})
    records = [{"name": "a", "tax_id": "1000"}, {"name": "b", "tax_id": "1001"}, {"name": "c", "tax_id": "1001"}]
    with world.as_user(people["anna"]) as ctx:
        results = ctx.records.bulk("x_firm", "create", records)
    assert [result["status"] for result in results] == ["error", "created", "error"]
    assert isinstance(results[0]["problem"], Duplicates)
    with world.as_user(people["anna"]) as ctx:
        results = ctx.records.bulk("x_firm", "create", records, save_anyway=True)
    assert [result["status"] for result in results] == ["created"] * 3


def test_where_nobody_can_be_asked_only_what_is_forbidden_is_refused(world: World, people: Any, ruled: Any) -> None:
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    create(world, people["anna"], "x_firm", {"name": "There", "tax_id": "42"})
    with world.as_user(people["anna"]) as ctx:
        ctx.again(ctx.unit, source="a plugin").records.create("x_firm", {"name": "Again", "tax_id": "42"})
    world.create("x_firm", {"name": "Again", "tax_id": "42"})
    with world.system() as ctx, pytest.raises(Duplicates):
        ctx.records.create("x_firm", {"name": "Again", "tax_id": "42"}, save_anyway=False)
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"), action="block")
    with pytest.raises(Duplicates):
        world.create("x_firm", {"name": "Again", "tax_id": "42"})


def test_records_that_were_there_before_the_rule_are_found_too(world: World, people: Any, ruled: Any) -> None:
    with world.as_user(people["anna"]) as ctx:
        records = [{"name": f"n{n}", "tax_id": f"{n:06}"} for n in range(2500)]
        ctx.records.bulk("x_firm", "create", records)
    ruled("x_tax", "x_firm", compare("tax_id", way="tax_id"))
    with world.as_user(people["anna"]) as ctx:
        for number in (0, 999, 1000, 2499):
            assert len(ctx.records.duplicates("x_firm", {"tax_id": f"{number:06}"})) == 1
        for _ in range(3):
            ids = [{"id": record["id"]} for record in ctx.records.list("x_firm", limit=1000).data]
            ctx.records.bulk("x_firm", "delete", ids)


def test_a_rule_must_name_fields_that_are_there_and_fit(world: World, people: Any) -> None:
    wrong = DuplicateRule(
        "x_wrong", "x_firm",
        match=[compare("nothing"), compare("founded", way="company"), compare("name", way="words", weight=2)],
    )  # fmt: skip
    with pytest.raises(Invalid) as caught:
        world.define(wrong)
    found = {(problem.field, problem.code) for problem in caught.value.errors}
    assert ("/duplicate_rule/x_wrong/match/0/fields/0", "unknown") in found
    assert ("/duplicate_rule/x_wrong/match/1/fields/0", "type") in found
    assert ("/duplicate_rule/x_wrong/similar", "required") in found
