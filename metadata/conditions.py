"""Whether a whole record holds up: required fields, conditions of fields, dependent choices, entry criteria, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from dougong import FieldProblem
from metadata.expressions import Env, Evaluate, ExpressionError, Path, Type, check, parse, to_python
from metadata.field_types.numbers import DIGITS
from metadata.fields import Field, Move, Option
from metadata.objects import ObjectType
from metadata.records import READ_ONLY, REQUIRED
from metadata.scope import ObjectScope

__all__ = ["Conditions", "FieldState", "Related", "conditions_of", "validate_record", "value_getter"]

_EXACT = ("decimal", "money", "percent")

Values = Mapping[str, Any]
Related = Callable[[Path], Any]
"""Gives the value at a path that leads to another record, `("account", "tier")`; None where there is none."""


def validate_record(
    object: ObjectType, values: Values, before: Values | None, env: Env, related: Related | None = None
) -> list[FieldProblem]:
    """Everything that is wrong with a record as a whole. `values`: all of it, as it will be stored."""
    return list(conditions_of(object).problems(values, before, env, related or _nothing))


def conditions_of(object: ObjectType) -> Conditions:
    """What an object demands of its records, compiled once for each catalogue."""
    key = ("conditions", object.name)
    found = object.catalogue.kept.get(key)
    if found is None:
        found = object.catalogue.kept[key] = Conditions(object)
    return found


def _nothing(path: Path) -> Any:
    return None


@dataclass(frozen=True)
class FieldState:
    """How a form shows a field for the values in it; `options`: those offered, None where all are."""

    visible: bool
    required: bool
    read_only: bool
    options: tuple[str, ...] | None = None


@dataclass(frozen=True)
class _Condition:
    """A compiled expression, with the paths in it that lead to other records."""

    evaluate: Evaluate
    related: frozenset[Path]

    def holds(self, run: _Run) -> bool:
        return self.evaluate(run.get, run.env) is True


class _Run:
    """One record being looked at."""

    def __init__(self, object: ObjectType, values: Values, env: Env, related: Related) -> None:
        self.values = values
        self.env = env
        self.get = value_getter(object, values, env, related)


class Conditions:
    """What an object demands of its records."""

    def __init__(self, object: ObjectType) -> None:
        self.object = object
        self.fields = tuple(_FieldDemands(object, field) for field in object.fields.values() if _is_given(field))
        self._demanding = tuple(demands for demands in self.fields if demands.any)

    @cached_property
    def rules(self) -> tuple[tuple[Any, _Condition], ...]:
        compiled = ((rule, _compiled(self.object.scope, rule.when)) for rule in self.object.rules)
        return tuple((rule, condition) for rule, condition in compiled if condition is not None)

    @cached_property
    def related(self) -> frozenset[Path]:
        """All paths to other records that the conditions, rules and entry criteria use, so that one query gets them."""
        conditions = [condition for _, condition in self.rules]
        conditions += [condition for demands in self.fields for condition in demands.conditions]
        return frozenset(path for condition in conditions for path in condition.related)

    @cached_property
    def sections(self) -> Mapping[str, _Condition]:
        """The conditions of sections of its layouts, by how they are written."""
        layouts = self.object.catalogue.layouts_of.get(self.object.name, ())
        written = {section.get("visible_when") for layout in layouts for section in layout["sections"]} - {None}
        compiled = {text: _compiled(self.object.scope, text) for text in written}
        return {text: condition for text, condition in compiled.items() if condition is not None}

    @cached_property
    def shown_by(self) -> frozenset[Path]:
        """All paths to other records that a page needs to know what it shows."""
        return self.related.union(*(condition.related for condition in self.sections.values()))

    def problems(self, values: Values, before: Values | None, env: Env, related: Related) -> Iterator[FieldProblem]:
        run = _Run(self.object, values, env, related)
        was = _Run(self.object, before, env, related) if before is not None else None
        for demands in self._demanding:
            yield from demands.problems(run, was)
        for rule, condition in self.rules:
            if condition.holds(run):
                yield _said(rule.field or "", "rule", rule.message, f"object.{self.object.name}.rules.{rule.name}")

    def states(self, values: Values, env: Env, related: Related = _nothing, was: Values | None = None) -> dict[str, FieldState]:
        """How a form shows each field for these values, which needn't be saved; `was`: those that are."""
        run = _Run(self.object, values, env, related)
        return {demands.field.name: demands.state(run, was) for demands in self.fields}

    def sections_shown(self, values: Values, env: Env, related: Related = _nothing) -> dict[str, bool]:
        """Whether each condition of a section holds for these values."""
        run = _Run(self.object, values, env, related)
        return {text: condition.holds(run) for text, condition in self.sections.items()}


