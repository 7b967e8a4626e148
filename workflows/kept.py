"""What we have written into files of others so that nothing is lost: documents as JSON, in elements of our namespace."""

from __future__ import annotations

import json
import math
from typing import Any

from dougong import Invalid
from workflows.markup import Node

__all__ = ["LARGEST", "OURS", "as_json", "kept", "object_in", "said_in"]

#: What a definition says and a format of others has no word for stands in elements of this namespace.
OURS = "urn:dougong:process:1"
#: No definition has parts that stand deeper within each other.
DEEPEST = 60
#: Beyond this, programs that read JSON take another number for it.
LARGEST = 2**53


def said_in(node: Node, name: str) -> Node | None:
    """What we wrote into an element."""
    extension = node.one("extensionElements")
    return None if extension is None else next((one for one in extension.children if one.name == name and one.space == OURS), None)


def object_in(said: Node) -> dict[str, Any]:
    """The object that stands in what we wrote. Raises Invalid where somebody has damaged it."""
    try:
        found = json.loads(said.text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        _refuse_deep(found)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("What this program once wrote into the file is damaged; take the elements of {space} out", space=OURS)
    return found


def as_json(value: Any) -> str:
    """A document as it is kept: in signs that XML can write, always in the same order."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def kept(element: Node) -> Node:
    """An element of ours, as others keep it and leave it alone."""
    return Node("extensionElements", children=[element])


def _refuse(word: str) -> None:
    raise ValueError(word)


def _whole(digits: str) -> int:
    if abs(found := int(digits)) > LARGEST:
        raise ValueError(digits)
    return found


def _finite(digits: str) -> float:
    if not math.isfinite(found := float(digits)):
        raise ValueError(digits)
    return found


def _refuse_deep(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [part for one in level for part in _parts(one)]
    if level:
        raise ValueError("too deep")


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.values()]
    return value if isinstance(value, list) else []
