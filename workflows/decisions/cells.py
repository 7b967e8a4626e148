"""Cells of conditions, in the unary tests of DMN: `< 10`, `[1..5]`, `"a", "b"`, `not("c")`, `-` for anything.

    tests     := "" | "-" | list | "not" "(" list ")"
    list      := test { "," test }
    test      := ("<" | "<=" | ">" | ">=" | "=" | "!=") endpoint | interval | endpoint
    interval  := ("[" | "(" | "]") endpoint ".." endpoint ("]" | ")" | "[")
    endpoint  := number | "text" | true | false | null | date("…") | date and time("…") | path

A path is an expression that is asked for; everything else is known when the cell is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from dougong import Invalid

__all__ = ["LONGEST", "Cell", "Endpoint", "Interval", "Path", "compared", "exact", "parse", "renamed"]

#: So many characters may a cell have.
LONGEST = 2000

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))|(?P<moment>date\s+and\s+time|date)\s*\(
    |(?P<path>[A-Za-z_]\w*(?:\.(?!\.)[A-Za-z_]\w*)*)|(?P<sign>\.\.|<=|>=|!=|[-<>=(),\[\]]))""",
    re.VERBOSE | re.ASCII,
)
WORDS = {"true": True, "false": False, "null": None}
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
MEANING = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Path:
    """An expression whose value is asked for."""

    text: str


Endpoint = Any
Ask = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Interval:
    """Values between two ends; None for an open end. `only`: one value, which may be none or a truth."""

    low: Endpoint = None
    high: Endpoint = None
    with_low: bool = True
    with_high: bool = True
    only: bool = False
    unlike: bool = False

    def holds(self, value: Any, ask: Ask) -> bool:
        """Whether a value is in it. What can't be compared isn't."""
        if self.only:
            return _equal(value, _known(self.low, ask)) is not self.unlike
        above = self.low is None or _above(value, _known(self.low, ask), self.with_low)
        return above and (self.high is None or _below(value, _known(self.high, ask), self.with_high))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: one of its tests holds, or with `unlike` none; without tests anything does."""

    tests: tuple[Interval, ...] = ()
    unlike: bool = False

    def holds(self, value: Any, ask: Ask) -> bool:
        """Whether a value is what the cell wants."""
        if not self.tests:
            return True
        value = exact(value)
        return any(test.holds(value, ask) for test in self.tests) is not self.unlike

    def ends(self) -> Iterator[Endpoint]:
        """The values that are named in it."""
        for test in self.tests:
            yield from (test.low,) if test.only else (end for end in (test.low, test.high) if end is not None)


def _known(end: Endpoint, ask: Ask) -> Any:
    return exact(ask(end.text)) if isinstance(end, Path) else end


def exact(value: Any) -> Any:
    """A number as the decimals that are written, so that 0.1 is a tenth; other values as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(str(value))


def _kind(value: Any) -> str:
    if isinstance(value, date):
        return "moment"
    return next((name for name, kind in (("number", Decimal), ("text", str), ("truth", bool)) if isinstance(value, kind)), "other")


