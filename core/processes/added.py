"""Kinds of steps that plugins bring: known to the schemas of definitions, used where their plugin is enabled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dougong import Conflict, Step
from workflows.shapes import STEPS, StepKind

__all__ = ["Added", "added", "register_steps", "step_kinds"]


@dataclass(frozen=True)
class Added:
    """A plugin's step."""

    plugin: str
    step: Step


_added: dict[str, Added] = {}


def register_steps(steps: Iterable[tuple[str, Step]]) -> bool:
    """Make the steps of plugins known in this process; answers whether any is new. Raises Conflict for a name that is taken."""
    before = len(_added)
    for plugin, step in steps:
        if not step.name.startswith(f"{plugin}_"):
            raise Conflict("The plugin {name} brings a step {step}, whose name must begin with {prefix}", name=plugin, step=step.name, prefix=f"{plugin}_")
        known = _added.get(step.name)
        if known is not None and known.plugin != plugin or any(kind.name == step.name for kind in STEPS):
            raise Conflict("The plugin {name} brings a step {step}, and there is one of that name", name=plugin, step=step.name)
        _added[step.name] = Added(plugin, step)
    return len(_added) > before


def added(name: str) -> Added | None:
    """The plugin's step of a name."""
    return _added.get(name)


def step_kinds() -> tuple[StepKind, ...]:
    """All kinds of steps: those of the core and those of plugins. Any property of a plugin's step may be worked out."""
    return (*STEPS, *(_kind(one) for one in _added.values()))


def _kind(one: Added) -> StepKind:
    step = one.step
    formula = {"type": "object", "properties": {"formula": {"$ref": "#/$defs/expression"}}, "required": ["formula"], "additionalProperties": False}
    properties = {name: {"anyOf": [dict(schema), formula]} for name, schema in step.properties.items()}
    return StepKind(name=step.name, label=step.label, properties=properties, required=step.required, owner=one.plugin)
