"""What an actor's permission sets grant on one object: actions, and the fields of which rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.rights.actor import Actor

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType

__all__ = ["Grants", "grants"]

NONE, READ, EDIT = 0, 1, 2
LEVELS = {"none": NONE, "read": READ, "edit": EDIT}


@dataclass(frozen=True, kw_only=True)
class Grants:
    """The grants on an object, split by the rows they cover.

    Rows are either the actor's `own` (by owner, hierarchy, default, sharing), or any. `read_any` and `edit_any` say
    whether some grant covers any row; the field sets say which fields are granted in own rows and in any row. A cell is
    visible only where one grant covers its row and its field, so the two are never mixed.
    """

    create: bool
    read: bool
    edit: bool
    delete: bool
    read_any: bool
    edit_any: bool
    delete_any: bool
    read_own_fields: frozenset[str]
    read_any_fields: frozenset[str]
    edit_own_fields: frozenset[str]
    edit_any_fields: frozenset[str]


def grants(catalogue: Catalogue, actor: Actor, kind: ObjectType) -> Grants:
    """The actor's grants on an object."""
    if actor.administers:
        return _everything(kind)
    found = [catalogue.permission_sets[name]["objects"].get(kind.name) for name in actor.permission_sets]
    return _union(kind, [grant for grant in found if grant])


def _everything(kind: ObjectType) -> Grants:
    names = frozenset(kind.named())
    return Grants(
        create=True, read=True, edit=True, delete=True, read_any=True, edit_any=True, delete_any=True,
        read_own_fields=names, read_any_fields=names, edit_own_fields=names, edit_any_fields=names,
    )  # fmt: skip


def _union(kind: ObjectType, given: list[Mapping[str, Any]]) -> Grants:
    modifying = [g for g in given if g.get("modify_all")]
    reading = [g for g in given if g.get("read") or g.get("view_all") or g.get("modify_all")]
    reading_any = [g for g in reading if g.get("view_all") or g.get("modify_all")]
    editing = [g for g in given if g.get("edit") or g.get("modify_all")]
    deleting = [g for g in given if g.get("delete") or g.get("modify_all")]
    return Grants(
        create=any(g.get("create") for g in given),
        read=bool(reading),
        edit=bool(editing) and bool(reading),
        delete=bool(deleting) and bool(reading),
        read_any=bool(reading_any),
        edit_any=bool(modifying),
        delete_any=bool(modifying),
        read_own_fields=_fields(kind, reading, READ),
        read_any_fields=_fields(kind, reading_any, READ),
        edit_own_fields=_fields(kind, editing, EDIT) | _fields(kind, [g for g in given if g.get("create")], EDIT),
        edit_any_fields=_fields(kind, modifying, EDIT),
    )


def _fields(kind: ObjectType, given: Iterable[Mapping[str, Any]], level: int) -> frozenset[str]:
    """The fields that some of the grants open to a level; a field that a grant doesn't name is open."""
    levels = [{name: LEVELS[word] for name, word in g.get("fields", {}).items()} for g in given]
    return frozenset(name for name, field in kind.named().items() if _opened(levels, field, name, level))


def _opened(levels: list[dict[str, int]], field: Any, name: str, level: int) -> bool:
    if field.system and not field.companion_of:
        return bool(levels)
    governing = field.companion_of or name
    return any(named.get(governing, EDIT) >= level for named in levels)
