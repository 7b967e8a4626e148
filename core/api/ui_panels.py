"""The panels of plugins as the pages place them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.api.ui_objects import Texts
from dougong import Panel

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["is_open", "of_record", "pages_of", "shown_panels"]

Objects = Mapping[str, Mapping[str, Any]]
Panels = Mapping[str, Mapping[str, Any]]


def is_open(ctx: Ctx, panel: Panel) -> bool:
    """Whether the actor may read what the panel is about."""
    if panel.object is None:
        return True
    return panel.object in ctx.catalogue.objects and bool(ctx.records.rights[panel.object].grants.read)


def shown_panels(ctx: Ctx, texts: Texts) -> dict[str, dict[str, Any]]:
    """The panels of the enabled plugins that are open to the actor, by name."""
    return {
        name: _panel(plugin.name, panel, texts)
        for name, (plugin, panel) in ctx.platform.host.panels.items()
        if plugin.name in ctx.catalogue.plugins and is_open(ctx, panel)
    }


def _panel(plugin: str, panel: Panel, texts: Texts) -> dict[str, Any]:
    own = [panel.object] if panel.object else []
    return {
        "name": panel.name,
        "plugin": plugin,
        "place": panel.place,
        "label": texts.label(f"panel.{panel.name}.label", panel.label),
        "icon": panel.icon,
        "object": panel.object,
        "reads": list(dict.fromkeys([*own, *panel.reads, *panel.writes])),
        "writes": list(panel.writes),
    }


def of_record(panels: Panels, object: str, named: Iterable[str] | None) -> list[str]:
    """The panels on the pages of an object's records: those that the layout names, or all."""
    offered = [name for name, panel in panels.items() if panel["place"] == "record" and panel["object"] == object]
    return offered if named is None else [name for name in named if name in offered]


def pages_of(ctx: Ctx, panels: Panels) -> dict[str, list[str]]:
    """The panels that are pages of their own, by the group of the menu, in their order there."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, shown in panels.items():
        if shown["place"] == "page":
            menu = ctx.platform.host.panels[name][1].menu or {}
            found.setdefault(menu.get("group", "other"), []).append((menu.get("order", 1_000_000), name))
    return {group: [name for _, name in sorted(pages)] for group, pages in found.items()}
