"""Whether the names in definitions name something: objects, fields, roles, permission sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import Missing, at, missing_field
from metadata.kinds import Reference, kinds
from metadata.objects import ObjectType

__all__ = ["reference_problems"]

Document = Mapping[str, Any]


def reference_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    """Every name that names nothing, in definitions of any kind."""
    references = {kind.name: kind.references for kind in kinds()}
    for (kind, name), found in catalogue.effective.items():
        for reference in references.get(kind, ()) if found.stands else ():
            yield from _named_problems(catalogue, kind, name, found.document, reference)
    yield from _grant_problems(catalogue)
    yield from _role_cycles(catalogue)


def _named_problems(
    catalogue: Catalogue, kind: str, name: str, document: Document, reference: Reference
) -> Iterator[FieldProblem]:
    for path, named in _values(document, reference.path):
        if named not in catalogue.of_kind(reference.kind) and not reference.optional:
            yield _unknown(at(kind, name, *path), reference.kind, named)


def _unknown(place: str, kind: str, name: str) -> Missing:
    params = {"kind": kind.replace("_", " "), "name": name}
    return Missing(place, "unknown", "There is no {kind} called {name}", params, (kind, name))


def _values(document: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts at a path; `*` stands for every item of a list."""
    if not path:
        if isinstance(document, str):
            yield (), document
        return
    for key, inner in _children(document, path[0]):
        for rest, value in _values(inner, path[1:]):
            yield (key, *rest), value


def _children(document: Any, key: str) -> Iterator[tuple[str | int, Any]]:
    if key == "*" and isinstance(document, list):
        yield from enumerate(document)
    elif key == "*" and isinstance(document, Mapping):
        yield from document.items()
    elif isinstance(document, Mapping) and key in document:
        yield key, document[key]


def _grant_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name, document in catalogue.permission_sets.items():
        for object_name, grant in document.get("objects", {}).items():
            object = catalogue.objects.get(object_name)
            if object is not None:
                yield from _field_grant_problems(name, object, grant)
            else:
                yield _unknown(at("permission_set", name, "objects", object_name), "object", object_name)


def _field_grant_problems(name: str, object: ObjectType, grant: Document) -> Iterator[FieldProblem]:
    for field in grant.get("fields", {}):
        if field not in object.fields and field not in object.retired_fields:
            yield missing_field(at("permission_set", name, "objects", object.name, "fields", field), object.name, field)


def _role_cycles(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name in catalogue.roles:
        if catalogue.roles[name].parent == name or name in catalogue.roles.above(name):
            yield FieldProblem(
                at("role", name, "parent"), "cycle", "The role {role} would stand above itself", {"role": name}
            )
