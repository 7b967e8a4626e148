"""How Chinese is read, in Latin letters without tones: `银行` is `yin hang`.

The table beside this file is made of pypinyin when the package is built, see hatch_build.py.
"""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["syllables"]

TABLE = Path(__file__).with_name("readings.json")


def _loaded() -> tuple[dict[str, str], dict[str, list[str]], dict[str, tuple[int, ...]]]:
    """The reading of each character; the phrases that are read otherwise; their lengths, longest first, by first character."""
    if not TABLE.exists():
        raise RuntimeError(f"{TABLE} is missing; it is made by `python3 run.py`, and by pip where it installs the project")
    table = json.loads(TABLE.read_text("utf-8"))
    read = {character: syllable for syllable, characters in table["characters"].items() for character in characters}
    phrases = {phrase: said.split() for phrase, said in table["phrases"].items()}
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return read, phrases, {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}


READ, PHRASES, LENGTHS = _loaded()


def syllables(chinese: str) -> list[str]:
    """The syllables of a Chinese text, the longest known phrase first; a character without a reading stands for itself."""
    said: list[str] = []
    place = 0
    while place < len(chinese):
        phrase = next((p for n in LENGTHS.get(chinese[place], ()) if (p := chinese[place : place + n]) in PHRASES), None)
        if phrase is None:
            said.append(READ.get(chinese[place], chinese[place]))
            place += 1
        else:
            said += PHRASES[phrase]
            place += len(phrase)
    return said
