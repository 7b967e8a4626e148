"""Rights, held against the obvious model on random programs, through every door by which records are read."""

from __future__ import annotations

import csv
import os
import random
from collections import defaultdict
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
from core.exchange.exporter import csv_lines
from core.rights.actor import Actor
from dougong import (
    BadRequest,
    NotAllowed,
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

#: What one is, the test says. Each database has half of them, and other ones; with DOUGONG_RIGHTS=500 each has as many.
PROGRAMS = int(os.environ.get("DOUGONG_RIGHTS", "250"))
#: Programs in a row under one configuration: one tree of roles, one set of grants and rules.
UNDER_ONE = 25
#: Places in the company under one configuration: a role, permission sets, and whether one is in the team.
PLACES = 5
RECORDS = 3  # of each object
OBJECTS = ("x_firm", "x_deal", "x_line", "x_memo", "x_news")
SHARING = {"x_firm": "private", "x_deal": "private", "x_line": "parent", "x_memo": "parent", "x_news": "read"}
FIELDS = ("name", "amount", "secret")
WORDS = "amber birch cedar dune ember fjord grove heath islet juniper".split()
ROLES = ("x_chief", "x_north", "x_south", "x_scout")
SETS = ("x_set_0", "x_set_1", "x_set_2")
RULES = ("x_rule_0", "x_rule_1", "x_rule_2")
#: A word that stands in every secret.
CANARY = "canary"


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


@dataclass(frozen=True)
class Staff:
    """The users of the tenant, and the team that some of them are in."""

    people: list[str]
    team: str


@dataclass(frozen=True)
class Place:
    """Where somebody may stand in the company."""

    role: str | None
    sets: tuple[str, ...]
    in_team: bool


@pytest.fixture(scope="module")
def staff(world: World) -> Staff:
    world.define(*declarations())
    people = [world.create_user(f"Person{n}") for n in range(4)]
    return Staff(people, world.create("team", {"name": "Crew"})["id"])


# -- programs ------------------------------------------------------------------------------------------------


class Programs:
    """Draws programs one after the other, and puts each into the tenant."""

    def __init__(self, world: World, staff: Staff, seed: int) -> None:
        self.world = world
        self.staff = staff
        self.chance = random.Random(seed)
        self.places: list[Place] = []
        self.shared: list[str] = []
        self.program = Program({}, SHARING, {"x_line"}, {}, {}, [], [])

    def configure(self) -> None:
        """Draw roles, grants, rules, the places of people and all records anew."""
        chance = self.chance
        roles = {name: (chance.choice(ROLES[:n]) if n and chance.random() < 0.8 else None) for n, name in enumerate(ROLES)}
        sets = {name: self.grants() for name in SETS}
        rules = [self.rule(name) for name in RULES[: chance.randint(0, len(RULES))]]
        self.places = [self.place() for _ in range(PLACES)]
        self.shared = [object for object in OBJECTS if chance.random() < 0.8]
        self.program = Program({}, SHARING, {"x_line"}, roles, sets, rules, [])
        with self.world.system() as ctx:
            clear(ctx)
            put_in_force(ctx, self.program)
        with self.world.system() as ctx:
            for person in self.staff.people:
                self.move(ctx, person)
            self.fill(ctx)

    def change(self) -> None:
        """Change the state a few times."""
        changes = (self.move_somebody, self.hand_over, self.hand_over, self.share, self.share, self.share, self.edit, self.lead_elsewhere)
        with self.world.system() as ctx:
            for _ in range(self.chance.randint(2, 6)):
                self.chance.choice(changes)(ctx)

    # what is configured

    def grants(self) -> dict[str, dict[str, Any]]:
        chance, found = self.chance, {}
        for object in OBJECTS:
            if chance.random() < 0.75:
                fields = {name: chance.choice(["none", "none", "read", "edit"]) for name in FIELDS[1:] if chance.random() < 0.5}
                found[object] = {"read": chance.random() < 0.85, "view_all": chance.random() < 0.25, "fields": fields}
        return found

    def rule(self, name: str) -> dict[str, Any]:
        chance = self.chance
        target = chance.choice([{"everyone": True}, {"role": chance.choice(ROLES)}, {"permission_set": chance.choice(SETS)}])
        rule: dict[str, Any] = {"name": name, "object": chance.choice(["x_firm", "x_deal"]), "with": target}
        rule["level"] = chance.choice(["read", "edit"])
        return rule | ({"owner_role": chance.choice(ROLES)} if chance.random() < 0.5 else {"limit": Decimal(chance.randint(1, 9))})

    def place(self) -> Place:
        chance = self.chance
        sets = tuple(chance.sample(SETS, chance.choice([0, 1, 1, 2, 2, 3])))
        return Place(chance.choice([*ROLES, None]), sets, chance.random() < 0.5)

    # what changes

    def move_somebody(self, ctx: Ctx) -> None:
        self.move(ctx, self.chance.choice(self.staff.people))

    def move(self, ctx: Ctx, id: str) -> None:
        """Give somebody another place in the company."""
        place, team = self.chance.choice(self.places), self.staff.team
        self.program.people[id] = Person(id, place.role, list(place.sets), [team] if place.in_team else [])
        ctx.records.update("user", id, {"role": place.role, "permission_sets": list(place.sets)})
        members = [person.id for person in self.program.people.values() if person.teams]
        ctx.records.update("team", team, {"members": members})

    def hand_over(self, ctx: Ctx) -> None:
        """Give a record another owner, or none."""
        record = self.chance.choice(self.program.records)
        record.owner = self.chance.choice([*self.staff.people, None])
        ctx.records.update(record.object, record.id, {"owner_id": record.owner})

    def edit(self, ctx: Ctx) -> None:
        """Write other values, on which rules and searches depend."""
        record = self.chance.choice(self.program.records)
        record.values |= self.values(record.object) | {"name": record.values["name"]}
        ctx.records.update(record.object, record.id, {name: record.values[name] for name in FIELDS})

    def lead_elsewhere(self, ctx: Ctx) -> None:
        """Make a deal one of another firm's, a line a part of another deal, or a memo about another record."""
        record = self.chance.choice([record for record in self.program.records if record.object in ("x_deal", "x_line", "x_memo")])
        self.lead(record)
        ctx.records.update(record.object, record.id, stored(record))

    def share(self, ctx: Ctx) -> None:
        """Share a record with a user, the team or a role, change such a share, or let it expire."""
        candidates = [record for record in self.program.records if record.object in self.shared]
        if candidates:
            grantee = self.chance.choice([*(f"user:{id}" for id in self.staff.people), f"team:{self.staff.team}", f"role:{self.chance.choice(ROLES)}"])
            self.share_with(ctx, self.chance.choice(candidates), grantee, expired=self.chance.random() < 0.4)

    def share_with(self, ctx: Ctx, record: Record, grantee: str, *, expired: bool) -> None:
        kind, _, name = grantee.partition(":")
        level = self.chance.choice([1, 2])
        made = ctx.records.share(record.object, record.id, {kind: name, "level": "read" if level == 1 else "edit"})
        if expired:
            execute(ctx.unit, sa.update(share).where(share.c.id == made["id"]).values(expires_at=ctx.now - timedelta(hours=1)))
        record.shares = [*(old for old in record.shares if old[0] != grantee), (grantee, level, expired)]

    # records

    def fill(self, ctx: Ctx) -> None:
        """Records of every object; everybody holds some share, if only an expired one, in each object where there are shares."""
        for object in OBJECTS:
            for number in range(RECORDS):
                record = Record(object, "", self.chance.choice([*self.staff.people, None]), self.values(object))
                record.values["name"] = f"{object[2:]}{number}"
                self.lead(record)
                record.id = ctx.records.create(object, {**stored(record), "owner_id": record.owner})["id"]
                self.program.records.append(record)
        for object in self.shared:
            own = [record for record in self.program.records if record.object == object]
            for person in self.staff.people:
                self.share_with(ctx, self.chance.choice(own), f"user:{person}", expired=self.chance.random() < 0.5)

    def values(self, object: str) -> dict[str, Any]:
        chance = self.chance
        return {
            "amount": Decimal(chance.randint(0, 1000)) / 100 if chance.random() < 0.9 else None,
            "secret": f"{CANARY} {chance.choice(WORDS)}{chance.randrange(10**9)}" if chance.random() < 0.8 else None,
        }

    def lead(self, record: Record) -> None:
        """Draw what a record leads to."""
        chance, records = self.chance, self.program.records
        firms = [r for r in records if r.object == "x_firm"]
        deals = [r for r in records if r.object == "x_deal"]
        if record.object == "x_deal":
            record.values["firm"] = chance.choice(firms) if chance.random() < 0.7 else None
        if record.object == "x_line":
            record.parent = chance.choice(deals)
        if record.object == "x_memo":
            record.parent = chance.choice(firms + deals) if chance.random() < 0.9 else None


def stored(record: Record) -> dict[str, Any]:
    """The values of a record as the platform takes them."""
    values = dict(record.values)
    if record.object == "x_deal":
        values["firm"] = values["firm"] and values["firm"].id
    if record.object == "x_line" and record.parent:
        values["deal"] = record.parent.id
    if record.object == "x_memo":
        values["about"] = record.parent and {"object": record.parent.object, "id": record.parent.id}
    return values


def clear(ctx: Ctx) -> None:
    for object in reversed(OBJECTS):
        execute(ctx.unit, sa.delete(ctx.catalogue.object(object).table))
    execute(ctx.unit, sa.delete(share))
    execute(ctx.unit, sa.text("DELETE FROM " + ('"t_acme".' if ctx.store.schema else "") + "dg_search"))  # type: ignore[arg-type]


def put_in_force(ctx: Ctx, program: Program) -> None:
    """Roles, permission sets and rules, by the one path of every change of a configuration."""
    put: list[Any] = [Role(name, parent=above) for name, above in program.roles.items()]
    put += [PermissionSet(name, objects=grants, system=["export"]) for name, grants in program.sets.items()]
    for rule in program.rules:
        where = None if "owner_role" in rule else f"amount > {rule['limit']}"
        put.append(
            SharingRule(
                rule["name"], rule["object"], share_with=rule["with"], where=where, owner_role=rule.get("owner_role"),
                level=rule["level"],
            )
        )  # fmt: skip
    known = {rule["name"] for rule in program.rules}
    standing = {rule["name"] for rules in ctx.catalogue.sharing_rules.values() for rule in rules}
    change(
        ctx,
        [(definition, "tenant", "tenant") for definition in put],
        retire=[("sharing_rule", name, "tenant") for name in RULES if name in standing - known],
    )


# -- the doors -----------------------------------------------------------------------------------------------


def test_every_door_shows_exactly_what_the_obvious_model_says(world: World, staff: Staff) -> None:
    """P1 to P7, C3, C4: nothing seen that shouldn't be, nothing hidden that should be seen.

    One program is a random sequence of two to six changes to what the program before has left: somebody gets another
    place (role, permission sets, team), a record gets another owner, another value or leads to another record, a share
    with a user, the team or a role is made, changed or expires. Every 25th program draws all anew: the tree of
    roles, the grants on objects and fields, the sharing rules, the places, the records and their shares. After each
    program, four users read everything through every door, and what they get must be what the model works out.
    """
    seed = 1 if world.platform.config.database_url.startswith("postgresql") else 3
    programs = Programs(world, staff, seed=seed)
    for number in range(PROGRAMS):
        programs.configure() if number % UNDER_ONE == 0 else programs.change()
        check_program(world, programs.program, f"program {number}")


def check_program(world: World, program: Program, note: str) -> None:
    for person in program.people.values():
        with world.as_user(person.id) as ctx:
            for object in OBJECTS:
                check_object(ctx, program, person, object, f"{note}, {object}, {person}")
            check_search(ctx, program, person, f"{note}, {person}")


def check_object(ctx: Ctx, program: Program, person: Person, object: str, note: str) -> None:
    records = {record.id: record for record in program.records if record.object == object}
    visible = {id: record for id, record in records.items() if sees_row(program, person, record)}
    known = any(g for g in (program.sets[s].get(object) for s in person.sets) if g and (g.get("read") or g.get("view_all")))
    if not known:
        doors = (
            lambda: ctx.records.list(object),
            lambda: ctx.records.query({"object": object}),
            lambda: ctx.records.lookup(object),
            lambda: ctx.records.search(CANARY, [object]),
            lambda: list(csv_lines(ctx, object)),
            *(lambda id=id: ctx.records.get(object, id) for id in records),
        )
        for door in doors:
            with pytest.raises((NotFound, NotAllowed) if not person.sets else NotFound):
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
    check_export(ctx, object, cells, note)


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
    secrets = {record.id: record.values["secret"] for record in program.records if record.values["secret"] is not None}
    seen = {record.id for record in program.records if record.id in secrets and sees_cell(program, person, record, "secret")}
    assert {hit["id"] for hit in ctx.records.search(CANARY, limit=50)} == seen, note
    for id in list(secrets)[:: len(OBJECTS)]:
        assert {hit["id"] for hit in ctx.records.search(secrets[id])} == {id} & seen, (note, secrets[id])


def check_export(ctx: Ctx, object: str, cells: dict[str, Any], note: str) -> None:
    """A file holds the records and cells that the user sees; what is hidden in all of them isn't even a heading."""
    rows = {row["id"]: row for row in csv.DictReader(csv_lines(ctx, object))}
    assert set(rows) == set(cells), note
    for id, expected in cells.items():
        shown = {name: rows[id].get(name) or None for name in expected}
        assert {name: read_cell(name, cell) for name, cell in shown.items()} == expected, note


def read_cell(name: str, cell: str | None) -> Any:
    return Decimal(cell) if cell is not None and name in ("amount", "twice") else cell


def test_an_administrator_sees_everything(world: World, staff: Staff) -> None:
    programs = Programs(world, staff, seed=2)
    programs.configure()
    with world.platform.open_as("acme", "admin@example.com") as ctx:
        assert isinstance(ctx.actor, Actor)
        seen = {record["id"] for object in OBJECTS for record in ctx.records.list(object, limit=100).data}
    assert seen == {record.id for record in programs.program.records}
