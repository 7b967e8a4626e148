"""Untidy values are put in order; what is tidy, or can't be known, stays as it is."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from core.cleaning.chinese import parsed
from core.cleaning.tidying import tidy_address, tidy_name, tidy_phone
from tests.acceptance.companies import ROOT

DATA = ROOT.parent / "shared" / "data" / "15b-chinese-addresses"


def rows_of(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_addresses_checked_by_hand_are_taken_apart_rightly() -> None:
    for row in rows_of("hand_checked.csv"):
        found = parsed(row["text"])
        assert found is not None
        wanted = row["省"], row["市"], row["区"], row["rest"], row["adcode"]
        assert (found.province, found.city, found.district, found.rest, found.code) == wanted


def test_addresses_as_they_are_found_in_the_wild_get_their_province_and_city() -> None:
    """What differs from the tool of the set is mostly where it guesses: 朝阳区 without a city is in two, 延安西路 in Shanghai."""
    agreed = {"province": 0, "city": 0}
    known = {"province": 0, "city": 0}
    for row, expected in zip(rows_of("addresses.csv"), rows_of("expected_cpca.csv"), strict=True):
        found = parsed(row["原始地址"])
        for part, wanted in (("province", expected["省"]), ("city", expected["市"])):
            known[part] += bool(wanted)
            agreed[part] += bool(wanted) and found is not None and getattr(found, part) == wanted
    assert agreed["province"] / known["province"] >= 0.96
    assert agreed["city"] / known["city"] >= 0.95


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("南京西路100号", None), ("中山北路三段", None), ("软件园22号楼902室", None), ("Main Street 5", None), ("", None),
        ("朝阳区望京SOHO", None), ("吉林省长春市朝阳区", "220104"), ("中国广东省深圳市南山区", "440305"), ("上海市南京西路1266号", "310000"),
        ("深圳南山区高新区", "440305"), ("普陀区金沙商务广场", None), ("湖北省仙桃市", "429004"), ("恩施市", "422801"),
    ],
)  # fmt: skip
def test_a_place_is_named_only_where_it_is_certain(text: str, code: str | None) -> None:
    found = parsed(text)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ({"street": "浙江省杭州市西湖区文三路1号"}, ("浙江省", "杭州市", "西湖区", "文三路1号", "CN")),
        ({"city": "杭州", "street": "西湖区文三路1号"}, ("浙江省", "杭州市", "西湖区", "文三路1号", "CN")),
        ({"street": "北京市海淀区苏州街33号", "country": "CN"}, ("北京市", None, "海淀区", "苏州街33号", "CN")),
        ({"state": "上海市", "city": "上海市", "street": "南京西路1号"}, ("上海市", None, None, "南京西路1号", "CN")),
    ],
)
def test_an_address_gets_its_lines(untidy: dict[str, Any], tidy: tuple[Any, ...]) -> None:
    found = tidy_address(untidy)
    assert tuple(found.get(line) for line in ("state", "city", "district", "street", "country")) == tidy
    assert tidy_address(found) == found


def test_an_address_elsewhere_stays() -> None:
    for value in ({"street": "Marszałkowska 1", "city": "Warszawa", "country": "PL"}, {"street": "朝阳区", "country": "JP"}):
        assert tidy_address(value) is value


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [("0048221234567", "+48 22 123 45 67"), ("22 123-45-67", "+48 22 123 45 67"), ("+8613800138000", "+86 138 0013 8000"), ("12", "12")],
)
def test_a_phone_number_is_written_in_one_way(untidy: str, tidy: str) -> None:
    assert tidy_phone(untidy, "PL") == tidy
    assert tidy_phone(tidy, "PL") == tidy


@pytest.mark.parametrize(
    ("untidy", "case", "tidy"),
    [
        ("  Jan   Kowalski ", False, "Jan Kowalski"), ("Ａｃｍｅ　１２", False, "Acme 12"), ("华为（中国）", False, "华为（中国）"),
        ("JAN KOWALSKI-NOWAK", True, "Jan Kowalski-Nowak"), ("ludwig van beethoven", True, "Ludwig van Beethoven"),
        ("McDonald", True, "McDonald"), ("IBM", False, "IBM"), ("łucja żak", True, "Łucja Żak"),
    ],
)  # fmt: skip
def test_a_name_loses_its_odd_spaces_letters_and_capitals(untidy: str, case: bool, tidy: str) -> None:
    assert tidy_name(untidy, None, case) == tidy
    assert tidy_name(tidy, None, case) == tidy


@pytest.mark.parametrize(
    ("text", "city", "rest"),
    [
        ("江干区九环路1号", "杭州市", "江干区九环路1号"),
        ("宁波市江东区惊驾路565号", "宁波市", "江东区惊驾路565号"),
        ("攀枝花市东区炳草岗", "攀枝花市", "炳草岗"),
    ],
)
def test_districts_of_former_times_tell_their_city_and_stay_in_the_address(text: str, city: str, rest: str) -> None:
    found = parsed(text)
    assert found is not None
    assert (found.city, found.rest) == (city, rest)


def test_the_west_of_an_estate_is_no_district_of_a_far_city() -> None:
    assert parsed("朝阳区建外SOHO西区16号楼") is None
