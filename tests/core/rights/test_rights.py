"""Rights, held against the obvious model on random programs, through every door by which records are read."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from core.configuration.change import change
from core.context import Ctx
from core.database.queries import execute
from core.database.tables import share
from core.ids import new_id
from core.rights.actor import Actor
from dougong import (
    BadRequest,
    NotFound,
    Object,
    PermissionSet,
    Role,
    SharingRule,
    any_reference,
    decimal,
    formula,
    master_detail,
    reference,
    rollup,
    text,
)
from tests.core.rights.reference import Person, Program, Record, sees_cell, sees_row
from tests.support.worlds import World

#: States of a tenant, each seen by four users: 250 pairs of state and user on each of the two databases.
PROGRAMS = 63
OBJECTS = ("x_firm", "x_deal", "x_line", "x_memo", "x_news")
FIELDS = ("name", "amount", "secret")
WORDS = "amber birch cedar dune ember fjord grove heath islet juniper".split()
ROLES = ("chief", "north", "south", "scout")


def declarations() -> list[Object]:
    common = lambda: {"name": text(required=True), "amount": decimal(), "secret": text(search=True)}  # noqa: E731
    return [
        Object("x_firm", fields={**common(), "total": rollup("x_deal.firm", "sum", field="amount")}),
        Object(
            "x_deal",
            fields={
                **common(),
                "firm": reference("x_firm"),
                "twice": formula("amount * 2", "decimal", scale=2),
                "firm_secret": formula("firm.secret", "text"),
            },
        ),
        Object("x_line", sharing="parent", parent="deal", fields={**common(), "deal": master_detail("x_deal")}),
        Object("x_memo", sharing="parent", parent="about", fields={**common(), "about": any_reference(["x_firm", "x_deal"])}),
        Object("x_news", sharing="read", fields=common()),
    ]


@dataclass
class State:
    """A program, put into a tenant."""

    program: Program
    world: World

    @contextmanager
    def as_person(self, person: Person) -> Iterator[Ctx]:
        with self.world.as_user(person.id) as ctx:
            yield ctx


@pytest.fixture(scope="module")
def people(world: World) -> list[str]:
    world.define(*declarations())
    return [world.create_user(f"Person{n}") for n in range(4)]


def random_program(world: World, people: list[str], chance: random.Random) -> State:
    """Draw a program and put it into the tenant."""
    roles = {name: (chance.choice(ROLES[:n]) if n and chance.random() < 0.8 else None) for n, name in enumerate(ROLES)}
    sets = {f"set_{n}": random_set(chance) for n in range(3)}
    persons = {
        id: Person(id, chance.choice([*ROLES, None]), chance.sample(sorted(sets), chance.randint(0, 3))) for id in people
    }
    sharing = {"x_firm": "private", "x_deal": "private", "x_line": "parent", "x_memo": "parent", "x_news": "read"}
    rules = [random_rule(chance, n) for n in range(chance.randint(0, 3))]
    program = Program(persons, sharing, {"x_line"}, roles, sets, rules, [])
    with world.system() as ctx:
        clear(ctx)
        configure(ctx, program)
        for person in persons.values():
            ctx.records.update("user", person.id, {"role": person.role, "permission_sets": person.sets})
        fill(ctx, program, chance)
    return State(program, world)


def random_set(chance: random.Random) -> dict[str, dict[str, Any]]:
    found = {}
    for object in OBJECTS:
        if chance.random() < 0.75:
            fields = {name: chance.choice(["none", "none", "read", "edit"]) for name in FIELDS[1:] if chance.random() < 0.5}
            found[object] = {"read": chance.random() < 0.85, "view_all": chance.random() < 0.25, "fields": fields}
    return found


def random_rule(chance: random.Random, number: int) -> dict[str, Any]:
    target = chance.choice([{"everyone": True}, {"role": chance.choice(ROLES)}, {"permission_set": f"set_{chance.randint(0, 2)}"}])
    rule: dict[str, Any] = {"name": f"x_rule_{number}", "object": chance.choice(["x_firm", "x_deal"]), "with": target}
    rule["level"] = chance.choice(["read", "edit"])
    return rule | ({"owner_role": chance.choice(ROLES)} if chance.random() < 0.5 else {"limit": Decimal(chance.randint(1, 9))})


def clear(ctx: Ctx) -> None:
    for object in reversed(OBJECTS):
        execute(ctx.unit, sa.delete(ctx.catalogue.object(object).table))
    execute(ctx.unit, sa.delete(share))
    execute(ctx.unit, sa.text("DELETE FROM " + ('"t_acme".' if ctx.store.schema else "") + "dg_search"))  # type: ignore[arg-type]


def configure(ctx: Ctx, program: Program) -> None:
    put: list[Any] = [Role("x_" + name, parent=above and "x_" + above) for name, above in program.roles.items()]
    program.roles = {"x_" + name: above and "x_" + above for name, above in program.roles.items()}
    for person in program.people.values():
        person.role = person.role and "x_" + person.role
        person.sets = ["x_" + name for name in person.sets]
    program.sets = {"x_" + name: grants for name, grants in program.sets.items()}
    put += [PermissionSet(name, objects=grants) for name, grants in program.sets.items()]
    known = {rule["name"] for rule in program.rules}
    for rule in program.rules:
        for key in ("role", "permission_set"):
            if key in rule["with"]:
                rule["with"] = {key: "x_" + rule["with"][key]}
        if "owner_role" in rule:
            rule["owner_role"] = "x_" + rule["owner_role"]
        where = None if "owner_role" in rule else f"amount > {rule['limit']}"
        put.append(
            SharingRule(
                rule["name"], rule["object"], share_with=rule["with"], where=where, owner_role=rule.get("owner_role"),
                level=rule["level"],
            )
        )  # fmt: skip
    old = [name for name in (f"x_rule_{n}" for n in range(3)) if name not in known]
    standing = {name for rules in ctx.catalogue.sharing_rules.values() for name in (r["name"] for r in rules)}
    change(
        ctx,
        [(definition, "tenant", "tenant") for definition in put],
        retire=[("sharing_rule", name, "tenant") for name in old if name in standing],
    )


def fill(ctx: Ctx, program: Program, chance: random.Random) -> None:
    owners = [*program.people, None]
    for object in OBJECTS:
        for number in range(4):
            record = random_record(program, object, number, chance, chance.choice(owners))
            if record is not None:
                store(ctx, record)
                program.records.append(record)
                share_at_random(ctx, program, record, chance)


def random_record(program: Program, object: str, number: int, chance: random.Random, owner: str | None) -> Record | None:
    word = f"{object[2:]}{number}{chance.choice(WORDS)}"
    values: dict[str, Any] = {
        "name": word,
        "amount": Decimal(chance.randint(0, 1000)) / 100 if chance.random() < 0.9 else None,
        "secret": f"s{word}" if chance.random() < 0.8 else None,
    }
    record = Record(object, new_id(), owner, values)
    if object == "x_deal" and chance.random() < 0.7:
        record.values["firm"] = chance.choice([r for r in program.records if r.object == "x_firm"])
    if object == "x_line":
        record.parent = chance.choice([r for r in program.records if r.object == "x_deal"])
    if object == "x_memo" and chance.random() < 0.9:
        record.parent = chance.choice([r for r in program.records if r.object in ("x_firm", "x_deal")])
    return record


def store(ctx: Ctx, record: Record) -> None:
    values: dict[str, Any] = {**record.values, "owner_id": record.owner}
    if "firm" in values:
        values["firm"] = values["firm"].id
    if record.object == "x_line" and record.parent:
        values["deal"] = record.parent.id
    if record.object == "x_memo" and record.parent:
        values["about"] = {"object": record.parent.object, "id": record.parent.id}
    record.id = ctx.records.create(record.object, values)["id"]


def share_at_random(ctx: Ctx, program: Program, record: Record, chance: random.Random) -> None:
    for person in program.people:
        if chance.random() < 0.12:
            expired = chance.random() < 0.3
            level = chance.choice([1, 2])
            moment = ctx.now - timedelta(hours=1) if expired else None
            row = {"id": new_id(), "object": record.object, "record_id": record.id, "grantee": f"user:{person}"}
            execute(ctx.unit, sa.insert(share).values(row | {"level": level, "expires_at": moment, "created_at": ctx.now}))
            record.shares.append((f"user:{person}", level, expired))


# -- the doors -----------------------------------------------------------------------------------------------


def test_every_door_shows_exactly_what_the_obvious_model_says(world: World, people: list[str]) -> None:
    """P1 to P7, C3, C4: nothing seen that shouldn't be, nothing hidden that should be seen."""
    for seed in range(PROGRAMS):
        chance = random.Random(seed)
        state = random_program(world, people, chance)
        for person in state.program.people.values():
            with state.as_person(person) as ctx:
                for object in OBJECTS:
                    check_object(ctx, state.program, person, object, f"seed {seed}, {object}, {person}")
                check_search(ctx, state.program, person, f"seed {seed}, {person}")


