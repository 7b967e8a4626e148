"""Rights as SQL: for an actor and an object, the condition on rows and the sets of fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.tables import share, task_holder
from core.rights.actor import Actor
from core.rights.criteria import criteria, formula_inputs
from core.rights.grants import Grants, grants

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType

__all__ = ["EDIT", "EVERY_ROW", "FULL", "NO_ROW", "READ", "Access", "Accesses", "ObjectAccess", "rights_parameters"]

Condition = sa.ColumnElement[bool]
Path = tuple[str, ...]
READ, EDIT, FULL = 1, 2, 3
LEVELS = {"read": READ, "edit": EDIT}
EVERY_ROW: Condition = sa.true()
NO_ROW: Condition = sa.false()
#: Conditions of records that lead to other records' conditions; longer chains are refused when they are defined.
DEEPEST = 6
#: What objects have that say so: by the object of the parts, the feature of those that have them.
FEATURES = {"activity": "activities", "comment": "comments", "file": "files"}


class Accesses:
    """The accesses of one actor to the objects of one catalogue, made when they are first asked for."""

    def __init__(self, catalogue: Catalogue, actor: Actor, backend: str) -> None:
        self.catalogue = catalogue
        self.actor = actor
        self.backend = backend
        self._made: dict[str, Access] = {}

    def __getitem__(self, name: str) -> Access:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = Access(self, self.catalogue.object(name))
        return found

    @cached_property
    def below(self) -> frozenset[str]:
        """The roles below the actor's own."""
        return frozenset(self.catalogue.roles.below(self.actor.role)) if self.actor.role else frozenset()


class ObjectAccess:
    """What the actor may do with an object at all, for those who only want to know."""

    def __init__(self, access: Access) -> None:
        self.create = access.grants.create
        self.read = access.grants.read
        self.edit = access.grants.edit
        self.delete = access.grants.delete
        self.visible = access.visible
        self.editable = access.grants.edit_own_fields | access.grants.edit_any_fields


