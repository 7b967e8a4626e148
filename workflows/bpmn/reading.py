"""Processes of a BPMN 2.0 file as definitions: what came in, and what didn't, each with the id of its element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dougong import FieldProblem, Invalid, TooLarge
from workflows.bpmn.accounts import Accounts
from workflows.bpmn.own import Changed, definition_of, kept_of
from workflows.bpmn.scopes import definitions
from workflows.bpmn.structuring import Ways
from workflows.bpmn.tasks import Tasks
from workflows.bpmn.times import schedule_from
from workflows.bpmn.words import MODEL
from workflows.foreign import name_from, title_from
from workflows.kept import OURS
from workflows.markup import Node, read
from workflows.programs import problems_of

__all__ = ["MOST_ELEMENTS", "File", "Imported", "read_bpmn"]

#: So many elements may one process have, whatever stands within it.
MOST_ELEMENTS = 5000
MOST_PROCESSES = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition from a process. `taken`: which element is (a part of) which step, or "" for the process itself; `remarks`: what
    isn't taken over, or not as it stood; `field` is the id of the element."""

    kind: str
    document: Mapping[str, Any]
    taken: Mapping[str, str]
    remarks: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class File:
    """What a file came to; `remarks`: about what stands outside its processes."""

    definitions: tuple[Imported, ...]
    remarks: tuple[FieldProblem, ...]


def read_bpmn(data: bytes, *, object: str) -> File:
    """The processes of a file: with tasks for people approvals of records of an object, else automations; those that we wrote are
    what they were. Whoever keeps them checks them as any other. Raises Invalid and TooLarge for what is no BPMN."""
    root = read(data)
    if (root.space, root.name) != (MODEL, "definitions"):
        raise Invalid("This is no BPMN 2.0 file: it begins with {name}", name=root.name)
    processes = list(root.all("process"))
    if not processes:
        raise Invalid("There is no process in this file")
    if len(processes) > MOST_PROCESSES:
        raise TooLarge("A file may have {most} processes at most", most=MOST_PROCESSES)
    outside = Accounts()
    ours = root.get("targetNamespace") == OURS
    for node in (one for one in root.children if one.get("id") and one.name not in ("process", "BPMNDiagram") and not ours):
        outside.close(node, outside=True)
    names = set[str]()
    return File(tuple(_read(root, process, object, names) for process in processes), tuple(outside.remarks))


def _read(root: Node, process: Node, object: str, names: set[str]) -> Imported:
    elements = list(process.walk())
    if sum(1 for one in elements if one.get("id")) > MOST_ELEMENTS:
        raise TooLarge("A process may have {most} elements at most", most=MOST_ELEMENTS)
    try:
        own = definition_of(process)
    except Changed:
        own = None
    if own is not None:
        return Imported(*own, remarks=())
    name = _name(root, process, names)
    approval = any(one.name == "userTask" for one in elements)
    found = _definition(root, process, name, object if approval else "")
    return found if not approval or kept_of(process) or _asks(found) else _definition(root, process, name, "")


def _asks(found: Imported) -> bool:
    """Whether somebody is asked on a way that is taken over; nobody is after the end."""
    return not any(one.code == "empty" for one in problems_of(found.kind, found.document))


def _definition(root: Node, process: Node, name: str, object: str) -> Imported:
    """An approval of records of an object, or without one an automation."""
    accounts = Accounts()
    accounts.take(process)
    if kept := kept_of(process):
        accounts.remark(process, "changed", "It was changed elsewhere so that it is read as any other process; look at all of it")
    tasks = Tasks(accounts, _resources(root), _lanes(process), _initiator(process))
    ways = Ways(accounts, tasks, approval=bool(object))
    document: dict[str, Any] = {"name": name, **kept, "steps": ways.steps_of(process)}
    if kept:
        kind = "approval" if "object" in kept else "automation"
        accounts.close(process)
        return Imported(kind, document, accounts.taken, tuple(accounts.remarks))
    if label := title_from(process.get("name")):
        document["label"] = label
    if text := process.words("documentation"):
        document["help"] = text[:2000]
    if object:
        document.update(object=object, repeat="keep")  # a task is there for its own sake, whoever did the one before
        document.update({"on_rejected": ways.on_rejected} if ways.on_rejected else {})
    else:
        document["on"] = _trigger(process, accounts)
    kind = "approval" if object else "automation"
    _mend(kind, document, ways.asked)
    accounts.close(process)
    if not document["steps"]:
        accounts.remark(process, "nothing", "Nothing in this process is a step here")
    return Imported(kind, document, accounts.taken, tuple(accounts.remarks))


def _mend(kind: str, document: dict[str, Any], asked: Mapping[str, dict[str, Any]]) -> None:
    """One goes back only to a step on the same way; to the initiator from everywhere."""
    for problem in problems_of(kind, document):
        if problem.code == "reference":
            for step in asked.values():
                if step.get("reject_to") == problem.params["target"]:
                    step["reject_to"] = "initiator"


def _name(root: Node, process: Node, names: set[str]) -> str:
    """Editors make ids up; then the process is called what people call it, or its file."""
    own, title = name_from(process.get("id")), name_from(process.get("name") or root.get("name"))
    is_made_up = process.get("id").startswith(("_", "sid-", "Process_", "adhoc_")) or process.get("id").startswith("WFP-")
    base = (title if title and (is_made_up or not own) else own) or "process"
    found, number = base, 2
    while found in names:
        found, number = f"{base[:43]}_{number}", number + 1
    names.add(found)
    return found


def _resources(root: Node) -> dict[str, str]:
    return {one.get("id"): one.get("name") for one in root.all("resource")}


def _lanes(process: Node) -> dict[str, Node]:
    """The innermost lane of each node."""
    found: dict[str, Node] = {}
    for owner in process.all("laneSet"):
        for lane in (one for one in owner.walk() if one.name == "lane"):
            for name in lane.all("flowNodeRef"):
                found[name.text.strip()] = lane
    return found


def _initiator(process: Node) -> str:
    """The variable in which an engine keeps who has started a process."""
    return next((one.foreign("initiator") for one in process.all("startEvent") if one.foreign("initiator")), "")


def _trigger(process: Node, accounts: Accounts) -> dict[str, Any]:
    """When an automation begins: by its clock, or when it is called."""
    for start in process.all("startEvent"):
        for event in definitions(start):
            if event.name != "timerEventDefinition":
                accounts.remark(start, "start", "What it begins with isn't known here; it begins when it is called")
                continue
            text = event.words("timeCycle") or event.words("timeDate") or event.words("timeDuration")
            if schedule := schedule_from(text):
                return {"schedule": schedule}
            accounts.remark(start, "time", "The time {text} isn't taken over", text=text or start.get("id"))
    return {"called": True}
