"""The files of panels: there only where their plugin is enabled, for those who see the panel."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.api.ask import Answer, Ask
from core.api.headers import REVALIDATE
from core.api.routes import Route
from core.api.schemas import ANY_OBJECT, TEXT, shape
from core.api.ui_panels import is_open
from core.host.host import Host
from core.host.loading import Plugin
from core.host.panels import module_of
from dougong import NotFound, Panel

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["panel_routes"]

DRAWN = shape(module=TEXT, texts=ANY_OBJECT)


def panel_routes(host: Host) -> Iterator[Route]:
    """A route for each panel. Raises a Problem for one that can't be."""
    for plugin, panel in host.panels.values():
        yield Route(
            method="GET", rule=f"/x/{plugin.name}/panels/{panel.name}", view=Drawn(plugin, panel), group=plugin.name,
            plugin=plugin.name, action="self", summary=f"What draws the panel: {panel.label}", answers={200: DRAWN, 304: None},
        )  # fmt: skip


class Drawn:
    """The view of a panel: the text of its file, and its texts in the language of who looks.

    The file travels as JSON, so that nothing of a plugin is a script of our own origin, wherever a page might name it.
    """

    def __init__(self, plugin: Plugin, panel: Panel) -> None:
        self.plugin = plugin
        self.panel = panel

    def __call__(self, ctx: Ctx, ask: Ask, /) -> Answer:
        if not is_open(ctx, self.panel):
            raise NotFound()
        module, texts = module_of(self.plugin, self.panel), self._texts(ctx)
        tag = f'"{hashlib.blake2b(repr((module, texts)).encode(), digest_size=12).hexdigest()}"'
        if tag in ask.request.headers.get("If-None-Match", ""):
            return Answer(status=304, headers=[("ETag", tag)], cache=REVALIDATE)
        return Answer({"module": module, "texts": texts}, headers=[("ETag", tag)], cache=REVALIDATE)

    def _texts(self, ctx: Ctx) -> dict[str, str]:
        start = f"panel.{self.panel.name}.texts."
        known = ctx.catalogue.translations.get(ctx.actor.language, {})
        return {place.removeprefix(start): text for place, text in known.items() if place.startswith(start)}
