"""Texts between quotes: how they are read and how they are written."""

from __future__ import annotations

import re

__all__ = ["quote", "unquote"]

ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)|\"\"|''", re.DOTALL)
MEANING = {"n": "\n", "t": "\t", "r": "\r"}


def unquote(token: str) -> str:
    """The text that a quoted token stands for: `"a\\n""b"` has a new line and a quote in it."""
    inside = token[1:-1]
    if "\\" not in inside and token[0] not in inside:
        return inside
    return ESCAPE.sub(lambda match: meaning(match, token[0]), inside)


def meaning(match: re.Match[str], quote_mark: str) -> str:
    escaped = match[1]
    if escaped is None:
        return quote_mark if match[0][0] == quote_mark else match[0]
    if len(escaped) == 5:
        return chr(int(escaped[1:], 16))
    return MEANING.get(escaped, escaped)


def quote(text: str) -> str:
    """The text as it is written in an expression."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '""').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return f'"{escaped}"'
