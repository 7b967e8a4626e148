"""What an expression over the records of an object can see: its fields, and through references those of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metadata.expressions.types import Name, Path
from metadata.field_types import Part
from metadata.fields import Field

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType

__all__ = ["ALIASES", "Located", "MAX_HOPS", "ObjectScope", "find_field", "locate", "scope"]

MAX_HOPS = 4
ALIASES = {"owner": "owner_id"}
"""Names that people write for system fields."""


@dataclass(frozen=True)
class Located:
    """Where a path leads: over which references, to which field of which object, and to which part of its value."""

    path: Path
    hops: tuple[Field, ...]
    object: ObjectType
    field: Field
    part: Part
    name: Name


class ObjectScope:
    """The scope of one object; give it to the expression checker."""

    def __init__(self, object: ObjectType, catalogue: Catalogue) -> None:
        self._object = object
        self._catalogue = catalogue
        self._known: dict[Path, Located | None] = {}

    def resolve(self, path: Path) -> Name | None:
        found = self.locate(path)
        return None if found is None else found.name

    def locate(self, path: Path) -> Located | None:
        """The field at the end of a path, or None where there is none."""
        if path not in self._known:
            self._known[path] = _locate(self._catalogue, self._object, path)
        return self._known[path]


def scope(object: ObjectType, catalogue: Catalogue) -> ObjectScope:
    return ObjectScope(object, catalogue)


def locate(object: ObjectType, catalogue: Catalogue, path: str | Path) -> Located | None:
    """Where a path leads; `path` is written with dots, or split."""
    return object.scope.locate(tuple(path.split(".")) if isinstance(path, str) else path)


def _locate(catalogue: Catalogue, object: ObjectType, path: Path) -> Located | None:
    hops: list[Field] = []
    names = tuple(ALIASES.get(name, name) for name in path)
    at = object
    position = 0
    while position < len(names):
        found = _part_here(at, names[position:])
        if found is not None:
            field, part = found
            return _located(names, tuple(hops), at, field, part)
        field_here = at.fields.get(names[position])
        target = None if field_here is None else field_here.references
        if field_here is None or target is None or len(hops) == MAX_HOPS or target not in catalogue.objects:
            return None
        hops.append(field_here)
        at = catalogue.objects[target]
        position += 1
    return None


def _part_here(object: ObjectType, rest: Path) -> tuple[Field, Part] | None:
    """The part of a field's value that the whole rest of the path names: `amount`, `amount_base`, `address.city`."""
    field = object.fields.get(rest[0]) or object.owner_of_companion(rest[0])
    if field is None or len(rest) > 2 or not field.type.readable:
        return None
    part = field.type.parts(field).get(".".join(rest))
    return None if part is None else (field, part)


def _located(path: Path, hops: tuple[Field, ...], object: ObjectType, field: Field, part: Part) -> Located:
    field = object.companions.get(path[-1], field)
    name = Name(path, part.type, scale=part.scale, choices=part.choices, label=field.label)
    return Located(path, hops, object, field, part, name)


def find_field(object: ObjectType, path: str) -> Field | None:
    """The field that a column of a list or of a page names: `amount`, `account.name`, `address.city`; of any type."""
    names = path.split(".")
    at = object
    for position, name in enumerate(names):
        name = ALIASES.get(name, name) if position < len(names) - 1 else name
        field = at.fields.get(name) or at.companions.get(name)
        rest = ".".join(names[position:])
        if field is None or position == len(names) - 1 or rest in field.type.parts(field):
            return field
        target = at.catalogue.objects.get(field.references or "")
        if target is None or position >= MAX_HOPS:
            return None
        at = target
    return None
