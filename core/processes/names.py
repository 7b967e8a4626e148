"""What the expressions of a definition may name: fields of its record, what they were before, and records that its steps
have found or made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from metadata.catalogue import Catalogue
from metadata.expressions import Name, Path, Type
from metadata.fields import Field
from metadata.objects import ObjectType
from metadata.scope import find_field
from workflows.programs import LISTS, do_of, lists_of

__all__ = ["BEFORE", "Names", "Variable", "names_of", "object_of", "variables_of"]

Document = Mapping[str, Any]
#: The root under which the values before the change stand that has begun a process.
BEFORE = "before"
#: Decimals of numbers in decision tables.
DECIMALS = 6
#: The record of the process, in the conditions of an event about another record.
ORIGIN = "origin"


@dataclass(frozen=True)
class Variable:
    """What a name in a process stands for: a record of an object, or `many` of them; or what a decision table said, with
    the types of its outputs."""

    object: str = ""
    many: bool = False
    outputs: Mapping[str, Type] = field(default_factory=dict)

    def output(self, rest: Path) -> Type | None:
        """The type of what a table said under a name; without one, of all that it said."""
        if not rest:
            return next(iter(self.outputs.values())) if len(self.outputs) == 1 else None
        return self.outputs.get(rest[0]) if len(rest) == 1 and len(self.outputs) > 1 else None


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
        variable = self.variables.get(path[0])
        if variable is not None and variable.outputs:
            type = variable.output(path[1:])
            return None if type is None else Name(path, type, scale=DECIMALS if type is Type.NUMBER else 0)
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
    tables = catalogue.of_kind("decision_table")
    return Names(catalogue, object_of(document), dict(variables_of(kind, document, tables)))


def variables_of(kind: str, document: Document, tables: Mapping[str, Document]) -> Iterator[tuple[str, Variable]]:
    """What the steps call their results, and the items that they go through."""
    known: dict[str, Variable] = {}
    for phase in LISTS:
        for name, variable in _variables(kind, document.get(phase) or (), tables, known):
            known[name] = variable
            yield name, variable


def _variables(
    kind: str, steps: Any, tables: Mapping[str, Document], known: Mapping[str, Variable]
) -> Iterator[tuple[str, Variable]]:
    for spec in steps:
        do = do_of(spec, kind)
        if do in ("find", "create") and spec.get("as") and spec.get("object"):
            yield spec["as"], Variable(spec["object"], many=do == "find")
        elif do == "decide" and spec.get("table") in tables:
            yield spec["as"], Variable(outputs=dict(_outputs(tables[spec["table"]])))
        elif do == "wait_for" and spec.get("as"):
            yield spec["as"], Variable(spec["event"]["object"])
        elif do == "each" and (listed := known.get(spec.get("in", ""))) is not None:
            yield spec.get("as", "item"), Variable(listed.object)
        for inner in lists_of(spec, do):
            yield from _variables(kind, inner.steps, tables, known)


def _outputs(table: Document) -> Iterator[tuple[str, Type]]:
    """The types of what a table says: those of the values that stand in it."""
    for number, output in enumerate(table["outputs"]):
        said = [rule["then"][number] for rule in table["rules"] if number < len(rule["then"])] + [output.get("default")]
        known = [value for value in said if value is not None and not isinstance(value, Mapping)]
        yield output["name"], _type(known)


def _type(values: Sequence[Any]) -> Type:
    if values and all(isinstance(value, bool) for value in values):
        return Type.BOOLEAN
    if values and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return Type.NUMBER
    return Type.TEXT
