"""Single elements of BPMN as steps: whom a user task asks and how, what stands in for the tasks of machines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dougong import Invalid
from workflows.bpmn.accounts import Accounts
from workflows.bpmn.people import group, sources
from workflows.bpmn.scopes import definitions
from workflows.bpmn.times import length_from
from workflows.foreign import name_from, title_from, translated
from workflows.markup import Node

__all__ = ["WORK", "Tasks"]

Step = dict[str, Any]

#: What may be done with a task on whose rejection nothing depends.
WORK = ["approve", "transfer", "delegate", "comment", "claim", "release"]
MOST_SOURCES = 50
#: Ids that editors make up.
MADE_UP = re.compile(r"_?sid-|_?[0-9a-fA-F]{8}-|_|.*_(?=[a-z]*\d)[0-9a-z]{7}$|[A-Z]\w*_\d+$")
#: `nrOfCompletedInstances / nrOfInstances >= 0.6` and its kin.
SHARE = re.compile(r"[$#]\{\s*nrOfCompletedInstances\s*/\s*nrOfInstances\s*>=\s*(0?\.\d{1,4}|1(?:\.0)?)\s*\}")
COUNT = re.compile(r"[$#]\{\s*nrOfCompletedInstances\s*(?:>=|==)\s*(\d{1,3})\s*\}")


class Tasks:
    """Makes steps, each of a name of its own. `resources` and `lanes`: names by id."""

    def __init__(self, accounts: Accounts, resources: Mapping[str, str], lanes: Mapping[str, Node], initiator: str) -> None:
        self.accounts = accounts
        self.remark = accounts.remark
        self.resources = resources
        self.lanes = lanes
        self.initiator = initiator
        self.names: set[str] = set()

    def name(self, node: Node) -> str:
        """A name for the step of an element: its id, or what it is called where an editor made the id up."""
        own, title = name_from(node.get("id")), name_from(node.get("name"))
        base = (title if title and (MADE_UP.match(node.get("id")) or not own) else own) or "step"
        found, number = base, 2
        while found in self.names:
            found, number = f"{base[:43]}_{number}", number + 1
        self.names.add(found)
        return found

    def begin(self, node: Node, do: str, **more: Any) -> Step:
        step = {"id": self.name(node), "do": do, **more}
        if label := title_from(node.get("name")):
            step["label"] = label
        self.accounts.take(node, step["id"])
        return step

    # -- people ----------------------------------------------------------------------------------------------

    def ask(self, node: Node) -> Step:
        """A user task."""
        step = self.begin(node, "ask")
        step["approvers"] = self.approvers(node)
        if len(step["approvers"]) > 1 or not step["approvers"][0].keys() & {"user", "initiator", "field"}:
            step["mode"] = "claim"
        if {"initiator": True} in step["approvers"]:
            step["self"] = "allow"
        step["actions"] = list(WORK)
        self.many(node, step)
        if text := node.foreign("dueDate"):
            if (length := length_from(text)) is not None:
                step["due"] = {"for": length}
            else:
                self.remark(node, "time", "The time {text} isn't taken over", text=text)
        return step

    def approvers(self, node: Node) -> list[Mapping[str, Any]]:
        found = sources(node, self.resources, self.initiator, self.remark)
        lane = self.lanes.get(node.get("id"))
        if not found and lane is not None and lane.get("name").strip():
            self.accounts.take(lane, node.get("id"))
            found = [group(lane.get("name"))]
        if not found:
            self.remark(node, "people", "Nobody is named who does this; the submitter chooses")
            found = [{"chosen": True}]
        if len(found) > MOST_SOURCES:
            self.remark(node, "size", "So many people aren't taken over; the first {most} are", most=MOST_SOURCES)
        return found[:MOST_SOURCES]

    def many(self, node: Node, step: Step) -> None:
        """A task that several get at once or in turn."""
        loop = node.one("multiInstanceLoopCharacteristics")
        if loop is None:
            return
        if loop.foreign("collection"):
            try:
                step["approvers"] = [{"field": translated(_braced(loop.foreign("collection")))}]
            except Invalid as error:
                self.remark(node, "people", "The people {text} can't be found: {error}", text=loop.foreign("collection"), error=error)
        step["mode"] = "sequence" if loop.get("isSequential") == "true" else "all"
        done = loop.words("completionCondition")
        if found := COUNT.fullmatch(done):
            step.update({"mode": "any"} if found[1] == "1" else {"mode": "count", "least": max(int(found[1]), 1)})
        elif found := SHARE.fullmatch(done):
            step.update(mode="percent", least=round(float(found[1]) * 100, 2) or 1)
        elif done:
            self.remark(node, "condition", "The condition {text} can't be translated: {error}", text=done, error="nrOfCompletedInstances")

    # -- machines --------------------------------------------------------------------------------------------

    def other(self, node: Node) -> list[Step]:
        """Any other activity or event that stands on a way."""
        if node.name == "businessRuleTask" and node.foreign("decisionRef"):
            return [self.decide(node)]
        if node.name == "callActivity":
            return [self.begin(node, "call", automation=name_from(node.get("calledElement")) or self.fallback(node))]
        if node.name in ("serviceTask", "scriptTask", "businessRuleTask"):
            return [self.service(node)]
        if node.name == "sendTask":
            self.remark(node, "stand_in", "Its message goes to the initiator; say to whom, and how")
            return [self.begin(node, "notify", to=[{"initiator": True}], message=self.title(node))]
        if node.name == "receiveTask":
            self.remark(node, "unsupported", "What is waited for isn't known here: {what}", what=self.title(node))
            return []
        if node.name in ("task", "manualTask"):
            self.remark(node, "stand_in", "What nobody is said to do is written into the timeline")
            return [self.begin(node, "post", message=self.title(node))]
        return self.event(node)

    def decide(self, node: Node) -> Step:
        step = self.begin(node, "decide", table=name_from(node.foreign("decisionRef")) or self.fallback(node))
        step["as"] = name_from(node.foreign("resultVariable")) or step["id"]
        return step

    def service(self, node: Node) -> Step:
        topic = node.foreign("topic") or node.foreign("class").rpartition(".")[2]
        step = self.begin(node, "call")
        step["automation"] = name_from(topic) or step["id"]
        self.remark(node, "stand_in", "An automation {name} is called in its place; make one that does it", name=step["automation"])
        return step

    def fallback(self, node: Node) -> str:
        return name_from(node.get("name")) or name_from(node.get("id")) or "unnamed"

    def title(self, node: Node) -> str:
        return title_from(node.get("name")) or node.get("id") or node.name

    def event(self, node: Node) -> list[Step]:
        kinds = [one.name for one in definitions(node)]
        if not kinds:
            self.accounts.take(node)
        elif kinds == ["timerEventDefinition"] and node.name == "intermediateCatchEvent":
            return self.timer(node)
        elif node.name == "intermediateThrowEvent" or node.name == "endEvent":
            if kinds[0] not in ("terminateEventDefinition", "errorEventDefinition"):
                self.remark(node, "unsupported", "Nothing is sent here: {what}", what=self.title(node))
            self.accounts.take(node)
        else:
            self.remark(node, "unsupported", "What is waited for isn't known here: {what}", what=self.title(node))
        return []

    def timer(self, node: Node) -> list[Step]:
        [timer] = definitions(node)
        if (length := length_from(timer.words("timeDuration"))) is not None:
            return [self.begin(node, "wait", **{"for": length})]
        try:
            return [self.begin(node, "wait", until=translated(timer.words("timeDate")))]
        except Invalid:
            text = timer.words("timeDuration") or timer.words("timeDate") or timer.words("timeCycle")
            self.remark(node, "time", "The time {text} isn't taken over", text=text or self.title(node))
            return []


def _braced(text: str) -> str:
    return text if text[:2] in ("${", "#{") else f"${{{text}}}"
