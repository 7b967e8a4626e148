"""What is wrong with a decision table, and what is odd about it: overlaps, gaps, rules that are never reached.

Each column is cut at the values that its cells name, so that one sample of each piece stands for all of it: every rule holds
for all values of a piece, or for none. Paths in cells aren't known here; columns with them are left aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from dougong import FieldProblem, Invalid
from workflows.decisions.cells import Cell, Path, compared, parse

__all__ = ["MOST_GAPS", "odd_about", "problems_of"]

#: So many gaps are told, and so many groups of rules are looked at to find them.
MOST_GAPS = 5
MOST_LOOKS = 5000
#: Columns are looked at as long as so many questions tell which samples their cells hold for.
MOST_QUESTIONS = 200_000
#: So many overlaps are told.
MOST_OVERLAPS = 20

#: A text that no cell names.
OTHER_TEXT = "…"


def problems_of(document: Mapping[str, Any]) -> list[FieldProblem]:
    """What is wrong with a table whose shape is right; `field` is the path of the place."""
    found = list(_shape(document))
    cells = [list(_cells(document, number, found)) for number in range(len(document["rules"]))]
    if not found and document.get("hit", "unique") in ("unique", "any"):
        found += _overlaps(document, _Columns(document, cells))
    return found


def odd_about(document: Mapping[str, Any]) -> list[FieldProblem]:
    """What a table without problems may lack all the same: values for which no rule holds, rules that never count."""
    columns = _Columns(document, [[parse(cell) for cell in rule["if"]] for rule in document["rules"]])
    if not columns.known():
        return [_problem("/inputs", "size", "Overlaps and gaps aren't looked for: a column is too large, or its cells ask for values")]
    found = list(_hidden(columns)) if document.get("hit") == "first" else []
    is_complete = any("default" in one for one in document["outputs"])
    return found if is_complete or document.get("hit") in ("collect", "rule_order", "output_order") else [*found, *_gaps(document, columns)]


def _shape(document: Mapping[str, Any]) -> Iterator[FieldProblem]:
    inputs, outputs, hit = len(document["inputs"]), len(document["outputs"]), document.get("hit", "unique")
    for number, rule in enumerate(document["rules"]):
        for key, wanted in (("if", inputs), ("then", outputs)):
            if len(rule[key]) != wanted:
                yield _problem(f"/rules/{number}/{key}", "size", "There are {count} cells for {wanted} columns", count=len(rule[key]), wanted=wanted)
    names = [one["name"] for one in document["outputs"]]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _problem("/outputs", "unique", "Another column is called {name} too", name=name)
    if "gather" in document and hit != "collect":
        yield _problem("/gather", "choice", "Only tables that collect make one value of all")
    if hit in ("priority", "output_order") and not any("values" in one for one in document["outputs"]):
        yield _problem("/outputs", "required", "Say in the values of a column what comes before what")
    if document["name"] in document.get("requires", ()):
        yield _problem("/requires", "loop", "A table can't require itself")


def _cells(document: Mapping[str, Any], number: int, found: list[FieldProblem]) -> Iterator[Cell]:
    for column, text in enumerate(document["rules"][number]["if"]):
        try:
            yield parse(text)
        except Invalid as error:
            found.append(_problem(f"/rules/{number}/if/{column}", "syntax", "The cell {text} can't be read: {error}", text=text, error=error))


def _problem(path: str, code: str, message: str, **params: Any) -> FieldProblem:
    return FieldProblem(path, code, message, params)


# -- pieces of columns -------------------------------------------------------------------------------------------


class _Columns:
    """The samples of each column, and for each cell the samples for which it holds, as bits."""

    def __init__(self, document: Mapping[str, Any], cells: list[list[Cell]]) -> None:
        self.samples: list[list[Any]] = []
        self.bits: list[list[int]] = []
        left = MOST_QUESTIONS
        for number, one in enumerate(document["inputs"]):
            column = [row[number] for row in cells]
            allowed = _allowed(one)
            samples = _samples([*column, *([] if allowed is None else [allowed])])
            different = set(column)
            asked = len(samples) * sum(len(cell.tests) for cell in different)
            left -= asked
            if left < 0 or any(isinstance(end, Path) for cell in column for end in cell.ends()):
                samples = []
            elif allowed is not None:
                samples = [sample for sample in samples if allowed.holds(sample, _nothing)]
            self.samples.append(samples)
            holding = {cell: sum(cell.holds(sample, _nothing) << at for at, sample in enumerate(samples)) for cell in different}
            self.bits.append([holding[cell] for cell in column])
        self.count = len(cells)
        #: For each sample of each column the rules that hold for it, as bits.
        self.rules = [
            [sum((bit >> at & 1) << rule for rule, bit in enumerate(bits)) for at in range(len(samples))]
            for samples, bits in zip(self.samples, self.bits, strict=True)
        ]

    def known(self) -> bool:
        """Whether all columns can be looked at."""
        return all(self.samples)

    def all_hold(self, first: int, second: int) -> list[Any] | None:
        """Values for which two rules hold; None where there are none."""
        both = []
        for bits in self.bits:
            both.append(bits[first] & bits[second])
            if not both[-1]:
                return None
        return [samples[(common & -common).bit_length() - 1] for samples, common in zip(self.samples, both, strict=True)]

    def covers(self, first: int, second: int) -> bool:
        """Whether one rule holds wherever another does."""
        return all(bits[second] & ~bits[first] == 0 for bits in self.bits)


def _nothing(_: str) -> None:
    return None


def _allowed(one: Mapping[str, Any]) -> Cell | None:
    try:
        return parse(one["values"]) if one.get("values") else None
    except Invalid:
        return None


def _samples(cells: Iterable[Cell]) -> list[Any]:
    """One value of each piece into which some cells cut all values."""
    ends = [end for cell in cells for end in cell.ends() if not isinstance(end, Path)]
    found: list[Any] = [True, False] if any(isinstance(end, bool) for end in ends) else []
    numbers = sorted({end for end in ends if isinstance(end, Decimal)})
    texts = sorted({end for end in ends if isinstance(end, str)})
    moments = sorted({compared(end) for end in ends if isinstance(end, date)})
    if None in ends:
        found.append(None)
    if numbers:
        found += [numbers[0] - 1, *_between(numbers), numbers[-1] + 1]
    if moments:
        found += [datetime.min.replace(tzinfo=UTC), *_between(moments), datetime.max.replace(tzinfo=UTC)]
    if texts:
        found += [*texts, OTHER_TEXT, *(["", *(f"{text}\0" for text in texts)] if _by_order(cells) else [])]
    return found or [Decimal()]


def _by_order(cells: Iterable[Cell]) -> bool:
    return any(isinstance(end, str) for cell in cells for test in cell.tests if not test.only for end in (test.low, test.high))


def _between(points: list[Any]) -> Iterator[Any]:
    """The points, and one in the middle between each and the next."""
    for number, point in enumerate(points):
        yield point
        if number + 1 < len(points):
            yield point + (points[number + 1] - point) / 2


# -- looking -----------------------------------------------------------------------------------------------------


def _overlaps(document: Mapping[str, Any], columns: _Columns) -> Iterator[FieldProblem]:
    if not columns.known():
        return
    rules, told = document["rules"], 0
    differing = document.get("hit") == "any"
    for second in range(columns.count):
        for first in range(second):
            if differing and rules[first]["then"] == rules[second]["then"]:
                continue
            common = columns.all_hold(first, second)
            if common is not None:
                told += 1
                yield _problem(
                    f"/rules/{second}", "overlap", "Rules {first} and {second} both hold for {values}",
                    first=first + 1, second=second + 1, values=_in_words(document, common),
                )  # fmt: skip
            if told == MOST_OVERLAPS:
                return


def _hidden(columns: _Columns) -> Iterator[FieldProblem]:
    for second in range(columns.count):
        first = next((one for one in range(second) if columns.covers(one, second)), None)
        if first is not None:
            yield _problem(f"/rules/{second}", "unreachable", "Rule {second} never counts: rule {first} holds wherever it does", first=first + 1, second=second + 1)


def _gaps(document: Mapping[str, Any], columns: _Columns) -> Iterator[FieldProblem]:
    for gap in _Gaps(columns).found():
        yield _problem("/rules", "gap", "No rule holds for {values}", values=_in_words(document, gap))


class _Gaps:
    """Goes through the columns, with the rules that are left, and looks at each group of rules once."""

    def __init__(self, columns: _Columns) -> None:
        self.columns = columns
        self.full: set[tuple[int, int]] = set()
        self.looks = 0

    def found(self) -> list[list[Any]]:
        gaps: list[list[Any]] = []
        self.look(0, (1 << self.columns.count) - 1, [], gaps)
        return gaps

    def look(self, column: int, rules: int, values: list[Any], gaps: list[list[Any]]) -> None:
        self.looks += 1
        if len(gaps) >= MOST_GAPS or self.looks > MOST_LOOKS or (column, rules) in self.full:
            return
        if not rules:
            gaps.append(values)
            return
        if column == len(self.columns.samples):
            return
        before = len(gaps)
        for sample, left in self.pieces(column, rules):
            self.look(column + 1, left, [*values, sample], gaps)
        if len(gaps) == before and self.looks <= MOST_LOOKS:
            self.full.add((column, rules))

    def pieces(self, column: int, rules: int) -> Iterator[tuple[Any, int]]:
        seen = set()
        for sample, holding in zip(self.columns.samples[column], self.columns.rules[column], strict=True):
            left = rules & holding
            if left not in seen:
                seen.add(left)
                yield sample, left


def _in_words(document: Mapping[str, Any], values: list[Any]) -> str:
    return ", ".join(f"{one['value']} = {_word(value)}" for one, value in zip(document["inputs"], values, strict=False))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f'"{value}"' if isinstance(value, str) else str(value)
