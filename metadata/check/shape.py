"""Whether documents have the form of their kind, and may say what they say in their layer."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dougong import FieldProblem, NotFound
from metadata.check.problems import at, placed
from metadata.definitions import TENANT, DefinitionRow
from metadata.field_types import FieldType, field_type
from metadata.kinds import kind_of
from metadata.layers import merge_documents, sources_of
from metadata.names import RESERVED_OBJECT_PREFIXES, TENANT_PREFIX
from metadata.validation import field_problems, validate

__all__ = ["form_problems", "layer_problems"]

Document = Mapping[str, Any]


def form_problems(row: DefinitionRow) -> list[FieldProblem]:
    """What is wrong with one document by itself."""
    try:
        kind_of(row.kind)
    except NotFound:
        return [FieldProblem(at(row.kind, row.name), "unknown", "There is no kind of definition called {kind}",
                             {"kind": row.kind})]  # fmt: skip
    found = list(placed(row.kind, row.name, validate(row.kind, row.document)))
    if not found and row.document["name"] != row.name:
        found.append(
            FieldProblem(
                at(row.kind, row.name, "name"), "name", "The name in the document must be {name}", {"name": row.name}
            )
        )
    return found


@dataclass(frozen=True)
class _Below:
    """What the layers below say: the row that declares the name, all of it merged, and who declared each part."""

    base: DefinitionRow
    document: Document
    owners: Mapping[str, str]

    def with_row(self, row: DefinitionRow) -> _Below:
        document = merge_documents(row.kind, self.document, row.document)
        return _Below(self.base, document, {**sources_of([row]), **self.owners})


def layer_problems(
    rows: Sequence[DefinitionRow], known: Container[int] = ()
) -> Iterator[tuple[DefinitionRow, FieldProblem]]:
    """What is wrong with the rows of one name, lowest layer first: two owners, overrides that are not allowed, keys that
    the type of a field doesn't take. Each problem comes with the row to blame. The keys of `known` rows, by their
    Python identity, were right before.
    """
    below: _Below | None = None
    for row in rows:
        if row.retired:
            below = below or _Below(row, {}, {})
            continue
        found = list(_first_problems(row) if below is None else _later_problems(below, row))
        if id(row) not in known:
            found += _field_problems(row, below.document.get("fields", {}) if below else {})
        yield from ((row, problem) for problem in found)
        if not found:
            below = _Below(row, row.document, sources_of([row])) if below is None else below.with_row(row)


def _first_problems(row: DefinitionRow) -> Iterator[FieldProblem]:
    if row.document.get("extends"):
        yield FieldProblem(
            at(row.kind, row.name), "unknown", "There is no {kind} called {name} that could be extended",
            {"kind": row.kind, "name": row.name},
        )  # fmt: skip
    if row.kind == "object":
        yield from _object_name_problems(row)


def _object_name_problems(row: DefinitionRow) -> Iterator[FieldProblem]:
    if row.layer == TENANT and not row.name.startswith(TENANT_PREFIX):
        yield FieldProblem(
            at("object", row.name, "name"), "name", "The names of your own objects begin with {prefix}: {name}",
            {"prefix": TENANT_PREFIX, "name": TENANT_PREFIX + row.name},
        )  # fmt: skip
    if row.layer != TENANT and row.name.startswith(TENANT_PREFIX):
        yield FieldProblem(
            at("object", row.name, "name"),
            "name",
            "Names that begin with {prefix} belong to tenants",
            {"prefix": TENANT_PREFIX},
        )
    if row.name.startswith(RESERVED_OBJECT_PREFIXES):
        yield FieldProblem(at("object", row.name, "name"), "name", "The name {name} is reserved", {"name": row.name})


def _later_problems(below: _Below, row: DefinitionRow) -> Iterator[FieldProblem]:
    if row.layer != TENANT and not row.document.get("extends"):
        yield FieldProblem(
            at(row.kind, row.name), "owner", "{kind} {name} of {owner} is already there: {first} has it",
            {"kind": row.kind, "name": row.name, "owner": row.owner, "first": below.base.owner},
        )  # fmt: skip
    elif row.kind == "object":
        yield from _override_problems(below, row)


_TENANT_ONLY = ("sharing", "parent", "name_field", "features")
_ANYBODY = ("name", "extends", "label", "plural", "help", "icon", "color", "menu", "fields", "rules", "indexes")


def _override_problems(below: _Below, row: DefinitionRow) -> Iterator[FieldProblem]:
    allowed = (*_ANYBODY, *(_TENANT_ONLY if row.layer == TENANT else ()))
    for key, value in row.document.items():
        if key not in allowed and below.document.get(key) != value:
            yield FieldProblem(
                at("object", row.name, key), "layer", "{key} of an object of {owner} can't be changed here",
                {"key": key, "owner": below.base.owner},
            )  # fmt: skip
    known = below.document.get("fields", {})
    for name, field in row.document.get("fields", {}).items():
        if name in known:
            yield from _field_override_problems(below, known[name], row, name, field)
        else:
            yield from _new_field_problems(below.base, row, name)
    yield from _rule_override_problems(below, row)


def _rule_override_problems(below: _Below, row: DefinitionRow) -> Iterator[FieldProblem]:
    known = {rule["name"]: rule for rule in below.document.get("rules", ())}
    for position, rule in enumerate(row.document.get("rules", ())):
        if rule["name"] in known and known[rule["name"]] != rule:
            yield FieldProblem(
                at("object", row.name, "rules", position, "name"), "layer",
                "The rule {name} of {owner} can't be changed here",
                {"name": rule["name"], "owner": below.owners[f"rules.{rule['name']}"]},
            )  # fmt: skip


_OVERRIDDEN = frozenset(
    {"label", "help", "default", "required", "read_only", "index", "options", "visible_when", "required_when",
     "read_only_when", "track", "heavy", "mask", "search", "translate", "min", "max", "max_length", "pattern", "type"}
)  # fmt: skip
"""Keys of a field that a higher layer may set. The type stands among them because it may be repeated."""


def _field_override_problems(
    below: _Below, known: Document, row: DefinitionRow, name: str, field: Document
) -> Iterator[FieldProblem]:
    place = at("object", row.name, "fields", name)
    owner = below.owners[f"fields.{name}"]
    if row.layer != TENANT and "type" in field and "options" not in field:  # a plugin adds fields and options only
        yield FieldProblem(
            place, "owner", "The field {field} of {owner} is already there: {first} has it",
            {"field": name, "owner": row.owner, "first": owner},
        )  # fmt: skip
        return
    for key, value in field.items():
        if known.get(key) == value:
            continue
        if key not in _OVERRIDDEN or key == "type":
            yield FieldProblem(
                f"{place}/{key}",
                "layer",
                "{key} of a field of {owner} can't be changed here",
                {"key": key, "owner": owner},
            )
        elif key in ("required", "read_only") and known.get(key) and not value:
            yield FieldProblem(
                f"{place}/{key}", "layer", "A field that is {key} in a layer below can't be loosened here", {"key": key}
            )


def _new_field_problems(base: DefinitionRow, row: DefinitionRow, name: str) -> Iterator[FieldProblem]:
    place = at("object", row.name, "fields", name)
    own = base.layer == TENANT
    if row.layer == TENANT and not own and not name.startswith(TENANT_PREFIX):
        yield FieldProblem(
            place, "name", "The names of your own fields on an object of {owner} begin with {prefix}: {name}",
            {"owner": base.owner, "prefix": TENANT_PREFIX, "name": TENANT_PREFIX + name},
        )  # fmt: skip
    if row.layer != TENANT and name.startswith(TENANT_PREFIX):
        yield FieldProblem(place, "name", "Names that begin with {prefix} belong to tenants", {"prefix": TENANT_PREFIX})


def _field_problems(row: DefinitionRow, below: Document) -> list[FieldProblem]:
    """What the fields of a document say that their types don't take."""
    found: list[FieldProblem] = []
    for name, field in row.document.get("fields", {}).items():
        word = field.get("type", below.get(name, {}).get("type"))
        type = _type(word)
        if type is None:
            found.append(_no_type(at(row.kind, row.name, "fields", name, "type"), word))
        else:
            found += placed(row.kind, row.name, field_problems(type, field, whole=name not in below), "fields", name)
    return found


def _type(word: str | None) -> FieldType | None:
    try:
        type = field_type(word or "")
    except NotFound:
        return None
    return type if type.offered else None


def _no_type(place: str, word: str | None) -> FieldProblem:
    if word is None:
        return FieldProblem(place, "required", "The type of the field is missing here")
    return FieldProblem(place, "unknown", "There is no field type called {name}", {"name": word})