def check_object(ctx: Ctx, program: Program, person: Person, object: str, note: str) -> None:
    records = {record.id: record for record in program.records if record.object == object}
    visible = {id: record for id, record in records.items() if sees_row(program, person, record)}
    known = any(g for g in (program.sets[s].get(object) for s in person.sets) if g and (g.get("read") or g.get("view_all")))
    if not known:
        for door in (lambda: ctx.records.list(object), lambda: ctx.records.query({"object": object}), lambda: ctx.records.lookup(object)):
            with pytest.raises(NotFound):
                door()
        return
    cells = {id: expected_cells(program, person, record) for id, record in visible.items()}
    page = ctx.records.list(object, count=True, limit=100)
    assert {record["id"] for record in page.data} == set(visible), note
    assert page.count == len(visible), note
    for record in page.data:
        assert_cells(record, cells[record["id"]], note)
    for id in records:
        if id in visible:
            assert_cells(ctx.records.get(object, id), cells[id], note)
            check_history(ctx, program, person, records[id], note)
        else:
            for door in (ctx.records.get, ctx.records.history, ctx.records.timeline, ctx.records.explain):
                with pytest.raises(NotFound):
                    door(object, id)
    assert {hit["id"] for hit in ctx.records.lookup(object, limit=50)} == set(visible), note
    check_conditions(ctx, program, person, object, visible, cells, note)


