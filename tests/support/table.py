"""The table of journeys in the manual, made from the marks that tests carry.

`python -m tests.support.table` writes it anew.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.tree import ROOT

__all__ = ["PAGE", "Journey", "by_other_means", "drawn", "journeys", "marked", "places_of"]

PAGE = ROOT / "docs" / "developer" / "journeys.md"
BEGIN = "| person | journey | 1440 px | 390 px | keyboard alone | tests |\n|---|---|---|---|---|---|\n"
PERSONS = ("salesperson", "manager", "marketer", "agent", "field rep", "implementer", "administrator", "developer")
#: What moves the focus or presses something without a key.
POINTING = {"click", "dblclick", "hover", "tap", "check", "uncheck", "set_checked", "fill", "clear", "focus", "select_option", "drag_to", "mouse", "press_sequentially"}
HELPERS = {"drag", "pick", "find"}


@dataclass
class Journey:
    """What somebody does, and where tests do it."""

    person: str
    name: str
    places: set[str] = field(default_factory=set)
    keyboard: set[str] = field(default_factory=set)
    tests: list[str] = field(default_factory=list)

    def row(self) -> str:
        tests = ", ".join(f"`{test}`" for test in self.tests)
        return f"| {self.person} | {self.name} | {at(self.places, 1440)} | {at(self.places, 390)} | {' '.join(sorted(self.keyboard))} | {tests} |\n"


def at(places: set[str], width: int) -> str:
    """The languages in which there is a test at that width."""
    return " ".join(sorted(place.split("-")[0] for place in places if place.endswith(f"-{width}")))


def marked() -> Iterator[tuple[str, Any, pytest.Mark]]:
    """Every test of the browser that carries a mark of journeys, as "test_day.py::test_…"."""
    for path in sorted((ROOT / "tests" / "browser").glob("test_*.py")):
        module = importlib.import_module(f"tests.browser.{path.stem}")
        for name, test in inspect.getmembers(module, inspect.isfunction):
            for mark in getattr(test, "pytestmark", []):
                if mark.name == "journey" and test.__module__ == module.__name__:
                    yield f"{path.name}::{name}", test, mark


def journeys() -> list[Journey]:
    """All journeys, by person and name."""
    found: dict[tuple[str, str], Journey] = {}
    for test, _, mark in marked():
        person, *names = mark.args
        for name in names:
            journey = found.setdefault((person, name), Journey(person, name))
            places = set(places_of(mark))
            journey.places |= places
            journey.keyboard |= places if mark.kwargs.get("keyboard") else set()
            journey.tests.append(test)
    return sorted(found.values(), key=lambda one: (PERSONS.index(one.person), one.name))


def places_of(mark: pytest.Mark) -> list[str]:
    """Every place of a mark: those to which the suite goes, and those to which only `DOUGONG_JOURNEYS=all` does."""
    return f"{mark.kwargs['on']} {mark.kwargs.get('also', '')}".split()


def drawn() -> str:
    """The table as it must stand in the manual."""
    return BEGIN + "".join(journey.row() for journey in journeys())


def by_other_means(test: Any) -> set[str]:
    """What a test uses that isn't the keyboard."""
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(test)))):
        if isinstance(node, ast.Attribute) and node.attr in POINTING:
            found.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in HELPERS:
            found.add(node.func.id)
    return found


if __name__ == "__main__":
    before = PAGE.read_text("utf-8").split(BEGIN)[0]
    PAGE.write_text(before + drawn(), "utf-8")
