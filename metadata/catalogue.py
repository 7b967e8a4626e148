"""The effective definitions of a tenant, compiled: the one thing that every request asks what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import MetaData

from dougong import NotFound
from metadata.definitions import TENANT, DefinitionRow, Effective
from metadata.fields import Field
from metadata.layers import effective
from metadata.links import Link
from metadata.names import title
from metadata.objects import ObjectType, Rollup
from metadata.roles import Roles
from metadata.shapes import Shape, make_shape
from metadata.system_fields import (
    APPROVAL_FIELD_DOCUMENTS,
    APPROVAL_OPTION_LABELS,
    APPROVAL_STEP,
    PART_LABELS,
    SYSTEM_LABELS,
)
from metadata.tables import tables_of

__all__ = ["Catalogue"]

Document = Mapping[str, Any]
_ShapeKey = tuple[
    Document, Mapping[str, str], Mapping[str, Document], frozenset[str], Mapping[str, tuple[str, ...]], str | None, tuple[Document, ...] | None
]

_SETTINGS_OF_TENANT = "organisation"
_PHONE_REGION = "phone_region"
ANYWHERE = "*"


class Catalogue:
    """Immutable. `build` compiles it from definition rows; what costs much is compiled when it is first asked for.

    objects: by name, without retired ones, which are in `retired_objects`. effective: by kind and name, all layers
    merged, retired ones included. kinds: by kind and name, the documents that stand. plugins: the enabled ones, whose
    hooks are called.
    """

    version: int
    plugins: tuple[str, ...]
    rows: tuple[DefinitionRow, ...]
    effective: Mapping[tuple[str, str], Effective]
    objects: Mapping[str, ObjectType]
    retired_objects: Mapping[str, ObjectType]

    def __init__(
        self,
        rows: Iterable[DefinitionRow],
        *,
        version: int = 0,
        previous: Catalogue | None = None,
        plugins: tuple[str, ...] = (),
        hide_waiting: bool = True,
    ) -> None:
        self.version = version
        self.plugins = plugins
        self.rows = tuple(rows)
        self.effective = MappingProxyType(effective(self.rows, previous.effective if previous else None))
        self.kept: dict[Any, Any] = {}
        self._hide_waiting = hide_waiting
        self._shapes: dict[str, tuple[_ShapeKey, Shape]] = {}
        self._compile_objects(previous)

    @classmethod
    def build(
        cls,
        rows: Iterable[DefinitionRow],
        *,
        version: int = 0,
        previous: Catalogue | None = None,
        plugins: tuple[str, ...] = (),
    ) -> Catalogue:
        """Compile definition rows. What is the same as in `previous` is taken over from it."""
        return cls(rows, version=version, previous=previous, plugins=plugins)

    def with_changes(self, changed: Iterable[DefinitionRow], *, version: int | None = None) -> Catalogue:
        """This catalogue with some rows replaced or added; rows are told apart by kind, name and owner."""
        rows = {(row.kind, row.name, row.owner): row for row in self.rows}
        rows |= {(row.kind, row.name, row.owner): row for row in changed}
        version = self.version + 1 if version is None else version
        return Catalogue(rows.values(), version=version, previous=self, plugins=self.plugins)

    def _compile_objects(self, previous: Catalogue | None) -> None:
        region = self.setting(_SETTINGS_OF_TENANT, _PHONE_REGION)
        known = previous._shapes if previous else {}
        standing: dict[str, ObjectType] = {}
        retired: dict[str, ObjectType] = {}
        for (kind, name), found in self.effective.items():
            if kind == "object" and not found.waits:
                shape = self._shape(found, known, region)
                (retired if found.retired else standing)[name] = ObjectType.of(shape, self)
        self.objects = MappingProxyType(standing)
        self.retired_objects = MappingProxyType(retired)

    def _shape(self, found: Effective, known: Mapping[str, tuple[_ShapeKey, Shape]], region: str | None) -> Shape:
        sources = self._rollup_sources(found.document)
        waiting = self._waiting_fields(found.document) if self._hide_waiting else frozenset()
        targets = self._targets_there(found)
        steps = self.approval_steps.get(found.name)
        key = (found.document, found.sources, sources, waiting, targets, region, steps)
        kept = known.get(found.name)
        shape = kept[1] if kept is not None and kept[0] == key else make_shape(found, sources, waiting, targets, region, steps)
        self._shapes[found.name] = (key, shape)
        return shape

    def _waiting_fields(self, document: Document) -> frozenset[str]:
        """The fields that lead to an object which isn't there, because its plugin is switched off."""
        return frozenset(name for name, field in document.get("fields", {}).items() if not self.leads_somewhere(field))

    def _targets_there(self, found: Effective) -> Mapping[str, tuple[str, ...]]:
        """By any-reference, the objects of its list that are there, where some aren't. A tenant's own list is cut only
        where what waits is hidden: who checks it wants to hear of a wrong name.
        """
        return {
            name: there
            for name, field in found.document.get("fields", {}).items()
            if (self._hide_waiting or found.sources[f"fields.{name}"] != TENANT)
            and (there := self.targets_there(field)) is not None
        }

    def targets_there(self, field: Document) -> tuple[str, ...] | None:
        """The objects of an any-reference's list that are there; None where all are, or where it may lead anywhere."""
        to = field.get("to", ANYWHERE)
        if field["type"] != "any_reference" or to == ANYWHERE:
            return None
        named = (to,) if isinstance(to, str) else tuple(to)
        there = tuple(filter(self._stands, named))
        return None if there == named else there

    def leads_somewhere(self, field: Document) -> bool:
        """Whether what a field leads to is there, or something of it."""
        if field["type"] == "any_reference":
            return self.targets_there(field) != ()
        if field["type"] in ("reference", "master_detail", "many_to_many"):
            return self._stands(field["to"])
        if field["type"] != "rollup":
            return True
        child, _, reference = field["of"].partition(".")
        needed = (reference, field.get("field", reference))
        return self._stands(child) and all(self._has_field(child, name) for name in needed)

    def _stands(self, object: str) -> bool:
        found = self.effective.get(("object", object))
        return found is not None and found.stands

    def _has_field(self, object: str, name: str) -> bool:
        field = self.effective["object", object].document.get("fields", {}).get(name)
        return field is not None and not field.get("retired")

    def _rollup_sources(self, document: Document) -> dict[str, Document]:
        return {
            name: source
            for name, field in document.get("fields", {}).items()
            if field["type"] == "rollup" and (source := self._rollup_source(field)) is not None
        }

    def _rollup_source(self, rollup: Document, depth: int = 0) -> Document | None:
        """The document of the field whose figure a roll-up takes; of computed fields, that of their result."""
        child = self.effective.get(("object", rollup["of"].partition(".")[0]))
        field = child and child.document.get("fields", {}).get(rollup.get("field"))
        if not field or depth > 10:
            return None
        if field["type"] == "formula":
            return {"type": field["returns"], **({"scale": field["scale"]} if "scale" in field else {})}
        if field["type"] == "rollup":
            return {"type": "integer"} if field["function"] == "count" else self._rollup_source(field, depth + 1)
        return field  # type: ignore[no-any-return]

    # By kind

    @cached_property
    def kinds(self) -> Mapping[str, Mapping[str, Document]]:
        found: dict[str, dict[str, Document]] = {}
        for (kind, name), definition in self.effective.items():
            if definition.stands and self._object_stands(kind, definition.document):
                found.setdefault(kind, {})[name] = definition.document
        return found

    def _object_stands(self, kind: str, document: Document) -> bool:
        """Whether the object that a view, a layout or a sharing rule is about is there."""
        return kind == "object" or not isinstance(document.get("object"), str) or document["object"] in self.objects

    def of_kind(self, kind: str) -> Mapping[str, Document]:
        """The documents of a kind by name."""
        return self.kinds.get(kind, {})

    @property
    def views(self) -> Mapping[str, Document]:
        return self.of_kind("view")

    @property
    def layouts(self) -> Mapping[str, Document]:
        return self.of_kind("layout")

    @property
    def permission_sets(self) -> Mapping[str, Document]:
        return self.of_kind("permission_set")

    @property
    def number_series(self) -> Mapping[str, Document]:
        return self.of_kind("number_series")

    @property
    def settings(self) -> Mapping[str, Document]:
        return self.of_kind("settings")

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.of_kind("role"))

    @cached_property
    def sharing_rules(self) -> Mapping[str, tuple[Document, ...]]:
        """The sharing rules by object."""
        return _grouped(self.of_kind("sharing_rule"))

    @cached_property
    def decided_objects(self) -> frozenset[str]:
        """The objects on whose records people may be asked to decide, by definitions that are retired as well: what they
        began goes on."""
        found = [each.document for (kind, _), each in self.effective.items() if kind in ("approval", "automation")]
        named = (str(each.get("object") or each.get("on", {}).get("object") or "") for each in found if "on" not in each or _asks(each))
        return frozenset(named) - {""}

    @cached_property
    def approval_steps(self) -> Mapping[str, tuple[Document, ...]]:
        """By object that has approvals, retired ones too, their steps that ask somebody, as options of a choice."""
        found: dict[str, dict[str, Document]] = {}
        for (kind, name), each in self.effective.items():
            if kind == "approval" and isinstance(each.document.get("object"), str):
                steps = found.setdefault(each.document["object"], {})
                for step, document in _asking(each.document.get("steps", ()), "steps"):
                    steps.setdefault(step, {"value": step, "label": document.get("label") or title(step), "data": {"approval": name}})
        return {object: tuple(steps.values()) for object, steps in found.items()}

    @cached_property
    def views_of(self) -> Mapping[str, tuple[Document, ...]]:
        """The views by object."""
        return _grouped(self.of_kind("view"))

    @cached_property
    def layouts_of(self) -> Mapping[str, tuple[Document, ...]]:
        """The layouts by object."""
        return _grouped(self.of_kind("layout"))

    def layout_for(self, object: str, permission_sets: Sequence[str]) -> Document:
        """The layout of a permission set that somebody has, else the one for everybody; empty where there is none."""
        documents = self.layouts_of.get(object, ())
        for document in documents:
            if set(document.get("permission_sets", ())) & set(permission_sets):
                return document
        return next((document for document in documents if not document.get("permission_sets")), {})

    def setting(self, name: str, key: str) -> Any:
        """One value of some settings, or its default."""
        found = self.effective.get(("settings", name))
        if found is None or not found.stands:
            return None
        default = found.document.get("fields", {}).get(key, {}).get("default")
        return found.document.get("values", {}).get(key, default)

    # Texts

    @cached_property
    def translations(self) -> Mapping[str, Mapping[str, str]]:
        """All texts by language, then by the place they stand in; a higher layer's text wins."""
        found: dict[str, dict[str, str]] = {}
        for (kind, _), definition in self.effective.items():
            if kind == "translation" and definition.stands:
                found.setdefault(definition.document["language"], {}).update(definition.document["texts"])
        return found

    def label(self, path: str, language: str) -> str | None:
        """The text of a place such as `object.deal.fields.stage.label`: in the language, or else as it was declared."""
        found = self.translations.get(language, {}).get(path)
        return found if found is not None else self._system_label(path, language) or self._declared(path)

    def field_label(self, object: str, path: str, language: str) -> str:
        """What a field is called, or a part of one such as `address.city`; as it is written where there is none."""
        name, _, part = path.partition(".")
        label = self.label(f"object.{object}.fields.{name}.label", language) or name
        parts = PART_LABELS.get(language, PART_LABELS["en"])
        return f"{label} › {parts.get(part, part)}" if part else label

    def _system_label(self, path: str, language: str) -> str | None:
        match path.split("."):
            case ["object", _, "fields", name, "label"]:
                return SYSTEM_LABELS.get(language, {}).get(name)
            case ["object", object, "fields", field, "options", value] if field in APPROVAL_FIELD_DOCUMENTS:
                return APPROVAL_OPTION_LABELS.get(language, {}).get(value) if field != APPROVAL_STEP else self._step_label(object, value, language)
        return None

    def _step_label(self, object: str, step: str, language: str) -> str | None:
        found = next((each for each in self.approval_steps.get(object, ()) if each["value"] == step), None)
        place = "" if found is None else f"approval.{found['data']['approval']}.steps.{step}.label"
        return self.translations.get(language, {}).get(place)

    def _declared(self, path: str) -> str | None:
        kind, _, rest = path.partition(".")
        name, _, rest = rest.partition(".")
        if kind == "object" and name in self.objects:
            return _declared_of_object(self.objects[name], rest.split("."))
        return _text_at(self.kinds.get(kind, {}).get(name), rest.split("."))

    # Objects

    def object(self, name: str) -> ObjectType:
        try:
            return self.objects[name]
        except KeyError:
            raise NotFound("There is no object called {object}", object=name) from None

    @cached_property
    def referrers(self) -> Mapping[str, tuple[Field, ...]]:
        """By object, the fields whose column refers to it."""
        return _collected((field.references, field) for field in self._fields() if field.references is not None)

    @cached_property
    def any_referrers(self) -> Mapping[str, tuple[Field, ...]]:
        """By object, the any-references that name it; under `*`, those that may lead anywhere."""
        fields = (field for field in self._fields() if field.type.name == "any_reference")
        return _collected((name, field) for field in fields for name in _targets(field))

    @cached_property
    def linkers(self) -> Mapping[str, tuple[Link, ...]]:
        """By object, the many-to-many fields that lead to it."""
        return _collected((link.target, link) for object in self.objects.values() for link in object.links.values())

    @cached_property
    def feeds(self) -> Mapping[str, tuple[Rollup, ...]]:
        """By object, the roll-ups that its records count in."""
        return _collected((rollup.child, rollup) for object in self.objects.values() for rollup in object.rollups)

    def rollup(self, field: Field) -> Rollup | None:
        """A roll-up field with what it is taken over; None where that object or field isn't there (any more)."""
        child_name, _, reference_name = (field.of or "").partition(".")
        child = self.objects.get(child_name)
        reference = None if child is None else child.fields.get(reference_name)
        if child is None or reference is None:
            return None
        measure = child.fields.get(field.measure) if field.measure else None
        if field.measure and measure is None:
            return None
        return Rollup(
            field, child_name, reference, field.function or "count", measure, _measured(measure), field.filter
        )

    def _fields(self) -> Iterable[Field]:
        return (field for object in self.objects.values() for field in object.fields.values())

    @cached_property
    def tables(self) -> MetaData:
        """All tables as the database has them: with foreign keys, indexes and the tables of links. For making and
        comparing; queries use `ObjectType.table`.
        """
        return tables_of(self)

    def __repr__(self) -> str:
        return f"<catalogue {self.version}: {len(self.objects)} objects>"


