"""Back from BPMN that we wrote: the same document, with the conditions, names and order that somebody has changed since."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from workflows.bpmn.words import title_of
from workflows.foreign import title_from
from workflows.kept import object_in, said_in
from workflows.markup import Node, plain
from workflows.programs import LISTS
from workflows.shapes import STEPS, schema_of

__all__ = ["Changed", "definition_of", "kept_of", "leaf_of"]

#: What stands around the steps of a definition.
EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent"})
#: The deepest that steps stand within each other, and then some for the gateways around them.
DEEPEST = 40

#: A step of an approval; those of plugins are known to whoever checks the definition.
STEP = Draft202012Validator({**schema_of("approval"), "$ref": "#/$defs/step", "type": "object", "required": [], "properties": {}, "additionalProperties": True})
HOLDING = frozenset({"branch", "parallel", "each", "wait_for"})
KINDS = frozenset(kind.name for kind in STEPS)


class Changed(Exception):
    """Somebody has changed more than a tree of steps can follow."""


def spec_of(node: Node) -> dict[str, Any] | None:
    """The step that we wrote into an element, under the name that the element has now; None for elements of others."""
    said = said_in(node, "step")
    if said is None:
        return None
    spec = object_in(said)
    shown = title_from(node.get("name"))
    if shown and shown != title_from(plain(title_of(spec, str(spec.get("do", "ask"))))):
        spec["label"] = shown
    return spec


def leaf_of(node: Node) -> dict[str, Any] | None:
    """The step that we wrote into an element that stands among others; None where it isn't one that stands alone."""
    spec = spec_of(node)
    if spec is None:
        return None
    spec.setdefault("do", "ask")
    if not isinstance(spec["do"], str) or spec["do"] in HOLDING:
        return None
    return spec if spec["do"] not in KINDS or STEP.is_valid(spec) else None


def kept_of(process: Node) -> dict[str, Any]:
    """What the definition of a process that we wrote says beside its steps; nothing for processes of others."""
    said = said_in(process, "definition")
    return {} if said is None else {key: value for key, value in object_in(said).items() if key not in LISTS}


def definition_of(process: Node) -> tuple[str, dict[str, Any], dict[str, str]] | None:
    """The kind and the document of a process that we wrote, and which element is which step; None for processes of others.
    Raises Changed where the graph is no tree of steps any more."""
    said = said_in(process, "definition")
    if said is None:
        return None
    document = object_in(said)
    try:
        return said.get("kind"), *_Own(process, document).document()
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise Changed from error


class _Own:
    def __init__(self, process: Node, document: dict[str, Any]) -> None:
        self.process = process
        self.whole = document
        self.taken = {process.get("id"): ""}

    def document(self) -> tuple[dict[str, Any], dict[str, str]]:
        for phase, owner, at in self.phases():
            steps = _Scope(self, owner).steps(at, None, 0)
            if steps or phase in self.whole:
                self.whole[phase] = steps
        return self.whole, self.taken

    def phases(self) -> list[tuple[str, Node, str | None]]:
        """Each list of a definition: where it stands, and its first element."""
        inside = next((one for one in self.process.all("subProcess") if said_in(one, "phase") is not None), None)
        if inside is None:
            return [("steps", self.process, _start(self.process))]
        found = [("steps", inside, _start(inside)), ("on_approved", self.process, _after(self.process, inside.get("id")))]
        for event in self.process.all("boundaryEvent"):
            said = said_in(event, "phase")
            if said is None or said.get("name") not in LISTS:
                raise Changed
            found.append((said.get("name"), self.process, _after(self.process, event.get("id"))))
            self.taken[event.get("id")] = ""
        self.taken[inside.get("id")] = ""
        _start(self.process)
        return found


def _start(owner: Node) -> str | None:
    [start] = owner.all("startEvent")
    return start.get("id")


