"""Layers merged: core, then plugins, then the tenant, each adding to and overriding what a layer below allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from metadata.definitions import PLUGIN, DefinitionRow, Effective, in_order
from metadata.kinds import kind_of
from metadata.names import title

__all__ = ["difference", "effective", "effective_of", "keep_retired", "merge_documents", "merge_objects", "sources_of"]

Document = Mapping[str, Any]

_TIGHTENED_ONLY = ("required", "read_only", "index", "unique")
"""Keys of a field that a higher layer may switch on, and never off."""


def effective(
    rows: Iterable[DefinitionRow], known: Mapping[tuple[str, str], Effective] | None = None
) -> dict[tuple[str, str], Effective]:
    """What all layers together say, by kind and name; taken from `known` where the rows are the same."""
    grouped: dict[tuple[str, str], list[DefinitionRow]] = {}
    for row in in_order(rows):
        grouped.setdefault((row.kind, row.name), []).append(row)
    known = known or {}
    return {key: _kept(known.get(key), tuple(group)) or effective_of(group) for key, group in grouped.items()}


def _kept(known: Effective | None, rows: tuple[DefinitionRow, ...]) -> Effective | None:
    return known if known is not None and known.rows == rows else None


def effective_of(rows: Sequence[DefinitionRow]) -> Effective:
    """The rows of one name, from the lowest layer to the highest, as one document."""
    base = _base(rows)
    standing = [row for row in rows if row is base or not (row.retired or base.retired)]
    document: Document = base.document
    for row in standing:
        if row is not base:
            document = merge_documents(row.kind, document, _meant(row, document))
    return Effective(
        kind=base.kind,
        name=base.name,
        layer=base.layer,
        owner=base.owner,
        document=document,
        version=max(row.version for row in rows),
        retired=base.retired,
        sources=sources_of(standing),
        rows=tuple(rows),
    )


def _meant(row: DefinitionRow, below: Document) -> Document:
    """A plugin's document without the labels that the SDK made up for fields which have one already."""
    fields, known = row.document.get("fields"), below.get("fields", {})
    if row.layer != PLUGIN or not fields or known.keys().isdisjoint(fields):
        return row.document
    return {**row.document, "fields": {name: _unlabelled(name, field, known) for name, field in fields.items()}}


def _unlabelled(name: str, field: Document, known: Document) -> Document:
    if name not in known or field.get("label") != title(name):
        return field
    return {key: value for key, value in field.items() if key != "label"}


def _base(rows: Sequence[DefinitionRow]) -> DefinitionRow:
    return next((row for row in rows if not row.document.get("extends")), rows[0])


