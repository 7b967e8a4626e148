"""Plugins over HTTP: what there is, and the steps of their life in this tenant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.plans import DRY_RUN, PLAN, shown_plan
from core.api.routes import NOTHING, Route
from core.api.schemas import TEXT, list_of, shape
from core.api.ui_objects import Texts
from core.audit.noting import note
from core.configuration.change import Report
from core.host.lifecycle import PluginState, detach, disable, enable, install, plugins
from core.host.purging import purge

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

STEPS: Mapping[str, Callable[[Any, str, bool], Report]] = {
    "install": lambda ctx, name, dry_run: install(ctx, [name], dry_run=dry_run),
    "enable": lambda ctx, name, dry_run: enable(ctx, [name], dry_run=dry_run),
    "disable": lambda ctx, name, dry_run: disable(ctx, name, dry_run=dry_run),
    "detach": lambda ctx, name, dry_run: detach(ctx, name, dry_run=dry_run),
}


def list_plugins(ctx: Ctx, ask: Ask) -> Answer:
    """What is offered, and how it stands here."""
    texts = Texts(ctx.catalogue, ask.language)
    return Answer({"data": [_shown(ctx, texts, plugin) for plugin in plugins(ctx)]})


def _shown(ctx: Ctx, texts: Texts, plugin: PluginState) -> dict[str, Any]:
    """In the reader's language also where the plugin isn't in force, whose texts the tenant then lacks."""
    host, place = ctx.platform.host, f"plugin.{plugin.name}"
    brought = host.texts(plugin.name, texts.language) if plugin.name in host.plugins else {}

    def said(part: str, otherwise: str) -> str:
        return texts.own(part, None) or brought.get(part) or otherwise

    return {
        **asdict(plugin),
        "title": said(f"{place}.title", plugin.title),
        "description": said(f"{place}.description", plugin.description),
        "objects": [said(f"object.{name}.plural", plural) for name, plural in plugin.objects.items()],
    }


class Step:
    """The view of one step."""

    def __init__(self, name: str, take: Callable[[Any, str, bool], Report]) -> None:
        self._name = name
        self._take = take

    def __call__(self, ctx: Ctx, ask: Ask, /) -> Answer:
        dry_run = ask.query.get("dry_run", False)
        report = self._take(ctx, ask.path["plugin"], dry_run)
        if not dry_run:
            note(ctx, ctx.actor.id, "module", self._name, detail={"name": ask.path["plugin"]}, address=ask.address)
        return shown_plan(ask, report)


def purge_plugin(ctx: Ctx, ask: Ask) -> Answer:
    """Write a plugin's data to a file and remove it for good, or say what would go."""
    dry_run = ask.query.get("dry_run", False)
    done = purge(ctx, ask.path["plugin"], dry_run=dry_run)
    if not dry_run:
        note(ctx, ctx.actor.id, "module", "purge", detail={"name": ask.path["plugin"]}, address=ask.address)
    return shown_plan(ask, done.report, **({"export": done.file.name} if done.file else {}))


WORDS = {"type": "array", "items": TEXT}
PLUGIN = shape(
    name=TEXT, title=TEXT, description=TEXT, version=TEXT, state=TEXT, requires=WORDS, required_by=WORDS, objects=WORDS,
    notice=TEXT,
)  # fmt: skip

ROUTES = (
    Route(
        method="GET", rule="/api/v1/plugins", view=list_plugins, group="plugins", summary="What is offered",
        action="administer", answers={200: list_of(PLUGIN)},
    ),
    *(
        Route(
            method="POST", rule=f"/api/v1/plugins/<plugin>/{name}", view=Step(name, take), group="plugins",
            summary=f"{name.capitalize()} a plugin", action="administer", names=("plugin",), query=(DRY_RUN,), body=NOTHING,
            idempotency="stored", answers={200: PLAN},
        )
        for name, take in STEPS.items()
    ),
    Route(
        method="POST", rule="/api/v1/plugins/<plugin>/purge", view=purge_plugin, group="plugins",
        summary="Remove a plugin's data for good", action="administer", names=("plugin",), query=(DRY_RUN,), body=NOTHING,
        idempotency="stored", answers={200: PLAN},
    ),
)  # fmt: skip
