"""Words of a text as search keeps them: folded, and Chinese in pairs, so that any two characters are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from core.records.readings import syllables

__all__ = ["fold", "index_words", "query_words", "said"]

#: Letters that Unicode does not take apart.
SPECIAL = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
PIECES = re.compile(f"[{CJK}]+|[a-z0-9]+|[^\\W_]+")
IS_CJK = re.compile(f"[{CJK}]")
MOST_WORDS = 2000
LONGEST = 64


def fold(text: str) -> str:
    """Lower case, full width to half width, no accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(SPECIAL)


def said(text: str) -> list[str]:
    """A Chinese text in Latin letters: whole and by its initials, as people type it; empty for other texts."""
    if not IS_CJK.search(text):
        return []
    read = syllables("".join(IS_CJK.findall(text))[:40])
    return ["".join(read), "".join(syllable[:1] for syllable in read)]


def index_words(texts: Iterable[str]) -> str:
    """The words under which a record is found, once each, separated by spaces."""
    words: dict[str, None] = {}
    for text in texts:
        plain = text.isascii()
        for piece in PIECES.findall(fold(text)):
            if plain:
                words[piece[:LONGEST]] = None
            else:
                words.update(dict.fromkeys(_indexed(piece)))
        if not plain:
            words.update(dict.fromkeys(said(text)))
    return " ".join(list(words)[:MOST_WORDS])


def _indexed(piece: str) -> list[str]:
    if not IS_CJK.match(piece):
        return [piece[:LONGEST]]
    return [*(piece[i : i + 2] for i in range(len(piece) - 1)), *piece]


def query_words(text: str) -> list[tuple[str, bool]]:
    """What must be found for a query: words, and whether one is only the beginning of a word."""
    found: list[tuple[str, bool]] = []
    for piece in PIECES.findall(fold(text))[:20]:
        if not IS_CJK.match(piece):
            found.append((piece[:LONGEST], True))
        elif len(piece) == 1:
            found.append((piece, False))
        else:
            found += [(piece[i : i + 2], False) for i in range(len(piece) - 1)]
    return found
