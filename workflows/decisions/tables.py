"""What a decision table says about some values: a pure function of the table and of who answers for expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.decisions.cells import Cell, exact, parse
from workflows.world import Unanswerable

__all__ = ["Answers", "Rule", "Table", "compiled", "decide"]

#: What an expression comes to, where some values have names of their own: the results of the tables before.
Answers = Callable[[str, Mapping[str, Any]], Any]

#: Policies by which all rules that hold count, and not one of them.
SEVERAL = frozenset({"collect", "rule_order", "output_order"})
#: So deep may tables require each other.
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: its number, its conditions, and what it says in each column."""

    number: int
    cells: tuple[Cell, ...]
    says: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table made ready to be looked into."""

    name: str
    spec: Mapping[str, Any]
    rules: tuple[Rule, ...]

    @property
    def hit(self) -> str:
        return str(self.spec.get("hit", "unique"))

    @property
    def outputs(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.spec["outputs"]
        return found


def compiled(document: Mapping[str, Any]) -> Table:
    """The table of a document without problems (`problems_of`)."""
    rules = tuple(
        Rule(number, tuple(parse(cell) for cell in rule["if"]), tuple(rule["then"]))
        for number, rule in enumerate(document["rules"], 1)
    )
    return Table(document["name"], document, rules)


def decide(name: str, tables: Mapping[str, Table], answers: Answers) -> Any:
    """What the table of that name says: a value, or a mapping where it has several outputs; a list where several rules
    count. None where no rule holds and nothing is said for that.

    Raises Unanswerable where a table is gone, or two rules hold of which only one may.
    """
    return _Deciding(tables, answers).decide(name, DEEPEST)


class _Deciding:
    """One decision with those that it requires, each made once."""

    def __init__(self, tables: Mapping[str, Table], answers: Answers) -> None:
        self.tables = tables
        self.answers = answers
        self.known: dict[str, Any] = {}

    def decide(self, name: str, deep: int) -> Any:
        if name not in self.tables:
            raise Unanswerable("There is no decision table {name}", name=name)
        if not deep:
            raise Unanswerable("Decision tables require each other more than {most} deep", most=DEEPEST)
        table = self.tables[name]
        for needed in table.spec.get("requires", ()):
            if needed not in self.known:
                self.known[needed] = self.decide(needed, deep - 1)
        values = [self.value(one["value"]) for one in table.spec["inputs"]]
        matching = [
            rule
            for rule in table.rules
            if all(cell.holds(value, self.value) for cell, value in zip(rule.cells, values, strict=True))
        ]
        return self.result(table, matching)

    def value(self, expression: str) -> Any:
        return self.known[expression] if expression in self.known else self.answers(expression, self.known)

    def said(self, entry: Any) -> Any:
        return self.value(entry["formula"]) if isinstance(entry, Mapping) else entry

    def result(self, table: Table, matching: list[Rule]) -> Any:
        if table.hit in SEVERAL:
            return self.several(table, matching)
        if not matching:
            return self.default(table)
        rows = [self.row(rule) for rule in matching]
        if table.hit == "priority":
            return _shown(table, min(rows, key=lambda row: _rank(table, row)))
        if table.hit == "unique" and len(rows) > 1:
            raise Unanswerable("Rules {one} and {other} of {table} both hold", one=matching[0].number, other=matching[1].number, table=table.name)
        if table.hit == "any" and any(row != rows[0] for row in rows):
            raise Unanswerable("Rules of {table} hold and say different things", table=table.name)
        return _shown(table, rows[0])

    def row(self, rule: Rule) -> tuple[Any, ...]:
        return tuple(self.said(entry) for entry in rule.says)

    def default(self, table: Table) -> Any:
        if not any("default" in one for one in table.outputs):
            return None
        return _shown(table, tuple(self.said(one.get("default")) for one in table.outputs))

    def several(self, table: Table, matching: list[Rule]) -> Any:
        rows = [self.row(rule) for rule in matching]
        gather = table.spec.get("gather", "list") if table.hit == "collect" else "list"
        if gather == "count":
            return len(rows)
        if gather == "list":
            ordered = sorted(rows, key=lambda row: _rank(table, row)) if table.hit == "output_order" else rows
            return [_shown(table, row) for row in ordered]
        if not rows:
            return self.default(table)
        gathered = [_gathered(table, gather, [row[number] for row in rows]) for number in range(len(table.outputs))]
        return _shown(table, tuple(gathered))


def _shown(table: Table, row: tuple[Any, ...]) -> Any:
    if len(table.outputs) == 1:
        return row[0]
    return {one["name"]: value for one, value in zip(table.outputs, row, strict=True)}


def _rank(table: Table, row: tuple[Any, ...]) -> tuple[int, ...]:
    """Where the values of a row stand in the lists of their columns, the first column first."""
    return tuple(
        _place(table, one, value) for one, value in zip(table.outputs, row, strict=True) if "values" in one
    )


def _place(table: Table, output: Mapping[str, Any], value: Any) -> int:
    for number, known in enumerate(output["values"]):
        if exact(known) == exact(value) and isinstance(known, bool) is isinstance(value, bool):
            return number
    raise Unanswerable("{value} isn't among the values of {output} in {table}", value=str(value), output=output["name"], table=table.name)


def _gathered(table: Table, gather: str, values: list[Any]) -> Decimal:
    numbers = [exact(value) for value in values]
    if not all(isinstance(number, Decimal) for number in numbers):
        raise Unanswerable("{table} has results that are no numbers", table=table.name)
    return sum(numbers, Decimal()) if gather == "sum" else min(numbers) if gather == "min" else max(numbers)
