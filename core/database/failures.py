"""What a database refuses, in our words."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from core.database.roles import REFUSED
from dougong import Conflict, FieldProblem, Invalid, Unavailable

__all__ = ["Again", "translated"]

log = logging.getLogger(__name__)

#: PostgreSQL: serialisation failure, deadlock, lock not available, query cancelled by lock time-out
AGAIN = {"40001", "40P01", "55P03"}
LOST = {"08000", "08003", "08006", "57P01", "57P02", "57P03"}


class Again(Exception):
    """The transaction lost a race and did nothing; run it again."""


def translated(told: Callable[[Any], None] | None = None) -> AbstractContextManager[None]:
    """Turn what a driver or SQLAlchemy raises into a Problem, or into `Again` for a lost race.

    `told` hears of the driver's error first.
    """
    return _Translating(told)


class _Translating:
    """Stands around every statement, so it is no generator: those cost four times as much."""

    __slots__ = ("_told",)

    def __init__(self, told: Callable[[Any], None] | None) -> None:
        self._told = told

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            return
        if isinstance(error, sa.exc.TimeoutError):
            raise Unavailable("All database connections are in use; try again in a moment", retry_after=3) from error
        original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        if original is not error or type(error).__module__.startswith(DRIVERS):
            if self._told is not None:
                self._told(original)
            raise _translate(original) from error


DRIVERS = ("psycopg", "sqlite3", "pysqlite3")


def _translate(error: Any) -> Exception:
    state = getattr(error, "sqlstate", None)
    return _postgresql(error, state) if state is not None else _other(error)


def _postgresql(error: Any, state: str) -> Exception:
    if state in AGAIN:
        return Again(str(error))
    if state == "57014":
        return Unavailable("That took longer than allowed; narrow it down", retry_after=1)
    if state == "23505":
        return taken(_postgresql_columns(error))
    if state == "23503":
        return Conflict("Another record refers to this one, or the record referred to is gone")
    if state in ("22003", "22P02", "22008", "22021", "22P05"):
        return Invalid("A value can't be stored: {reason}", reason=str(error).splitlines()[0])
    if state in REFUSED:
        log.error("the database refuses: %s", str(error).splitlines()[0])
        return Unavailable("The database refuses this to the tenant's role; try again, or run: dougong doctor")
    if state == "42P01":
        return _older(error)
    if state in LOST or state.startswith("53"):
        log.error("the database can't be reached: %s", str(error).splitlines()[0])
        return Unavailable("The database does not answer; try again in a moment")
    return error if isinstance(error, Exception) else RuntimeError(error)


def _postgresql_columns(error: Any) -> list[str]:
    detail = getattr(error.diag, "message_detail", "") or ""
    found = re.match(r"Key \((.+?)\)=", detail)
    return [name.strip(' "') for name in found[1].split(",")] if found else []


def _other(error: Any) -> Exception:
    text = str(error)
    if text.startswith("UNIQUE constraint failed: "):
        return taken([part.split(".")[-1] for part in text.split(": ", 1)[1].split(", ")])
    if text.startswith("FOREIGN KEY constraint failed"):
        return Conflict("Another record refers to this one, or the record referred to is gone")
    if "database is locked" in text or "database is busy" in text:
        return Again(text)
    if text.startswith("no such table: dg_"):
        return _older(error)
    if "integer overflow" in text or "string or blob too big" in text:
        return Invalid("A value is too large to be stored or summed up")
    if type(error).__name__ == "OperationalError" and _unreachable(text):
        log.error("the database can't be reached: %s", text.splitlines()[0])
        return Unavailable("The database does not answer; try again in a moment")
    return error if isinstance(error, Exception) else RuntimeError(error)


def _older(error: Any) -> Unavailable:
    log.error("a table is missing: %s", str(error).splitlines()[0])
    return Unavailable("This tenant is older than the server; its operator has to run: dougong upgrade")


def _unreachable(text: str) -> bool:
    signs = ("connection", "connect", "unable to open", "disk I/O", "disk is full", "server closed", "readonly")
    return any(sign in text for sign in signs)


def taken(columns: list[str]) -> Conflict:
    """The Conflict for values that must be unique and are in use, perhaps by a record that the actor can't see."""
    errors = [FieldProblem(name, "unique", "This value is already in use") for name in columns]
    return Conflict("A record with the same value exists", errors=errors)
