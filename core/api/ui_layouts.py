"""Views, layouts, menu and slots as the pages draw them, without what the actor may not see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.api.ui_objects import Texts, shown_field
from core.api.ui_panels import of_record, pages_of
from core.host.host import CORE
from metadata.field_types import field_type
from metadata.fields import make_field
from metadata.names import title

if TYPE_CHECKING:
    from core.context import Ctx
    from dougong import Slot
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["own_views", "shown_layouts", "shown_menu", "shown_slots", "shown_views"]

Objects = Mapping[str, Mapping[str, Any]]
Panels = Mapping[str, Mapping[str, Any]]
ONE_FIELD = ("group_by", "split_by", "start", "end", "place", "image", "color_by")
SAVED_KEYS = ("form", "filter", "columns", "sort", "sums", "card", *ONE_FIELD, "scale", "limits", "widths", "frozen", "density")
SAVED_FIELDS = ("id", "label", "object", "document", "shared", "locked", "view", "owner_id", "version")
VIEW_KEYS = (*SAVED_KEYS, "default", "default_for")
LAST = 1_000_000
MOST_COLUMNS = 5
#: What stands for a record's id in the path of an endpoint.
NAMED = re.compile(r"<[^>]*>")


def shown_views(ctx: Ctx, objects: Objects, texts: Texts) -> dict[str, list[dict[str, Any]]]:
    """The lists that definitions offer, by object."""
    return {name: _views(ctx.catalogue.views_of.get(name, ()), objects[name], texts) for name in objects}


def _views(documents: Iterable[Mapping[str, Any]], object: Mapping[str, Any], texts: Texts) -> list[dict[str, Any]]:
    ordered = sorted(documents, key=lambda document: document.get("order", LAST))
    return [_view(document, object, texts) for document in ordered]


def _view(document: Mapping[str, Any], object: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    name = document["name"]
    shown = {"name": name, "label": texts.label(f"view.{name}.label", document.get("label") or title(name)), "form": "table"}
    shown |= {key: document[key] for key in VIEW_KEYS if document.get(key) is not None}
    for key in ("columns", "card"):
        if key in shown:
            shown[key] = _visible(shown[key], object)
    if "sums" in shown:
        shown["sums"] = [figure for figure in shown["sums"] if _summed(figure) in object["fields"]]
    for key in ONE_FIELD:
        if key in shown and not _visible([shown[key].partition(":")[0]], object):
            del shown[key]
    return shown


def _summed(figure: str) -> str:
    """The field that a figure is of: `amount`, `amount_base` and `avg:amount` are of the amount."""
    return figure.rpartition(":")[2].removesuffix("_base")


def own_views(ctx: Ctx, objects: Objects) -> list[tuple[str, dict[str, Any]]]:
    """The lists that the actor has saved or that others share, each with its object."""
    if "saved_view" not in objects:
        return []
    fields = [name for name in SAVED_FIELDS if name in objects["saved_view"]["fields"]]  # not all, before an upgrade
    saved = ctx.records.list("saved_view", fields=fields, sort="label", limit=1000).data
    return [(view["object"], _saved(ctx, view)) for view in saved if view["object"] in objects and _is_for(ctx, view)]


def _is_for(ctx: Ctx, view: Mapping[str, Any]) -> bool:
    """The mark that says what lists open with means nothing to others than its owner."""
    return not view.get("view") or view["owner_id"] == ctx.actor.id


def _saved(ctx: Ctx, view: Mapping[str, Any]) -> dict[str, Any]:
    document = view["document"] if isinstance(view["document"], Mapping) else {}
    kept = {key: document[key] for key in SAVED_KEYS if document.get(key) is not None}
    known = {"id": view["id"], "label": view["label"], "version": view["version"]}
    use = {name: bool(view.get(name)) for name in ("shared", "locked")} | {"mine": view["owner_id"] == ctx.actor.id}
    opens = {"opens": view["view"]} if view.get("view") else {}
    return {"form": "table", **kept, "name": view["id"], **known, **use, **opens}


# -- layouts -------------------------------------------------------------------------------------------------


def shown_layouts(ctx: Ctx, objects: Objects, panels: Panels, texts: Texts) -> dict[str, dict[str, Any]]:
    """By object, the layout that applies to this actor."""
    return {name: _layout(ctx, objects, panels, ctx.catalogue.object(name), texts) for name in objects}


def _layout(ctx: Ctx, objects: Objects, panels: Panels, kind: ObjectType, texts: Texts) -> dict[str, Any]:
    document = ctx.catalogue.layout_for(kind.name, ctx.actor.permission_sets)
    object = objects[kind.name]
    path = document.get("path")
    return {
        "name": document.get("name"),
        "header": _visible(document.get("header", ()), object),
        "path": path if path in object["fields"] else None,
        "preview": next(iter(_visible(filter(None, [document.get("preview")]), object)), None),
        "sections": _sections(ctx, document, object, texts),
        "related": _related(ctx, objects, kind, document, texts),
        "panels": of_record(panels, kind.name, document.get("panels")),
    }


def _sections(ctx: Ctx, document: Mapping[str, Any], object: Mapping[str, Any], texts: Texts) -> list[dict[str, Any]]:
    if not document.get("sections"):
        return [{"columns": 2, "fields": [name for name, field in object["fields"].items() if not field["system"]]}]
    made = []
    for position, section in enumerate(document["sections"]):
        shown = {key: section[key] for key in ("columns", "visible_when") if key in section}
        label = _part_label(ctx, document, "sections", position, texts)
        made.append({**shown, **({"label": label} if label else {}), "fields": _visible(section["fields"], object)})
    return [section for section in made if section["fields"]]


def _part_label(ctx: Ctx, document: Mapping[str, Any], part: str, position: int, texts: Texts) -> str | None:
    """What a section or a related list is called.

    Texts of a plugin are keyed by where a part stands in the plugin's own layout. In one that the tenant has rearranged,
    a part that is still called the same keeps its translation, wherever it stands now; one with another name has none.
    """
    label = document[part][position].get("label")
    place = f"layout.{document['name']}.{part}"
    rows = ctx.catalogue.effective["layout", document["name"]].rows
    if rows[0].document is document:
        return texts.own(f"{place}.{position}", label)
    below = [one.get("label") for one in rows[0].document.get(part, ())]
    return texts.own(f"{place}.{below.index(label)}", label) if label in below else label


def _related(
    ctx: Ctx, objects: Objects, kind: ObjectType, document: Mapping[str, Any], texts: Texts
) -> list[dict[str, Any]]:
    leading = (*ctx.catalogue.referrers.get(kind.name, ()), *ctx.catalogue.any_referrers.get(kind.name, ()))
    referring = [field for field in leading if _can(objects, field)]
    if "related" not in document:
        return [_default_related(ctx, objects, field) for field in referring]
    made = []
    for position, related in enumerate(document["related"]):
        target = objects.get(related["object"])
        if target is None or related["field"] not in target["fields"]:
            continue
        label = _part_label(ctx, document, "related", position, texts) or target["plural"]
        columns = _visible(related.get("columns", (target["name_field"],)), target)
        made.append({"object": related["object"], "field": related["field"], "label": label, "columns": columns})
    return made + [_default_related(ctx, objects, field) for field in _unforeseen(ctx, document, referring)]


def _unforeseen(ctx: Ctx, document: Mapping[str, Any], referring: Iterable[Field]) -> list[Field]:
    """What other plugins add to a plugin's page: references by their objects, of those that stand in the menu.

    A layout that the tenant has changed shows what it says and nothing else.
    """
    layout = ctx.catalogue.effective["layout", document["name"]]
    if layout.adjusted:
        return []
    said = {(related["object"], related["field"]) for related in document["related"]}
    objects = ctx.catalogue.objects
    return [
        field
        for field in referring
        if (field.object, field.name) not in said
        and objects[field.object].owner != layout.owner
        and objects[field.object].document.get("menu", True)
    ]


def _can(objects: Objects, field: Field) -> bool:
    return not field.system and field.object in objects and field.name in objects[field.object]["fields"]


def _default_related(ctx: Ctx, objects: Objects, field: Field) -> dict[str, Any]:
    target = objects[field.object]
    columns = [name for name in _usual_columns(ctx, field.object, target) if name != field.name]
    return {"object": field.object, "field": field.name, "label": target["plural"], "columns": columns[:MOST_COLUMNS]}


def _usual_columns(ctx: Ctx, name: str, object: Mapping[str, Any]) -> list[str]:
    """Those of the object's own table, or its first fields."""
    tables = [view for view in ctx.catalogue.views_of.get(name, ()) if view.get("columns") and view.get("form", "table") == "table"]
    chosen = next((view for view in tables if view.get("default")), tables[0] if tables else None)
    if chosen is not None:
        return _visible(chosen["columns"], object)
    own = [name for name, shown in object["fields"].items() if not shown["system"] and name != object["name_field"]]
    return [object["name_field"], *own]


