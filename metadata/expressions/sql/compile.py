"""The two things SQL is wanted for: the value of an expression, and a condition for the rows where it is true."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from metadata.expressions.checked import Checked
from metadata.expressions.sql.compiler import ColumnOf, Compiler
from metadata.expressions.sql.postgresql import PostgresqlCompiler
from metadata.expressions.sql.sqlite import SqliteCompiler
from metadata.expressions.types import NUMERIC, Type

__all__ = ["condition", "to_sql"]

COMPILERS: dict[str, type[Compiler]] = {"sqlite": SqliteCompiler, "postgresql": PostgresqlCompiler}


def to_sql(
    checked: Checked,
    backend: str,
    column: ColumnOf,
    *,
    prefix: str = "x",
    result_scale: int | None = None,
) -> ColumnElement[Any]:
    """The value of the expression, as its type in the database; rows come back with typed Python values.

    Literals are parameters `x0`, `x1` … for the values of `Checked.bind`, and what an expression knows of its
    surroundings is in `env_now`, `env_today`, `env_me`, `env_role`, `env_time_zone` (see `env_parameters`).
    With `result_scale` a number comes as a column of that scale stores it, rounded half away from zero; it is NULL
    if it has more than eighteen digits then; its literals are those of the text that was checked.
    """
    compiler = compiler_for(checked, backend, column, prefix)
    if result_scale is not None and checked.type in NUMERIC:
        return compiler.stored(checked.root, result_scale)
    return compiler.whole(checked.root)


def condition(checked: Checked, backend: str, column: ColumnOf, *, prefix: str = "x") -> ColumnElement[bool]:
    """For WHERE: true exactly in rows where the expression is, and false or NULL in all others."""
    if checked.type not in (Type.BOOLEAN, Type.NULL):
        raise ValueError(f"{checked.text!r} is {checked.type.value}, not a condition")
    return compiler_for(checked, backend, column, prefix).truth(checked.root)


def compiler_for(checked: Checked, backend: str, column: ColumnOf, prefix: str) -> Compiler:
    if backend not in COMPILERS:
        raise ValueError(f"Expressions compile to SQL for {' and '.join(COMPILERS)}, not for {backend!r}")
    return COMPILERS[backend](checked, column, prefix)
