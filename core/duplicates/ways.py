"""The ways in which values are compared: what each makes of a value, how alike two are, and where alike ones meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from zlib import crc32

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from core.duplicates.companies import bare
from core.records.readings import syllables
from core.records.words import CJK, IS_CJK, PIECES, fold
from metadata.field_types.texts import e164

__all__ = ["VERSION", "WAYS", "Way"]

#: Counted up when a way makes something else of a value: what is stored under the old keys is made anew.
VERSION = 1

Values = Sequence[Any]
CHINESE_RUN = re.compile(f"[{CJK}]+")
LETTERS = re.compile(r"[^\W\d_]+")
TITLES = frozenset("mr mrs ms miss dr prof sir pan pani mgr inz hab".split())
CHINESE_TITLES = re.compile("(先生|女士|小姐|老师|博士|教授|经理|总)$")
FEWEST_DIGITS = 6
BANDS, ROWS = 6, 2
#: Odd numbers that give each row of a sketch its own order of hashes.
TURNS = tuple(((2654435761 * (2 * n + 1)) & 0xFFFFFFFF) | 1 for n in range(BANDS * ROWS))


@dataclass(frozen=True)
class Way:
    """normal: from the values of some fields to the forms that are compared; an empty value has none.

    alike: how alike two forms are, from 0 to 1. blocks: the words under which alike forms are likely to meet.
    together: whether all fields make one value, as given name and family name do; else each is one.
    spaces: whether spaces make a difference where forms must be the same.
    """

    normal: Callable[[str, str | None], list[str]]
    alike: Callable[[str, str], float]
    blocks: Callable[[str], Iterable[str]]
    together: bool = False
    spaces: bool = False

    def forms(self, values: Values, region: str | None = None) -> list[str]:
        """The forms of what some fields hold, once each."""
        texts = [_text(value) for value in values if value is not None and value != ""]
        texts = [" ".join(texts)] if self.together and texts else texts
        return list(dict.fromkeys(form for text in texts for form in self.normal(text, region) if form))


    def key(self, form: str) -> str:
        """What is the same for forms that are the same."""
        return form if self.spaces else form.replace(" ", "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


# -- what is made of a value ---------------------------------------------------------------------------------


def _exact(text: str, region: str | None) -> list[str]:
    return [text]


def _folded(text: str, region: str | None) -> list[str]:
    return [" ".join(fold(text).split())]


def _words(text: str, region: str | None) -> list[str]:
    """The words, pairs of Chinese characters, and what signs take apart also in one: `PS-LX350H` is `pslx350h` too."""
    found: list[str] = []
    for chunk in fold(text).split():
        pieces = PIECES.findall(chunk)
        for piece in pieces:
            found += [piece[i : i + 2] for i in range(max(1, len(piece) - 1))] if IS_CJK.match(piece) else [piece]
        if len(pieces) > 1 and not IS_CJK.search(chunk):
            found.append("".join(pieces))
    return [" ".join(found)]


def _company(text: str, region: str | None) -> list[str]:
    return [bare(text)]


def _person(text: str, region: str | None) -> list[str]:
    words = [word for word in LETTERS.findall(fold(text)) if word not in TITLES]
    if any(IS_CJK.search(word) for word in words):
        return [CHINESE_TITLES.sub("", "".join(words)) or "".join(words)]
    return [" ".join(sorted(words))]


def _pinyin(text: str, region: str | None) -> list[str]:
    """As it is read; a name in Latin letters also with the family name on the other side."""
    name = bare(text)
    if IS_CJK.search(name):
        return ["".join(CHINESE_RUN.sub(lambda run: "".join(syllables(run[0])), name).split())]
    words = name.split()
    turned = [words[n:] + words[:n] for n in range(len(words) if len(words) <= 3 else 1)]
    return ["".join(order) for order in turned]


def _phone(text: str, region: str | None) -> list[str]:
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal())
    return [e164(text, region) or digits] if len(digits) >= FEWEST_DIGITS else []


def _email(text: str, region: str | None) -> list[str]:
    return [unicodedata.normalize("NFKC", text).strip().casefold()]


def _tax_id(text: str, region: str | None) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    return [plain[2:] if len(plain) == 12 and plain.startswith("PL") and plain[2:].isdecimal() else plain]


def _date(text: str, region: str | None) -> list[str]:
    return ["".join(c for c in unicodedata.normalize("NFKC", text)[:10] if c.isdecimal())]


# -- how alike -----------------------------------------------------------------------------------------------


def _equal(one: str, other: str) -> float:
    return float(one == other)


def _alike_text(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return max(JaroWinkler.similarity(one, other), token_sort_ratio(one, other) / 100)


def _alike_digits(one: str, other: str) -> float:
    """One wrong digit, or two that changed places, is a slip; more is another number."""
    if one == other:
        return 1.0
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=2)
    if sorted(one) == sorted(other):  # day and month changed places
        return 0.9
    return {1: 0.85, 2: 0.6}.get(distance, 0.0)


def _alike_email(one: str, other: str) -> float:
    if one == other:
        return 1.0
    (name, _, domain), (other_name, _, other_domain) = one.partition("@"), other.partition("@")
    alike = JaroWinkler.similarity(name, other_name)
    return alike if domain == other_domain else alike * 0.9


def _alike_words(one: str, other: str) -> float:
    """Without knowing how rare each word is; who knows it compares by that."""
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) / sqrt(len(ours) * len(theirs))


# -- where alike ones meet -----------------------------------------------------------------------------------


def _whole(form: str) -> Iterable[str]:
    return (form,)


def _sketched(form: str) -> Iterable[str]:
    """The whole, and sketches of its pairs of letters: texts that share most of them share a sketch, very likely."""
    plain = form.replace(" ", "")
    yield plain
    if len(plain) < 3:
        return
    padded = f"^{plain}$"
    hashes = [crc32(padded[i : i + 2].encode()) for i in range(len(padded) - 1)]
    least = [min((h * turn) & 0xFFFFFFFF for h in hashes) for turn in TURNS]
    for band in range(BANDS):
        rows = least[band * ROWS : (band + 1) * ROWS]
        yield f"{band}:{':'.join(f'{row:x}' for row in rows)}"


def _name_and_sketches(form: str) -> Iterable[str]:
    name = form.partition("@")[0]
    yield form
    yield from (f"@{sketch}" for sketch in _sketched(name))


def _each_word(form: str) -> Iterable[str]:
    return (word for word in set(form.split()) if len(word) > 1)


WAYS = {
    "exact": Way(_exact, _equal, _whole, spaces=True),
    "text": Way(_folded, _alike_text, _sketched),
    "words": Way(_words, _alike_words, _each_word),
    "company": Way(_company, _alike_text, _sketched),
    "person": Way(_person, _alike_text, _sketched, together=True),
    "pinyin": Way(_pinyin, _alike_text, _sketched),
    "phone": Way(_phone, _alike_digits, _whole),
    "email": Way(_email, _alike_email, _name_and_sketches),
    "tax_id": Way(_tax_id, _alike_digits, _whole),
    "date": Way(_date, _alike_digits, _whole),
}