class Access:
    """An actor's rights on one object."""

    def __init__(self, accesses: Accesses, kind: ObjectType) -> None:
        self.accesses = accesses
        self.kind = kind
        self.actor = accesses.actor
        self.grants: Grants = grants(accesses.catalogue, accesses.actor, kind)
        self._kept: dict[tuple[sa.FromClause, int, Path], Condition] = {}

    # -- fields ----------------------------------------------------------------------------------------------

    @cached_property
    def visible(self) -> frozenset[str]:
        """The fields visible in some row."""
        return self._with_inputs_visible(self.grants.read_own_fields | self.grants.read_any_fields)

    @cached_property
    def visible_everywhere(self) -> frozenset[str]:
        """The fields visible in every visible row; the other visible ones are so in the actor's own rows only."""
        if not self.grants.read_any or self._default_level >= READ:
            return self.visible
        return self._with_inputs_visible(self.grants.read_any_fields)

    def _with_inputs_visible(self, names: frozenset[str]) -> frozenset[str]:
        """Leave out what may not be read back at all, and what is computed from something that isn't visible."""
        named = self.kind.named()
        readable = {name for name in names if named[name].type.readable and self._rollup_visible(name)}
        return frozenset(name for name in readable if self._inputs_visible(name, readable))

    def _inputs_visible(self, name: str, readable: set[str]) -> bool:
        """A formula is visible where all that it is computed from is."""
        field = self.kind.fields.get(name)
        if self.actor.administers or field is None or field.type.name != "formula":
            return True
        inputs = formula_inputs(self.accesses.catalogue, self.kind, name)
        return all(self._granted(object, input, readable) for object, input in inputs)

    def _granted(self, object: str, name: str, readable: set[str]) -> bool:
        if object == self.kind.name:
            return name in readable
        access = self.accesses[object]
        return access.grants.read and name in (access.grants.read_own_fields | access.grants.read_any_fields)

    def _rollup_visible(self, name: str) -> bool:
        field = self.kind.fields.get(name)
        if self.actor.administers or field is None or field.type.name != "rollup":
            return True
        rollup = self.accesses.catalogue.rollup(field)
        if rollup is None:
            return False
        source = self.accesses[rollup.child].grants
        return source.read and (rollup.measure is None or rollup.measure.name in source.read_own_fields)

    def masked(self, name: str) -> bool:
        """Whether the actor sees only the end of this field's values."""
        field = self.kind.field(name)
        return field.mask is not None and name not in (self.grants.edit_own_fields | self.grants.edit_any_fields)

    # -- rows ------------------------------------------------------------------------------------------------

    def readable(self, table: sa.FromClause, path: Path = ()) -> Condition:
        """Which rows of `table` (the object's table or an alias) the actor sees. `path`: whose parents they are."""
        if not self.grants.read:
            return NO_ROW
        return EVERY_ROW if self.grants.read_any else self.own(table, READ, path)

    def editable(self, table: sa.FromClause, path: Path = ()) -> Condition:
        """Which rows the actor may change."""
        if not self.grants.edit:
            return NO_ROW
        return EVERY_ROW if self.grants.edit_any else self.own(table, EDIT, path)

    def deletable(self, table: sa.FromClause) -> Condition:
        """Which rows the actor may delete, share and hand over: those he owns or a subordinate does."""
        if not self.grants.delete:
            return NO_ROW
        return EVERY_ROW if self.grants.delete_any else self.own(table, FULL)

    def own(self, table: sa.FromClause, level: int, path: Path = ()) -> Condition:
        """The rows that are the actor's to a level: by default, ownership, hierarchy, rules, shares or parent."""
        if self.actor.administers or self._default_level >= level:
            return EVERY_ROW
        if len(path) > DEEPEST:
            return NO_ROW
        if not path and table is not self.kind.table:
            return self._owned(table, level, path)
        kept = self._kept.get((table, level, path))
        return kept if kept is not None else self._kept.setdefault((table, level, path), self._owned(table, level, path))

    def _owned(self, table: sa.FromClause, level: int, path: Path) -> Condition:
        return _any(way for _, way in self._ways(table, level, path))

    @property
    def _default_level(self) -> int:
        return {"read": READ, "write": EDIT}.get(self.kind.sharing, 0)

    def ways(self, level: int) -> Iterable[tuple[str, Condition]]:
        """The ways to own rows at a level, each by its name, for explanations."""
        if self._default_level >= level:
            yield "default", EVERY_ROW
        yield from self._ways(self.kind.table, level, ())

    def _ways(self, table: sa.FromClause, level: int, path: Path) -> Iterable[tuple[str, Condition]]:
        if self.kind.name == "user":
            yield "self", table.c.id == me()
        if not (self.kind.sharing == "parent" and self._is_detail):
            yield "owner", table.c.owner_id == me()
            yield from (("hierarchy", way) for way in self._below(table))
        if level < FULL:
            yield from self._rules(table, level)
            yield from (("share", way) for way in self._shares(table, level))
        if level == READ and self.actor.has_tasks and self.kind.name in self.accesses.catalogue.decided_objects:
            yield "task", table.c.id.in_(sa.select(task_holder.c.record_id).where(task_holder.c.user_id == me()))
        if self.kind.sharing == "parent":
            yield "parent", self._parent(table, min(level, EDIT), path)

    @property
    def _is_detail(self) -> bool:
        parent = self.kind.parent
        return parent is not None and self.kind.fields[parent].type.name == "master_detail"

    def _below(self, table: sa.FromClause) -> Iterable[Condition]:
        if self.accesses.below:
            yield table.c.owner_id.in_(self._holders(self.accesses.below))

    def _holders(self, roles: Iterable[str]) -> sa.Select[Any]:
        users = self.accesses.catalogue.object("user").shape.alias("holder")
        return sa.select(users.c.id).where(users.c.role.in_([sa.literal(role, sa.Text) for role in sorted(roles)]))

    def _rules(self, table: sa.FromClause, level: int) -> Iterable[tuple[str, Condition]]:
        for rule in self.accesses.catalogue.sharing_rules.get(self.kind.name, ()):
            if LEVELS[rule.get("level", "read")] >= level and self._meant(rule["with"]):
                yield f"rule:{rule['name']}", self._rule(rule, table)

    def _meant(self, grantee: Mapping[str, Any]) -> bool:
        kind, name = next(iter(grantee.items()))
        if kind == "everyone":
            return bool(name)
        if kind == "permission_set":
            return name in self.actor.permission_sets
        if kind == "team":
            return name in self.actor.teams
        return name == self.actor.role or name in self.accesses.below

    def _rule(self, rule: Mapping[str, Any], table: sa.FromClause) -> Condition:
        role = rule.get("owner_role")
        if role is not None:
            return table.c.owner_id.in_(self._holders({role, *self.accesses.catalogue.roles.below(role)}))
        catalogue, backend = self.accesses.catalogue, self.accesses.backend
        return criteria(catalogue, self.kind, backend, table, rule["where"], prefix=f"rule_{rule['name']}_")

    def _shares(self, table: sa.FromClause, level: int) -> Iterable[Condition]:
        if self.kind.name not in self.actor.shared:
            return
        names = [me_as_grantee(), *(sa.literal(name, sa.Text) for name in self.actor.grantees[1:])]
        yield table.c.id.in_(
            sa.select(share.c.record_id).where(
                share.c.grantee.in_(names),
                share.c.object == sa.literal(self.kind.name, sa.Text),
                share.c.level >= sa.literal_column(str(int(level))),
                sa.or_(share.c.expires_at.is_(None), share.c.expires_at > sa.bindparam("env_now", type_=share.c.expires_at.type)),
            )
        )

    # -- parents ---------------------------------------------------------------------------------------------

    def _parent(self, table: sa.FromClause, level: int, path: Path) -> Condition:
        assert self.kind.parent is not None
        field = self.kind.fields[self.kind.parent]
        if field.references:
            return self._of(field.references, table.c[field.name], level, path)
        return self._of_any(field, table, level, path)

    def _of(self, target: str, column: sa.ColumnElement[Any], level: int, path: Path) -> Condition:
        parents, rows = self._parents(target, level, path)
        if rows is NO_ROW:
            return NO_ROW
        return column.is_not(None) if rows is EVERY_ROW else _among(column, parents, rows)

    def _parents(self, target: str, level: int, path: Path) -> tuple[sa.FromClause, Condition]:
        """The parents of one object, and which of them open their parts."""
        access = self.accesses[target]
        parents = access.kind.shape.alias(f"parent_{len(path) + 1}")
        return parents, access.readable(parents, self._on(path)) if level == READ else access.editable(parents, self._on(path))

    def _on(self, path: Path) -> Path:
        return (*path, self.kind.name)

    def _takes(self, target: ObjectType) -> bool:
        """Whether records of `target` may have such parts: each that could is asked for its rights, and multiplies the condition."""
        feature = FEATURES.get(self.kind.name)
        return feature is None or feature in target.features or feature == "files" and _holds_files(target)

    def _of_any(self, field: Any, table: sa.FromClause, level: int, path: Path) -> Condition:
        """Any object may be the parent, but none that is on the path already: comments on activities on comments end."""
        about, id = table.c[f"{field.name}_object"], table.c[f"{field.name}_id"]
        objects = self.accesses.catalogue.objects
        open_to = [name for name in sorted(objects) if self._takes(objects[name])] if field.to in (None, "*") else field.to
        whole, some = [], []
        for target in open_to:
            if target not in objects or target in self._on(path):
                continue
            parents, rows = self._parents(target, level, path)
            if rows is NO_ROW:
                continue
            if rows is EVERY_ROW:
                whole.append(target)
            else:
                some.append(sa.and_(about == sa.literal(target, sa.Text), _among(id, parents, rows)))
        named = [about.in_([sa.literal(target, sa.Text) for target in whole])] if whole else []
        return _any([*named, *some])


def _holds_files(kind: ObjectType) -> bool:
    return any(field.type.name in ("file", "image") for field in kind.fields.values())


def _among(column: sa.ColumnElement[Any], parents: sa.FromClause, rows: Condition) -> Condition:
    return column.in_(sa.select(parents.c.id).where(parents.c.deleted_at.is_(None), rows))


def _any(ways: Iterable[Condition]) -> Condition:
    found = [way for way in ways if way is not NO_ROW]
    if any(way is EVERY_ROW for way in found):
        return EVERY_ROW
    if not found:
        return NO_ROW
    return found[0] if len(found) == 1 else sa.or_(*found)


def me() -> sa.BindParameter[Any]:
    """The actor's id, given at each run."""
    return sa.bindparam("me", type_=share.c.record_id.type)


def me_as_grantee() -> sa.BindParameter[Any]:
    """The actor as a grantee of shares, given at each run."""
    return sa.bindparam("me_as_grantee", type_=sa.Text())


def rights_parameters(actor: Actor, now: Any) -> dict[str, Any]:
    """The values that the conditions of rights need at each run."""
    return {"me": actor.id, "me_as_grantee": f"user:{actor.id}", "env_now": now}