def compared(value: Any) -> Any:
    """As it is compared: a day counts as its midnight, a moment without a zone as one in UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else value


def _equal(value: Any, other: Any) -> bool:
    if isinstance(value, list | tuple | set | frozenset):
        return any(_equal(exact(one), other) for one in value)
    if value is None or other is None:
        return value is other
    return _kind(value) == _kind(other) and bool(compared(value) == compared(other))


def _ordered(value: Any, other: Any) -> bool:
    return _kind(value) == _kind(other) and _kind(value) in ("number", "text", "moment")


def _above(value: Any, low: Any, inclusive: bool) -> bool:
    return _ordered(value, low) and bool(compared(value) > compared(low) or (inclusive and compared(value) == compared(low)))


def _below(value: Any, high: Any, inclusive: bool) -> bool:
    return _ordered(value, high) and bool(compared(value) < compared(high) or (inclusive and compared(value) == compared(high)))


# -- reading -----------------------------------------------------------------------------------------------------


def parse(text: str) -> Cell:
    """Read a cell. Raises Invalid, which says what is expected where."""
    if len(text) > LONGEST:
        raise Invalid("A cell may have {most} characters", most=LONGEST)
    if text.strip() in ("", "-"):
        return Cell()
    return _Parser(text).cell()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0

    def cell(self) -> Cell:
        unlike = self.peek() == ("path", "not") and self.peek(1) == ("sign", "(")
        if unlike:
            self.at += 2
        tests = [self.test()]
        while self.take("sign", ","):
            tests.append(self.test())
        if unlike:
            self.want(")")
        if self.at < len(self.tokens):
            raise self.wrong(",")
        return Cell(tuple(tests), unlike)

    def test(self) -> Interval:
        kind, sign = self.peek()
        if kind == "sign" and sign in COMPARISONS:
            self.at += 1
            return COMPARISONS[sign](self.endpoint())
        if kind == "sign" and sign in "[](":
            return self.interval(sign == "[")
        return Interval(self.endpoint(), only=True)

    def interval(self, with_low: bool) -> Interval:
        self.at += 1
        low = self.endpoint()
        self.want("..")
        high = self.endpoint()
        end = self.peek()[1]
        if end not in ("]", ")", "["):
            raise self.wrong("]")
        self.at += 1
        if low is None or high is None:
            raise Invalid("null is neither more nor less than anything")
        return Interval(low, high, with_low, end == "]")

    def endpoint(self) -> Endpoint:
        kind, word = self.peek()
        self.at += 1
        if kind == "number":
            return Decimal(word)
        if kind == "text":
            return unquoted(word)
        if kind == "moment":
            return self.moment(word)
        if kind == "path":
            return WORDS[word] if word in WORDS else Path(word)
        self.at -= 1
        raise self.wrong('10, "a", true')

    def moment(self, word: str) -> date:
        kind, text = self.peek()
        if kind != "text":
            raise self.wrong('"2026-01-31"')
        self.at += 1
        self.want(")")
        try:
            return date.fromisoformat(unquoted(text)) if word == "date" else datetime.fromisoformat(unquoted(text))
        except ValueError as error:
            raise Invalid("{found} is no date", found=text) from error

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ("", "")

    def take(self, kind: str, text: str) -> bool:
        found = self.peek() == (kind, text)
        self.at += found
        return found

    def want(self, sign: str) -> None:
        if not self.take("sign", sign):
            raise self.wrong(sign)

    def wrong(self, wanted: str) -> Invalid:
        found = self.peek()[1]
        if not found:
            return Invalid("The cell ends where {wanted} is expected", wanted=wanted)
        return Invalid("{found} stands where {wanted} is expected", found=found, wanted=wanted)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Invalid("{found} isn't understood", found=text[at:].strip()[:20])
        at = found.end()
        kind = str(found.lastgroup)
        yield kind, " ".join(found[kind].split()) if kind == "moment" else found[kind]


def renamed(text: str, naming: Callable[[str], str]) -> str:
    """A cell that can be read, with other words for the paths in it."""

    def other(found: re.Match[str]) -> str:
        path = found["path"]
        return found[0] if path is None or path in WORDS or path == "not" else found[0].removesuffix(path) + naming(path)

    return TOKEN.sub(other, text)


def unquoted(token: str) -> str:
    """The text that stands between quotes."""
    return ESCAPE.sub(lambda found: chr(int(found[1][1:], 16)) if len(found[1]) == 5 else MEANING.get(found[1], found[1]), token[1:-1])


def _only(end: Endpoint, unlike: bool = False) -> Interval:
    return Interval(end, only=True, unlike=unlike)


def _side(low: Endpoint = None, high: Endpoint = None, inclusive: bool = False) -> Interval:
    if low is None and high is None:
        raise Invalid("null is neither more nor less than anything")
    return Interval(low, high, inclusive, inclusive)


COMPARISONS: dict[str, Callable[[Endpoint], Interval]] = {
    "<": lambda end: _side(high=end),
    "<=": lambda end: _side(high=end, inclusive=True),
    ">": lambda end: _side(low=end),
    ">=": lambda end: _side(low=end, inclusive=True),
    "=": _only,
    "!=": lambda end: _only(end, unlike=True),
}