def _is_given(field: Field) -> bool:
    return not field.system and not field.computed


class _FieldDemands:
    """What one field demands."""

    def __init__(self, object: ObjectType, field: Field) -> None:
        scope = object.scope
        self.field = field
        self.visible = _compiled(scope, field.visible_when)
        self.required = _compiled(scope, field.required_when)
        self.read_only = _compiled(scope, field.read_only_when)
        self.entries = _entries(scope, field)
        self.moves = tuple((move, _compiled(scope, move.when)) for move in field.moves)
        self.above = object.catalogue.roles.above
        self.depends_on = field.depends_on if field.depends_on in object.fields else None

    @property
    def any(self) -> bool:
        return bool(self.field.required or self.required or self.read_only or self.field.options)

    @property
    def conditions(self) -> list[_Condition]:
        own = (self.visible, self.required, self.read_only)
        moves = (condition for _, condition in self.moves)
        return [condition for condition in (*own, *self.entries.values(), *moves) if condition is not None]

    def problems(self, run: _Run, was: _Run | None) -> Iterator[FieldProblem]:
        field, value = self.field, run.values.get(self.field.name)
        if value is None and self._is_required(run):
            yield FieldProblem(field.name, "required", REQUIRED)
        changed = was is None or was.values.get(field.name) != value
        if changed and was is not None and self._is_locked(run, was):
            yield FieldProblem(field.name, "read_only", READ_ONLY)
        if field.options and value is not None:
            yield from self._option_problems(value, run, was)
        if changed and was is not None and self.moves:
            yield from self._move_problems(was.values.get(field.name), value, run)

    def _is_required(self, run: _Run) -> bool:
        if not (self.field.required or (self.required is not None and self.required.holds(run))):
            return False
        return self.visible is None or self.visible.holds(run)

    def _is_locked(self, run: _Run, was: _Run) -> bool:
        """Read-only as it was and as it will be: what one save opens or closes may change in that save."""
        return self.read_only is not None and self.read_only.holds(was) and self.read_only.holds(run)

    def _option_problems(self, value: Any, run: _Run, was: _Run | None) -> Iterator[FieldProblem]:
        old = was.values.get(self.field.name) if was is not None else None
        kept = set(_chosen(old))
        governed = was is None or (
            self.depends_on and run.values.get(self.depends_on) != was.values.get(self.depends_on)
        )
        for item in _chosen(value):
            option = self.field.option(item)
            if option is not None and (item not in kept or governed):
                yield from self._choosing_problems(option, run, is_new=item not in kept)

    def _choosing_problems(self, option: Option, run: _Run, *, is_new: bool) -> Iterator[FieldProblem]:
        name = self.field.name
        if not self._is_offered(option, run):
            yield FieldProblem(name, "option", "{value} can't be chosen here", {"value": option.label})
        elif is_new and option.retired:
            yield FieldProblem(name, "option", "{value} is not offered any more", {"value": option.label})
        entry = self.entries.get(option.value) if is_new else None
        if entry is not None and not entry.holds(run):
            place = f"object.{self.field.object}.fields.{name}.options.{option.value}.message"
            yield _said(name, "entry", option.message, place, value=option.label)

    def _move_problems(self, old: Any, new: Any, run: _Run) -> Iterator[FieldProblem]:
        """A choice with moves goes only where one of them leads; the nearest says what it lacks."""
        if old is None:
            return
        name = self.field.name
        ways = [(move, condition) for move, condition in self.moves if move.to == new and (move.sources is None or old in move.sources)]
        allowed = [(move, condition) for move, condition in ways if self._may(move, run)]
        if not allowed:
            known = ", ".join(self._label(value) for value in self._reachable(old, run))
            facts = {"old": self._label(old), "new": self._label(new), "known": known or "–"}
            yield FieldProblem(name, "move", "It can't go from {old} to {new}; from there you can take it to {known}", facts)
            return
        lacking = [list(self._lacks(move, condition, run)) for move, condition in allowed]
        yield from min(lacking, key=len)

    def _lacks(self, move: Move, condition: _Condition | None, run: _Run) -> Iterator[FieldProblem]:
        for name in move.requires:
            if run.values.get(name) is None:
                yield FieldProblem(name, "required", REQUIRED)
        if condition is not None and not condition.holds(run):
            place = f"object.{self.field.object}.fields.{self.field.name}.moves.{move.to}.message"
            yield _said(self.field.name, "move", move.message, place, value=self._label(move.to))

    def _may(self, move: Move, run: _Run) -> bool:
        """Holders of a role, and of those above it; the platform itself is nobody in particular."""
        if move.roles is None or run.env.me is None:
            return True
        return any(run.env.role in (role, *self.above(role)) for role in move.roles)

    def _reachable(self, old: Any, run: _Run) -> list[str]:
        """Where somebody may take it from a value, in the order of the options."""
        found = {move.to for move, _ in self.moves if (move.sources is None or old in move.sources) and self._may(move, run)}
        return [option.value for option in self.field.options if option.value in found and option.value != old and not option.retired]

    def _label(self, value: Any) -> str:
        option = self.field.option(value)
        return option.label if option is not None else "–"

    def _is_offered(self, option: Option, run: _Run) -> bool:
        if self.depends_on is None or option.within is None:
            return True
        return not set(map(_word, _chosen(run.values.get(self.depends_on)))).isdisjoint(option.within)

    def state(self, run: _Run, was: Values | None = None) -> FieldState:
        visible = self.visible is None or self.visible.holds(run)
        offered = tuple(o.value for o in self.field.options if not o.retired and self._is_offered(o, run))
        old = None if was is None else was.get(self.field.name)
        if self.moves and old is not None:
            reachable = {old, *self._reachable(old, run)}
            offered = tuple(value for value in offered if value in reachable)
        return FieldState(
            visible=visible,
            required=visible and self._is_required(run),
            read_only=self.field.read_only or (self.read_only is not None and self.read_only.holds(run)),
            options=offered if self.depends_on is not None or (self.moves and old is not None) else None,
        )


