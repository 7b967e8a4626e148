"""The field types there are. A plugin's type joins the built-in ones by `register`."""

from __future__ import annotations

from collections.abc import Iterator

from dougong import Conflict, NotFound
from metadata.field_types.base import FieldType

__all__ = ["field_type", "field_types", "is_type", "register", "unregister"]

_types: dict[str, tuple[FieldType, str]] = {}


def register(type: FieldType, *, owner: str = "core") -> FieldType:
    """Offer a field type. A second owner of its name is refused."""
    if type.name in _types:
        raise Conflict(
            "The field type {name} of {owner} is already there: {first} has it",
            name=type.name,
            owner=owner,
            first=_types[type.name][1],
        )
    _types[type.name] = (type, owner)
    return type


def unregister(name: str) -> None:
    """Take a plugin's type away again, when the plugin is unloaded."""
    _types.pop(name, None)


def field_type(name: str) -> FieldType:
    try:
        return _types[name][0]
    except KeyError:
        raise NotFound("There is no field type called {name}", name=name) from None


def is_type(name: str) -> bool:
    return name in _types


def field_types() -> Iterator[FieldType]:
    """The types that an implementer may choose from, in the order in which they were registered."""
    return (type for type, owner in _types.values() if type.offered)
