"""The plugins of this installation: found, imported, checked, and ready to be called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pluggy

from core import builtin
from core.config import Config
from core.host.loading import Plugin, load
from core.host.offer import Offer, read_offer
from core.host.order import by_requirements, check_requirements
from core.host.panels import check_panel
from core.host.reactions import Reactions
from core.host.relay import Relay
from core.processes.kinds import register_kinds
from core.processes.sources import register_sources
from dougong import Change, Channel, Definition, Endpoint, Hooks, Job, NotFound, Panel, Problem, Slot

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["CORE", "Host"]

CORE = "core"


class Host:
    """What `plugins.toml` offers. Raises a Problem of one line when a plugin can't be offered."""

    def __init__(self, config: Config) -> None:
        self.offer = read_offer(config)
        self.plugins = _loaded(self.offer)
        check_requirements(self.plugins)
        self.order = tuple(by_requirements(self.plugins))
        self.manager = _manager(self.plugins)
        register_kinds(self._answers("register_automation_steps"))
        register_sources(self._answers("register_approver_sources"))
        self.reactions = Reactions()
        self._relays: dict[tuple[str, ...], Relay] = {}

    def plugin(self, name: str) -> Plugin:
        """A plugin that is offered; raises NotFound."""
        if name not in self.plugins:
            raise NotFound("There is no plugin called {name} here; plugins.toml says what is offered", name=name)
        return self.plugins[name]

    def hooks(self, catalogue: Catalogue) -> Relay:
        """The hooks of the plugins that are enabled in a tenant."""
        return self.relay(catalogue.plugins)

    def relay(self, enabled: tuple[str, ...]) -> Relay:
        """The hooks of the core and of these plugins."""
        found = self._relays.get(enabled)
        if found is None:
            absent = [plugin.object for plugin in self.plugins.values() if plugin.name not in enabled]
            found = self._relays[enabled] = Relay(self.manager, absent)
        return found

    def after_commit(self, ctx: Ctx, changes: Sequence[Change]) -> None:
        """Have the tenant's plugins told of these records when they are committed."""
        self.reactions.react(ctx, self.hooks(ctx.catalogue), changes)

    def definitions(self, name: str) -> list[Definition]:
        """What a plugin, or the core, declares."""
        return [declared for _, declared in self._answers("register_objects", (name,))]

    def texts(self, name: str, language: str) -> dict[str, str]:
        """The texts that a plugin brings in a language, whether or not it is enabled anywhere."""
        brought = (one.document for one in self.definitions(name) if one.kind == "translation")
        return {place: text for document in brought if document["language"] == language for place, text in document["texts"].items()}

    @cached_property
    def endpoints(self) -> list[tuple[str, Endpoint]]:
        """HTTP endpoints, each with the plugin that has it."""
        return self._answers("register_endpoints")

    @cached_property
    def slots(self) -> list[tuple[str, Slot]]:
        """The actions that plugins put into pages, each with the plugin that puts it there."""
        return [(owner, slot) for owner, slot in self._added if isinstance(slot, Slot)]

    @cached_property
    def panels(self) -> Mapping[str, tuple[Plugin, Panel]]:
        """What plugins draw themselves by name, each with its plugin."""
        found: dict[str, tuple[Plugin, Panel]] = {}
        for owner, panel in self._added:
            if not isinstance(panel, Panel):
                continue
            check_panel(self.plugins[owner], panel)
            if panel.name in found:
                raise Problem(
                    "The plugin {name} has a panel {panel}, and {first} has one of that name",
                    name=owner,
                    panel=panel.name,
                    first=found[panel.name][0].name,
                )
            found[panel.name] = (self.plugins[owner], panel)
        return found

    @cached_property
    def _added(self) -> list[tuple[str, Any]]:
        return self._answers("register_slots")

    @cached_property
    def channels(self) -> Mapping[str, tuple[str, Channel]]:
        """Ways out of the tenant by name, each with the plugin that registers it."""
        found: dict[str, tuple[str, Channel]] = {}
        for owner, channel in self._answers("register_channels"):
            if channel.name in found:
                raise Problem(
                    "The plugin {name} registers a channel {channel}, and {first} has one of that name",
                    name=owner,
                    channel=channel.name,
                    first=found[channel.name][0],
                )
            found[channel.name] = (owner, channel)
        return found

    @cached_property
    def jobs(self) -> Mapping[str, tuple[str, Job]]:
        """Kinds of jobs by name, each with the plugin that does them."""
        found: dict[str, tuple[str, Job]] = {}
        for owner, job in self._answers("register_jobs"):
            if job.name in found:
                raise Problem(
                    "The plugin {name} registers a job {job}, and {first} has one of that name",
                    name=owner,
                    job=job.name,
                    first=found[job.name][0],
                )
            found[job.name] = (owner, job)
        return found

    def _answers(self, hook: str, names: Iterable[str] | None = None) -> list[tuple[str, Any]]:
        answers: list[tuple[str, Any]] = []
        for name in (CORE, *self.order) if names is None else names:
            caller = self.only(name, hook)
            answers += [(name, item) for given in caller() for item in given]
        return answers

    def only(self, name: str, hook: str) -> Any:
        """A hook of one plugin, whichever others are there."""
        others = [plugin for plugin in self.manager.get_plugins() if plugin is not self.manager.get_plugin(name)]
        return self.manager.subset_hook_caller(hook, others)


def _loaded(offer: Offer) -> dict[str, Plugin]:
    return {name: load(name, offer) for name in offer.names}


def _manager(plugins: dict[str, Plugin]) -> pluggy.PluginManager:
    manager = pluggy.PluginManager("dougong")
    manager.add_hookspecs(Hooks)
    for plugin in plugins.values():
        _offer_hooks(manager, plugin)
    for plugin in reversed(plugins.values()):  # pluggy calls the last one registered first
        _register(manager, plugin.name, plugin.object)
    manager.register(builtin, name=CORE)
    _refuse_unknown_hooks(manager)
    return manager


def _offer_hooks(manager: pluggy.PluginManager, plugin: Plugin) -> None:
    if plugin.hookspecs is None:
        return
    try:
        manager.add_hookspecs(plugin.hookspecs)
    except ValueError as error:
        raise Problem(
            "The plugin {name} offers hooks that can't be: {cause}", name=plugin.name, cause=_line(error)
        ) from None


def _register(manager: pluggy.PluginManager, name: str, object: Any) -> None:
    try:
        manager.register(object, name=name)
    except (pluggy.PluginValidationError, ValueError) as error:
        raise Problem(
            "The plugin {name} has a hook that can't be called: {cause}", name=name, cause=_line(error)
        ) from None


def _refuse_unknown_hooks(manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        name = manager.get_name(error.plugin)
        hook = str(error).split("'")[1]
        raise Problem(
            "The plugin {name} implements {hook}, and there is no hook of that name", name=name, hook=hook
        ) from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
