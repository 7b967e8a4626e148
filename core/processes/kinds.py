"""The kinds of definitions that processes need: automations, approvals, and the calendars that they count time by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.processes.added import register_steps, step_kinds
from core.processes.checking import examine_approval, examine_automation
from core.processes.clocks import calendar_of
from dougong import FieldProblem, Step
from metadata.catalogue import Catalogue
from metadata.kinds import Kind, Reference, kinds, register, schema_file, unregister
from workflows.decisions.examining import problems_of
from workflows.decisions.shape import TABLE
from workflows.shapes import schema_of

__all__ = ["register_kinds"]

NAMES = frozenset({"automation", "approval", "decision_table", "calendar"})


def examine_calendar(catalogue: Catalogue, document: Mapping[str, Any]) -> Iterator[FieldProblem]:
    """Whether the hours of a calendar are hours, and anybody ever works."""
    try:
        calendar_of(document, "UTC")
    except ValueError as error:
        yield FieldProblem("/week", "calendar", "This calendar doesn't hold up: {reason}", {"reason": str(error)})


def examine_table(catalogue: Catalogue, document: Mapping[str, Any]) -> Iterator[FieldProblem]:
    """What the table itself is wrong about, and tables that it requires and aren't there."""
    yield from problems_of(document)
    known = catalogue.of_kind("decision_table")
    for number, name in enumerate(document.get("requires", ())):
        if name not in known:
            yield FieldProblem(f"/requires/{number}", "unknown", "There is no decision table called {name}", {"name": name})


def _kinds() -> tuple[Kind, ...]:
    steps = step_kinds()
    return (
        Kind(
            name="automation",
            label="Automation",
            schema=schema_of("automation", steps),
            references=(Reference(("on", "object"), "object"),),
            examine=examine_automation,
        ),
        Kind(
            name="approval",
            label="Approval",
            schema=schema_of("approval", steps),
            references=(Reference(("object",), "object"),),
            examine=examine_approval,
        ),
        Kind(name="decision_table", label="Decision table", schema=TABLE, examine=examine_table),
        Kind(name="calendar", label="Calendar", schema=schema_file("calendar"), examine=examine_calendar),
    )


def register_kinds(steps: Iterable[tuple[str, Step]] = ()) -> None:
    """Make them known to this process, with the steps that plugins bring; once more where these are more than before."""
    known = {kind.name for kind in kinds()}
    if register_steps(steps) or not known >= NAMES:
        for kind in _kinds():
            if kind.name in known:
                unregister(kind.name)
            register(kind)
