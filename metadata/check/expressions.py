"""Whether every expression in the definitions can be read, names what is there, and has the type its place needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import at
from metadata.expressions import ExpressionError, Name, Path, Scope, Type, check, parse
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import ObjectScope

__all__ = ["expression_problems", "is_same", "only_added", "paths_in", "problems_at"]

Document = Mapping[str, Any]

_CONDITIONS = ("visible_when", "required_when", "read_only_when")


def expression_problems(catalogue: Catalogue, was: Catalogue | None = None) -> Iterator[FieldProblem]:
    """What is wrong with the expressions of all definitions; beside `was`, to which things were only added, those of the
    definitions that are new or changed.
    """
    for object in catalogue.objects.values():
        known = was.objects.get(object.name) if was is not None else None
        if known is None or known.shape is not object.shape:
            yield from _object_problems(object, known)
    for kind in _CHECKS:
        for name, document in catalogue.of_kind(kind).items():
            object_there = catalogue.objects.get(document["object"])
            if object_there is not None and not is_same(catalogue, was, kind, name):
                yield from _CHECKS[kind](object_there, name, document)


def only_added(before: Catalogue, after: Catalogue) -> bool:
    """Whether everything that an expression could name is still there, and is what it was."""
    return all(
        name in after.objects and (after.objects[name].shape is object.shape or _has_all(object, after.objects[name]))
        for name, object in before.objects.items()
    )


def _has_all(old: ObjectType, new: ObjectType) -> bool:
    return all(name in new.fields and _means_the_same(field, new.fields[name]) for name, field in old.fields.items())


def _means_the_same(old: Field, new: Field) -> bool:
    return (old.type, old.result.type, old.result.scale, old.to) == (
        new.type,
        new.result.type,
        new.result.scale,
        new.to,
    ) and {option.value for option in old.options} <= {option.value for option in new.options}


def is_same(after: Catalogue, before: Catalogue | None, kind: str, name: str) -> bool:
    """Whether a definition stands as it did before."""
    known = before.effective.get((kind, name)) if before is not None else None
    return known is not None and known.stands and known.document == after.effective[kind, name].document


def _object_problems(object: ObjectType, known: ObjectType | None) -> Iterator[FieldProblem]:
    fields = known.fields if known is not None else {}
    for field in object.fields.values():
        if not field.system and (field.name not in fields or fields[field.name].document != field.document):
            yield from _field_problems(object, field)
    rules = known.document.get("rules", ()) if known is not None else ()
    for position, rule in enumerate(object.document.get("rules", ())):
        if rule not in rules:
            place = at("object", object.name, "rules", position, "when")
            yield from problems_at(place, rule["when"], object.scope, Type.BOOLEAN)


def _field_problems(object: ObjectType, field: Field) -> Iterator[FieldProblem]:
    place = at("object", object.name, "fields", field.name)
    for key in _CONDITIONS:
        yield from problems_at(f"{place}/{key}", getattr(field, key), object.scope, Type.BOOLEAN)
    for position, option in enumerate(field.options):
        yield from problems_at(f"{place}/options/{position}/entry", option.entry, object.scope, Type.BOOLEAN)
    for position, move in enumerate(field.moves):
        yield from problems_at(f"{place}/moves/{position}/when", move.when, object.scope, Type.BOOLEAN)
    wanted = field.result.type.expression_type(field.result)
    yield from problems_at(f"{place}/default/expression", field.default_expression, _NoFields(), wanted)
    if field.type.name == "formula":
        yield from problems_at(f"{place}/expression", field.expression, object.scope, wanted)
    if field.type.name == "rollup" and field.filter is not None:
        child = object.catalogue.objects.get((field.of or "").partition(".")[0])
        if child is not None:
            yield from problems_at(f"{place}/filter", field.filter, child.scope, Type.BOOLEAN)


class _NoFields:
    """What a default can see: a record that is being made has no values yet."""

    def resolve(self, path: Path) -> Name | None:
        return None


def _view_problems(object: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    yield from problems_at(at("view", name, "filter"), document.get("filter"), object.scope, Type.BOOLEAN)


def _sharing_problems(object: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    yield from problems_at(at("sharing_rule", name, "where"), document.get("where"), object.scope, Type.BOOLEAN)


def _layout_problems(object: ObjectType, name: str, document: Document) -> Iterator[FieldProblem]:
    for position, section in enumerate(document["sections"]):
        place = at("layout", name, "sections", position, "visible_when")
        yield from problems_at(place, section.get("visible_when"), object.scope, Type.BOOLEAN)


_CHECKS: Mapping[str, Callable[[ObjectType, str, Document], Iterator[FieldProblem]]] = {
    "view": _view_problems,
    "sharing_rule": _sharing_problems,
    "layout": _layout_problems,
}


def problems_at(place: str, text: str | None, scope: Scope, expects: Type | None) -> Iterator[FieldProblem]:
    """What is wrong with an expression that stands at a place."""
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
