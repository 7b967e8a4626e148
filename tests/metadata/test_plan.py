"""The way from one catalogue to another."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, insert, select, text

from dougong import (
    Definition,
    Extension,
    Field,
    Object,
    Role,
    address,
    any_reference,
    auto_number,
    boolean,
    choice,
    date,
    decimal,
    formula,
    geo,
    integer,
    json,
    long_text,
    many_to_many,
    master_detail,
    money,
    phone,
    reference,
    rollup,
    tags,
    user,
)
from dougong import text as text_field
from metadata.catalogue import Catalogue
from metadata.check import check
from metadata.objects import ObjectType
from metadata.plan import (
    AddColumn,
    ChangeScale,
    CreateIndex,
    CreateLinkTable,
    CreateTable,
    DefinitionChanged,
    DropIndex,
    FillRequired,
    NumberRecords,
    RecomputeRollup,
    RestoreField,
    RestoreObject,
    RetireField,
    RetireObject,
    Step,
    WidenText,
    plan,
)
from metadata.tables import indexes_of
from tests.metadata.makers import carry_out, catalogue_of, row, rows_of, schema_of, sqlite, tenant_row

EMPTY = Catalogue.build([])


def thing(**fields: Field) -> Object:
    return Object("thing", fields={"name": text_field(), **fields})


def steps(old: Definition, new: Definition) -> list[Step]:
    """The steps without those that only say what changes."""
    found = plan(catalogue_of(old), catalogue_of(new)).steps
    return [step for step in found if not isinstance(step, DefinitionChanged)]


def kinds(old: Definition, new: Definition) -> list[type[Step]]:
    return [type(step) for step in steps(old, new)]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        with sqlite() as made:
            yield made
        return
    schema = f"t_{uuid.uuid4().hex[:12]}"
    made = create_engine(request.getfixturevalue("postgres_url"), connect_args={"options": f"-csearch_path={schema}"})
    with made.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield made
    with made.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    made.dispose()


# Single changes


def test_a_new_object_gets_a_table_and_its_indexes() -> None:
    found = plan(catalogue_of(), catalogue_of(thing(it=reference("user")))).steps
    assert [step.target for step in found if isinstance(step, CreateTable)] == ["thing"]
    assert "ix_thing__it" in {step.plan.name for step in found if isinstance(step, CreateIndex)}
    assert [str(step) for step in found if isinstance(step, DefinitionChanged)] == [
        "change_definition object/thing: The object thing is added"
    ]


def test_a_new_field_gets_its_columns_and_its_default() -> None:
    found = steps(thing(), thing(it=choice(["a", "b"], default="a"), cost=money(default="5")))
    assert {(step.target, step.fill) for step in found if isinstance(step, AddColumn)} == {
        ("thing.it", "a"), ("thing.cost", Decimal("5.00")), ("thing.cost_currency", None), ("thing.cost_rate", None),
        ("thing.cost_rate_date", None), ("thing.cost_base", None),
    }  # fmt: skip


def test_a_field_that_goes_is_retired_and_comes_back() -> None:
    gone = Definition(
        "object",
        {"name": "thing", "fields": {"name": {"type": "text"}, "it": {"type": "text", "index": True, "retired": True}}},
    )
    there = thing(it=text_field(index=True))
    assert kinds(there, gone) == [RetireField, DropIndex]
    assert [type(step) for step in steps(gone, there)] == [RestoreField, CreateIndex]
    assert all(step.destructive for step in steps(there, gone) if isinstance(step, RetireField))


def test_an_object_that_goes_is_retired_and_comes_back() -> None:
    there = catalogue_of(thing())
    gone = Catalogue.build([*rows_of(), row(thing(), retired=True)])
    assert RetireObject in [type(step) for step in plan(there, gone).steps]
    assert RestoreObject in [type(step) for step in plan(gone, there).steps]
    assert not [step for step in plan(gone, there).steps if isinstance(step, CreateTable)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (text_field(), text_field(unique=True), [CreateIndex]),
        (text_field(unique=True), text_field(), [DropIndex]),
        (text_field(), text_field(index=True), [CreateIndex]),
        (text_field(max_length=10), text_field(max_length=20), [WidenText]),
        (text_field(), long_text(), [WidenText]),
        (text_field(), text_field(required=True), [FillRequired]),
        (text_field(), text_field(label="Other"), []),
        (decimal(scale=1), decimal(scale=3), [ChangeScale]),
        (formula("1", "decimal"), formula("2", "decimal"), []),
        (formula("1", "decimal"), decimal(), [AddColumn]),
        (rollup("user.owner_id", "count"), rollup("user.owner_id", "count"), []),
    ],
)
def test_a_changed_field_needs_just_this(old: Field, new: Field, expected: list[type[Step]]) -> None:
    assert kinds(thing(it=old), thing(it=new)) == expected


def test_existing_records_get_their_numbers() -> None:
    assert NumberRecords in kinds(thing(), thing(it=auto_number()))
    assert NumberRecords not in [
        type(step) for step in plan(catalogue_of(), catalogue_of(thing(it=auto_number()))).steps
    ]


def test_a_required_field_with_a_default_breaks_no_record() -> None:
    assert FillRequired not in kinds(thing(), thing(it=text_field(required=True, default="x")))
    assert FillRequired in kinds(thing(), thing(it=text_field(required=True)))


def test_figures_are_computed_anew_when_they_are_counted_in_another_way() -> None:
    child = Object(
        "child", fields={"thing": reference("thing"), "size": integer(), "twice": formula("size * 2", "decimal")}
    )
    other = Object(
        "child", fields={"thing": reference("thing"), "size": integer(), "twice": formula("size * 3", "decimal")}
    )
    total = thing(it=rollup("child.thing", "sum", field="twice"))
    before = catalogue_of(total, child)
    assert recomputed(before, catalogue_of(total, other)) == ["thing.it"]
    assert recomputed(
        before, catalogue_of(thing(it=rollup("child.thing", "sum", field="twice", filter="size > 1")), child)
    ) == ["thing.it"]
    assert (
        recomputed(before, catalogue_of(thing(it=rollup("child.thing", "sum", field="twice", label="All")), child))
        == []
    )
    assert recomputed(catalogue_of(thing(), child), before) == ["thing.it"]
    assert recomputed(catalogue_of(), before) == []


def recomputed(before: Catalogue, after: Catalogue) -> list[str]:
    return [step.target for step in plan(before, after).steps if isinstance(step, RecomputeRollup)]


def test_definitions_that_need_nothing_of_the_database_are_told() -> None:
    after = catalogue_of(Role("boss", label="Boss"))
    assert [str(step) for step in plan(catalogue_of(), after).steps] == [
        "change_definition role/boss: The role boss is added"
    ]
    assert [str(step) for step in plan(after, catalogue_of(Role("boss", label="Chief"))).steps] == [
        "change_definition role/boss: The role boss changes"
    ]
    assert [str(step) for step in plan(after, catalogue_of()).steps] == [
        "change_definition role/boss: The role boss is put away"
    ]


def test_every_step_speaks_in_whole_sentences() -> None:
    found = plan(EMPTY, catalogue_of(thing(it=rollup("user.owner_id", "count"), friends=many_to_many("user"))))
    assert all(step.detail.format(**step.params) for step in found.steps)


# Order


def test_tables_that_refer_to_each_other_are_made_and_then_joined(engine: Engine) -> None:
    egg = Object("egg", fields={"name": text_field(), "hen": reference("hen"), "egg": reference("egg")})
    hen = Object("hen", fields={"name": text_field(), "egg": master_detail("egg"), "friend": reference("user")})
    found = plan(EMPTY, catalogue_of(egg, hen))
    with engine.begin() as connection:
        carry_out(connection, found)
    keys = {name: found_keys for name, (_, found_keys, _) in schema_of(engine).items()}
    assert {("hen", "hen"), ("egg", "egg")} <= keys["egg"]
    assert {("egg", "egg"), ("friend", "user")} <= keys["hen"]


# Carrying out

FIELD_CHOICES: dict[str, Field] = {
    "text": text_field(), "unique_text": text_field(unique=True), "indexed": text_field(index=True), "long": long_text(),
    "whole": integer(), "exact": decimal(scale=3, index=True), "cost": money(index=True), "day": date(index=True),
    "yes": boolean(), "stage": choice(["a", "b"], default="a", index=True), "labels": tags(), "home": address(),
    "spot": geo(), "phone": phone(), "about": any_reference(), "boss": user(), "other": reference("other", unique=True),
    "part": master_detail("other"), "friends": many_to_many("other"), "number": auto_number(), "extra": json(),
    "twice": formula("1 + 1", "decimal"),
}  # fmt: skip
OTHER = Object("other", sharing="read", fields={"name": text_field(), "things": rollup("thing.owner_id", "count")})


@st.composite
def things(draw: st.DrawFn) -> Object:
    names = draw(st.sets(st.sampled_from(sorted(FIELD_CHOICES)), max_size=8))
    indexable = sorted(names & {"text", "whole", "day", "stage", "boss"})
    indexes = (
        draw(st.lists(st.lists(st.sampled_from(indexable), min_size=1, max_size=2, unique=True), max_size=2))
        if indexable
        else []
    )
    return Object("thing", sharing=draw(st.sampled_from(["private", "read"])), indexes=indexes,
                  fields={"name": text_field(), **{name: FIELD_CHOICES[name] for name in sorted(names)}})  # fmt: skip


def with_other(definition: Object) -> Catalogue:
    other = Object("other", sharing="read", fields={"name": text_field()})
    return catalogue_of(definition, other)


@given(things())
@settings(max_examples=25, deadline=None)
def test_no_change_needs_no_steps(made: Object) -> None:
    assert plan(with_other(made), with_other(made)).steps == ()


@given(things(), things())
@settings(max_examples=40, deadline=None)
def test_a_plan_leads_to_the_tables_that_one_would_make_at_once(old: Object, new: Object) -> None:
    """Nothing is dropped, so what only the old had is still there."""
    before, after = with_other(old), with_other(new)
    with sqlite() as changed, sqlite() as made:
        with changed.begin() as connection:
            carry_out(connection, plan(EMPTY, before))
            carry_out(connection, plan(before, after))
        after.tables.create_all(made)
        grown, wanted = schema_of(changed), schema_of(made)
    assert set(wanted) <= set(grown)
    for name, (columns, keys, indexes) in wanted.items():
        assert columns <= grown[name][0]
        assert keys <= grown[name][1]
        assert indexes == grown[name][2]


@given(things())
@settings(max_examples=25, deadline=None)
def test_a_plan_from_nothing_makes_exactly_the_tables_of_the_catalogue(made: Object) -> None:
    after = with_other(made)
    with sqlite() as planned, sqlite() as at_once:
        with planned.begin() as connection:
            carry_out(connection, plan(EMPTY, after))
        after.tables.create_all(at_once)
        assert schema_of(planned) == schema_of(at_once)


def test_both_databases_end_with_the_tables_of_the_catalogue(engine: Engine) -> None:
    everything = Object("thing", indexes=[["stage", "day"]], fields={"name": text_field(), **FIELD_CHOICES})
    before, after = with_other(thing()), with_other(everything)
    with engine.begin() as connection:
        carry_out(connection, plan(EMPTY, before))
        carry_out(connection, plan(before, after))
    with sqlite() as once:
        after.tables.create_all(once)
        wanted = {name: {column[0] for column in found[0]} for name, found in schema_of(once).items()}
    assert {name: {column[0] for column in found[0]} for name, found in schema_of(engine).items()} == wanted


def test_postgresql_indexes_keep_empty_values_first_and_leave_out_the_recycle_bin(postgres_url: str) -> None:
    plans = plan(catalogue_of(), catalogue_of(thing(day=date(index=True), code=text_field(unique=True))))
    dialect = create_engine(postgres_url).dialect
    made = {
        str(statement.compile(dialect=dialect))
        for step in plans.steps
        if isinstance(step, CreateIndex)
        for statement in step.statements("postgresql")
    }  # type: ignore[attr-defined]
    assert "CREATE INDEX ix_thing__day__id ON thing (day NULLS FIRST, id) WHERE deleted_at IS NULL" in made
    assert "CREATE INDEX ix_thing__owner_id__id ON thing (owner_id NULLS FIRST, id) WHERE deleted_at IS NULL" in made
    assert "CREATE UNIQUE INDEX uq_thing__code ON thing (code) WHERE deleted_at IS NULL" in made


def test_a_group_serves_the_sort_by_its_first_field_and_may_hold_base_amounts() -> None:
    fields = {"day": date(index=True), "value": money()}
    grouped = Object("thing", fields={"name": text_field()}, indexes=[["day", "value_base"]], **fields)
    assert [index.columns for index in indexes_of(catalogue_of(grouped).objects["thing"].shape) if "day" in index.columns] == [
        ("day", "value_base", "id")
    ]


# Records that are there


def with_records(engine: Engine, catalogue: Catalogue, *records: dict[str, Any]) -> ObjectType:
    object = catalogue.object("thing")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as connection:
        carry_out(connection, plan(EMPTY, catalogue))
        for record in records:
            system = {"id": str(uuid.uuid4()), "created_at": now, "updated_at": now, "version": 1}
            connection.execute(insert(object.table), {**system, **record})
    return object


def test_existing_records_get_the_default_of_a_new_field(engine: Engine) -> None:
    before, after = (
        catalogue_of(thing()),
        catalogue_of(thing(stage=choice(["new"], default="new"), size=decimal(scale=2, default="1.50"))),
    )
    with_records(engine, before, {"name": "a"}, {"name": "b"})
    with engine.begin() as connection:
        carry_out(connection, plan(before, after))
        table = after.object("thing").table
        assert connection.execute(select(table.c.stage, table.c.size)).all() == [("new", Decimal("1.50"))] * 2


def test_more_decimals_leave_every_value_as_it_was(engine: Engine) -> None:
    before, after = (
        catalogue_of(thing(size=decimal(scale=1), cost=money(scale=2))),
        catalogue_of(thing(size=decimal(scale=4), cost=money(scale=3))),
    )
    with_records(
        engine,
        before,
        {"size": Decimal("-12.5"), "cost": Decimal("7.25"), "cost_base": Decimal("1.01")},
        {"name": "empty"},
    )
    with engine.begin() as connection:
        changes = plan(before, after)
        assert [
            connection.execute(step.too_large()).scalar_one() for step in changes.steps if isinstance(step, ChangeScale)
        ] == [0, 0]
        carry_out(connection, changes)
        table = after.object("thing").table
        found = connection.execute(
            select(table.c.size, table.c.cost, table.c.cost_base).order_by(table.c.size.is_(None))
        ).all()
    assert [tuple(one) for one in found] == [(Decimal("-12.5"), Decimal("7.25"), Decimal("1.01")), (None, None, None)]


def test_values_that_have_no_room_for_more_decimals_are_counted(engine: Engine) -> None:
    before, after = catalogue_of(thing(size=decimal(scale=0))), catalogue_of(thing(size=decimal(scale=4)))
    with_records(engine, before, {"size": Decimal(10**15)}, {"size": Decimal(-(10**15))}, {"size": Decimal(5)})
    [step] = [step for step in plan(before, after).steps if isinstance(step, ChangeScale)]
    with engine.connect() as connection:
        assert connection.execute(step.too_large()).scalar_one() == 2


def test_values_that_stand_twice_are_counted_before_they_must_be_unique(engine: Engine) -> None:
    before, after = catalogue_of(thing(code=text_field())), catalogue_of(thing(code=text_field(unique=True)))
    gone = datetime(2026, 1, 1, tzinfo=UTC)
    with_records(engine, before, {"code": "a"}, {"code": "a"}, {"code": "b"}, {"code": "b", "deleted_at": gone}, {}, {})
    [step] = [step for step in plan(before, after).steps if isinstance(step, CreateIndex)]
    query = step.duplicates()
    assert query is not None
    with engine.connect() as connection:
        assert connection.execute(query).scalar_one() == 1


def test_records_that_lack_what_becomes_required_are_counted(engine: Engine) -> None:
    before, after = catalogue_of(thing(code=text_field())), catalogue_of(thing(code=text_field(required=True)))
    with_records(engine, before, {"code": "a"}, {}, {"deleted_at": datetime(2026, 1, 1, tzinfo=UTC)})
    [step] = [step for step in plan(before, after).steps if isinstance(step, FillRequired)]
    with engine.connect() as connection:
        assert connection.execute(step.missing()).scalar_one() == 1


def test_links_are_a_table_with_a_way_back() -> None:
    found = plan(catalogue_of(thing()), catalogue_of(thing(friends=many_to_many("user")))).steps
    [step] = [step for step in found if isinstance(step, CreateLinkTable)]
    assert step.table.name == "thing__friends"
    assert len(step.statements("sqlite")) == 2


def test_the_steps_follow_an_extension_of_the_tenant() -> None:
    before = Catalogue.build(rows_of(thing()))
    after = before.with_changes([tenant_row(Extension("thing", x_size=integer(index=True)))])
    assert check(after.rows, before) == []
    assert [type(step) for step in plan(before, after).steps] == [
        AddColumn,
        CreateIndex,
        DefinitionChanged,
    ]
