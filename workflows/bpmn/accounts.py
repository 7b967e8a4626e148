"""What has become of each element of a file: taken over, or told with a reason. Nothing is left unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dougong import FieldProblem
from workflows.markup import Node

__all__ = ["Accounts"]

#: What stands for the drawing and for the elements around it, and has no id that somebody looks for.
PARTS = frozenset({
    "incoming", "outgoing", "flowNodeRef", "extensionElements", "documentation", "conditionExpression", "ioSpecification", "property", "text",
    "dataInputAssociation", "dataOutputAssociation", "laneSet", "loopCardinality", "completionCondition", "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics", *(f"{role}" for role in ("humanPerformer", "performer", "potentialOwner", "resourceRole")),
})  # fmt: skip
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataStore", "textAnnotation", "association", "group", "category"})
#: Attributes of engines that say something which `sources` and `steps` read.
READ = frozenset({
    "assignee", "candidateUsers", "candidateGroups", "dueDate", "decisionRef", "resultVariable", "collection", "elementVariable", "topic",
    "initiator", "class", "delegateExpression", "expression", "calledElement",
})  # fmt: skip
ENGINES = ("camunda.org", "activiti.org", "flowable.org", "zeebe")


class Accounts:
    """Who became what, and what is to be said."""

    def __init__(self) -> None:
        self.taken: dict[str, str] = {}
        self.remarks: list[FieldProblem] = []
        self.told: set[str] = set()
        self._said: set[tuple[str, str, str]] = set()

    def take(self, node: Node, by: str = "") -> None:
        """An element has become (a part of) the step of that name."""
        if name := node.get("id"):
            self.taken.setdefault(name, by)

    def remark(self, node: Node, code: str, message: str, **params: Any) -> None:
        """Something about an element isn't taken over, or not as it stood."""
        name = node.get("id") or node.name
        self.told.add(name)
        said = (name, message, repr(params))
        if said not in self._said:
            self._said.add(said)
            self.remarks.append(FieldProblem(name, code, message, params))

    def close(self, owner: Node, *, outside: bool = False) -> None:
        """Tell of whatever hasn't been mentioned, and of what engines add to elements that are taken; `outside` of processes."""
        for node in _elements(owner):
            name = node.get("id")
            if name in self.taken:
                self._engine(node)
            elif name and name not in self.told:
                self._leave(node, outside)

    def _leave(self, node: Node, outside: bool) -> None:
        if node.name in DATA:
            self.remark(node, "data", "Data and notes of a drawing aren't taken over")
        elif outside or node.name in ("lane", "participant", "messageFlow"):
            self.remark(node, "around", "What stands around a process isn't taken over: {what}", what=node.get("name") or node.name)
        else:
            self.remark(node, "unreached", "It stands on no way that is taken over: {what}", what=node.get("name") or node.name)

    def _engine(self, node: Node) -> None:
        attributes = (key.rpartition("}") for key in node.attributes if any(engine in key for engine in ENGINES))
        found = {local for _, _, local in attributes if local not in READ}
        found |= {one.name for inner in node.all("extensionElements") for one in inner.children if any(engine in one.space for engine in ENGINES)}
        found |= {one.name for one in node.all("ioSpecification")}
        if found:
            self.remark(node, "engine", "What only another engine knows isn't taken over: {what}", what=", ".join(sorted(found)))


def _elements(owner: Node) -> Iterator[Node]:
    yield owner
    for child in owner.children:
        if child.name not in PARTS and not child.name.endswith("EventDefinition"):
            yield from _elements(child)
        elif child.name == "laneSet":
            yield from (one for one in child.walk() if one.name == "lane")
