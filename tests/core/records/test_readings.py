"""Chinese is found as it is said, with the readings that pypinyin knows."""

from __future__ import annotations

import pytest
from pypinyin import lazy_pinyin

from core.records.readings import OWN, PHRASES, syllables


@pytest.mark.parametrize(
    "text, said",
    [
        ("重庆银行", "chong qing yin hang"),
        ("重量", "zhong liang"),
        ("长城汽车", "chang cheng qi che"),
        ("行长", "hang zhang"),
        ("绿地集团", "lv di ji tuan"),
        ("上海音乐厅", "shang hai yin yue ting"),
    ],
)
def test_a_character_is_read_as_its_phrase_says(text: str, said: str) -> None:
    assert syllables(text) == said.split()


def test_the_readings_are_those_of_pypinyin() -> None:
    known = [point for point, place in enumerate(OWN) if place]
    assert len(known) > 40_000
    assert all(syllables(character) == lazy_pinyin(character) for character in map(chr, known))
    otherwise = [phrase for phrase in PHRASES if syllables(phrase) != lazy_pinyin(phrase)]
    assert not otherwise


def test_what_has_no_reading_stands_for_itself() -> None:
    assert syllables("행정") == ["행", "정"]
    assert syllables("") == []
