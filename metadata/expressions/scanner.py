"""Separates an expression from its literals, so that filters that differ only in values share one compiled form."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from metadata.expressions.errors import ExpressionError
from metadata.expressions.limits import MAX_LITERALS, MAX_WRITTEN
from metadata.expressions.quoting import unquote

__all__ = ["NUMBER_SLOT", "TEXT_SLOT", "Template", "split"]

TEXT_SLOT = "?s"
NUMBER_SLOT = "?n"

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


def split(text: str) -> Template:
    """The literals of `text`, and the text without them and with even spaces."""
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


def too_long(text: str) -> ExpressionError:
    message = (
        f"This expression is too long: {MAX_WRITTEN:,} characters are allowed, and {MAX_LITERALS:,} more in its literals. "
        "Split it into several formula fields"
    )
    return ExpressionError(message, MAX_WRITTEN, text)
