"""A graph of BPMN as a tree of steps.

Ways that part and meet again become a branch or a parallel step: they meet at the first node that all of them lead to. Work
behind a merge that isn't such a meeting point is said once for each way. What closes a circle is a return where somebody
decides it, and is told otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dougong import Invalid
from workflows.bpmn.accounts import Accounts
from workflows.bpmn.own import leaf_of
from workflows.bpmn.scopes import Flow, Scope, definitions, scope_of
from workflows.bpmn.tasks import Step, Tasks
from workflows.bpmn.times import length_from
from workflows.foreign import title_from, translated
from workflows.markup import Node
from workflows.programs import DEEPEST, MOST_STEPS

__all__ = ["Ways"]

#: So many ways may part at one place.
MOST_WAYS = 20
AGREEING = re.compile(r"(?i)\b(yes|ok|okay|approved?|accept(ed)?|agreed?|confirmed|granted|true)\b|同意|通过|批准|^是$")
REFUSING = re.compile(r"(?i)\b(no|not|reject\w*|declin\w*|refus\w*|den(y|ied)|cancel\w*|false)\b|不|拒绝|驳回|^否$")
DECIDING = re.compile(r"(?i)approv|accept|agree|confirm|grant|decision|outcome|\bok\b")
COMPLEMENT = re.compile(r'(?P<path>[a-z_][\w.]*) = (?P<value>"(?:true|false|yes|no|approved|rejected)"|TRUE|FALSE)')


class Ways:
    """The steps of one process. `on_rejected`: what happens only where somebody has refused."""

    def __init__(self, accounts: Accounts, tasks: Tasks, *, approval: bool) -> None:
        self.accounts = accounts
        self.tasks = tasks
        self.approval = approval
        self.on_rejected: list[Step] | None = None
        self.count = 0
        self.asked: dict[str, Step] = {}
        self.times: dict[str, int] = {}

    def steps_of(self, owner: Node, *, inner: bool = False, deep: int = 1) -> list[Step]:
        """The steps of a process or a sub-process; `inner`: its end isn't the end of all."""
        scope = scope_of(owner)
        return _Way(self, scope).steps(scope.start, None, inner, deep)