def _grouped(documents: Mapping[str, Document]) -> Mapping[str, tuple[Document, ...]]:
    return _collected((document["object"], document) for document in documents.values())


def _collected(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, tuple[Any, ...]]:
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _targets(field: Field) -> tuple[str, ...]:
    return (field.to,) if isinstance(field.to, str) else field.to or ()


def _measured(measure: Field | None) -> str | None:
    """Of money the base amounts are added up: amounts of several currencies can't be."""
    if measure is None or measure.virtual:
        return None
    return f"{measure.name}_base" if measure.type.name == "money" else measure.type.index_column(measure)


def _declared_of_object(object: ObjectType, rest: list[str]) -> str | None:
    match rest:
        case ["label" | "plural" | "help" as key]:
            return getattr(object, key)  # type: ignore[no-any-return]
        case ["fields", name, "label" | "help" as key]:
            field = object.fields.get(name) or object.companions.get(name)
            return None if field is None else getattr(field, key)
        case ["fields", name, "options", *value]:
            field = object.fields.get(name)
            option = None if field is None else field.option(".".join(value))
            return None if option is None else option.label
        case ["rules", name]:
            return next((rule.message for rule in object.rules if rule.name == name), None)
    return None


def _text_at(document: Any, rest: list[str]) -> str | None:
    """The text in a document; a part of a list is named by its position, and stands for its label."""
    for key in rest:
        if isinstance(document, Mapping):
            document = document.get(key)
        elif isinstance(document, list) and key.isdigit() and int(key) < len(document):
            document = document[int(key)]
        else:
            return None
    if isinstance(document, Mapping):
        document = document.get("label")
    return document if isinstance(document, str) else None


def _asking(part: Any, path: str) -> Iterable[tuple[str, Document]]:
    """The steps in the lists of an approval that ask somebody, by the names that they have in a process: their id, or their place."""
    if isinstance(part, Mapping):
        if part.get("do", "ask") == "ask" and "approvers" in part:
            yield part.get("id") or path, part
        for name, inner in part.items():
            yield from _asking(inner, f"{path}/{name}")
    elif isinstance(part, (list, tuple)):
        for number, inner in enumerate(part):
            yield from _asking(inner, f"{path}/{number}")


def _asks(part: Any) -> bool:
    """Whether some step of an automation asks people."""
    if isinstance(part, Mapping):
        return part.get("do") in ("ask", "approve") or any(map(_asks, part.values()))
    return isinstance(part, (list, tuple)) and any(map(_asks, part))