def _chosen(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _word(value: Any) -> str:
    """The value of a governing field as options name it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _said(field: str, code: str, message: str | None, place: str, **params: Any) -> FieldProblem:
    """A problem in the words of a definition, which are a text and no template; `place` is where translations have it."""
    if message is None:
        return FieldProblem(field, code, "{value} can't be chosen yet", params)
    return FieldProblem(field, code, "{text}", {"text": message, "place": place, **params})


# Compiling


def _entries(scope: ObjectScope, field: Field) -> dict[str, _Condition]:
    compiled = {option.value: _compiled(scope, option.entry) for option in field.options if option.entry is not None}
    return {value: condition for value, condition in compiled.items() if condition is not None}


def _compiled(scope: ObjectScope, text: str | None) -> _Condition | None:
    """The condition; None where there is none, or where it names what waits for a plugin that is switched off."""
    if text is None:
        return None
    try:
        checked = check(parse(text), scope, Type.BOOLEAN)
    except ExpressionError:
        return None
    return _Condition(to_python(checked), frozenset(_related_paths(scope, checked.paths)))


def _related_paths(scope: ObjectScope, paths: frozenset[Path]) -> Iterator[Path]:
    """Paths to other records, those within formulas too."""
    for path in paths:
        found = scope.locate(path)
        if found is not None and found.hops:
            yield path
        elif found is not None and found.field.type.name == "formula":
            yield from _related_paths(scope, _formula(found.object, found.field).paths)


# Values


def value_getter(object: ObjectType, values: Values, env: Env, related: Related) -> Callable[[Path], Any]:
    """Gives the value of a path for an expression: from the record, from other records, or computed."""

    def get(path: Path) -> Any:
        if len(path) == 1 and path[0] in values:
            return values[path[0]]
        found = object.scope.locate(path)
        if found is None:
            return None
        if found.hops:
            return related(path)
        if found.field.type.name == "formula":
            return _stored(found.field.result, _formula(object, found.field).evaluate(get, env))
        if len(path) == 2:
            return (values.get(path[0]) or {}).get(path[1])
        return values.get(path[0])

    return get


def _stored(result: Field, value: Any) -> Any:
    """A number as a column of the formula's type would keep it, which is what the database gives for the formula."""
    if not isinstance(value, Decimal):
        return value
    scale = (2 if result.scale is None else result.scale) if result.type.name in _EXACT else 0
    if abs(value) >= Decimal(10) ** (DIGITS - scale):
        return None
    return value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)


@dataclass(frozen=True)
class _Formula:
    evaluate: Evaluate
    paths: frozenset[Path]


def _formula(object: ObjectType, field: Field) -> _Formula:
    key = ("formula", object.name, field.name)
    found = object.catalogue.kept.get(key)
    if found is None:
        checked = check(parse(field.expression or ""), object.scope, field.result.type.expression_type(field.result))
        found = object.catalogue.kept[key] = _Formula(to_python(checked), checked.paths)
    return found
