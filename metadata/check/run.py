"""Everything that can be wrong with a set of definitions, gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.changes import change_problems
from metadata.check.cycles import cycle_problems
from metadata.check.duplicates import duplicate_problems
from metadata.check.expressions import expression_problems, is_same, only_added
from metadata.check.fields import object_problems
from metadata.check.limits import OBJECTS, ROWS
from metadata.check.pages import page_problems
from metadata.check.problems import Missing, placed
from metadata.check.references import reference_problems
from metadata.check.settings import settings_problems
from metadata.check.shape import form_problems, layer_problems
from metadata.definitions import DefinitionRow, in_order
from metadata.kinds import kinds
from metadata.series import series_problems

__all__ = ["check"]

Key = tuple[str, str]


def check(
    rows: Iterable[DefinitionRow], previous: Catalogue | Iterable[DefinitionRow] | None = None
) -> list[FieldProblem]:
    """Everything wrong with these definitions; `field` is `/kind/name` and the JSON pointer within the document.

    previous: what is in force now. Documents that stand there unchanged aren't read again, and may name what isn't there
    any more because its plugin was switched off: they wait for it.
    """
    before = previous if isinstance(previous, Catalogue) or previous is None else Catalogue.build(previous)
    known = frozenset(id(row) for row in before.rows) if before else frozenset()
    rows = in_order(rows)
    if len(rows) > ROWS:
        return [FieldProblem("", "limit", "A tenant has at most {max} definitions", {"max": ROWS})]
    sound, problems = _sound(rows, before, known)
    after = Catalogue(sound, previous=before, hide_waiting=False)
    broken = {(row.kind, row.name) for row in rows} - {(row.kind, row.name) for row in sound}
    found = [*problems, *_kept(_problems_of(after, before), after, before, rows, broken)]
    return list({(problem.field, problem.code, problem.message): problem for problem in found}.values())


def _sound(
    rows: Sequence[DefinitionRow], before: Catalogue | None, known: frozenset[int]
) -> tuple[list[DefinitionRow], list[FieldProblem]]:
    """The rows that have the form of their kind and stand rightly in their layer; and what is wrong with the others."""
    unchanged = set(before.effective) if before else set()
    problems: list[FieldProblem] = []
    well_formed: dict[Key, list[DefinitionRow]] = {}
    refused: set[Key] = set()
    for row in rows:
        found = [] if id(row) in known or row.retired else form_problems(row)
        problems += found
        well_formed.setdefault((row.kind, row.name), [])
        if found:
            refused.add((row.kind, row.name))
        else:
            well_formed[row.kind, row.name].append(row)
    sound: list[DefinitionRow] = []
    for key, group in well_formed.items():
        if before and key in unchanged and before.effective[key].rows == tuple(group):
            sound += group
            continue
        blamed = list(layer_problems(group, known)) if key not in refused else []
        problems += [problem for row, problem in blamed if not _waits(row, group, known)]
        guilty = {id(row) for row, _ in blamed}
        sound += [row for row in group if id(row) not in guilty]
    return sound, problems


def _waits(row: DefinitionRow, group: Sequence[DefinitionRow], known: frozenset[int]) -> bool:
    """Whether a row only waits for what it extends, whose plugin is switched off."""
    return id(row) in known and all(other.document.get("extends") for other in group)


def _problems_of(after: Catalogue, before: Catalogue | None) -> Iterator[FieldProblem]:
    if len(after.objects) > OBJECTS:
        yield FieldProblem("", "limit", "A tenant has at most {max} objects", {"max": OBJECTS})
    was = before if before is not None and only_added(before, after) else None
    for object in after.objects.values():
        known = was.objects.get(object.name) if was is not None else None
        if known is None or known.shape is not object.shape:
            yield from object_problems(object)
    yield from reference_problems(after)
    yield from expression_problems(after, was)
    yield from cycle_problems(after, was)
    yield from page_problems(after)
    yield from duplicate_problems(after)
    yield from settings_problems(after)
    for name, document in after.number_series.items():
        yield from placed("number_series", name, series_problems(document))
    yield from _examined(after, was, before)
    if before is not None:
        yield from change_problems(before, after)


def _examined(after: Catalogue, was: Catalogue | None, before: Catalogue | None) -> Iterator[FieldProblem]:
    """What the kinds themselves find wrong with their documents, those that are new or may mean something else now.

    One that is as it was is blamed only for what it wasn't before, and not where a plugin was switched off: it waits for it.
    """
    for kind in kinds():
        if kind.examine is None:
            continue
        for name, document in after.of_kind(kind.name).items():
            if is_same(after, was, kind.name, name):
                continue
            found = list(placed(kind.name, name, kind.examine(after, document)))
            if found and before is not None and is_same(after, before, kind.name, name):
                found = [] if _owners(before) - _owners(after) else _new(found, placed(kind.name, name, kind.examine(before, document)))
            yield from found


def _owners(catalogue: Catalogue) -> set[str]:
    return {row.owner for row in catalogue.rows}


def _new(found: Iterable[FieldProblem], known: Iterable[FieldProblem]) -> list[FieldProblem]:
    old = {(problem.field, problem.code, problem.message) for problem in known}
    return [problem for problem in found if (problem.field, problem.code, problem.message) not in old]


def _kept(
    problems: Iterable[FieldProblem],
    after: Catalogue,
    before: Catalogue | None,
    rows: Sequence[DefinitionRow],
    broken: set[Key],
) -> Iterator[FieldProblem]:
    """The problems that count: not those that follow from a broken document, nor a name that waits for its plugin."""
    present = {(row.kind, row.name) for row in rows}
    for problem in problems:
        if isinstance(problem, Missing):
            if problem.thing[:2] in broken or ("object", problem.thing[1]) in broken:
                continue
            if before is not None and _unchanged(problem, after, before) and not _is_retired(problem, after, present):
                continue
        yield problem


def _unchanged(problem: FieldProblem, after: Catalogue, before: Catalogue) -> bool:
    _, kind, name, *_ = problem.field.split("/")
    now, then = after.effective.get((kind, name)), before.effective.get((kind, name))
    return now is not None and then is not None and now.rows == then.rows


def _is_retired(problem: Missing, after: Catalogue, present: set[Key]) -> bool:
    """Whether what is missing was retired, rather than being away with its plugin."""
    if problem.thing[0] != "field":
        return problem.thing in present
    _, object, path = problem.thing
    kind = after.objects.get(object)
    return kind is not None and path in kind.retired_fields and kind.retired_fields[path].document.get("retired", False)
