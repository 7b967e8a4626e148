"""How Chinese is read, in Latin letters without tones: `银行` is `yin hang`.

The table beside this file is made of pypinyin when the package is built, see hatch_build.py.
"""

from __future__ import annotations

import json
from array import array
from pathlib import Path

__all__ = ["syllables"]

TABLE = Path(__file__).with_name("readings.json")


def _loaded() -> tuple[list[str], array[int], dict[str, str], dict[str, tuple[int, ...]]]:
    """All syllables; the place of its own among them for each character, by code point; the phrases that are read
    otherwise; their lengths, longest first, by first character. A dictionary of characters would take ten times the memory.
    """
    if not TABLE.exists():
        raise RuntimeError(f"{TABLE} is missing; it is made by `python3 run.py`, and by pip where it installs the project")
    table = json.loads(TABLE.read_text("utf-8"))
    said = ["", *table["characters"]]
    own = array("H", bytes(2 * (1 + max(ord(max(characters)) for characters in table["characters"].values()))))
    for place, characters in enumerate(table["characters"].values(), 1):
        for character in characters:
            own[ord(character)] = place
    lengths: dict[str, set[int]] = {}
    for phrase in table["phrases"]:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return said, own, table["phrases"], {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}


SAID, OWN, PHRASES, LENGTHS = _loaded()


def _syllable(character: str) -> str:
    point = ord(character)
    return SAID[OWN[point]] or character if point < len(OWN) else character


def syllables(chinese: str) -> list[str]:
    """The syllables of a Chinese text, the longest known phrase first; a character without a reading stands for itself."""
    said: list[str] = []
    place = 0
    while place < len(chinese):
        phrase = next((p for n in LENGTHS.get(chinese[place], ()) if (p := chinese[place : place + n]) in PHRASES), None)
        if phrase is None:
            said.append(_syllable(chinese[place]))
            place += 1
        else:
            said += PHRASES[phrase].split()
            place += len(phrase)
    return said
