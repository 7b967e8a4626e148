"""A definition made ready to run: its steps by name, each knowing what comes after it.

The steps of a definition are a tree: some of them hold lists of steps, and a list has no way out but its end. So every
drawing of it is well formed, and nothing can wait for a branch that never comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from dougong import FieldProblem

__all__ = ["DEEPEST", "LISTS", "MOST_STEPS", "Lane", "Program", "Step", "compiled", "problems_of"]

#: So deep may lists stand within each other, and so many steps may a definition have.
DEEPEST = 12
MOST_STEPS = 500

#: What follows the end of the steps, by how they end.
LISTS = ("steps", "on_approved", "on_rejected", "on_recalled", "on_expired")

#: Steps whose lists run beside each other or many times: a way of its own for each (`Lane`).
FORKS = ("parallel", "each")


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the ways into which a step of `FORKS` divides: its branch of that number, or the body that is repeated."""

    step: str
    branch: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `after`: the step that follows in the end, whatever lists end on the way; None at the end of its lane.

    lists: the first step of each list that it holds; None for one without steps.
    """

    name: str
    do: str
    spec: Mapping[str, Any]
    phase: str
    lane: Lane | None
    after: str | None
    lists: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of a definition by name, and where each of its lists begins."""

    kind: str
    name: str
    spec: Mapping[str, Any]
    steps: Mapping[str, Step]
    begin: Mapping[str, str | None]


class Inner(NamedTuple):
    """A list within a step: what the step calls it, where it stands in the step, its steps, and the number of its lane."""

    name: str
    path: tuple[str, ...]
    steps: Sequence[Mapping[str, Any]]
    lane: int = 0


def compiled(kind: str, document: Mapping[str, Any]) -> Program:
    """The program of an automation or an approval that has no problems (`problems_of`)."""
    steps: dict[str, Step] = {}
    begin = {}
    for phase in LISTS:
        some = document.get(phase) or []
        begin[phase] = _compile(steps, some, kind, phase, (phase,), None, None)
    return Program(kind, document["name"], document, MappingProxyType(steps), MappingProxyType(begin))


def _compile(
    steps: dict[str, Step], some: Sequence[Mapping[str, Any]], kind: str, phase: str, path: tuple[str, ...], lane: Lane | None, after: str | None
) -> str | None:
    """Add a list of steps, the last of which is followed by `after`; answers the first."""
    for number in reversed(range(len(some))):
        spec, here = some[number], (*path, str(number))
        name = name_of(spec, here)
        do = do_of(spec, kind)
        lists = {}
        for inner in lists_of(spec, do):
            own, then = (Lane(name, inner.lane), None) if do in FORKS else (lane, after)
            lists[inner.name] = _compile(steps, inner.steps, kind, phase, (*here, *inner.path), own, then)
        steps[name] = Step(name, do, spec, phase, lane, after, MappingProxyType(lists))
        after = name
    return after


