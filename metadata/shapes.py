"""An object compiled from its own document alone: its fields and its table. Kept while the document stays the same."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, FromClause, MetaData, Table

from metadata.definitions import Effective
from metadata.field_types import field_type, is_type
from metadata.fields import Field, make_field
from metadata.links import Link, link_of
from metadata.names import title
from metadata.system_fields import APPROVAL_FIELD_DOCUMENTS, APPROVAL_STEP, NEVER_EMPTY, SYSTEM_FIELD_DOCUMENTS

__all__ = ["FEATURES", "Shape", "make_shape", "rolled_up"]

FEATURES = ("activities", "comments", "files", "follow")
_EXACT = ("decimal", "money", "percent")
_NAMES_OF_RECORDS = ("name", "title", "subject")

Document = Mapping[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """What an object is by itself; `ObjectType` adds how it stands to the others.

    fields: by name, the system fields first; retired ones, and those that wait for an object
    whose plugin is switched off, are in `retired_fields`. companions: the fields that come
    with another (`amount_currency`), which lists of fields leave out.
    """

    name: str
    label: str
    plural: str
    help: str | None
    icon: str | None
    color: str | None
    owner: str
    layer: str
    document: Document = attribute(repr=False)
    fields: Mapping[str, Field] = attribute(repr=False)
    companions: Mapping[str, Field] = attribute(repr=False)
    retired_fields: Mapping[str, Field] = attribute(repr=False)
    name_field: str
    sharing: str
    parent: str | None
    features: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...]
    menu: Mapping[str, Any] | bool | None

    @cached_property
    def table(self) -> Table:
        """The table, for queries. It stands alone: its foreign keys lead nowhere; see `Catalogue.tables` for those."""
        return Table(self.name, MetaData(), *self.columns())

    def alias(self, name: str) -> FromClause:
        """The table under another name. Kept, since it costs as much as the table has columns: names are few, and a
        statement that nests one select in another names them differently.
        """
        known: dict[str, FromClause] = self.__dict__.setdefault("_aliases", {})
        found = known.get(name)
        return known.setdefault(name, self.table.alias(name)) if found is None else found

    def columns(self) -> list[Column[Any]]:
        made = [column for field in self.fields.values() for column in field.columns()]
        for column in made:
            if column.name in NEVER_EMPTY:
                column.nullable = False
        return made

    @cached_property
    def all_fields(self) -> Mapping[str, Field]:
        return {**self.fields, **self.companions}

    @cached_property
    def search_fields(self) -> tuple[Field, ...]:
        """The fields that the search finds a record by."""
        return tuple(
            field
            for field in self.fields.values()
            if field.search or (field.name == self.name_field and not field.system)
        )

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """The many-to-many fields of this object, by name."""
        return {field.name: link_of(field) for field in self.fields.values() if field.type.name == "many_to_many"}

    @cached_property
    def conditional(self) -> bool:
        """Whether a form of it depends on the values in it."""
        return any(field.conditional for field in self.fields.values())


def make_shape(
    effective: Effective,
    rollup_sources: Mapping[str, Document],
    waiting: Container[str],
    targets: Mapping[str, tuple[str, ...]],
    region: str | None,
    approval_steps: tuple[Document, ...] | None = None,
) -> Shape:
    """Compile one object. `rollup_sources`: for each roll-up, the document of the field that it takes the figure of.
    `waiting`: the fields that are hidden because what they lead to isn't there. `targets`: the lists of any-references that are cut to what is there.
    `approval_steps`: as options, the steps that ask somebody in the approvals of the object, where it has any.
    """
    document = effective.document
    fields = {**_system_fields(effective.name, approval_steps), **_own_fields(effective, rollup_sources, region)}
    fields |= {name: replace(fields[name], to=there) for name, there in targets.items() if name in fields}
    hidden = {name: field for name, field in fields.items() if field.retired or name in waiting}
    active = {name: field for name, field in fields.items() if name not in hidden}
    label = document.get("label") or title(effective.name)
    menu = document.get("menu")
    return Shape(
        name=effective.name,
        label=label,
        plural=document.get("plural") or label,
        help=document.get("help"),
        icon=document.get("icon"),
        color=document.get("color"),
        owner=effective.owner,
        layer=effective.layer,
        document=document,
        fields=MappingProxyType(active),
        companions=MappingProxyType(_companions(active.values())),
        retired_fields=MappingProxyType(hidden),
        name_field=_name_field(document.get("name_field"), active),
        sharing=_sharing(document, active),
        parent=parent if (parent := document.get("parent")) in active else None,
        features=tuple(document.get("features", FEATURES)),
        indexes=tuple(tuple(group) for group in document.get("indexes", ())),
        menu=menu,
    )


def _system_fields(object: str, steps: tuple[Document, ...] | None) -> dict[str, Field]:
    """Those of every record, and what records say of their approvals where the object has any, with these steps."""
    documents = dict(SYSTEM_FIELD_DOCUMENTS)
    if steps is not None:
        documents |= {**APPROVAL_FIELD_DOCUMENTS, APPROVAL_STEP: {**APPROVAL_FIELD_DOCUMENTS[APPROVAL_STEP], "options": steps}}
    return {name: make_field(name, field_type(document["type"]), object, document, system=True) for name, document in documents.items()}


def _own_fields(effective: Effective, rollup_sources: Mapping[str, Document], region: str | None) -> dict[str, Field]:
    owners = effective.sources
    return {
        name: _own_field(name, effective.name, document, owners[f"fields.{name}"], rollup_sources.get(name), region)
        for name, document in effective.document.get("fields", {}).items()
        if is_type(document["type"])  # one of a plugin that isn't installed any more waits for it
    }


def _own_field(
    name: str, object: str, document: Document, owner: str, rollup_source: Document | None, region: str | None
) -> Field:
    type = field_type(document["type"])
    more: dict[str, Any] = {"owner": owner}
    if "label" not in document:
        more["label"] = title(name)
    if type.name == "phone":
        more["region"] = region
    if type.name in ("formula", "rollup"):
        more["computed_as"] = _result(name, object, document, rollup_source)
    if "search" not in document and type.searchable_by_default:
        more["search"] = True
    return make_field(name, type, object, document, **more)


def _result(name: str, object: str, document: Document, rollup_source: Document | None) -> Field:
    if document["type"] == "formula":
        result = {"type": document["returns"]} | ({"scale": document["scale"]} if "scale" in document else {})
    else:
        result = rolled_up(document["function"], rollup_source)
    return make_field(name, field_type(result["type"]), object, result)


_AVERAGE_SCALE = 6


def rolled_up(function: str, source: Document | None) -> dict[str, Any]:
    """The field that a roll-up's figure is shown as, from the document of the field it is taken of."""
    if function == "count" or source is None:
        return {"type": "integer"}
    if function == "avg":
        return _average(source)
    return {"type": source["type"], **{key: source[key] for key in ("scale", "options") if key in source}}


def _average(source: Document) -> dict[str, Any]:
    scale = source.get("scale", 2 if source["type"] in _EXACT else 0)
    shown = source["type"] if source["type"] in _EXACT else "decimal"
    return {"type": shown, "scale": scale if shown == "money" else max(scale, min(_AVERAGE_SCALE, scale + 2))}


def _companions(fields: Any) -> dict[str, Field]:
    return {
        name: make_field(
            name, field_type(document["type"]), field.object, {"label": title(name), **document},
            owner=field.owner, companion_of=field.name,
        )
        for field in fields
        for name, document in field.type.companions(field).items()
    }  # fmt: skip


def _name_field(wanted: str | None, fields: Mapping[str, Field]) -> str:
    for name in (wanted, *_NAMES_OF_RECORDS):
        if name in fields:
            return str(name)
    return next((name for name, field in fields.items() if field.type.name in ("text", "auto_number")), "id")


def _sharing(document: Document, fields: Mapping[str, Field]) -> str:
    """Without its parent's field, an object is its owners' alone."""
    sharing = document.get("sharing", "private")
    return "private" if sharing == "parent" and document.get("parent") not in fields else sharing