class _Way:
    """Goes through one scope."""

    def __init__(self, ways: Ways, scope: Scope) -> None:
        self.ways = ways
        self.scope = scope
        self.accounts = ways.accounts
        self.tasks = ways.tasks

    def steps(self, at: str | None, stop: str | None, inner: bool, deep: int, *, nested: bool = False) -> list[Step]:
        """The steps from a node to another, or to the end."""
        found: list[Step] = []
        while at is not None and at != stop:
            node = self.scope.nodes[at]
            self.ways.count += 1
            if self.ways.count > MOST_STEPS or deep > DEEPEST:
                self.accounts.remark(node, "size", "The process is too large, or its ways stand too deep within each other")
                return found
            added = self.element(at, node, inner, deep)
            found += added
            if node.name == "endEvent":
                found += self.end(node, inner, nested)
                return found
            at = self.onward(at, added, found, stop, inner, deep, nested)
        return found

    def onward(self, at: str, added: Sequence[Step], found: list[Step], stop: str | None, inner: bool, deep: int, nested: bool) -> str | None:
        """Where it goes on after a node; ways that part there are gone first."""
        ways = self.scope.out[at]
        if self.scope.nodes[at].name == "exclusiveGateway" and (agreed := self.decided(at, ways, deep)) is not None:
            return agreed.target
        self.go_back(at)
        if len(ways) == 1:
            self.accounts.take(ways[0].node, at)
            if ways[0].condition and not self.scope.nodes[at].name.endswith("Gateway"):
                self.accounts.remark(ways[0].node, "condition", "A condition on the only way isn't taken over: {text}", text=ways[0].condition)
            return ways[0].target
        if not ways:
            return None
        return self.part(at, ways, found, stop, inner, deep, nested)

    def go_back(self, at: str) -> None:
        for flow in (one for one in self.scope.back if one.source == at):
            if flow.id not in self.accounts.taken:
                self.accounts.remark(flow.node, "loop", "It goes back, and nobody decides that by a task: steps can't be repeated so")

    # -- single elements -------------------------------------------------------------------------------------

    def element(self, at: str, node: Node, inner: bool, deep: int) -> list[Step]:
        seen = self.ways.times[at] = self.ways.times.get(at, 0) + 1
        if seen == 2 and not node.name.endswith(("Gateway", "Event")):
            self.accounts.remark(node, "copied", "It stands behind ways that meet only here, so it is said once for each of them")
        if node.name.endswith("Gateway"):
            self.gateway(at, node)
            return []
        if node.name == "startEvent":
            self.accounts.take(node)
            return []
        own = leaf_of(node)
        if own is not None and node.name != "subProcess" and not node.name.endswith("Gateway"):
            self.accounts.take(node, at)
            return [own]
        found = self.activity(at, node, deep)
        for event in self.scope.events.get(at, ()):
            self.boundary(event, node, found)
        return found

    def gateway(self, at: str, node: Node) -> None:
        self.accounts.take(node)
        if node.name == "complexGateway":
            self.accounts.remark(node, "unsupported", "Its rule isn't taken over; all ways are waited for")
        if node.name == "exclusiveGateway" or len(self.scope.into[at]) < 2:
            return
        if not any(self.scope.exits.get(other) == at and len(flows) > 1 for other, flows in self.scope.out.items()):
            self.accounts.remark(node, "join", "It waits for ways that part at different places; here it waits for none")

    def activity(self, at: str, node: Node, deep: int) -> list[Step]:
        if node.name in ("subProcess", "transaction", "adHocSubProcess"):
            return self.sub(node, deep)
        if node.name == "userTask":
            step = self.tasks.ask(node)
            self.ways.asked[at] = step
            return [step]
        found = self.tasks.other(node)
        if node.one("multiInstanceLoopCharacteristics") or node.one("standardLoopCharacteristics"):
            return self.each(node, found)
        return found

    def sub(self, node: Node, deep: int) -> list[Step]:
        if node.name == "adHocSubProcess":
            self.accounts.remark(node, "unsupported", "Its tasks come in their order; any other isn't known here")
        if not scope_of(node).nodes:
            self.accounts.remark(node, "stand_in", "An automation {name} is called in its place; make one that does it", name=self.tasks.fallback(node))
            return [self.tasks.begin(node, "call", automation=self.tasks.fallback(node))]
        self.accounts.take(node)
        repeated = node.one("multiInstanceLoopCharacteristics") or node.one("standardLoopCharacteristics")
        found = self.ways.steps_of(node, inner=True, deep=deep + bool(repeated))
        return self.each(node, found) if repeated else found

    def each(self, node: Node, found: list[Step]) -> list[Step]:
        loop = node.one("multiInstanceLoopCharacteristics")
        text = "" if loop is None else loop.foreign("collection")
        try:
            step = self.tasks.begin(node, "each", **{"in": translated(text)}, steps=found)
        except Invalid:
            self.accounts.remark(node, "loop", "How often it is repeated isn't known; it is done once")
            return found
        assert loop is not None
        if name := loop.foreign("elementVariable"):
            step["as"] = translated(name)
        if loop.get("isSequential") != "true":
            step["parallel"] = True
        return [step]

    def end(self, node: Node, inner: bool, nested: bool) -> list[Step]:
        """An end within a branch ends everything; that of a lane or a sub-process ends only that, and the last needs no step."""
        kinds = [one.name for one in definitions(node)]
        refused = self.ways.approval and ("errorEventDefinition" in kinds or bool(REFUSING.search(node.get("name"))))
        if inner and kinds and kinds[0] != "messageEventDefinition":
            self.accounts.remark(node, "end", "It ends only the way that it stands on here")
        if inner or not nested and not refused:
            return []
        return [{"do": "end", **({"outcome": "rejected"} if refused else {})}]

    def boundary(self, event: Node, host: Node, found: list[Step]) -> None:
        """A clock on a user task is when it is due; other events have no place here."""
        timer = next((one for one in definitions(event) if one.name == "timerEventDefinition"), None)
        length = None if timer is None else length_from(timer.words("timeDuration"))
        step = next((one for one in found if one.get("do") == "ask"), None)
        ways = [flow for flow in self.scope.flows if flow.source == event.get("id")]
        if host.name != "userTask" or step is None or length is None or not ways or "due" in step:
            self.accounts.remark(event, "unsupported", "What is waited for beside a task isn't known here: {what}", what=event.get("name") or event.get("id"))
            return
        self.accounts.take(event, step["id"])
        self.accounts.take(ways[0].node, step["id"])
        step["due"] = {"for": length}
        target = self.scope.nodes.get(ways[0].target)
        if event.get("cancelActivity") == "false":
            step["on_timeout"] = "remind"
        elif target is not None and target.name == "endEvent":
            self.accounts.take(target, step["id"])
            step["on_timeout"] = "end"
        elif target is not None and target.name == "userTask" and self.next_of(target.get("id")) == self.next_of(host.get("id")):
            step["on_timeout"] = {"to": self.tasks.approvers(target)}
            self.accounts.take(target, step["id"])
            for flow in self.scope.out[target.get("id")]:
                self.accounts.take(flow.node, step["id"])
        else:
            step["on_timeout"] = "remind"
            self.accounts.remark(event, "time", "When its time is over people are reminded; the way from there isn't taken over")

    def next_of(self, at: str) -> str | None:
        return self.scope.out[at][0].target if len(self.scope.out[at]) == 1 else None

    # -- ways that part --------------------------------------------------------------------------------------

    def part(self, at: str, ways: list[Flow], found: list[Step], stop: str | None, inner: bool, deep: int, nested: bool) -> str | None:
        node = self.scope.nodes[at]
        if len(ways) > MOST_WAYS:
            self.accounts.remark(node, "size", "So many ways aren't taken over; the first {most} are", most=MOST_WAYS)
            ways = ways[:MOST_WAYS]
        if node.name == "eventBasedGateway":
            self.accounts.remark(node, "unsupported", "What is waited for isn't known here; the first way is gone")
            self.accounts.take(ways[0].node)
            return ways[0].target
        exit = self.scope.exits[at] or stop
        for flow in ways:
            self.accounts.take(flow.node, at)
        if node.name == "exclusiveGateway":
            return self.choose(node, ways, found, exit, inner, deep, nested)
        found.append(self.fork(node, ways, exit, deep))
        return exit

    def choose(self, node: Node, ways: list[Flow], found: list[Step], exit: str | None, inner: bool, deep: int, nested: bool) -> str | None:
        conditions = [self.condition(flow, node) for flow in ways]
        usual = self.usual(node, ways, conditions)
        lists = [self.steps(flow.target, exit, inner, deep + 1, nested=True) for flow in ways]
        rest: list[Step] = []
        if exit is None and not inner and not nested:
            longest = max(range(len(ways)), key=lambda number: len(lists[number]))
            rest, lists[longest] = _unended(lists[longest]), []
        step: Step = {"do": "branch"}
        if label := title_from(node.get("name")):
            step["label"] = label
        cases = [
            {"when": conditions[number] or "FALSE", "then": lists[number], **_label(flow)}
            for number, flow in enumerate(ways) if number != usual
        ]  # fmt: skip
        if len(cases) == 1:
            step.update(when=cases[0]["when"], then=cases[0]["then"])
        else:
            step["cases"] = cases
        if usual is not None and lists[usual]:
            step["else"] = lists[usual]
        if any(lists):
            found.append(step)
        found += rest
        return exit

    def usual(self, node: Node, ways: list[Flow], conditions: list[str | None]) -> int | None:
        """The way that is gone where no condition holds; conditions that are lacking are told."""
        found = next((number for number, flow in enumerate(ways) if flow.id == node.get("default")), None)
        if found is None:
            found = next((number for number, flow in enumerate(ways) if not flow.condition), None)
        if found is None and len(ways) == 2 and _opposite(conditions[0], conditions[1]):
            found = 1
        for number, flow in enumerate(ways):
            if not flow.condition and number != found:
                self.accounts.remark(flow.node, "condition", "Nothing says when this way is gone; write its condition")
        return found

    def condition(self, flow: Flow, node: Node) -> str | None:
        if not flow.condition:
            return None
        try:
            return translated(flow.condition)
        except Invalid as error:
            self.accounts.remark(flow.node, "condition", "The condition {text} can't be translated: {error}", text=flow.condition, error=error)
            return "FALSE"

    def fork(self, node: Node, ways: list[Flow], exit: str | None, deep: int) -> Step:
        """Ways side by side; those of an inclusive gateway, and conditional ways from a task, only where they are wanted."""
        conditions = [None if node.name == "parallelGateway" else self.condition(flow, node) for flow in ways]
        branches: list[Step] = []
        for flow, condition in zip(ways, conditions, strict=True):
            if condition is None and flow.id == node.get("default"):
                condition = _none_of([one for one in conditions if one])
            branch: Step = {"steps": self.steps(flow.target, exit, True, deep + 1, nested=True), **_label(flow)}
            branches.append({"when": condition, **branch} if condition else branch)
        return {"do": "parallel", "branches": branches}

    # -- what somebody decides -------------------------------------------------------------------------------

    def decided(self, at: str, ways: list[Flow], deep: int) -> Flow | None:
        """The way of those who agree, where a gateway says what the people of the task before it have decided: refusing is
        the other way, an end or a return. None where it is another choice."""
        before = self.scope.before(at)
        step = self.ways.asked.get(before or "")
        pair = [*ways, *(flow for flow in self.scope.back if flow.source == at)]
        if not self.ways.approval or step is None or before is None or len(pair) != 2:
            return None
        agreed = _agreed(self.scope.nodes[before], pair)
        if agreed is None or agreed not in ways:
            return None
        [refused] = [flow for flow in pair if flow is not agreed]
        if not self.refuse(at, step, agreed, refused, deep):
            return None
        self.accounts.take(agreed.node, step["id"])
        self.accounts.take(refused.node, step["id"])
        step.pop("actions", None)
        return agreed

    def refuse(self, at: str, step: Step, agreed: Flow, refused: Flow, deep: int) -> bool:
        """Say in a step what its refusal means; False where that can't be said."""
        if refused in self.scope.back:
            step["reject_to"] = self.target(refused.target, step)
            return True
        beside = self.scope.reach(refused.target) - self.scope.reach(agreed.target)
        shared = self.scope.reach(refused.target) - beside
        if any(self.scope.nodes[name].name != "endEvent" for name in shared):
            return False
        returns = [flow for flow in self.scope.back if flow.source in beside]
        if returns:
            step["reject_to"] = self.initiator_or(returns, beside, step)
            return True
        if any(self.scope.nodes[name].name in ("userTask", "subProcess") for name in beside):
            return False
        found = _unended(self.steps(refused.target, None, False, deep + 1, nested=True))
        if found and self.ways.on_rejected is not None and self.ways.on_rejected != found:
            self.accounts.remark(refused.node, "refusal", "Only one list says what follows from a refusal; that of the first task counts")
        elif found:
            self.ways.on_rejected = found
        return True

    def initiator_or(self, returns: list[Flow], beside: set[str], step: Step) -> str:
        """Who refuses sends it back to the initiator, who changes it and submits it again, or takes it back. Work of others on
        that way has no place."""
        for flow in [*returns, *(one for one in self.scope.flows if one.source in beside)]:
            self.accounts.take(flow.node, step["id"])
        for name in sorted(beside):
            node = self.scope.nodes[name]
            is_theirs = node.name == "userTask" and self.tasks.approvers(node) == [{"initiator": True}]
            if is_theirs or node.name.endswith(("Gateway", "Event")):
                self.accounts.take(node, step["id"])
            else:
                self.accounts.remark(node, "return", "What is returned goes to the initiator; other work before it comes back has no place here")
        return "initiator"

    def target(self, at: str, step: Step) -> str:
        """The task to which a flow goes back; the first behind it where it leads to something else."""
        if self.ways.asked.get(at) not in (None, step):
            return str(self.ways.asked[at]["id"])
        following = self.scope.reach(at)
        first = next((one for name, one in self.ways.asked.items() if name in following), step)
        return "initiator" if first is step else str(first["id"])


