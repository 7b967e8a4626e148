"""The mark before texts that a spreadsheet would calculate: put on when writing, taken off when reading."""

from __future__ import annotations

__all__ = ["harmless", "unmarked"]

#: A cell of text that begins with one of these would be calculated by a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return MARK + text if text.startswith(DANGEROUS) else text


def unmarked(text: str) -> str:
    """The text without the mark that an export put before it."""
    return text[1:] if text.startswith(MARK) and text[1:].startswith(DANGEROUS) else text