def name_of(spec: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """The `id` that a step has been given, or else its place."""
    return str(spec.get("id") or "/".join(path))


def do_of(spec: Mapping[str, Any], kind: str) -> str:
    """What a step does; in an approval a step that doesn't say asks people."""
    return str(spec.get("do") or ("ask" if kind == "approval" and "approvers" in spec else ""))


def lists_of(spec: Mapping[str, Any], do: str) -> Iterator[Inner]:
    """The lists that a step holds."""
    if do == "branch":
        for number, case in enumerate(spec.get("cases") or ()):
            yield Inner(f"cases/{number}", ("cases", str(number), "then"), case.get("then") or ())
        if "then" in spec:
            yield Inner("then", ("then",), spec["then"] or ())
        yield Inner("else", ("else",), spec.get("else") or ())
    elif do == "parallel":
        for number, branch in enumerate(spec.get("branches") or ()):
            yield Inner(f"branches/{number}", ("branches", str(number), "steps"), branch.get("steps") or (), number)
    elif do == "each":
        yield Inner("steps", ("steps",), spec.get("steps") or ())
    elif do == "wait_for":
        yield Inner("timed_out", ("timed_out",), spec.get("timed_out") or ())
    elif do in ("approve", "ask") and "rejected" in spec:
        yield Inner("rejected", ("rejected",), spec["rejected"] or ())


def steps_in(kind: str, document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every step of a definition by its name, wherever it stands."""
    for phase in LISTS:
        yield from _steps_in(kind, document.get(phase) or (), (phase,))


def _steps_in(kind: str, steps: Sequence[Mapping[str, Any]], path: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, spec in enumerate(steps):
        here = (*path, str(number))
        yield name_of(spec, here), spec
        for inner in lists_of(spec, do_of(spec, kind)):
            yield from _steps_in(kind, inner.steps, (*here, *inner.path))


# -- what can be wrong with a definition -------------------------------------------------------------------------


def problems_of(kind: str, document: Mapping[str, Any]) -> list[FieldProblem]:
    """What is wrong with the steps of a definition whose shape is right; `field` is the path of the place."""
    return list(_Examination(kind, document).run())


class _Examination:
    """Goes through the steps of one definition once."""

    def __init__(self, kind: str, document: Mapping[str, Any]) -> None:
        self.kind = kind
        self.document = document
        self.names: dict[str, str] = {}
        self.asking: list[tuple[str, Lane | None]] = []
        self.lanes: dict[str, Lane | None] = {}
        self.count = 0

    def run(self) -> Iterator[FieldProblem]:
        for phase in LISTS:
            yield from self._list(self.document.get(phase) or (), (phase,), None, 1)
        if self.kind == "approval" and not self.asking:
            yield FieldProblem("/steps", "empty", "An approval needs a step that asks somebody")
        if self.count > MOST_STEPS:
            yield FieldProblem("/steps", "size", "There are {count} steps, and there may be {most}", {"count": self.count, "most": MOST_STEPS})

    def _list(self, some: Sequence[Mapping[str, Any]], path: tuple[str, ...], lane: Lane | None, depth: int) -> Iterator[FieldProblem]:
        if some and depth > DEEPEST:
            yield _problem(path, "depth", "Steps may stand within each other {most} deep; call another automation instead", most=DEEPEST)
            return
        ended = ""
        for number, spec in enumerate(some):
            here = (*path, str(number))
            self.count += 1
            if ended:
                yield _problem(here, "unreachable", "This step is never reached: {step} ends everything before it", step=ended)
                ended = ""
            yield from self._step(spec, here, lane, depth)
            if do_of(spec, self.kind) == "end":
                ended = name_of(spec, here)

    def _step(self, spec: Mapping[str, Any], here: tuple[str, ...], lane: Lane | None, depth: int) -> Iterator[FieldProblem]:
        name, do = name_of(spec, here), do_of(spec, self.kind)
        if name in self.names:
            yield _problem((*here, "id"), "unique", "Another step is called {name} too", name=name)
        self.names[name] = "/".join(here)
        self.lanes.setdefault(name, lane)
        if not do:
            yield _problem((*here, "do"), "required", "Say what the step does")
        yield from self._own(spec, do, here, lane)
        if do == "ask":
            self.asking.append((name, lane))
        for inner in lists_of(spec, do):
            own = Lane(name, inner.lane) if do in FORKS else lane
            yield from self._list(inner.steps, (*here, *inner.path), own, depth + 1)

    def _own(self, spec: Mapping[str, Any], do: str, here: tuple[str, ...], lane: Lane | None) -> Iterator[FieldProblem]:
        if do == "ask" and here[0] != "steps":
            yield _problem(here, "place", "Nobody can be asked after everything is decided")
        if do == "ask" and "rejected" in spec and "reject_to" in spec:
            yield _problem((*here, "rejected"), "choice", "Say either where a rejection goes back to, or the steps that follow it")
        if do == "parallel" and spec.get("join") == "first" and spec.get("rejection") == "collect":
            yield _problem((*here, "rejection"), "choice", "Where the first branch is enough, no rejection waits for the others")
        if do == "parallel" and len(spec.get("branches") or ()) < 2:
            yield _problem((*here, "branches"), "size", "Steps side by side need two branches at least")
        if do == "wait" and ("for" in spec) == ("until" in spec):
            yield _problem(here, "choice", "Say either for how long to wait, or until when")
        if do == "branch" and ("when" in spec) == ("cases" in spec):
            yield _problem(here, "choice", "Say either one condition, or several cases")
        for key, targets in (("return_to", spec.get("return_to") or ()), ("reject_to", (spec.get("reject_to") or "end",))):
            yield from self._targets(here, key, targets, lane) if do == "ask" else ()

    def _targets(self, here: tuple[str, ...], key: str, targets: Sequence[str], lane: Lane | None) -> Iterator[FieldProblem]:
        """One goes back to steps of the same way or of one around it: those of a branch beside it go on by themselves."""
        around: set[Lane | None] = {None}
        while lane is not None:
            around.add(lane)
            lane = self.lanes[lane.step]
        known = {"end", "initiator", "previous", *(name for name, own in self.asking if own in around)}
        for target in targets:
            if target not in known:
                yield _problem(
                    (*here, key), "reference", "{target} is no step before this one that asks somebody; there are {known}",
                    target=target, known=", ".join(sorted(known)),
                )  # fmt: skip


def _problem(path: tuple[str, ...], code: str, message: str, **params: Any) -> FieldProblem:
    return FieldProblem("/" + "/".join(path), code, message, params)