def _after(owner: Node, name: str) -> str | None:
    found = [flow.get("targetRef") for flow in owner.all("sequenceFlow") if flow.get("sourceRef") == name]
    if len(found) > 1:
        raise Changed
    return found[0] if found else None


class _Scope:
    """The elements of one process or sub-process."""

    def __init__(self, own: _Own, owner: Node) -> None:
        self.own = own
        self.nodes = {one.get("id"): one for one in owner.children if one.get("id") and one.name != "sequenceFlow"}
        self.out: dict[str, list[Node]] = {}
        for flow in owner.all("sequenceFlow"):
            self.out.setdefault(flow.get("sourceRef"), []).append(flow)
        self.joins = {said.get("of"): name for name, node in self.nodes.items() if (said := said_in(node, "join")) is not None}

    def steps(self, at: str | None, until: str | None, deep: int) -> list[dict[str, Any]]:
        """The steps from an element to a gateway, or to the end."""
        found: list[dict[str, Any]] = []
        seen = set[str]()
        while at is not None and at != until:
            if at in seen or deep > DEEPEST:
                raise Changed
            seen.add(at)
            node = self.nodes[at]
            step = self.step(node, deep)
            if step is not None:
                self.own.taken[at] = str(step.get("id", at.replace(".", "/")))
                found.append(step)
            at = self.next(self.joins.get(at, at))
        return found

    def next(self, at: str) -> str | None:
        self.own.taken.setdefault(at, "")
        flows = self.out.get(at, [])
        if len(flows) > 1:
            raise Changed
        for flow in flows:
            self.own.taken[flow.get("id")] = ""
        return flows[0].get("targetRef") if flows else None

    def step(self, node: Node, deep: int) -> dict[str, Any] | None:
        name = node.get("id")
        if said_in(node, "only") is not None:
            return self.only(node, deep)
        spec = spec_of(node)
        if spec is None:
            if node.name in EVENTS or said_in(node, "part") is not None:
                return None
            raise Changed
        if name in self.joins:
            for flow in self.out.get(name, ()):
                self.own.taken[flow.get("id")] = ""
                self.way(spec, flow, self.joins[name], deep)
        elif node.name == "subProcess":
            steps = _Scope(self.own, node).steps(_start(node), None, deep + 1)
            _fill(spec, "steps", steps)
        return spec

    def way(self, spec: dict[str, Any], flow: Node, join: str, deep: int) -> None:
        """One of the ways into which a step parts."""
        said = said_in(flow, "list")
        if said is None:
            raise Changed
        name = said.get("name")
        steps = self.steps(flow.get("targetRef"), join, deep + 1)
        key, _, number = name.partition("/")
        condition = flow.words("conditionExpression")
        if number:
            place = spec[key][int(number)]
            _fill(place, "then" if key == "cases" else "steps", steps)
        else:
            place = spec
            if name:
                _fill(spec, name, steps)
            elif steps:
                raise Changed
        is_theirs = bool(number) or name == "then" and "cases" not in spec
        if condition and is_theirs and "when" not in place:
            place["when"] = condition

    def only(self, node: Node, deep: int) -> dict[str, Any] | None:
        """A step with a condition; several, since somebody has put more behind the gateway, are a branch."""
        join, condition, steps = self.joins[node.get("id")], "", list[dict[str, Any]]()
        for flow in self.out.get(node.get("id"), ()):
            self.own.taken[flow.get("id")] = ""
            if flow.words("conditionExpression"):
                condition = flow.words("conditionExpression")
                steps = self.steps(flow.get("targetRef"), join, deep + 1)
        if not condition or not steps:
            raise Changed
        if len(steps) == 1 and "when" not in steps[0]:
            return {**steps[0], "when": condition}
        return {"do": "branch", "when": condition, "then": steps}


def _fill(place: dict[str, Any], key: str, steps: list[dict[str, Any]]) -> None:
    """Put steps where a list was, or is wanted now."""
    if steps or key in place:
        place[key] = steps
