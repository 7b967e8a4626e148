"""The elements of a process or a sub-process as a graph: what flows where, what goes back, and where ways meet again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflows.markup import Node

__all__ = ["ACTIVITIES", "GATEWAYS", "Flow", "Scope", "definitions", "scope_of"]

ACTIVITIES = frozenset({
    "task", "userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "manualTask", "businessRuleTask",
    "callActivity", "subProcess", "transaction", "adHocSubProcess",
})  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"})


@dataclass(slots=True)
class Flow:
    """A sequence flow, and what it says."""

    id: str
    source: str
    target: str
    node: Node

    @property
    def condition(self) -> str:
        return self.node.words("conditionExpression")


@dataclass(slots=True)
class Scope:
    """`out`: the flows that leave a node, those that go back left aside; `back` has those. `exits`: the first node that all
    ways from a node lead to."""

    nodes: dict[str, Node]
    flows: list[Flow]
    events: dict[str, list[Node]]
    out: dict[str, list[Flow]] = field(default_factory=dict)
    into: dict[str, list[Flow]] = field(default_factory=dict)
    back: list[Flow] = field(default_factory=list)
    exits: dict[str, str | None] = field(default_factory=dict)
    start: str | None = None

    def reach(self, at: str, without: str | None = None) -> set[str]:
        """The nodes that can be reached from one, itself among them, without going back."""
        found, open_ = set[str](), [at]
        while open_:
            here = open_.pop()
            if here not in found and here != without:
                found.add(here)
                open_ += [flow.target for flow in self.out[here]]
        return found

    def before(self, at: str) -> str | None:
        """The only node that leads to one."""
        found = {flow.source for flow in self.into[at]}
        return found.pop() if len(found) == 1 else None


def scope_of(owner: Node) -> Scope:
    """The graph of what stands directly in a process or a sub-process."""
    nodes = {one.get("id"): one for one in owner.children if one.name in ACTIVITIES | GATEWAYS | EVENTS and one.get("triggeredByEvent") != "true"}
    flows = [Flow(one.get("id"), one.get("sourceRef"), one.get("targetRef"), one) for one in owner.all("sequenceFlow")]
    events: dict[str, list[Node]] = {}
    for event in owner.all("boundaryEvent"):
        events.setdefault(event.get("attachedToRef"), []).append(event)
    scope = Scope(nodes, flows, events)
    for name in nodes:
        scope.out[name], scope.into[name] = [], []
    for flow in (one for one in flows if one.source in nodes and one.target in nodes):
        scope.out[flow.source].append(flow)
        scope.into[flow.target].append(flow)
    scope.start = _start(scope)
    _part_back(scope)
    _find_exits(scope)
    return scope


def _start(scope: Scope) -> str | None:
    """A start event that needs nothing to happen, else the first, else the first node to which nothing leads."""
    starts = [name for name, node in scope.nodes.items() if node.name == "startEvent"]
    plain = [name for name in starts if not list(definitions(scope.nodes[name]))]
    free = [name for name in scope.nodes if not scope.into[name]]
    return next(iter([*plain, *starts, *free]), None)


def definitions(event: Node) -> Iterator[Node]:
    """What an event waits for, or throws."""
    return (one for one in event.children if one.name.endswith("EventDefinition"))


def _part_back(scope: Scope) -> None:
    """Take the flows that close a circle out of `out`."""
    state: dict[str, int] = {}
    for first in [*([scope.start] if scope.start else []), *scope.nodes]:
        trail = [(first, iter(list(scope.out[first])))] if first not in state else []
        state.setdefault(first, 1)
        while trail:
            here, ways = trail[-1]
            flow = next(ways, None)
            if flow is None:
                state[here] = 2
                trail.pop()
            elif state.get(flow.target) == 1:
                scope.out[here].remove(flow)
                scope.back.append(flow)
            elif flow.target not in state:
                state[flow.target] = 1
                trail.append((flow.target, iter(list(scope.out[flow.target]))))


def _find_exits(scope: Scope) -> None:
    """Immediate post-dominators: in an order in which what follows comes first, the meeting point of all that follow."""
    place: dict[str | None, int] = {None: 0}
    for name in _last_first(scope):
        following = [flow.target for flow in scope.out[name]]
        found: str | None = following[0] if following else None
        for other in following[1:]:
            found = _meet(scope.exits, place, found, other)
        scope.exits[name] = found
        place[name] = len(place)


def _last_first(scope: Scope) -> Iterator[str]:
    into: dict[str, list[str]] = {name: [] for name in scope.nodes}
    for name in scope.nodes:
        for flow in scope.out[name]:
            into[flow.target].append(name)
    left = {name: len(scope.out[name]) for name in scope.nodes}
    ready = [name for name, count in left.items() if not count]
    while ready:
        name = ready.pop()
        yield name
        for source in into[name]:
            left[source] -= 1
            if not left[source]:
                ready.append(source)


def _meet(exits: dict[str, str | None], place: dict[str | None, int], one: str | None, other: str | None) -> str | None:
    """The first node that two have in common on their ways to the end; a node's exit was always found before it."""
    while one != other:
        if place[one] > place[other]:
            one = exits[one] if one is not None else None
        else:
            other = exits[other] if other is not None else None
    return one
