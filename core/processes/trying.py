"""The test bench of definitions: what one would do with records that are there, and why, without writing anything."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.i18n import translated
from core.processes.checking import examine_approval, examine_automation
from core.processes.names import object_of
from core.processes.reading import in_language, people_of
from core.processes.storing import Stored
from core.processes.world import TenantWorld
from core.records.reading import list_records
from dougong import BadRequest, FieldProblem, Invalid, NotFound, Problem
from metadata.validation import validate
from workflows.decisions.examining import odd_about
from workflows.decisions.examining import problems_of as table_problems
from workflows.decisions.tables import compiled as compiled_table
from workflows.decisions.tables import decide
from workflows.engine import advance
from workflows.events import Acted, Do, Done, Effect, Forced, Note, Started, TimeCame
from workflows.programs import Program, compiled
from workflows.state import Process, Task
from workflows.world import Scope, Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Looked", "try_definition", "try_table"]

USUAL, MOST_STEPS = 10, 200
EXAMINE = {"automation": examine_automation, "approval": examine_approval}

Document = Mapping[str, Any]


def try_definition(ctx: Ctx, kind: str, name: str, given: Document) -> dict[str, Any]:
    """For each record: whether the definition would begin, with the values that its condition looked at, the path as far as
    nobody has to decide, who would be asked, when it would be due, and what it would write. With `approved` in what is given
    it goes on as if everybody said yes at once, to the end.

    Raises Invalid with every problem of a draft.
    """
    document = _document(ctx, kind, name, given)
    object = object_of(document)
    if object is None:
        raise BadRequest("{name} is about no records, so there is nothing to try it on", name=name)
    program = compiled(kind, document)
    ids = list(given.get("records") or _latest(ctx, object, given.get("last", USUAL)))
    results = [_try(ctx, program, object, id, to_the_end=bool(given.get("approved"))) for id in ids]
    people = people_of(ctx, [person for result in results for asked in result["asks"] for person in asked["people"]])
    for result in results:
        for asked in result["asks"]:
            asked["people"] = [{"id": person, "name": people.get(person, "")} for person in asked["people"]]
    return {"results": results}


@dataclass(frozen=True)
class Looked:
    """What a decision table says of some values: the numbers of the rules that hold, or why it says nothing; and what is odd
    about the table."""

    says: Any
    rules: list[int]
    problem: str | None
    odd: list[FieldProblem]


def try_table(ctx: Ctx, name: str, given: Document) -> Looked:
    """What a decision table, or a draft of one, says of values; those that aren't given are empty. Raises Invalid with every
    problem of a draft."""
    document = _table(ctx, name, given)
    values: Mapping[str, Any] = given.get("values", {})
    table = compiled_table(document)
    tables = {other: compiled_table(one) for other, one in ctx.catalogue.of_kind("decision_table").items()} | {name: table}

    def answer(expression: str, known: Mapping[str, Any]) -> Any:
        return known[expression] if expression in known else values.get(expression)

    said, problem = None, None
    try:
        said = decide(name, tables, answer)
    except Unanswerable as error:
        problem = str(error)
    asked = [values.get(one["value"]) for one in document["inputs"]]
    holding = [rule.number for rule in table.rules if all(cell.holds(value, values.get) for cell, value in zip(rule.cells, asked, strict=True))]
    return Looked(said, holding, problem, odd_about(document))


def _table(ctx: Ctx, name: str, given: Document) -> Document:
    if "definition" in given:
        draft = {"name": name, **given["definition"]}
        if problems := validate("decision_table", draft) or table_problems(draft):
            raise Invalid(errors=problems)
        return draft
    found = ctx.catalogue.of_kind("decision_table").get(name)
    if found is None:
        raise NotFound("There is no {kind} called {name}", kind="decision_table", name=name)
    return found


def _document(ctx: Ctx, kind: str, name: str, given: Document) -> Document:
    if kind not in EXAMINE:
        raise NotFound("Definitions of the kind {kind} can't be tried out", kind=kind)
    if "definition" not in given:
        found = ctx.catalogue.of_kind(kind).get(name)
        if found is None:
            raise NotFound("There is no {kind} called {name}", kind=kind, name=name)
        return found
    draft = {"name": name, **given["definition"]}
    problems: list[FieldProblem] = validate(kind, draft) or list(EXAMINE[kind](ctx.catalogue, draft))
    if problems:
        raise Invalid(errors=problems)
    return draft


def _latest(ctx: Ctx, object: str, count: int) -> list[str]:
    return [row["id"] for row in list_records(ctx, object, fields=["id"], sort="-id", limit=count).data]


def _try(ctx: Ctx, program: Program, object: str, id: str, *, to_the_end: bool) -> dict[str, Any]:
    name_field = ctx.catalogue.object(object).name_field
    record = ctx.records.get(object, id, fields=[name_field] if name_field else ["id"])
    stored = Stored(
        id=id, kind=program.kind, name=program.name, digest=f"try:{ctx.now.isoformat()}:{id}", definition_version=0, object=object, record_id=id,
        cause={}, depth=0, parent_id=None, parent_visit=None, started_at=ctx.now, changed_at=ctx.now, ended_at=None, revision=0,
        process=Process(ctx.actor.id, ctx.actor.id),
    )  # fmt: skip
    world = TenantWorld(ctx, program, stored)
    result: dict[str, Any] = {
        "record": {"object": object, "id": id, "name": str(record.get(name_field or "id") or "")},
        "begins": True, "condition": None, "path": [], "asks": [], "does": [], "outcome": "", "problem": None,
    }  # fmt: skip
    try:
        _begin(program, world, result)
        if result["begins"]:
            _follow(ctx, program, world, stored.process, result, to_the_end=to_the_end)
    except Unanswerable as error:
        result["problem"] = translated(error.message, error.params, ctx.actor.language)
    ctx.catalogue.kept.pop(("process expressions", stored.digest), None)
    return result


def _begin(program: Program, world: TenantWorld, result: dict[str, Any]) -> None:
    condition = program.spec.get("entry") if program.kind == "approval" else program.spec["on"].get("when")
    if condition is None:
        return
    found = world.expressions.explained(condition, Scope({}, world.process.initiator, world.process.submitter))
    result["condition"] = {"text": condition, **found}
    result["begins"] = found["holds"]


def _follow(ctx: Ctx, program: Program, world: TenantWorld, process: Process, result: dict[str, Any], *, to_the_end: bool) -> None:
    """Go on as if every step succeeded and every wait were over, until people have to decide; or to the end, as if they agreed."""
    process, effects = advance(program, process, Started(), world, ctx.now)
    told: set[int] = set()
    for _ in range(MOST_STEPS):
        doing = [one for one in effects if isinstance(one, Do)]
        result["path"] += [_told(one, ctx.actor.language) for one in effects if isinstance(one, Note) and one.what in ("entered", "skipped", "branched", "nobody", "failed")]
        world.process = process
        more: list[Any] = []
        for one in doing:
            result["does"].append(_doing(world, one))
            process, some = advance(program, process, Done(one.visit, _made(one)), world, ctx.now)
            more += some
        waits = [timer for timer in process.timers.values() if timer.use == "wait"]
        asked = next((task for task in process.tasks.values() if task.state == "pending"), None)
        if not doing and waits:
            process, more = advance(program, process, TimeCame(waits[0].name), world, waits[0].due)
        elif not doing and asked is not None and to_the_end:
            result["asks"] += [] if asked.visit in told else _asks(process, {asked.visit})
            told.add(asked.visit)
            process, more = _agreed(ctx, program, process, world, asked)
        effects = more
        if not effects:
            break
    result["asks"] += _asks(process, {task.visit for task in process.tasks.values()} - told)
    result["outcome"] = process.outcome


def _asks(process: Process, visits: Set[int]) -> list[dict[str, Any]]:
    """Who has an open task at these visits of steps, and until when."""
    found = []
    for task in process.tasks.values():
        if task.open and task.visit in visits:
            due = next((timer.due for timer in process.timers.values() if timer.task == task.number and timer.use == "due"), None)
            people = [task.assignee] if task.assignee else list(task.candidates)
            found.append({"step": task.step, "people": people, "due_at": due, "now": task.state == "pending"})
    return found


def _agreed(ctx: Ctx, program: Program, process: Process, world: TenantWorld, task: Task) -> tuple[Process, list[Effect]]:
    """The process after who has the task has agreed; where that takes more than a yes, somebody who administers decides the step."""
    try:
        if task.assignee is not None:
            return advance(program, process, Acted(task.number, "approve", task.assignee, "–"), world, ctx.now)
    except Problem:
        pass
    return advance(program, process, Forced(task.visit, "approve", ctx.actor.id or "", "–"), world, ctx.now)


def _made(effect: Do) -> Any:
    """What the step would have called its result: nothing is there that it could name."""
    return [] if effect.do == "find" else None


def _told(note: Note, language: str) -> dict[str, Any]:
    return {"what": note.what, "step": note.step, "facts": dict(in_language(note.facts, language))}


def _doing(world: TenantWorld, effect: Do) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in effect.spec.get("set", {}).items():
        values[name] = world.value(value["formula"], effect.scope) if isinstance(value, Mapping) else value
    return {"step": effect.step, "do": effect.do, "set": values}
