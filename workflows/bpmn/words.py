"""The namespaces of BPMN 2.0 and of what it has no word for, and how steps are called there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.foreign import title_from
from workflows.kept import OURS

__all__ = ["MODEL", "SPACES", "title_of"]

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPACES = {
    "": MODEL,
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "dougong": OURS,
}


def title_of(spec: Mapping[str, Any], do: str) -> str:
    """What is written on the element of a step."""
    return title_from(str(spec.get("label") or spec.get("message") or spec.get("id") or do))
