"""What is made of one untidy value: of a phone number, a name, an address. Answers the value itself where it is tidy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers

from core.cleaning.chinese import MUNICIPALITIES, parsed
from core.records.words import IS_CJK

__all__ = ["TIDIERS", "Tidier", "tidy_address", "tidy_name", "tidy_phone"]

WIDE = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}}
SPACES = re.compile(r"[\s\u200b\ufeff]+")
WORD = re.compile(r"[^\W\d_]+")
#: Small words within a name, which keep their small letter.
SMALL = frozenset("von van der den de la le da di du dos y i und and of".split())


@dataclass(frozen=True)
class Tidier:
    """A way of cleaning: the types of the fields it is for, and what it makes of a value.

    tidy takes the value, the tenant's region for telephone numbers, and whether capital letters are put right too.
    """

    types: frozenset[str]
    tidy: Callable[[Any, str | None, bool], Any]


def tidy_phone(value: Any, region: str | None, case: bool = False) -> Any:
    """`0048221234567` is written `+48 22 123 45 67`; a number of which the country isn't known stays."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number):
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def tidy_name(value: Any, region: str | None = None, case: bool = False) -> Any:
    """Without double spaces and wide letters; with `case` a name all in capitals or all in small letters gets its capitals."""
    text = SPACES.sub(" ", str(value).translate(WIDE)).strip()
    if IS_CJK.search(text):
        return text
    letters = "".join(WORD.findall(text))
    if not case or len(letters) < 2 or not (letters.isupper() or letters.islower()):
        return text
    return WORD.sub(_capital, text.lower())


def _capital(word: re.Match[str]) -> str:
    text = word[0]
    if word.start() and word.string[word.start() - 1] in "'’" and len(text) == 1:
        return text  # Anna's
    return text if text in SMALL and word.start() else text[:1].upper() + text[1:]


def tidy_address(value: Any, region: str | None = None, case: bool = False) -> Any:
    """A Chinese address with its province, city and district in their lines, under their full names."""
    if not isinstance(value, Mapping) or value.get("country") not in (None, "CN"):
        return value
    lines = [value.get(line) or "" for line in ("state", "city", "district", "street")]
    found = parsed("".join(line for n, line in enumerate(lines) if line not in lines[:n]))
    if found is None:
        return value
    inner = found.code[:2] in MUNICIPALITIES
    return {
        **value,
        "street": (found.before + found.rest) or None,
        "district": found.district or None,
        "city": None if inner else found.city or None,
        "state": found.province,
        "country": "CN",
    }


TIDIERS: Mapping[str, Tidier] = {
    "phones": Tidier(frozenset({"phone"}), tidy_phone),
    "names": Tidier(frozenset({"text"}), tidy_name),
    "addresses": Tidier(frozenset({"address"}), tidy_address),
}
