"""A change of configuration as an answer: what it does, or did."""

from __future__ import annotations

from typing import Any

from core.api.ask import Answer, Ask
from core.api.routes import Param
from core.api.schemas import TEXT, shape
from core.configuration.change import Report
from core.i18n import translated

__all__ = ["DRY_RUN", "PLAN", "shown_plan"]

DRY_RUN = Param("dry_run", "boolean", "Only say what would be done")
BOOLEAN = {"type": "boolean"}
STEP = shape(action=TEXT, target=TEXT, detail=TEXT, destructive=BOOLEAN)
PLAN = shape(
    optional=("export",), steps={"type": "array", "items": STEP}, applied=BOOLEAN, version={"type": "integer"}, export=TEXT
)


def shown_plan(ask: Ask, report: Report, **more: Any) -> Answer:
    """The steps in the reader's language."""
    steps = [
        {
            "action": step.action,
            "target": step.target,
            "detail": translated(step.detail, step.params, ask.language, ask.texts),
            "destructive": step.destructive,
        }
        for step in report.plan.steps
    ]
    return Answer({"steps": steps, "applied": report.applied, "version": report.version, **more})
