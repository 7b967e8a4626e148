"""Number series: the number of a place in a series, written by its pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from dougong import FieldProblem

__all__ = ["format_number", "period_of", "series_problems"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONGEST = 100

_DATES: Mapping[str, Callable[[date], str]] = {
    "YYYY": lambda day: f"{day.year:04}",
    "YY": lambda day: f"{day.year % 100:02}",
    "Q": lambda day: str((day.month + 2) // 3),
    "MM": lambda day: f"{day.month:02}",
    "WW": lambda day: f"{day.isocalendar().week:02}",
    "DD": lambda day: f"{day.day:02}",
}

_PERIODS: Mapping[str, Callable[[date], str]] = {
    "never": lambda day: "",
    "year": lambda day: f"{day.year:04}",
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "day": lambda day: day.isoformat(),
}

_NEEDED = {"year": ({"YYYY", "YY"},), "month": ({"YYYY", "YY"}, {"MM"}), "day": ({"YYYY", "YY"}, {"MM"}, {"DD"})}
"""What must stand in a pattern that begins anew each year, month or day, lest a number come twice."""


def period_of(series: Mapping[str, Any], day: date) -> str:
    """The period that a number is counted within; numbers begin anew in each."""
    return _PERIODS[series.get("reset", "never")](day)


def format_number(series: Mapping[str, Any], number: int, day: date) -> str:
    """`OPP-{YYYY}-{00000}` and 42 give `OPP-2026-00042`. A number that has outgrown its zeros is written in full."""

    def written(found: re.Match[str]) -> str:
        word = found[1]
        return _DATES[word](day) if word in _DATES else str(number).zfill(len(word))

    return _PLACEHOLDER.sub(written, series["pattern"])


def series_problems(series: Mapping[str, Any]) -> Iterator[FieldProblem]:
    """What is wrong with a number series beyond its shape."""
    words = _PLACEHOLDER.findall(series["pattern"])
    rest = _PLACEHOLDER.sub("", series["pattern"])
    counters = [word for word in words if word and set(word) == {"0"}]
    unknown = [word for word in words if word not in _DATES and word not in counters]
    if unknown or "{" in rest or "}" in rest:
        yield FieldProblem(
            "/pattern", "pattern", "{word} is not known here; there are {known} and zeros, such as 00000",
            {"word": f"{{{unknown[0]}}}" if unknown else "{ }", "known": ", ".join(_DATES)},
        )  # fmt: skip
    if len(counters) != 1:
        yield FieldProblem("/pattern", "pattern", "A pattern has its number in exactly one place, written as {zeros}",
                           {"zeros": "{00000}"})  # fmt: skip
    elif len(counters[0]) > 18:
        yield FieldProblem("/pattern", "length", "At most {max} zeros make a number", {"max": 18})
    reset = series.get("reset", "never")
    if not all(any(word in words for word in some) for some in _NEEDED.get(reset, ())):
        yield FieldProblem(
            "/reset", "unique", "Numbers that begin anew each {period} need it in the pattern", {"period": reset}
        )