def _visible(names: Iterable[str], object: Mapping[str, Any]) -> list[str]:
    """The fields, and paths beginning with a field, that the actor sees."""
    fields = object["fields"]
    return [name for name in names if name in fields or _leading(name) in fields or f"{_leading(name)}_id" in fields]


def _leading(path: str) -> str:
    return path.partition(".")[0]


# -- menu and slots ------------------------------------------------------------------------------------------


def shown_menu(ctx: Ctx, objects: Objects, panels: Panels, texts: Texts) -> list[dict[str, Any]]:
    """The objects and the pages of plugins in the menu, in groups; groups in the order of the plugins they come from."""
    pages = pages_of(ctx, panels)
    groups: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(objects, key=lambda name: _rank(ctx, name)):
        menu = ctx.catalogue.object(name).menu
        if menu is not False:
            place = menu if isinstance(menu, Mapping) else {}
            groups.setdefault(place.get("group", "other"), []).append((place.get("order", LAST), name))
    for group in pages:
        groups.setdefault(group, [])
    return [
        {
            "group": group,
            "label": texts.label(f"menu.{group}", title(group)),
            "items": [name for _, name in sorted(items)],
            "pages": pages.get(group, []),
        }
        for group, items in groups.items()
    ]


def _rank(ctx: Ctx, name: str) -> tuple[int, str]:
    owner = ctx.catalogue.object(name).owner
    owners = (*ctx.catalogue.plugins, CORE)
    return (owners.index(owner) if owner in owners else len(owners), name)


