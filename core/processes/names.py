"""What the expressions of a definition may name: fields of its record, what they were before, and records that its steps
have found or made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from metadata.catalogue import Catalogue
from metadata.expressions import Name, Path
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import find_field
from workflows.programs import LISTS, do_of, lists_of

__all__ = ["BEFORE", "Names", "Variable", "names_of", "object_of", "variables_of"]

Document = Mapping[str, Any]
#: The root under which the values before the change stand that has begun a process.
BEFORE = "before"
#: The record of the process, in the conditions of an event about another record.
ORIGIN = "origin"


@dataclass(frozen=True)
class Variable:
    """What a name in a process stands for: a record of an object, or `many` of them."""

    object: str
    many: bool = False


class Names:
    """The scope of expressions about a record; give it to the expression checker. `object`: None where there is no record."""

    def __init__(self, catalogue: Catalogue, object: str | None, variables: Mapping[str, Variable]) -> None:
        self._catalogue = catalogue
        self.object = object
        self.variables = variables

    def root(self, path: Path) -> tuple[str, ObjectType | None, Path]:
        """From where a path leads: the name of a variable, `before`, or empty for the record; the object there, and the rest."""
        variable = self.variables.get(path[0])
        if variable is not None and not variable.many and len(path) > 1:
            return path[0], self._catalogue.objects.get(variable.object), path[1:]
        if path[0] == BEFORE and len(path) > 1:
            return BEFORE, self._own, path[1:]
        return "", self._own, path

    @property
    def _own(self) -> ObjectType | None:
        return None if self.object is None else self._catalogue.objects.get(self.object)

    def resolve(self, path: Path) -> Name | None:
        """What a path stands for; None where it is nothing."""
        _, object, rest = self.root(path)
        found = None if object is None else object.scope.resolve(rest)
        return None if found is None else replace(found, path=path)

    def field(self, text: str) -> Field | None:
        """The field that a path written with dots leads to."""
        _, object, rest = self.root(tuple(text.split(".")))
        return None if object is None else find_field(object, ".".join(rest))


def object_of(document: Document) -> str | None:
    """The object whose records a definition is about."""
    found = document.get("object") or document.get("on", {}).get("object")
    return None if found is None else str(found)


def names_of(catalogue: Catalogue, kind: str, document: Document) -> Names:
    """The names in a definition."""
    return Names(catalogue, object_of(document), dict(variables_of(kind, document)))


def variables_of(kind: str, document: Document) -> Iterator[tuple[str, Variable]]:
    """What the steps call their results, and the items that they go through."""
    known: dict[str, Variable] = {}
    for phase in LISTS:
        for name, variable in _variables(kind, document.get(phase) or (), document, known):
            known[name] = variable
            yield name, variable


def _variables(
    kind: str, steps: Any, document: Document, known: Mapping[str, Variable]
) -> Iterator[tuple[str, Variable]]:
    for spec in steps:
        do = do_of(spec, kind)
        if do in ("find", "create") and spec.get("as") and spec.get("object"):
            yield spec["as"], Variable(spec["object"], many=do == "find")
        elif do == "wait_for" and spec.get("as"):
            yield spec["as"], Variable(spec["event"]["object"])
        elif do == "each" and (listed := known.get(spec.get("in", ""))) is not None:
            yield spec.get("as", "item"), Variable(listed.object)
        for inner in lists_of(spec, do):
            yield from _variables(kind, inner.steps, document, known)
