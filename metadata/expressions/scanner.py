"""Separates an expression from its literals, so that filters that differ only in values share one compiled form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from metadata.expressions.errors import ExpressionError
from metadata.expressions.limits import MAX_LITERALS, MAX_WRITTEN
from metadata.expressions.quoting import quote, unquote

__all__ = ["NUMBER_SLOT", "TEXT_SLOT", "Template", "split", "with_values"]

TEXT_SLOT = "?s"
NUMBER_SLOT = "?n"
#: Texts up to this length are kept with their literals.
SHORT = 1000

TOKEN = re.compile(
    r"""
      [A-Za-z_][\w.]*                               # a keyword, a function or a field
    | "[^"\\]*(?:(?:\\.|"")[^"\\]*)*"              # a text, with \" or "" for a quote inside
    | '[^'\\]*(?:(?:\\.|'')[^'\\]*)*'
    | \d[\w.]*                                     # a number, or something that looks like one
    | <=|>=|<>|!=|==|&&|\|\|
    | ["'].*                                       # a text that is never closed swallows the rest
    | \S
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
tokens_of = TOKEN.findall
is_number = re.compile(r"\d+(?:\.\d+)?", re.ASCII).fullmatch
is_closed = re.compile(r""" "(?:[^"\\]|\\.|"")*" | '(?:[^'\\]|\\.|'')*' """, re.VERBOSE | re.DOTALL).fullmatch
LITERAL_STARTS = frozenset("\"'0123456789")


class Template(NamedTuple):
    """An expression with its literals taken out: `stage = ?s AND amount > ?n` and ("won", Decimal(5))."""

    key: str
    literals: tuple[str | Decimal, ...]
    text: str

    def position(self, index: int) -> int:
        """The character at which token number `index` begins, or the end of the text."""
        for number, match in enumerate(TOKEN.finditer(self.text)):
            if number == index:
                return match.start()
        return len(self.text.rstrip())

    def error(self, message: str, index: int) -> ExpressionError:
        return ExpressionError(message, self.position(index), self.text)


def with_values(text: str, root: str, value: Callable[[str], Any]) -> str:
    """The text with the paths that begin at `root` written out as values: `account = origin.account` becomes
    `account = "0192…"`."""
    prefix = f"{root}."
    return TOKEN.sub(lambda found: written(value(found[0].removeprefix(prefix))) if found[0].startswith(prefix) else found[0], text)


def written(value: Any) -> str:
    """A value as an expression has it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return f"({value:f})" if isinstance(value, Decimal) else f"({value})"
    return quote(value.isoformat() if isinstance(value, (date, datetime, time)) else str(value))


def split(text: str) -> Template:
    """The literals of `text`, and the text without them and with even spaces."""
    return _split_again(text) if len(text) <= SHORT else _split(text)


def _split(text: str) -> Template:
    if len(text) > MAX_WRITTEN + MAX_LITERALS:
        raise too_long(text)
    tokens = tokens_of(text)
    literals: list[str | Decimal] = []
    inside = 0
    for index, token in enumerate(tokens):
        if token[0] not in LITERAL_STARTS:
            continue
        if token[0] in "\"'":
            if index + 1 == len(tokens) and not is_closed(token):
                tokens[index] = token[0]  # left for the parser to complain about
                break
            tokens[index] = TEXT_SLOT
            literals.append(unquote(token))
        elif is_number(token):
            tokens[index] = NUMBER_SLOT
            literals.append(Decimal(token))
        inside += len(token)
    if len(text) > MAX_WRITTEN and (len(text) - inside > MAX_WRITTEN or inside > MAX_LITERALS):
        raise too_long(text)
    return Template(" ".join(tokens), tuple(literals), text)


#: The same short text is asked for by whoever compiles it, binds its values and explains it.
_split_again = lru_cache(1024)(_split)


def too_long(text: str) -> ExpressionError:
    message = (
        f"This expression is too long: {MAX_WRITTEN:,} characters are allowed, and {MAX_LITERALS:,} more in its literals. "
        "Split it into several formula fields"
    )
    return ExpressionError(message, MAX_WRITTEN, text)
