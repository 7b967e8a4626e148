"""The manual names every route, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from core.api.errors import STATUSES
from core.api.idempotency import KEPT
from core.api.listing import ROUTES
from core.api.rates import PER_MINUTE

MANUAL = (Path(__file__).parents[3] / "docs" / "developer" / "http.md").read_text("utf-8")
WHO = {"anyone": "anybody", "self": "who is signed in", "administer": "who administers"}


def test_the_manual_lists_the_routes_as_they_are_declared() -> None:
    declared = {
        f"| `{route.method} {route.path}` | {route.summary} | {WHO.get(route.action, route.action)} |"
        for route in ROUTES
        if not route.page and route.group != "pages"
    }
    assert set(re.findall(r"^\| `[A-Z]+ /.*$", MANUAL, re.MULTILINE)) == declared


def test_the_manual_explains_every_status() -> None:
    explained = {int(code) for row in re.findall(r"^  \| ([\d, ]+) \|", MANUAL, re.MULTILINE) for code in row.split(",")}
    assert {status for status, _ in STATUSES.values()} | {500} == explained


def test_the_manual_gives_the_limits_that_hold() -> None:
    for number in (*PER_MINUTE.values(), KEPT.total_seconds() / 3600):
        assert f"{number:,.0f}" in MANUAL