def shown_slots(ctx: Ctx, objects: Objects, texts: Texts) -> list[dict[str, Any]]:
    """What the enabled plugins put into pages of objects that the actor sees."""
    made = []
    for plugin, slot in ctx.platform.host.slots:
        enabled = plugin == CORE or plugin in ctx.catalogue.plugins
        if not enabled or (slot.object is not None and slot.object not in objects) or not _may_press(ctx, plugin, slot, objects):
            continue
        place = f"slot.{slot.name}"
        fields = [_field_of_slot(ctx, slot, name, document) for name, document in slot.fields.items() if ctx.catalogue.leads_somewhere(document)]
        everything = frozenset(slot.fields)
        made.append(
            {
                "name": slot.name,
                "place": slot.place,
                "plugin": plugin,
                "label": texts.label(f"{place}.label", slot.label),
                "object": slot.object,
                "icon": slot.icon,
                "endpoint": slot.endpoint,
                "opens": slot.opens,
                "sets": dict(slot.sets),
                "saves": _visible(slot.saves, objects[slot.object]) if slot.object else [],
                "visible_when": slot.visible_when,
                "fields": {field.name: shown_field(field, f"{place}.fields.{field.name}", texts, everything) for field in fields},
            }
        )
    return made


def _may_press(ctx: Ctx, plugin: str, slot: Slot, objects: Objects) -> bool:
    """Whether the actor is allowed what the endpoint of a slot asks for; a button that always refuses is none."""
    if slot.endpoint is None:
        return True
    address = slot.endpoint.partition("?")[0].replace("{id}", "<>")
    for owner, endpoint in ctx.platform.host.endpoints:
        if owner == plugin and NAMED.sub("<>", endpoint.path) == address:
            return endpoint.object in objects and bool(getattr(ctx.records.access(endpoint.object), endpoint.action))
    return True


def _field_of_slot(ctx: Ctx, slot: Slot, name: str, document: Mapping[str, Any]) -> Field:
    """A field of a form; one that may lead to several objects, to those that are there."""
    there = ctx.catalogue.targets_there(document)
    return make_field(name, field_type(document["type"]), slot.object or "", document if there is None else {**document, "to": list(there)})
