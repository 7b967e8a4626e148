"""Whether anything is computed from itself, or is a part of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.expressions import paths_in
from metadata.check.limits import FORMULA_DEPTH
from metadata.check.problems import at
from metadata.expressions import Type
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import ObjectScope

__all__ = ["cycle_problems"]

Node = tuple[str, str]
"""An object and one of its computed fields."""


def cycle_problems(catalogue: Catalogue, was: Catalogue | None = None) -> Iterator[FieldProblem]:
    """What is computed from itself or a part of itself; beside `was`, to which things were only added, nothing new is
    computed from itself while no computed field is new or changed.
    """
    computed = _computed_fields(catalogue)
    if was is None or _texts(computed) != _texts(_computed_fields(was)):
        graph = {node: _inputs(catalogue.objects[node[0]], field) for node, field in computed.items()}
        circles = list(_value_cycles(graph))
        yield from circles or _depth_problems(catalogue, graph)
    yield from _part_cycles(catalogue)


def _computed_fields(catalogue: Catalogue) -> Mapping[Node, Field]:
    return {
        (object.name, field.name): field
        for object in catalogue.objects.values()
        for field in object.fields.values()
        if field.computed
    }


def _texts(computed: Mapping[Node, Field]) -> Mapping[Node, Mapping[str, Any]]:
    return {node: field.document for node, field in computed.items()}


def _inputs(object: ObjectType, field: Field) -> frozenset[Node]:
    """The computed fields that a computed field takes its value from."""
    if field.type.name == "formula":
        wanted = field.result.type.expression_type(field.result)
        return frozenset(_computed(object.scope, field.expression or "", wanted))
    rollup = object.catalogue.rollup(field) if field.type.name == "rollup" else None
    if rollup is None:
        return frozenset()
    child = object.catalogue.object(rollup.child)
    found = set(_computed(child.scope, rollup.filter, Type.BOOLEAN)) if rollup.filter else set()
    if rollup.measure is not None and rollup.measure.computed:
        found.add((child.name, rollup.measure.name))
    return frozenset(found)


def _computed(scope: ObjectScope, text: str, expects: Type | None) -> Iterator[Node]:
    for path in paths_in(text, scope, expects):
        found = scope.locate(path)
        if found is not None and found.field.computed:
            yield found.object.name, found.field.name


def _value_cycles(graph: Mapping[Node, frozenset[Node]]) -> Iterator[FieldProblem]:
    for cycle in _cycles(graph):
        (object, field), *_ = cycle
        yield FieldProblem(
            at("object", object, "fields", field), "cycle", "This would be computed from itself: {path}",
            {"path": " → ".join(".".join(node) for node in (*cycle, cycle[0]))},
        )  # fmt: skip


def _cycles(graph: Mapping[Node, frozenset[Node]]) -> Iterator[tuple[Node, ...]]:
    """One cycle for each knot in the graph, by a depth-first walk that needs no recursion."""
    done: set[Node] = set()
    for start in graph:
        path: list[Node] = []
        waiting: list[tuple[Node, Iterator[Node]]] = []
        if start not in done:
            path, waiting = [start], [(start, iter(sorted(graph[start])))]
        while waiting:
            node, inputs = waiting[-1]
            following = next(inputs, None)
            if following is None:
                done.add(node)
                path.pop()
                waiting.pop()
            elif following in path:
                yield tuple(path[path.index(following) :])
            elif following in graph and following not in done:
                path.append(following)
                waiting.append((following, iter(sorted(graph[following]))))


def _depth_problems(catalogue: Catalogue, graph: Mapping[Node, frozenset[Node]]) -> Iterator[FieldProblem]:
    """Formulas are computed inside one another whenever they are read; roll-ups are stored, and end a chain."""
    formulas = {node for node in graph if catalogue.objects[node[0]].fields[node[1]].type.name == "formula"}
    level = {node: 0 for node in formulas}
    for _ in range(FORMULA_DEPTH + 1):
        level = {node: 1 + max((level[i] for i in graph[node] & formulas), default=0) for node in formulas}
    for (object, field), depth in sorted(level.items()):
        if depth > FORMULA_DEPTH:
            yield FieldProblem(
                at("object", object, "fields", field), "limit",
                "More than {max} formulas would be computed from one another", {"max": FORMULA_DEPTH},
            )  # fmt: skip


def _part_cycles(catalogue: Catalogue) -> Iterator[FieldProblem]:
    graph = {
        object.name: frozenset(field.references or "" for field in object.masters)
        for object in catalogue.objects.values()
    }
    for name in graph:
        if name in _reachable(graph, name):
            field = next(field for field in catalogue.objects[name].masters)
            yield FieldProblem(
                at("object", name, "fields", field.name),
                "cycle",
                "A {object} would be a part of itself",
                {"object": name},
            )


def _reachable(graph: Mapping[str, frozenset[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph.get(name, ()))
    return found
