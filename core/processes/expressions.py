"""The expressions of a definition, evaluated for one process: its record, what it was before, and records it has found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.processes.names import BEFORE, Names, Variable, names_of
from core.records.drafts import Draft
from core.records.reading import list_records
from dougong import Problem
from metadata.conditions import value_getter
from metadata.expressions import (
    Env,
    Evaluate,
    ExpressionError,
    FuelExhausted,
    Path,
    Type,
    check,
    parse,
    to_python,
    with_values,
)
from workflows.programs import Program
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Expressions", "Reference"]

NO_TABLE = Variable()
Reference = Mapping[str, str]
"""A record in a variable: `{"object", "id"}`."""


@dataclass(frozen=True)
class _Compiled:
    evaluate: Evaluate
    paths: frozenset[Path]


class _Kept:
    """The compiled expressions of one program in one catalogue."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.compiled: dict[tuple[str, Type | None], _Compiled] = {}


class Expressions:
    """Evaluates; every record that is looked at is read once. Made for one transition, thrown away when records change.

    proposal: gives what is to be made of the record once it is approved; it is looked at instead of what is stored.
    """

    def __init__(
        self, ctx: Ctx, program: Program, digest: str, object: str, record_id: str | None, cause: Mapping[str, Any],
        proposal: Callable[[], Draft] | None = None,
    ) -> None:  # fmt: skip
        self._ctx = ctx.as_system()
        key = ("process expressions", digest)
        kept = ctx.catalogue.kept.get(key)
        if kept is None:
            kept = ctx.catalogue.kept[key] = _Kept(names_of(ctx.catalogue, program.kind, program.spec))
        self._kept: _Kept = kept
        self._object = object
        self._record_id = record_id
        self._changes: Mapping[str, Any] = cause.get("changes", {})
        self._values: dict[tuple[str, str], dict[Path, Any]] = defaultdict(dict)
        self._proposal = proposal

    @property
    def names(self) -> Names:
        """What the expressions may name."""
        return self._kept.names

    @property
    def record(self) -> Reference | None:
        """What they are about."""
        return None if self._record_id is None else {"object": self._object, "id": self._record_id}

    def forget(self) -> None:
        """Records have changed."""
        self._values.clear()

    def holds(self, condition: str, scope: Scope) -> bool:
        """Whether a condition is true; what is unknown is not. Raises Unanswerable."""
        return self.value(condition, scope, Type.BOOLEAN) is True

    def held_before(self, condition: str, scope: Scope) -> bool:
        """Whether a condition was true before the change that has begun the process."""
        compiled = self._compile(condition, Type.BOOLEAN)
        found = self._fetch([path if path[0] == BEFORE else (BEFORE, *path) for path in compiled.paths], scope)
        env = Env(now=self._ctx.now, time_zone=self._zone, me=scope.initiator)
        return compiled.evaluate(lambda path: found.get(path if path[0] == BEFORE else (BEFORE, *path)), env) is True

    def value(self, text: str, scope: Scope, expects: Type | None = None) -> Any:
        """What an expression comes to. Raises Unanswerable."""
        compiled = self._compile(text, expects)
        found = self._fetch(compiled.paths, scope)
        env = Env(now=self._ctx.now, time_zone=self._zone, me=scope.initiator)
        try:
            return compiled.evaluate(lambda path: found.get(path), env)
        except FuelExhausted as error:
            raise Unanswerable("{reason}", reason=str(error)) from error

    @property
    def _zone(self) -> str:
        return str(self._ctx.settings("organisation").get("time_zone") or "UTC")

    def explained(self, condition: str, scope: Scope) -> dict[str, Any]:
        """Whether a condition holds, and the values that it looked at, by name."""
        compiled = self._compile(condition, Type.BOOLEAN)
        found = self._fetch(compiled.paths, scope)
        return {"holds": self.holds(condition, scope), "values": {".".join(path): value for path, value in sorted(found.items())}}

    def written(self, text: str, scope: Scope) -> str:
        """A condition about other records with what it says of this one's (`origin.…`) written out, as a filter."""
        return with_values(text, "origin", lambda path: self.at(path, scope))

    def at(self, path: str, scope: Scope) -> Any:
        """The value at a path written with dots."""
        parts = tuple(path.split("."))
        return self._fetch([parts], scope).get(parts)

    def reference(self, text: str, scope: Scope) -> Reference | None:
        """The record that a path leads to: a variable's, or that of a reference. Raises Unanswerable for what is no record."""
        if text in self.names.variables:
            found = scope.variables.get(text)
            return found if isinstance(found, Mapping) else None
        field = self.names.field(text)
        if field is None or field.references is None:
            raise Unanswerable("{path} leads to no record", path=text)
        id = self.at(text, scope)
        return None if id is None else {"object": field.references, "id": str(id)}

    def _compile(self, text: str, expects: Type | None) -> _Compiled:
        found = self._kept.compiled.get((text, expects))
        if found is None:
            try:
                checked = check(parse(text), self.names, expects)
            except ExpressionError as error:
                raise Unanswerable("{expression}: {reason}", expression=text, reason=str(error)) from error
            found = self._kept.compiled[text, expects] = _Compiled(to_python(checked), frozenset(checked.paths))
        return found

    # -- values ----------------------------------------------------------------------------------------------

    def _fetch(self, paths: Collection[Path], scope: Scope) -> dict[Path, Any]:
        """The values of paths, from as many records as they lead to."""
        wanted: dict[tuple[str, str], set[Path]] = defaultdict(set)
        places: dict[Path, tuple[tuple[str, str] | None, Path]] = {}
        said = {path: self._said(path, scope) for path in paths if self.names.variables.get(path[0], NO_TABLE).outputs}
        for path in paths:
            if path in said:
                continue
            root, _, rest = self.names.root(path)
            record = self.record_at(root, scope)
            places[path] = record, rest
            if record is not None and rest not in self._values[record]:
                wanted[record].add(rest)
        for record, rests in wanted.items():
            self._values[record] |= self._read(*record, rests)
        found = {path: None if record is None else self._values[record].get(rest) for path, (record, rest) in places.items()}
        if self._proposal is not None:
            return said | found | {path: self._was(rest) for path, (_, rest) in places.items() if path[0] == BEFORE}
        return said | {path: self._changed(path, value) for path, value in found.items()}

    def _said(self, path: Path, scope: Scope) -> Any:
        """What a decision table has said."""
        value = scope.variables.get(path[0])
        if len(path) > 1:
            value = value.get(path[1]) if isinstance(value, Mapping) else None
        if value is not None and self.names.variables[path[0]].output(path[1:]) is Type.NUMBER:
            return Decimal(str(value))
        return value

    def record_at(self, root: str, scope: Scope) -> tuple[str, str] | None:
        """Object and id of where a path begins, by its root."""
        if root in ("", BEFORE):
            return None if self._record_id is None else (self._object, self._record_id)
        found = scope.variables.get(root)
        return (found["object"], found["id"]) if isinstance(found, Mapping) and "id" in found else None

    def _changed(self, path: Path, value: Any) -> Any:
        """What a path under `before` was, where that has changed since."""
        if path[0] != BEFORE or path[1] not in self._changes:
            return value
        old = self._changes[path[1]][0]
        if isinstance(old, Mapping):
            old = old.get(path[2] if len(path) > 2 else "amount")
        return Decimal(str(old)) if isinstance(value, Decimal) and old is not None else old

    def _was(self, path: Path) -> Any:
        """What a record held before the change that is proposed."""
        assert self._proposal is not None
        before = self._proposal().before
        return None if before is None else _plain(self._getter(before)(path))

    def _getter(self, values: Mapping[str, Any]) -> Callable[[Path], Any]:
        """Gives the values of a record that isn't stored as it is here."""
        kind = self._ctx.catalogue.object(self._object)

        def related(path: Path) -> Any:
            located = kind.scope.locate(path)
            id = None if located is None else values.get(located.hops[0].name)
            if located is None or id is None:
                return None
            return self._read(str(located.hops[0].references), id, [located.path[1:]])[located.path[1:]]

        return value_getter(kind, values, Env(now=self._ctx.now, time_zone=self._zone, me=None), related)

    def _read(self, object: str, id: str, rests: Iterable[Path]) -> dict[Path, Any]:
        if self._proposal is not None and (object, id) == (self._object, self._record_id):
            get = self._getter(self._proposal().values)
            return {rest: _plain(get(rest)) for rest in rests}
        names = {".".join(rest): rest for rest in rests}
        try:
            page = list_records(self._ctx, object, filter=f"id = '{id}'", fields=sorted(names), limit=1)
        except Problem as error:
            raise Unanswerable("{reason}", reason=str(error)) from error
        if not page.data:
            raise Unanswerable("The record is gone")
        return {rest: _plain(page.data[0].get(name)) for name, rest in names.items()}


def _plain(value: Any) -> Any:
    """A value as expressions have it."""
    if isinstance(value, Mapping) and "amount" in value:
        return value["amount"]
    if isinstance(value, list):
        return tuple(value)
    return value
