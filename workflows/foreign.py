"""What other engines write, in our words: names, and conditions in the languages of BPMN and DMN engines (UEL, FEEL)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dougong import Invalid

__all__ = ["LONGEST", "name_from", "title_from", "translated"]

#: So many characters may a condition have, and so deep may its brackets stand.
LONGEST = 2000
DEEPEST = 30

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<sign>==|!=|<>|<=|>=|&&|\|\||[-=<>!?:()+*/%]))""",
    re.VERBOSE | re.ASCII,
)
#: The function of XPath by which conditions of BPMN name data.
DATA_OBJECT = re.compile(r"""(?:\w+:)?getData(?:Object|Input|Output)\(\s*['"](\w+)['"]\s*\)""")
SAME = {"==": "=", "eq": "=", "!=": "<>", "ne": "<>", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "&&": "AND", "||": "OR", "!": "NOT", "div": "/", "mod": "%"}
CONSTANTS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
#: Words of our expressions that no field is called.
RESERVED = frozenset({"or", "and", "not", "in", "between", "true", "false", "null"})


def name_from(text: str) -> str:
    """A name as ours are, from `approveInvoice` or `Approve Invoice`: `approve_invoice`; "" where nothing is left of it."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    found = re.sub(r"[^a-z0-9]+", "_", parted.lower(), flags=re.ASCII).strip("_")
    return (f"x_{found}" if found[:1].isdigit() else found)[:47].rstrip("_")


def title_from(text: str) -> str:
    """A label: in one line, as long as labels may be."""
    return " ".join(text.split())[:255]


def translated(text: str) -> str:
    """An expression of ours that says what `${amount > 5 && !approved}` says. Raises Invalid where there is none."""
    inside = text.strip()
    if inside[:2] in ("${", "#{") and inside.endswith("}"):
        inside = inside[2:-1]
    elif inside[:1] == "=":
        inside = inside[1:]
    inside = DATA_OBJECT.sub(r"\1", inside)
    if len(inside) > LONGEST:
        raise Invalid("A condition may have {most} characters", most=LONGEST)
    reading = _Reading(list(_tokens(inside)))
    found = reading.choice()
    if reading.peek() is not None:
        raise Invalid("{found} isn't understood", found=reading.tokens[reading.at][1])
    return found.text


class _Part(NamedTuple):
    """A piece of an expression, and how tightly it binds: 0 choices of OR, 1 AND, 2 NOT, 3 comparisons, 4 sums, 5 products,
    6 whatever needs no brackets."""

    text: str
    binds: int

    def within(self, binds: int) -> str:
        return self.text if self.binds >= binds else f"({self.text})"


class _Reading:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.deep = 0

    def peek(self) -> str | None:
        """The next sign, by our name for it; None at the end, "" for anything else."""
        if self.at >= len(self.tokens):
            return None
        kind, text = self.tokens[self.at]
        return SAME.get(text, text if kind == "sign" else text.upper() if text in ("and", "or", "not", "empty") else "")

    def take(self, *signs: str) -> str:
        sign = self.peek()
        if sign and sign in signs:
            self.at += 1
            return sign
        return ""

    def choice(self) -> _Part:
        self.deep += 1
        if self.deep > DEEPEST:
            raise Invalid("Brackets may stand within each other {most} deep", most=DEEPEST)
        found = self.joined("OR", 0)
        if self.take("?"):
            then = self.choice()
            if not self.take(":"):
                raise Invalid("{found} isn't understood", found="?")
            found = _Part(f"IF({found.text}, {then.text}, {self.choice().text})", 6)
        self.deep -= 1
        return found

    def joined(self, word: str, binds: int) -> _Part:
        parts = [self.joined("AND", 1) if word == "OR" else self.negation()]
        while self.take(word):
            parts.append(self.joined("AND", 1) if word == "OR" else self.negation())
        return parts[0] if len(parts) == 1 else _Part(f" {word} ".join(part.within(binds + 1) for part in parts), binds)

    def negation(self) -> _Part:
        found = self.chain(("+", "-"), 4)
        sign = self.take(*COMPARISONS)
        if not sign:
            return found
        return _Part(f"{found.within(4)} {sign} {self.chain(('+', '-'), 4).within(4)}", 3)

    def chain(self, signs: tuple[str, ...], binds: int) -> _Part:
        found = self.inner(binds)
        while sign := self.take(*signs):
            found = _Part(f"{found.within(binds)} {sign} {self.inner(binds).within(binds + 1)}", binds)
        return found

    def inner(self, binds: int) -> _Part:
        return self.chain(("*", "/", "%"), 5) if binds == 4 else self.atom()

    def atom(self) -> _Part:
        """UEL's `!` and `empty` bind as tightly as a sign."""
        sign = self.take("NOT", "EMPTY", "-", "(")
        if sign == "(":
            found = self.choice()
            if not self.take(")"):
                raise Invalid("A bracket isn't closed")
            return _Part(f"({found.text})", 6) if found.binds < 6 else found
        if sign:
            self.deep += 1
            if self.deep > DEEPEST:
                raise Invalid("Brackets may stand within each other {most} deep", most=DEEPEST)
            found = self.atom()
            self.deep -= 1
            return {"NOT": _Part(f"NOT {found.within(3)}", 2), "EMPTY": _Part(f"ISBLANK({found.text})", 6), "-": _Part(f"-{found.within(6)}", 5)}[sign]
        if self.at >= len(self.tokens):
            raise Invalid("The condition is empty, or ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return _Part(_quoted(text), 6)
        if kind == "number":
            return _Part(text, 6)
        if kind == "name":
            return _Part(_path(text), 6)
        raise Invalid("{found} isn't understood", found=text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise Invalid("{found} isn't understood", found=text[at:].strip()[:40])
        at = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]


def _path(text: str) -> str:
    if text in CONSTANTS:
        return CONSTANTS[text]
    parts = [name_from(part) for part in text.split(".")]
    if not all(parts) or RESERVED & set(parts):
        raise Invalid("{found} can't be a name here", found=text)
    return ".".join(parts)


def _quoted(token: str) -> str:
    inside = re.sub(r"\\(.)", r"\1", token[1:-1])
    escaped: Mapping[str, str] = {"\\": "\\\\", '"': '""', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escaped.get(sign, sign) for sign in inside) + '"'
