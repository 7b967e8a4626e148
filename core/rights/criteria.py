"""The platform's own conditions and formulas as SQL, with nobody's rights applied: sharing rules, roll-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors

from metadata.expressions import Checked, Path, Type, check, condition, parse, to_sql

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.fields import Field
    from metadata.objects import ObjectType
    from metadata.scope import Located

__all__ = ["checked", "criteria", "field_value", "formula_inputs", "result_scale", "with_literals"]

EXACT = ("decimal", "money", "percent")


def checked(catalogue: Catalogue, kind: ObjectType, text: str, expects: Type | None = None) -> Checked:
    """An expression of a definition over the records of `kind`, kept with the catalogue; it was good when defined."""
    key = ("checked", kind.name, text, expects)
    found = catalogue.kept.get(key)
    if found is None:
        found = catalogue.kept[key] = check(parse(text), kind.scope, expects)
    return found


def with_literals(element: Any, expression: Checked, prefix: str) -> Any:
    """A compiled expression with its own literals as the values of its parameters."""
    values = expression.bind(expression.parsed.template, prefix)

    def settled(part: Any, **_: Any) -> Any:
        if isinstance(part, sa.BindParameter) and part.key in values:
            return sa.bindparam(None, values[part.key], type_=part.type, unique=True)
        return None

    traverse: Any = visitors.replacement_traverse  # typed for statements, and as good for expressions
    return traverse(element, {}, settled)


def result_scale(field: Field) -> int | None:
    """The decimals that a computed field's values are kept with."""
    result = field.result
    if result.type.name not in EXACT:
        return 0 if result.type.name in ("integer", "duration") else None
    return 2 if result.scale is None else result.scale


def formula_inputs(catalogue: Catalogue, kind: ObjectType, name: str) -> frozenset[tuple[str, str]]:
    """The fields (object, field) that a formula is computed from, through other formulas and references."""
    key = ("inputs", kind.name, name)
    found = catalogue.kept.get(key)
    if found is None:
        found = catalogue.kept[key] = frozenset(_inputs(catalogue, kind, name))
    return found


def _inputs(catalogue: Catalogue, kind: ObjectType, name: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for path in checked(catalogue, kind, str(kind.fields[name].expression)).paths:
        located = kind.scope.locate(path)
        if located is not None:
            found |= {(hop.object, hop.name) for hop in located.hops}
            found.add((located.object.name, located.field.name))
            if located.field.type.name == "formula":
                found |= formula_inputs(catalogue, located.object, located.field.name)
    return found


def criteria(
    catalogue: Catalogue, kind: ObjectType, backend: str, table: sa.FromClause, text: str, *, prefix: str = "c"
) -> sa.ColumnElement[bool]:
    """A condition over `table`; paths to other records are subqueries, so that it stands in any WHERE."""
    expression = checked(catalogue, kind, text, Type.BOOLEAN)
    made = condition(expression, backend, lambda path: field_value(catalogue, kind, backend, table, path), prefix=prefix)
    condition_of_rows: sa.ColumnElement[bool] = with_literals(made, expression, prefix)
    return condition_of_rows


def field_value(
    catalogue: Catalogue, kind: ObjectType, backend: str, table: sa.FromClause, path: Path
) -> sa.ColumnElement[Any]:
    """The value at a path from a row of `table`."""
    located = kind.scope.locate(path)
    assert located is not None, path
    if not located.hops:
        return _field(catalogue, kind, backend, table, located)
    hop = located.hops[0]
    target = catalogue.object(str(hop.references))
    inner = target.table.alias()
    value = field_value(catalogue, target, backend, inner, located.path[1:])
    return sa.select(value).where(inner.c.id == table.c[hop.name], inner.c.deleted_at.is_(None)).scalar_subquery()


def _field(
    catalogue: Catalogue, kind: ObjectType, backend: str, table: sa.FromClause, located: Located
) -> sa.ColumnElement[Any]:
    if located.part.column is not None:
        return table.c[located.part.column]
    field = located.field
    expression = checked(catalogue, kind, str(field.expression))
    prefix = f"s_{field.object}_{field.name}_"
    made = to_sql(
        expression, backend, lambda path: field_value(catalogue, kind, backend, table, path),
        prefix=prefix, result_scale=result_scale(field),
    )  # fmt: skip
    return sa.type_coerce(with_literals(made, expression, prefix), field.result.type.storage(field.result))
