"""The types of the language, and how a field is known to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

__all__ = ["Literals", "Name", "Path", "Scope", "Type", "a_type"]

type_words = {
    "text": "a text",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "datetime": "a date and time",
    "time": "a time of day",
    "duration": "a duration",
    "list": "a list",
    "id": "an id",
    "null": "nothing",
}

Path = tuple[str, ...]
"""A field as it is written: `account.owner.email` is `("account", "owner", "email")`."""

Literals = Mapping[str, Any]
"""Typed values of the literals of one text, by parameter name, as `Checked.bind` gives them."""

Getter = Callable[[Path], Any]
"""Gives the typed value of a field for the record at hand."""


class Type(StrEnum):
    """What a value is. In Python: str, Decimal, bool, date, datetime (aware), time, Decimal seconds, tuple of str, str."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    LIST = "list"
    ID = "id"
    NULL = "null"


ORDERED = frozenset({Type.TEXT, Type.NUMBER, Type.DATE, Type.DATETIME, Type.TIME, Type.DURATION, Type.ID, Type.NULL})
NUMERIC = frozenset({Type.NUMBER, Type.DURATION})


@dataclass(frozen=True)
class Name:
    """A field that an expression may use: its path, its type, and what else bounds its values."""

    path: Path
    type: Type
    scale: int = 0
    choices: frozenset[str] | tuple[str, ...] | None = None
    label: str | None = None


class Scope(Protocol):
    """What an expression can see. Return None for a field that is not there or may not be read."""

    def resolve(self, path: Path) -> Name | None: ...


def a_type(kind: Type) -> str:
    """The type in words, for messages: "a number"."""
    return type_words[kind.value]