def expected_cells(program: Program, person: Person, record: Record) -> dict[str, Any]:
    """The values that a user sees in a record; a field that is hidden reads as None."""
    found = {name: record.values.get(name) if sees_cell(program, person, record, name) else None for name in FIELDS}
    if record.object == "x_deal":
        amount = record.values.get("amount")
        shown = amount is not None and sees_cell(program, person, record, "twice", ["amount"])
        found["twice"] = amount * 2 if shown else None
        firm = record.values.get("firm")
        inside = firm is not None and sees_row(program, person, firm) and sees_cell(program, person, firm, "secret")
        found["firm_secret"] = firm.values.get("secret") if inside else None
    return found


def assert_cells(record: dict[str, Any], expected: dict[str, Any], note: str) -> None:
    shown = {name: record.get(name) for name in expected}
    assert shown == expected, note


def check_history(ctx: Ctx, program: Program, person: Person, record: Record, note: str) -> None:
    for event in ctx.records.history(record.object, record.id):
        for shown in event["changes"]:
            if shown["field"] in FIELDS:
                assert sees_cell(program, person, record, shown["field"]), note


def check_conditions(
    ctx: Ctx, program: Program, person: Person, object: str, visible: dict[str, Record], cells: dict[str, Any], note: str
) -> None:
    """Filters, orders and groups by a field see it only where the user does."""
    for name in FIELDS[1:]:
        if not any(grants_field(program, person, object, name)):
            for door in (
                lambda name=name: ctx.records.list(object, filter=f"{name} = NULL"),
                lambda name=name: ctx.records.list(object, sort=name),
                lambda name=name: ctx.records.list(object, fields=[name]),
                lambda name=name: ctx.records.query({"object": object, "group_by": [name]}),
                lambda name=name: ctx.records.query({"object": object, "measures": [{"count": name}]}),
            ):
                with pytest.raises(BadRequest) as hidden:
                    door()
                assert "there" not in str(hidden.value).lower() or name in str(hidden.value)
            continue
        empty = {id for id in visible if cells[id][name] is None}
        found = ctx.records.list(object, filter=f"{name} = NULL", limit=100)
        assert {record["id"] for record in found.data} == empty, (note, name)
        ordered = [record["id"] for record in ctx.records.list(object, sort=name, limit=100).data]
        values = [cells[id][name] for id in ordered]
        present = [value for value in values if value is not None]
        assert values == [None] * (len(values) - len(present)) + sorted(present), (note, name)
        check_aggregate(ctx, object, name, visible, cells, note)


def grants_field(program: Program, person: Person, object: str, name: str) -> list[bool]:
    grants = [g for g in (program.sets[s].get(object) for s in person.sets) if g and (g.get("read") or g.get("view_all"))]
    return [grant.get("fields", {}).get(name, "edit") != "none" for grant in grants]


def check_aggregate(ctx: Ctx, object: str, name: str, visible: dict[str, Record], cells: dict[str, Any], note: str) -> None:
    groups: dict[Any, int] = defaultdict(int)
    for id in visible:
        groups[cells[id][name]] += 1
    rows = ctx.records.query({"object": object, "group_by": [name], "measures": [{"count": "*"}]})
    assert {row[name]: row["count"] for row in rows} == dict(groups), (note, name)
    if name == "amount":
        total = sum((cells[id][name] for id in visible if cells[id][name] is not None), Decimal(0))
        assert ctx.records.query({"object": object, "measures": [{"sum": name}]})[0]["sum_amount"] == total, note


def check_search(ctx: Ctx, program: Program, person: Person, note: str) -> None:
    """Words are found only in cells that the user sees (P5)."""
    for record in program.records:
        secret = record.values.get("secret")
        if secret is None:
            continue
        hits = {hit["id"] for hit in ctx.records.search(secret)}
        assert hits == ({record.id} if sees_cell(program, person, record, "secret") else set()), (note, secret)


def test_an_administrator_sees_everything(world: World, people: list[str]) -> None:
    state = random_program(world, people, random.Random(1))
    with world.platform.open_as("acme", "admin@example.com") as ctx:
        assert isinstance(ctx.actor, Actor)
        seen = {record["id"] for object in OBJECTS for record in ctx.records.list(object, limit=100).data}
    assert seen == {record.id for record in state.program.records}
