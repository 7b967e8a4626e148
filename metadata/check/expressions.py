"""Whether every expression in the definitions can be read, names what is there, and has the type its place needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import at
from metadata.expressions import ExpressionError, Type, check, parse
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import ObjectScope

__all__ = ["expression_problems", "paths_in"]

Document = Mapping[str, Any]

_CONDITIONS = ("visible_when", "required_when", "read_only_when")


def expression_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    """What is wrong with the expressions of all definitions."""
    for object in catalogue.objects.values():
        for field in object.fields.values():
            if not field.system:
                yield from _field_problems(object, field)
        for position, rule in enumerate(object.document.get("rules", ())):
            place = at("object", object.name, "rules", position, "when")
            yield from _problems(place, rule["when"], object.scope, Type.BOOLEAN)
    yield from _condition_problems(catalogue, "view", "filter")
    yield from _condition_problems(catalogue, "sharing_rule", "where")
    yield from _section_problems(catalogue)


def _field_problems(object: ObjectType, field: Field) -> Iterator[FieldProblem]:
    place = at("object", object.name, "fields", field.name)
    for key in _CONDITIONS:
        yield from _problems(f"{place}/{key}", getattr(field, key), object.scope, Type.BOOLEAN)
    for position, option in enumerate(field.options):
        yield from _problems(f"{place}/options/{position}/entry", option.entry, object.scope, Type.BOOLEAN)
    wanted = field.result.type.expression_type(field.result)
    yield from _problems(f"{place}/default/expression", field.default_expression, object.scope, wanted)
    if field.type.name == "formula":
        yield from _problems(f"{place}/expression", field.expression, object.scope, wanted)
    if field.type.name == "rollup" and field.filter is not None:
        child = object.catalogue.objects.get((field.of or "").partition(".")[0])
        if child is not None:
            yield from _problems(f"{place}/filter", field.filter, child.scope, Type.BOOLEAN)


def _condition_problems(catalogue: Catalogue, kind: str, key: str) -> Iterator[FieldProblem]:
    for name, document in catalogue.of_kind(kind).items():
        object = catalogue.objects.get(document["object"])
        if object is not None:
            yield from _problems(at(kind, name, key), document.get(key), object.scope, Type.BOOLEAN)


def _section_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name, document in catalogue.layouts.items():
        object = catalogue.objects.get(document["object"])
        if object is None:
            continue
        for position, section in enumerate(document["sections"]):
            place = at("layout", name, "sections", position, "visible_when")
            yield from _problems(place, section.get("visible_when"), object.scope, Type.BOOLEAN)


def _problems(place: str, text: str | None, scope: ObjectScope, expects: Type | None) -> Iterator[FieldProblem]:
    if text is None:
        return
    try:
        check(parse(text), scope, expects)
    except ExpressionError as error:
        for problem in error.problems:
            yield _problem(place, problem)


def _problem(place: str, problem: ExpressionError) -> FieldProblem:
    if problem.position is None:
        return FieldProblem(place, "expression", "{problem}", {"problem": problem.message})
    return FieldProblem(
        place, "expression", "{problem} (at character {position})",
        {"problem": problem.message, "position": problem.position + 1},
    )  # fmt: skip


def paths_in(text: str, scope: ObjectScope, expects: Type | None = None) -> tuple[tuple[str, ...], ...]:
    """The fields that an expression names; none where it can't be read."""
    try:
        return tuple(check(parse(text), scope, expects).paths)
    except ExpressionError:
        return ()
