"""Small worlds for the tests of `metadata`: rows, catalogues, and a database that a plan was carried out in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from dougong import Definition, Object
from dougong import text as text_field
from metadata.catalogue import Catalogue
from metadata.definitions import PLUGIN, TENANT, DefinitionRow
from metadata.objects import ObjectType
from metadata.plan import Plan

USER = Object("user", sharing="read", fields={"name": text_field(required=True)})
FILE = Object("file", fields={"name": text_field()})


def row(definition: Definition, layer: str = PLUGIN, owner: str = "acme", **more: Any) -> DefinitionRow:
    return DefinitionRow(
        kind=definition.kind, name=definition.name, layer=layer, owner=owner, document=definition.document, **more
    )


def tenant_row(definition: Definition, **more: Any) -> DefinitionRow:
    return row(definition, TENANT, "tenant", **more)


def rows_of(*definitions: Definition) -> list[DefinitionRow]:
    """Rows of one plugin, with the users and files that every tenant has."""
    return [row(definition) for definition in (USER, FILE, *definitions)]


def catalogue_of(*definitions: Definition) -> Catalogue:
    return Catalogue.build(rows_of(*definitions))


def object_of(definition: Definition, *others: Definition) -> ObjectType:
    return catalogue_of(definition, *others).object(definition.name)


def carry_out(connection: Connection, plan: Plan) -> None:
    for step in plan.steps:
        for statement in step.statements(connection.dialect.name):
            connection.execute(statement)


@contextmanager
def sqlite() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    yield engine
    engine.dispose()


def schema_of(engine: Engine) -> dict[str, Any]:
    """What a database says of its tables: columns, foreign keys and indexes, in no order."""
    found = inspect(engine)
    return {
        name: (
            {(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(name)},
            {(*key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(name)},
            indexes_of(engine, name),
        )
        for name in found.get_table_names()
    }


def indexes_of(engine: Engine, table: str) -> set[str]:
    """The indexes as they were written, condition and order included."""
    queries = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = :table",
    }
    with engine.connect() as connection:
        return set(connection.execute(text(queries[engine.dialect.name]), {"table": table}).scalars())


def fields(problems: Iterable[Any]) -> set[str]:
    """Where the problems are."""
    return {problem.field for problem in problems}
