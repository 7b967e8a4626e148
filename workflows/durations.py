"""Lengths of time as definitions write them: the ISO 8601 durations `P2D`, `PT8H`, `P1M`."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Duration"]

PARTS = re.compile(
    r"P(?:(?P<years>\d{1,2})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?P<time>T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,8})S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many months, then days, then seconds: three counts, since neither months nor days are all of one length."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read an ISO 8601 duration in whole numbers (ISO 8601-1:2019, 5.5.2). Raises ValueError."""
        found = PARTS.fullmatch(text)
        if found is None or text.endswith(("P", "T")):
            raise ValueError(f"{text!r} is no length of time; P2D is two days, PT8H eight hours")
        part = {name: int(value or 0) for name, value in found.groupdict().items() if name != "time"}
        return cls(
            months=part["years"] * 12 + part["months"],
            days=part["weeks"] * 7 + part["days"],
            seconds=part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
        )

    def __str__(self) -> str:
        """Write it so that `parse` reads the same."""
        date = "".join(f"{count}{unit}" for count, unit in ((self.months, "M"), (self.days, "D")) if count)
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if count)
        return f"P{date}T{time}" if time else f"P{date or '0D'}"
