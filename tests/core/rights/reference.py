"""What users may see, worked out the obvious way: one record, one field, one user at a time, on plain dictionaries.

Nothing here knows of SQL or of the platform's own code; the property tests hold the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Person", "Program", "Record", "sees_cell", "sees_row"]

READ, EDIT = 1, 2


@dataclass
class Person:
    """A user: id, role and permission sets."""

    id: str
    role: str | None
    sets: list[str]
    teams: list[str] = field(default_factory=list)


@dataclass
class Record:
    """A record: its object, id, owner, values, and the record that it is part of."""

    object: str
    id: str
    owner: str | None
    values: dict[str, Any]
    parent: Record | None = None
    shares: list[tuple[str, int, bool]] = field(default_factory=list)  # grantee, level, expired


@dataclass
class Program:
    """A random state of a tenant: who there is, what is granted, how roles and rules stand."""

    people: dict[str, Person]
    sharing: dict[str, str]
    details: set[str]  # objects whose records are parts of others, and nobody's by themselves
    roles: dict[str, str | None]  # role -> the role above it
    sets: dict[str, dict[str, dict[str, Any]]]
    rules: list[dict[str, Any]]
    records: list[Record]

    def above(self, role: str | None) -> list[str]:
        """The roles above a role."""
        found = []
        while role is not None and self.roles.get(role) is not None:
            role = self.roles[role]
            found.append(str(role))
        return found


def sees_row(program: Program, person: Person, record: Record) -> bool:
    """Whether a user sees a record at all."""
    return any(covers_row(program, grant, person, record) for grant in grants_on(program, person, record.object))


def sees_cell(program: Program, person: Person, record: Record, name: str, needs: list[str] | None = None) -> bool:
    """Whether one grant covers this row and this field; of a computed field, its inputs must be visible too."""
    return all(_one_cell(program, person, record, wanted) for wanted in [name, *(needs or [])])


def _one_cell(program: Program, person: Person, record: Record, name: str) -> bool:
    for grant in grants_on(program, person, record.object):
        if covers_row(program, grant, person, record) and grant.get("fields", {}).get(name, "edit") != "none":
            return True
    return False


def grants_on(program: Program, person: Person, object: str) -> list[dict[str, Any]]:
    """The grants that let a user read an object."""
    found = [program.sets[name].get(object) for name in person.sets]
    return [g for g in found if g and (g.get("read") or g.get("view_all") or g.get("modify_all"))]


def covers_row(program: Program, grant: dict[str, Any], person: Person, record: Record) -> bool:
    """Whether a grant covers a row: all rows, or those that are the user's own."""
    return bool(grant.get("view_all") or grant.get("modify_all")) or own_row(program, person, record)


def own_row(program: Program, person: Person, record: Record, level: int = READ) -> bool:
    """Whether a record is a user's own: by default, ownership, hierarchy, rule, share or parent."""
    sharing = program.sharing[record.object]
    if (sharing == "read" and level == READ) or sharing == "write":
        return True
    if sharing != "parent" or record.object not in program.details:
        if record.owner == person.id:
            return True
        owner = program.people.get(record.owner or "")
        if owner is not None and person.role is not None and person.role in program.above(owner.role):
            return True
    if any(_rule_opens(program, rule, person, record, level) for rule in program.rules):
        return True
    if any(_share_opens(share, person, level) for share in record.shares):
        return True
    return sharing == "parent" and record.parent is not None and sees_row(program, person, record.parent)


def _rule_opens(program: Program, rule: dict[str, Any], person: Person, record: Record, level: int) -> bool:
    if rule["object"] != record.object or (rule["level"] == "read" and level == EDIT):
        return False
    target = rule["with"]
    meant = (
        target.get("everyone") is True
        or target.get("permission_set") in person.sets
        or (person.role is not None and target.get("role") in (person.role, *_below(program, person.role)))
    )
    if not meant:
        return False
    if "owner_role" in rule:
        owner = program.people.get(record.owner or "")
        return owner is not None and owner.role is not None and rule["owner_role"] in (owner.role, *program.above(owner.role))
    amount = record.values.get("amount")
    return amount is not None and amount > rule["limit"]


def _below(program: Program, role: str) -> list[str]:
    return [other for other in program.roles if role in program.above(other)]


def _share_opens(share: tuple[str, int, bool], person: Person, level: int) -> bool:
    grantee, given, expired = share
    mine = {f"user:{person.id}", f"role:{person.role}", *(f"team:{team}" for team in person.teams)}
    return not expired and given >= level and grantee in mine
