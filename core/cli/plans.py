"""Shows what a change does."""

from __future__ import annotations

from core.cli.plain import say
from core.configuration.change import Report

__all__ = ["show_plan"]


def show_plan(report: Report) -> None:
    """One line per step."""
    for step in report.plan.steps:
        mark = "!" if step.destructive else ("+" if report.applied else "?")
        say(f"  {mark} {step.action} {step.target}: {step.detail}")
    if not report.plan.steps:
        say("  nothing changes")
