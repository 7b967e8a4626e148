"""Lengths of time and schedules as BPMN and its engines write them."""

from __future__ import annotations

import re

from workflows.durations import Duration

__all__ = ["length_from", "schedule_from"]

UNITS = {"minutes": "PT{}M", "hours": "PT{}H", "days": "P{}D", "weeks": "P{}W", "months": "P{}M", "years": "P{}Y"}
ADDED = re.compile(r"[$#]\{\s*(?:dateTime|now)\(\)\.plus(Minutes|Hours|Days|Weeks|Months|Years)\((\d{1,4})\)(?:\.toDate\(\))?\s*\}")
FIELD = re.compile(r"\*|(?:\*/)?\d{1,2}(?:[-,]\d{1,2})*")


def length_from(text: str) -> str | None:
    """`P2D`, or what `${dateTime().plusDays(2).toDate()}` adds; None for anything else."""
    added = ADDED.fullmatch(text.strip())
    found = UNITS[added[1].lower()].format(added[2]) if added else text.strip()
    try:
        Duration.parse(found)
    except ValueError:
        return None
    return found


def schedule_from(text: str) -> str | None:
    """A cron of five fields from one of five, six or seven (Quartz: seconds first, a year at the end); None where there is
    none as coarse as ours."""
    fields = text.split()
    if len(fields) in (6, 7):
        if fields[0] != "0" or fields[5] not in ("*", "?"):  # Quartz counts weekdays from another day
            return None
        fields = fields[1:6]
    fields = [_field(one) for one in fields]
    return " ".join(fields) if len(fields) == 5 and all(map(FIELD.fullmatch, fields)) else None


def _field(text: str) -> str:
    """`0/5` is `*/5`, `0/1` and `?` are anything."""
    if text in ("?", "*", "0/1", "1/1", "*/1"):
        return "*"
    begins, _, every = text.partition("/")
    return f"*/{every}" if begins in ("0", "1", "*") and every.isdigit() else text
