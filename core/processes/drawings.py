"""Files of BPMN and DMN: what would come of them in a tenant, and its definitions as such files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from core.configuration.change import change
from dougong import Definition, FieldProblem, Invalid, NotFound
from metadata.definitions import TENANT
from metadata.names import is_name
from workflows.bpmn.reading import read_bpmn
from workflows.bpmn.writing import write_bpmn
from workflows.decisions.dmn import read_dmn
from workflows.decisions.writing import write_dmn
from workflows.markup import LARGEST, read

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["KINDS", "LARGEST", "Drawing", "Proposal", "read_drawing", "write_drawing"]

TABLE = "decision_table"
#: The kinds that can be drawn, and the format of each.
KINDS: Mapping[str, str] = {"approval": "bpmn", "automation": "bpmn", TABLE: "dmn"}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A definition that a file holds. taken: which element has become which step; remarks: what isn't taken over, or not as it
    stood, by the id of the element; problems: what keeps it from standing here, by its place in the document; stands: whether
    one of its name is in force, which it would replace."""

    kind: str
    document: Mapping[str, Any]
    taken: Mapping[str, str]
    remarks: Sequence[FieldProblem]
    problems: Sequence[FieldProblem] = ()
    stands: bool = False

    @property
    def name(self) -> str:
        """What the definition is called."""
        return str(self.document["name"])


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a file holds. remarks: about what belongs to none of its definitions; problems: what would be wrong elsewhere."""

    format: str
    proposals: Sequence[Proposal]
    remarks: Sequence[FieldProblem]
    problems: Sequence[FieldProblem] = ()


def read_drawing(ctx: Ctx, data: bytes, object: str = "") -> Drawing:
    """What would come of a file of BPMN or DMN, and what keeps it from standing here; nothing is written.

    object: whose records the approvals in it are about; without one, processes with tasks for people become automations that ask
    them. Raises Invalid and TooLarge for what is no such file.
    """
    if object and object not in ctx.catalogue.objects:
        raise Invalid(errors=[FieldProblem("object", "unknown", "There is no object called {object}", {"object": object})])
    found = _tables(data) if "/DMN/" in read(data).space else _processes(data, object)
    for one in found.proposals:
        _refuse_unsound(one)
    return _judged(ctx, found)


def _processes(data: bytes, object: str) -> Drawing:
    file = read_bpmn(data, object=object)
    made = [Proposal(kind=one.kind, document=one.document, taken=one.taken, remarks=one.remarks) for one in file.definitions]
    return Drawing(format="bpmn", proposals=made, remarks=file.remarks)


def _tables(data: bytes) -> Drawing:
    """Remarks of tables name parts of them that often have no id, so they are told of the whole file."""
    file = read_dmn(data)
    ids: dict[str, str] = {name: id for id, name in file.names.items()}
    made = [Proposal(kind=TABLE, document=one, taken={ids.get(one["name"], one["name"]): ""}, remarks=()) for one in file.documents]
    return Drawing(format="dmn", proposals=made, remarks=file.remarks)


def _refuse_unsound(one: Proposal) -> None:
    """What we once wrote into a file may have been made by anybody since."""
    if one.kind not in KINDS or not is_name(one.document.get("name")):
        raise Invalid("What this program once wrote into the file is damaged: {what}", what=one.document.get("name") or one.kind)
    try:
        orjson.dumps(one.document)
    except orjson.JSONEncodeError as error:
        raise Invalid("{name} holds signs or numbers that can't be kept", name=one.name) from error


def _judged(ctx: Ctx, drawing: Drawing) -> Drawing:
    """With what would be wrong if all of it were put in force together."""
    problems = _problems(ctx, drawing.proposals)
    proposals = [_with_problems(ctx, one, problems) for one in drawing.proposals]
    mine = tuple(_place(one.kind, one.name) for one in proposals)
    others = [one for one in problems if not f"{one.field}/".startswith(mine)]
    return Drawing(format=drawing.format, proposals=proposals, remarks=drawing.remarks, problems=others)


def _problems(ctx: Ctx, proposals: Iterable[Proposal]) -> Sequence[FieldProblem]:
    try:
        change(ctx, [(Definition(one.kind, one.document), TENANT, TENANT) for one in proposals], dry_run=True)
    except Invalid as refusal:
        return refusal.errors
    return ()


def _with_problems(ctx: Ctx, one: Proposal, problems: Iterable[FieldProblem]) -> Proposal:
    place = _place(one.kind, one.name)
    own = [FieldProblem(problem.field.removeprefix(place[:-1]), problem.code, problem.message, problem.params) for problem in problems if f"{problem.field}/".startswith(place)]
    before = ctx.catalogue.effective.get((one.kind, one.name))
    stands = before is not None and not before.retired
    return Proposal(kind=one.kind, document=one.document, taken=one.taken, remarks=one.remarks, problems=own, stands=stands)


def _place(kind: str, name: str) -> str:
    return f"/{kind}/{name}/"


def write_drawing(ctx: Ctx, kind: str, name: str) -> tuple[str, bytes]:
    """The name and the content of a file with a definition; a decision table comes with those that it requires."""
    if kind not in KINDS:
        raise NotFound("There are files of {kinds} alone", kinds=", ".join(KINDS))
    documents = ctx.catalogue.of_kind(kind)
    if name not in documents:
        raise NotFound("There is no {kind} called {name}", kind=kind, name=name)
    written = write_dmn(_with_required(documents, name)) if kind == TABLE else write_bpmn(kind, documents[name])
    return f"{name}.{KINDS[kind]}", written


def _with_required(documents: Mapping[str, Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """A table after those that it requires, each once."""
    found: dict[str, Mapping[str, Any]] = {}

    def add(one: str) -> None:
        for required in documents[one].get("requires", ()):
            if required in documents and required not in found:
                add(required)
        found[one] = documents[one]

    add(name)
    return [*found.values()]
