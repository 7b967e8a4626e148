"""Definitions as BPMN 2.0 with a drawing. What BPMN has no word for stands in elements of our namespace, so that `read_bpmn`
makes the same document of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.bpmn.drawing import GAP, Block, Drawing, Fork, Frame, Leaf, Row
from workflows.bpmn.words import SPACES, title_of
from workflows.kept import OURS, as_json, kept
from workflows.markup import Node, is_plain, write
from workflows.programs import LISTS, Inner, do_of, lists_of, name_of

__all__ = ["write_bpmn"]

Spec = Mapping[str, Any]

ELEMENTS = {
    "ask": "userTask", "notify": "sendTask", "email": "sendTask", "sms": "sendTask", "approve": "callActivity", "call": "callActivity",
    "decide": "businessRuleTask", "wait": "intermediateCatchEvent", "each": "subProcess", "end": "endEvent",
}  # fmt: skip
#: How far the drawing stands from its edges, and its rows from each other.
MARGIN = 80
#: Modes in which several people are asked at the same step.
MANY = ("all", "sequence", "percent", "count", "weight")
#: What interrupts the steps of an approval: the list that follows, and the event that begins it.
OUTCOMES = {"on_rejected": "errorEventDefinition", "on_recalled": "messageEventDefinition", "on_expired": "timerEventDefinition"}


def write_bpmn(kind: str, document: Spec) -> bytes:
    """A definition without problems as a BPMN 2.0 file."""
    return _Writing(kind, document).file()


class _Writing:
    def __init__(self, kind: str, document: Spec) -> None:
        self.kind = kind
        self.document = document
        bare = {**document, **{phase: [] for phase in LISTS if phase in document}}
        self.process = Node("process", {"id": document["name"], "name": title_of({"label": document.get("label"), "id": document["name"]}, ""), "isExecutable": "false"})
        self.process.children.append(kept(Node("dougong:definition", {"kind": kind}, text=as_json(bare))))
        self.drawing = Drawing(document["name"])
        self.flows = 0
        #: Flows that are drawn once everything has its place.
        self.open: list[tuple[str, Leaf, Leaf, Row | None]] = []

    def file(self) -> bytes:
        rows = self.approval() if self.kind == "approval" else [(self.automation(), None)]
        bottom = MARGIN
        for row, event in rows:
            row.put(MARGIN if event is None else event.left + event.width + GAP, bottom + row.axis)
            bottom += row.height + MARGIN
        for leaf in (leaf for row, _ in rows for leaf in row.leaves()):
            self.drawing.shape(leaf)
        for flow in self.open:
            self.drawing.edge(*flow)
        _name_flows(self.process)
        around = [Node("error", {"id": "Rejected", "errorCode": "rejected"}), Node("message", {"id": "Recalled"})] if self.kind == "approval" else []
        root = {"id": "Definitions", "targetNamespace": OURS, "exporter": "Dougong"}
        return write(Node("definitions", root, [*around, self.process, self.drawing.diagram]), SPACES)

    # -- the whole -------------------------------------------------------------------------------------------

    def automation(self) -> Row:
        start = self.leaf(self.process, Node("startEvent", {"id": "Start"}, _begins(self.document)))
        return self.row(self.process, [start, self.list(self.process, "steps"), self.leaf(self.process, Node("endEvent", {"id": "End"}))])

    def approval(self) -> list[tuple[Row, Leaf | None]]:
        """The steps are a sub-process, which rejection, recall and the end of its time interrupt; what follows from each is a row
        of its own, that of the last event on top, so that no line crosses another."""
        inside = Node("subProcess", {"id": "Steps"})
        inside.children.append(kept(Node("dougong:phase", {"name": "steps"})))
        self.process.children.append(inside)
        begin, end = (self.leaf(inside, Node(name, {"id": f"Steps.{name}"})) for name in ("startEvent", "endEvent"))
        row = self.row(inside, [begin, self.list(inside, "steps"), end])
        phases = [phase for phase in OUTCOMES if phase == "on_rejected" or phase in self.document or phase == "on_expired" and "expires" in self.document]
        events = [self.outcome(phase) for phase in phases]
        frame = Frame(node=inside, row=row, edge=events)
        start = self.leaf(self.process, Node("startEvent", {"id": "Start"}))
        end = self.leaf(self.process, Node("endEvent", {"id": "End"}))
        rows: list[tuple[Row, Leaf | None]] = [(self.row(self.process, [start, frame, self.list(self.process, "on_approved"), end]), None)]
        for phase, event in reversed([*zip(phases, events, strict=True)]):
            finish = self.leaf(self.process, Node("endEvent", {"id": f"End.{phase}"}))
            after = self.row(self.process, [self.list(self.process, phase), finish])
            assert after.first is not None
            self.flow(self.process, event, after.first)
            rows.append((after, event))
        return rows

    def outcome(self, phase: str) -> Leaf:
        definition = Node(OUTCOMES[phase])
        if phase == "on_rejected":
            definition.attributes["errorRef"] = "Rejected"
        elif phase == "on_recalled":
            definition.attributes["messageRef"] = "Recalled"
        elif "expires" in self.document:
            definition.children.append(_formal("timeDuration", self.document["expires"]["for"]))
        event = Node("boundaryEvent", {"id": f"Event.{phase}", "attachedToRef": "Steps"})
        event.children += [kept(Node("dougong:phase", {"name": phase})), definition]
        return self.leaf(self.process, event)

    # -- steps -----------------------------------------------------------------------------------------------

    def list(self, owner: Node, phase: str) -> Row:
        return self.steps(owner, self.document.get(phase) or (), (phase,))

    def steps(self, owner: Node, some: Sequence[Spec], path: tuple[str, ...]) -> Row:
        return self.row(owner, [self.wanted(owner, spec, (*path, str(number))) for number, spec in enumerate(some)])

    def row(self, owner: Node, blocks: Sequence[Block]) -> Row:
        """Blocks one after another, each leading to the next; behind an end nothing follows."""
        row = Row(blocks=blocks)
        for one, other in zip(row.blocks, row.blocks[1:], strict=False):
            if one.last is not None and other.first is not None and not (one.last.node.name == "endEvent"):
                self.flow(owner, one.last, other.first)
        return row

    def wanted(self, owner: Node, spec: Spec, path: tuple[str, ...]) -> Block:
        """A step, between two gateways where it has a condition."""
        do = do_of(spec, self.kind)
        if do == "branch" or not _is_said(spec.get("when")):
            return self.step(owner, spec, path, do)
        name = self.id(spec, path)
        split = self.leaf(owner, Node("exclusiveGateway", {"id": f"{name}.when"}, [kept(Node("dougong:only"))]))
        row = self.row(owner, [self.step(owner, spec, path, do)])
        join = self.join(owner, "exclusiveGateway", split)
        self.way(owner, split, row, join, "when", spec["when"])
        split.node.attributes["default"] = self.way(owner, split, beside := Row(), join, "", None).get("id")
        return Fork(split=split, rows=[row, beside], join=join)

    def step(self, owner: Node, spec: Spec, path: tuple[str, ...], do: str) -> Block:
        if do == "branch":
            return self.branch(owner, spec, path)
        if do == "parallel":
            return self.parallel(owner, spec, path)
        if do == "wait_for":
            return self.wait_for(owner, spec, path)
        if do == "approve" and "rejected" in spec:
            return self.approve(owner, spec, path)
        node = self.element(spec, path, ELEMENTS.get(do, "serviceTask"), do)
        owner.children.append(node)
        if do == "each":
            begin, end = (self.leaf(node, Node(name, {"id": f"{node.get('id')}.{name}"})) for name in ("startEvent", "endEvent"))
            row = self.row(node, [begin, self.steps(node, spec.get("steps") or (), (*path, "steps")), end])
            node.children.insert(1, Node("multiInstanceLoopCharacteristics", {"isSequential": str(not spec.get("parallel")).lower()}))
            return Frame(node=node, row=row)
        _detail(node, spec, do, self.kind)
        return Leaf(node=node)

    def branch(self, owner: Node, spec: Spec, path: tuple[str, ...]) -> Block:
        split = self.leaf(owner, self.element(spec, path, "exclusiveGateway", "branch"))
        inner = list(lists_of(spec, "branch"))
        if "when" in spec and "then" not in spec:
            inner.insert(0, Inner("then", ("then",), ()))
        conditions = {"then": spec.get("when", "FALSE"), **{f"cases/{number}": case["when"] for number, case in enumerate(spec.get("cases") or ())}}
        return self.fork(owner, split, inner, path, conditions, "exclusiveGateway")

    def parallel(self, owner: Node, spec: Spec, path: tuple[str, ...]) -> Block:
        conditions = {f"branches/{number}": branch["when"] for number, branch in enumerate(spec["branches"]) if "when" in branch}
        kind = "inclusiveGateway" if conditions else "parallelGateway"
        split = self.leaf(owner, self.element(spec, path, kind, "parallel"))
        inner = list(lists_of(spec, "parallel"))
        if len(conditions) == len(inner):
            inner.append(Inner("", (), ()))
        return self.fork(owner, split, inner, path, conditions, "complexGateway" if spec.get("join") == "first" else kind)

    def wait_for(self, owner: Node, spec: Spec, path: tuple[str, ...]) -> Block:
        if "for" not in spec and "timed_out" not in spec:
            node = self.element(spec, path, "intermediateCatchEvent", "wait_for")
            node.children.append(Node("signalEventDefinition"))
            return self.leaf(owner, node)
        split = self.leaf(owner, self.element(spec, path, "eventBasedGateway", "wait_for"))
        name = split.node.get("id")
        event = self.leaf(owner, Node("intermediateCatchEvent", {"id": f"{name}.event"}, [kept(Node("dougong:part")), Node("signalEventDefinition")]))
        timer = Node("timerEventDefinition", {}, [_formal("timeDuration", spec["for"])] if "for" in spec else [])
        clock = self.leaf(owner, Node("intermediateCatchEvent", {"id": f"{name}.timer"}, [kept(Node("dougong:part")), timer]))
        late = self.row(owner, [clock, self.steps(owner, spec.get("timed_out") or (), (*path, "timed_out"))])
        rows = {"": self.row(owner, [event]), "timed_out": late}
        join = self.join(owner, "exclusiveGateway", split)
        for list_name, row in rows.items():
            self.way(owner, split, row, join, list_name, None)
        return Fork(split=split, rows=[*rows.values()], join=join)

    def approve(self, owner: Node, spec: Spec, path: tuple[str, ...]) -> Block:
        """A call, and behind it the way of what was rejected."""
        name = self.id(spec, path)
        call = Node("callActivity", {"id": f"{name}.call", "name": title_of(spec, "approve"), "calledElement": spec["approval"]}, [kept(Node("dougong:part"))])
        begin = self.leaf(owner, call)
        split = self.leaf(owner, self.element(spec, path, "exclusiveGateway", "approve"))
        inner = [Inner("", (), ()), *lists_of(spec, "approve")]
        return self.row(owner, [begin, self.fork(owner, split, inner, path, {"rejected": 'outcome = "rejected"'}, "exclusiveGateway")])

    def fork(self, owner: Node, split: Leaf, inner: Sequence[Inner], path: tuple[str, ...], conditions: Mapping[str, str], kind: str) -> Block:
        rows = [self.steps(owner, one.steps, (*path, *one.path)) for one in inner]
        join = self.join(owner, kind, split)
        for one, row in zip(inner, rows, strict=True):
            flow = self.way(owner, split, row, join, one.name, conditions.get(one.name))
            if one.name not in conditions and split.node.name != "parallelGateway" and one.name in ("else", ""):
                split.node.attributes["default"] = flow.get("id")
        return Fork(split=split, rows=rows, join=join)

    # -- elements and flows ----------------------------------------------------------------------------------

    def leaf(self, owner: Node, node: Node) -> Leaf:
        owner.children.append(node)
        return Leaf(node=node)

    def id(self, spec: Spec, path: tuple[str, ...]) -> str:
        """Names of steps have no dots and begin small, so that nothing else in the file has one."""
        name = name_of(spec, path).replace("/", ".")
        return f"Step.{name}" if name == self.document["name"] else name

    def element(self, spec: Spec, path: tuple[str, ...], kind: str, do: str) -> Node:
        node = Node(kind, {"id": self.id(spec, path), "name": title_of(spec, do)})
        node.children.append(kept(Node("dougong:step", text=as_json(_bare(spec, do)))))
        return node

    def join(self, owner: Node, kind: str, split: Leaf) -> Leaf:
        name = split.node.get("id")
        return self.leaf(owner, Node(kind, {"id": f"{name}.join"}, [kept(Node("dougong:join", {"of": name}))]))

    def way(self, owner: Node, split: Leaf, row: Row, join: Leaf, name: str, condition: str | None) -> Node:
        """A way from one gateway to the other."""
        into = self.flow(owner, split, row.first or join, row)
        into.children.append(kept(Node("dougong:list", {"name": name})))
        if condition is not None:
            into.children.append(_formal("conditionExpression", condition))
        if row.last is not None and row.last.node.name != "endEvent":
            self.flow(owner, row.last, join, row)
        return into

    def flow(self, owner: Node, source: Leaf, target: Leaf, row: Row | None = None) -> Node:
        self.flows += 1
        node = Node("sequenceFlow", {"id": f"Flow.{self.flows}", "sourceRef": source.node.get("id"), "targetRef": target.node.get("id")})
        owner.children.append(node)
        self.open.append((node.get("id"), source, target, row))
        return node


def _formal(name: str, text: str) -> Node:
    return Node(name, {"xsi:type": "tFormalExpression"}, text=text)


def _is_said(condition: Any) -> bool:
    """Whether a condition can stand in XML as it is."""
    return isinstance(condition, str) and bool(condition) and is_plain(condition) and condition == condition.strip()


def _bare(spec: Spec, do: str) -> dict[str, Any]:
    """A step without what the graph says: its lists, and its conditions as far as XML can write them."""
    found = {key: value for key, value in spec.items() if key != "when" or not _is_said(value)}
    for key, inner in (("cases", "then"), ("branches", "steps")):
        if key in found and do in ("branch", "parallel"):
            found[key] = [{**_unsaid(one), inner: []} for one in found[key]]
    for key in {"branch": ("then", "else"), "each": ("steps",), "wait_for": ("timed_out",), "approve": ("rejected",)}.get(do, ()):
        if key in found:
            found[key] = []
    return found


def _unsaid(one: Spec) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != "when" or not _is_said(value)}


def _begins(document: Spec) -> list[Node]:
    """The event that begins an automation, as far as BPMN knows such."""
    on = document["on"]
    if "schedule" in on:
        return [Node("timerEventDefinition", children=[_formal("timeCycle", on["schedule"])])]
    if on.get("webhook"):
        return [Node("messageEventDefinition")]
    return [Node("conditionalEventDefinition", children=[_formal("condition", on["when"])])] if _is_said(on.get("when")) else []


def _detail(node: Node, spec: Spec, do: str, kind: str) -> None:
    """What BPMN has words for, for others who read it."""
    if do == "ask":
        for source in spec["approvers"]:
            expression = Node("resourceAssignmentExpression", children=[_formal("formalExpression", _source(source))])
            node.children.append(Node("potentialOwner", children=[expression]))
        if spec.get("mode") in MANY:
            node.children.append(Node("multiInstanceLoopCharacteristics", {"isSequential": str(spec["mode"] == "sequence").lower()}))
    elif do in ("call", "approve"):
        node.attributes["calledElement"] = spec["automation" if do == "call" else "approval"]
    elif do == "wait":
        node.children.append(Node("timerEventDefinition", children=[_formal("timeDuration", spec["for"]) if "for" in spec else _formal("timeDate", spec["until"])]))
    elif do == "end":
        is_refused = kind == "approval" and spec.get("outcome") == "rejected"
        node.children.append(Node("errorEventDefinition", {"errorRef": "Rejected"}) if is_refused else Node("terminateEventDefinition"))


def _source(source: Any) -> str:
    """A source of people in words: `user(ann@example.com)`, `role(finance)`."""
    return ", ".join(f"{key}({value if value is not True else ''})" for key, value in source.items())


def _name_flows(owner: Node) -> None:
    """Elements say which flows come in and go out, in the order in which the standard has their parts."""
    for node in owner.children:
        if node.name == "subProcess":
            _name_flows(node)
    flows = list(owner.all("sequenceFlow"))
    for node in owner.children:
        said = [Node("incoming", text=flow.get("id")) for flow in flows if flow.get("targetRef") == node.get("id")]
        said += [Node("outgoing", text=flow.get("id")) for flow in flows if flow.get("sourceRef") == node.get("id")]
        if said:
            at = 1 if node.children and node.children[0].name == "extensionElements" else 0
            node.children[at:at] = said
