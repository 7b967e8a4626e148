"""What the cells of a column look like: addresses of mail, numbers, days, words of a choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import phonenumbers

from core.exchange.values import NO, YES, parsed_moment

__all__ = ["Shape", "shape_of"]

#: The share of cells that must look alike; a few are always wrong.
MOST = 0.8
DATES = (
    "YYYY-MM-DD", "YYYY/M/D", "YYYY.M.D", "YYYY年M月D日", "D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "YYYYMMDD", "YYYY-M-D",
)  # fmt: skip
TIMES = ("", " HH:mm", " HH:mm:ss", " H:mm", "THH:mm:ss")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
PHONE = re.compile(r"[+(\d][\d\s()./+-]{5,24}(\s*(x|ext\.?|w\.)\s*\d+)?", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?%?")
GROUPED = re.compile(r"[-+]?\d{1,3}(([ \u00a0\u202f.,'])\d{3})(\2\d{3})*([.,]\d+)?%?")


@dataclass(frozen=True)
class Shape:
    """What most cells look like. name: email, url, phone, boolean, date, datetime, number, empty or text.

    dates: the notations in which all days that are told are written. decimal, thousands: the marks of numbers.
    """

    name: str
    dates: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str = ""


def shape_of(cells: Sequence[str], region: str) -> Shape:
    """The shape of a column; `region`: of telephone numbers that are written without a country."""
    if not cells:
        return Shape("empty")
    dated = _dates(cells)
    if dated is not None:
        return dated
    for name, looks in _looks(region).items():
        if _share(cells, looks) >= MOST:
            return Shape(name)
    return _numbers(cells) or (Shape("phone") if _share(cells, _is_phone(region)) >= MOST else Shape("text"))


def _looks(region: str) -> Mapping[str, Callable[[str], bool]]:
    return {
        "email": lambda cell: EMAIL.fullmatch(cell) is not None,
        "url": lambda cell: URL.fullmatch(cell) is not None,
        "boolean": lambda cell: cell.casefold() in YES | NO and not cell.isdecimal(),
        "phone": _is_marked_phone(region),
    }


def _share(cells: Sequence[str], looks: Callable[[str], bool]) -> float:
    return sum(map(looks, cells)) / len(cells)


def _is_phone(region: str) -> Callable[[str], bool]:
    def is_phone(cell: str) -> bool:
        if PHONE.fullmatch(cell) is None:
            return False
        try:
            return bool(phonenumbers.is_possible_number(phonenumbers.parse(cell, region)))
        except phonenumbers.NumberParseException:
            return False

    return is_phone


def _is_marked_phone(region: str) -> Callable[[str], bool]:
    """Digits alone may be any number; a plus, brackets or hyphens between them make it a telephone number."""
    possible = _is_phone(region)
    return lambda cell: (cell.startswith(("+", "00", "(")) or cell.count("-") > 1) and possible(cell)


def _dates(cells: Sequence[str]) -> Shape | None:
    """The first notation in which every cell is a day; ISO 8601 needs none."""
    for day in DATES:
        for time in TIMES:
            if all(parsed_moment(cell, day + time) is not None for cell in cells):
                iso = day == "YYYY-MM-DD"
                return Shape("datetime" if time else "date", () if iso else (day + time,))
    return None


def _numbers(cells: Sequence[str]) -> Shape | None:
    plain = [cell for cell in cells if NUMBER.fullmatch(cell)]
    grouped = [found for cell in cells if cell not in plain and (found := GROUPED.fullmatch(cell))]
    if len(plain) + len(grouped) < MOST * len(cells):
        return None
    thousands = grouped[0][2] if grouped else ""
    if thousands in ("\u00a0", "\u202f"):
        thousands = " "
    comma = any("," in cell for cell in plain) or any((found[4] or "").startswith(",") for found in grouped)
    if thousands == ",":
        comma = False
    return Shape("number", (), "," if comma else ".", thousands)