def sources_of(rows: Iterable[DefinitionRow]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for name, field in row.document.get("fields", {}).items():
            found.setdefault(f"fields.{name}", row.owner)
            for option in field.get("options", ()) if isinstance(field, Mapping) else ():
                found.setdefault(f"fields.{name}.options.{option['value']}", row.owner)
        for rule in row.document.get("rules", ()) if row.kind == "object" else ():
            found.setdefault(f"rules.{rule['name']}", row.owner)
    return found


def merge_documents(kind: str, base: Document, overlay: Document) -> Document:
    """What a document and one of a higher layer say together; the same again changes nothing."""
    return _MERGES[kind_of(kind).merge](base, overlay)


def _replace(base: Document, overlay: Document) -> Document:
    return overlay


def merge_objects(base: Document, overlay: Document) -> Document:
    """Fields, options and rules are added by name, index groups as they are; every other key is overridden."""
    merged = {**base, **{key: value for key, value in overlay.items() if key != "extends"}}
    if base.get("extends") and overlay.get("extends"):
        merged["extends"] = True
    if "fields" in base and "fields" in overlay:
        merged["fields"] = _by_key(base["fields"], overlay["fields"], _merge_fields)
    if "rules" in base and "rules" in overlay:
        merged["rules"] = _by_name(base["rules"], overlay["rules"], "name", _override)
    if "indexes" in base and "indexes" in overlay:
        merged["indexes"] = [*base["indexes"], *(group for group in overlay["indexes"] if group not in base["indexes"])]
    return merged


def _merge_fields(base: Document, overlay: Document) -> Document:
    merged = {**base, **overlay}
    for key in _TIGHTENED_ONLY:
        if base.get(key) or overlay.get(key):
            merged[key] = True
    if "options" in base and "options" in overlay:
        merged["options"] = _by_name(base["options"], overlay["options"], "value", _override)
    return merged


def _override(base: Document, overlay: Document) -> Document:
    return {**base, **overlay}


def _by_key(base: Document, overlay: Document, merge: Callable[[Document, Document], Document]) -> dict[str, Document]:
    merged = dict(base)
    for key, value in overlay.items():
        merged[key] = merge(base[key], value) if key in base else value
    return merged


def _by_name(
    base: Sequence[Document], overlay: Sequence[Document], key: str, merge: Callable[[Document, Document], Document]
) -> list[Document]:
    """Lists of named things, merged by their names; things stand by their `order`, where they have one."""
    merged = _by_key({item[key]: item for item in base}, {item[key]: item for item in overlay}, merge)
    return list(merged.values())


def _merge_settings(base: Document, overlay: Document) -> Document:
    merged = {**base, **{key: value for key, value in overlay.items() if key != "extends"}}
    for part in ("fields", "values"):
        if part in base or part in overlay:
            merged[part] = {**base.get(part, {}), **overlay.get(part, {})}
    return merged


def _merge_texts(base: Document, overlay: Document) -> Document:
    return {**base, **overlay, "texts": {**base.get("texts", {}), **overlay.get("texts", {})}}


def _merge_grants(base: Document, overlay: Document) -> Document:
    if not overlay.get("extends"):
        return overlay
    merged = {**base, **{key: value for key, value in overlay.items() if key != "extends"}}
    merged["objects"] = {**base.get("objects", {}), **overlay.get("objects", {})}
    merged["system"] = list(dict.fromkeys([*base.get("system", ()), *overlay.get("system", ())]))
    return merged


_MERGES: Mapping[str, Callable[[Document, Document], Document]] = {
    "replace": _replace,
    "object": merge_objects,
    "settings": _merge_settings,
    "texts": _merge_texts,
    "grants": _merge_grants,
}


def difference(kind: str, base: Document, wanted: Document) -> Document:
    """The smallest document of a higher layer that turns `base` into `wanted`, so that what it doesn't touch goes on
    following the layer below. What `wanted` leaves out of `base` can't be taken away, and is ignored.
    """
    how = kind_of(kind).merge
    if how == "settings":
        return _settings_difference(base, wanted)
    if how != "object":
        return wanted
    made = {key: value for key, value in wanted.items() if key == "name" or base.get(key) != value}
    for key, compare in (("fields", _field_differences), ("rules", _rule_differences), ("indexes", _new_groups)):
        if key in made and key in base:
            made[key] = compare(base[key], made[key])
            if not made[key]:
                del made[key]
    return {**made, "extends": True}


def _settings_difference(base: Document, wanted: Document) -> Document:
    made = {key: value for key, value in wanted.items() if key == "name" or base.get(key) != value}
    for part in ("fields", "values"):
        if part in made:
            known = base.get(part, {})
            made[part] = {key: value for key, value in wanted[part].items() if key not in known or known[key] != value}
    return {**made, "extends": True}


def _field_differences(base: Document, wanted: Document) -> Document:
    found = {name: _field_difference(base.get(name), field) for name, field in wanted.items()}
    return {name: field for name, field in found.items() if field}


def _field_difference(base: Document | None, wanted: Document) -> Document:
    if base is None:
        return wanted
    made = {key: value for key, value in wanted.items() if base.get(key) != value}
    if "options" in made and "options" in base:
        made["options"] = _named_differences(base["options"], made["options"], "value")
    return made


def _rule_differences(base: Sequence[Document], wanted: Sequence[Document]) -> list[Document]:
    return _named_differences(base, wanted, "name")


def _named_differences(base: Sequence[Document], wanted: Sequence[Document], key: str) -> list[Document]:
    known = {item[key]: item for item in base}
    return [item for item in wanted if known.get(item[key]) != item]


def _new_groups(base: Sequence[Any], wanted: Sequence[Any]) -> list[Any]:
    return [group for group in wanted if group not in base]


def keep_retired(before: Document, after: Document) -> Document:
    """The new document of an object, with the fields and options that it no longer has kept as retired ones: their columns
    and values stay, and they can be restored.
    """
    known, wanted = before.get("fields", {}), after.get("fields", {})
    gone = {name: {**field, "retired": True} for name, field in known.items() if name not in wanted}
    kept = {name: _keep_options(known.get(name, {}), field) for name, field in wanted.items()}
    return {**after, "fields": {**kept, **gone}} if gone or kept != wanted else after


def _keep_options(before: Document, after: Document) -> Document:
    if "options" not in after or "options" not in before:
        return after
    values = {option["value"] for option in after["options"]}
    gone = [{**option, "retired": True} for option in before["options"] if option["value"] not in values]
    return {**after, "options": [*after["options"], *gone]} if gone else after
