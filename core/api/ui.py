"""What the pages are drawn from: the catalogue as this actor may see it, in one answer that browsers keep."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.headers import REVALIDATE
from core.api.routes import Route
from core.api.schemas import ANY_OBJECT, TEXT, shape
from core.api.ui_layouts import own_views, shown_layouts, shown_menu, shown_slots, shown_views
from core.api.ui_objects import Texts, shown_objects
from core.api.ui_panels import shown_panels

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

Key = tuple[Any, ...]


def drawn(ctx: Ctx) -> dict[str, Any]:
    """Everything but the lists that people saved themselves."""
    texts = Texts(ctx.catalogue, ctx.actor.language)
    objects = shown_objects(ctx, texts)
    panels = shown_panels(ctx, texts)
    layouts = shown_layouts(ctx, objects, panels, texts)
    for name, object in objects.items():
        object["path"] = layouts[name]["path"]
        object["conditional"] |= any("visible_when" in section for section in layouts[name]["sections"])
    return {
        "version": str(ctx.catalogue.version),
        "objects": objects,
        "views": shown_views(ctx, objects, texts),
        "layouts": layouts,
        "menu": shown_menu(ctx, objects, panels, texts),
        "slots": shown_slots(ctx, objects, texts),
        "panels": panels,
        "tasks": bool(ctx.catalogue.decided_objects),
    }


def ui(ctx: Ctx, ask: Ask) -> Answer:
    """The catalogue; 304 where the browser has it already."""
    key = (ctx.tenant, ctx.catalogue.version, ctx.actor.signature, ctx.actor.language)
    found = ask.services.drawings.get(key, lambda: drawn(ctx))
    saved = own_views(ctx, found["objects"])
    tag = _tag(key, saved)
    headers = [("ETag", tag)]
    if tag in ask.request.headers.get("If-None-Match", ""):
        return Answer(status=304, headers=headers, cache=REVALIDATE)
    return Answer(_with_saved(found, saved), headers=headers, cache=REVALIDATE)


def _with_saved(found: dict[str, Any], saved: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    views = dict(found["views"])
    for object, view in saved:
        views[object] = [*views.get(object, ()), view]
    return {**found, "views": views}


def _tag(key: Key, saved: list[tuple[str, dict[str, Any]]]) -> str:
    return f'"{hashlib.blake2b(repr((key, saved)).encode(), digest_size=12).hexdigest()}"'


CATALOGUE = shape(
    version=TEXT, objects=ANY_OBJECT, views=ANY_OBJECT, layouts=ANY_OBJECT, menu={"type": "array"}, slots={"type": "array"},
    panels=ANY_OBJECT, tasks={"type": "boolean", "description": "Whether people are asked to decide anything"},
)

ROUTES = (
    Route(
        method="GET", rule="/api/v1/ui", view=ui, group="session", summary="What the pages are drawn from",
        action="self", answers={200: CATALOGUE, 304: None},
    ),
)  # fmt: skip