def _agreed(task: Node, pair: list[Flow]) -> Flow | None:
    """The flow of two that those who agree go."""
    said = [_sides(task, flow) for flow in pair]
    if said == [True, False] or said == [True, None]:
        return pair[0]
    if said == [False, True] or said == [None, True]:
        return pair[1]
    if said == [False, None]:
        return pair[1]
    return pair[0] if said == [None, False] else None


def _sides(task: Node, flow: Flow) -> bool | None:
    """Whether a flow is for those who agree, or for those who don't; None where it doesn't say."""
    if not flow.condition:
        name = flow.node.get("name")
        return False if REFUSING.search(name) else True if AGREEING.search(name) else None
    try:
        text = translated(flow.condition)
    except Invalid:
        return None
    path, agrees = (text[4:], False) if text.startswith("NOT ") else (text, True)
    if found := COMPLEMENT.fullmatch(text):
        path, agrees = found["path"], found["value"].strip('"').lower() in ("true", "yes", "approved")
    if not re.fullmatch(r"[a-z_][\w.]*", path) or not (DECIDING.search(path) or path in _fields(task)):
        return None
    return agrees is not bool(re.search(r"reject|declin|refus", path))


def _fields(task: Node) -> set[str]:
    """What the form of a task asks for."""
    found = set[str]()
    for node in task.walk():
        if node.name in ("formProperty", "formField", "dataOutput"):
            try:
                found.add(translated(node.get("id") if node.name != "dataOutput" else node.get("name")))
            except Invalid:
                continue
    return found


def _opposite(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    first, second = COMPLEMENT.fullmatch(one), COMPLEMENT.fullmatch(other)
    if first and second:
        return first["path"] == second["path"] and first["value"] != second["value"]
    return other == f"NOT {one}" or one == f"NOT {other}" or other in _turned(one)


def _turned(one: str) -> set[str]:
    """The comparison that holds wherever this one doesn't."""
    found = re.fullmatch(r"(\S+) (<=|>=|<|>) (\S+)", one)
    if found is None:
        return set()
    other = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[found[2]]
    return {f"{found[1]} {other} {found[3]}"}


def _none_of(conditions: list[str]) -> str | None:
    if len(conditions) < 2:
        return f"NOT ({conditions[0]})" if conditions else None
    return f"NOT ({' OR '.join(f'({one})' for one in conditions)})"


def _label(flow: Flow) -> Step:
    label = title_from(flow.node.get("name"))
    return {"label": label} if label else {}


def _unended(steps: list[Step]) -> list[Step]:
    return steps[:-1] if steps and steps[-1].get("do") == "end" and "outcome" not in steps[-1] else steps
