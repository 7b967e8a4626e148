"""The life of a plugin in a tenant: offered, installed, enabled, disabled, detached, purged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.configuration.cache import Held
from core.configuration.change import Put, Report, change
from core.configuration.rows import (
    DETACHED,
    DISABLED,
    ENABLED,
    INSTALLED,
    OFFERED,
    PURGED,
    Key,
    PluginRow,
    layer_of,
)
from core.host.host import CORE
from core.host.loading import Plugin
from core.host.order import needed_by, needs
from dougong import Conflict

if TYPE_CHECKING:
    from core.context import Ctx
    from core.host.host import Host

__all__ = ["PluginState", "declared", "detach", "disable", "enable", "install", "plugins", "switch_off", "upgrade"]


@dataclass(frozen=True, kw_only=True)
class PluginState:
    """A plugin as a tenant's administrator sees it. `required_by`: the enabled plugins that need it; `objects`: what it
    adds, by name.
    """

    name: str
    title: str
    description: str
    version: str
    state: str
    requires: tuple[str, ...]
    required_by: tuple[str, ...]
    objects: Mapping[str, str]
    notice: str = ""


# -- what there is -------------------------------------------------------------------------------------------


def plugins(ctx: Ctx) -> list[PluginState]:
    """Every plugin that is offered, or was, with its state in this tenant."""
    held, host = _held(ctx), ctx.platform.host
    gone = [row for row in held.stored.plugins.values() if row.name not in host.plugins]
    return [*(_state(held, host, host.plugins[name]) for name in host.order), *(_gone(held, row) for row in gone)]


def _state(held: Held, host: Host, plugin: Plugin) -> PluginState:
    row = held.stored.plugins.get(plugin.name)
    enabled = held.stored.enabled
    return PluginState(
        name=plugin.name,
        title=plugin.title,
        description=plugin.description,
        version=str(plugin.version),
        state=row.state if row else OFFERED,
        requires=tuple(map(str, plugin.requires)),
        required_by=tuple(name for name in needed_by(host.plugins, plugin.name) if name in enabled),
        objects=_objects(host, plugin.name),
        notice=row.notice if row else "",
    )


def _objects(host: Host, name: str) -> dict[str, str]:
    declared = (d.document for d in host.definitions(name) if d.kind == "object" and not d.document.get("extends"))
    return {document["name"]: document.get("plural") or document["label"] for document in declared}


def _gone(held: Held, row: PluginRow) -> PluginState:
    notice = row.notice or "This plugin is not offered any more; its definitions and data are still here"
    return PluginState(
        name=row.name, title=row.name, description="", version=row.version, state=row.state, requires=(),
        required_by=(), objects={}, notice=notice,
    )  # fmt: skip


# -- from state to state -------------------------------------------------------------------------------------


def install(ctx: Ctx, names: Sequence[str], *, dry_run: bool = False) -> Report:
    """Lay down what plugins declare, and their tables, without switching them on. What they require must be there."""
    wanted = [ctx.platform.host.plugin(name) for name in names]
    _refuse_states(ctx, wanted, (OFFERED, PURGED), "The plugin {name} is {state} here already")
    return _put(ctx, wanted, INSTALLED, f"install {', '.join(names)}", dry_run)


def enable(ctx: Ctx, names: Sequence[str], *, dry_run: bool = False) -> Report:
    """Switch plugins on, and what they require with them; those that aren't installed are installed."""
    host = ctx.platform.host
    wanted = [host.plugin(name) for name in _with_requirements(host, names)]
    off = [plugin for plugin in wanted if _row_state(ctx, plugin.name) != ENABLED]
    return _put(ctx, off, ENABLED, f"enable {', '.join(plugin.name for plugin in off)}", dry_run)


def disable(ctx: Ctx, name: str, *, notice: str = "", dry_run: bool = False) -> Report:
    """Make a plugin inert; its data waits. Refused while enabled plugins need it."""
    row = _present(ctx, name, (ENABLED,))
    _refuse_dependents(ctx, name, (ENABLED,))
    return _set(ctx, row, DISABLED, notice, dry_run)


def detach(ctx: Ctx, name: str, *, dry_run: bool = False) -> Report:
    """Turn what a plugin has left into an archive. Refused while plugins that are installed need it."""
    row = _present(ctx, name, (INSTALLED, ENABLED, DISABLED))
    _refuse_dependents(ctx, name, (INSTALLED, ENABLED, DISABLED))
    return _set(ctx, row, DETACHED, row.notice, dry_run)


def switch_off(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job that disables a plugin that kept failing, and those that need it, with a notice for administrators."""
    name, cause = payload["plugin"], payload["cause"]
    stored, host = _held(ctx).stored, ctx.platform.host
    if name == CORE or name not in stored.enabled:
        return
    off = [*(other for other in needed_by(host.plugins, name) if other in stored.enabled), name]
    notice = f"Switched off because {name} kept failing after records were saved: {cause}"
    rows = [replace(stored.plugins[other], state=DISABLED, at=ctx.now, notice=notice) for other in off]
    change(ctx, plugins=rows, note=notice)


def upgrade(ctx: Ctx, *, dry_run: bool = False) -> Report:
    """Bring the definitions of the core and of the plugins that are here to what they declare now."""
    host, stored = ctx.platform.host, _held(ctx).stored
    here = [
        host.plugins[row.name] for row in stored.plugins.values() if row.name in host.plugins and row.state != PURGED
    ]
    put, retire = declared(ctx, [CORE, *(plugin.name for plugin in here)])
    rows = [_next_row(ctx, plugin, stored.plugins[plugin.name].state) for plugin in here]
    changed = [row for row in rows if _differs(row, stored.plugins[row.name])]
    return change(ctx, put, retire, plugins=changed, note="upgrade", dry_run=dry_run)


def _differs(row: PluginRow, before: PluginRow) -> bool:
    return (row.version, row.position) != (before.version, before.position)


def declared(ctx: Ctx, owners: Iterable[str]) -> tuple[list[Put], list[Key]]:
    """What owners declare now, and what they have declared before and don't any more."""
    host, stored = ctx.platform.host, _held(ctx).stored
    put: list[Put] = []
    retire: list[Key] = []
    for owner in owners:
        definitions = host.definitions(owner)
        put += [(definition, layer_of(owner), owner) for definition in definitions]
        names = {(definition.kind, definition.name) for definition in definitions}
        standing = (row for row in stored.of(owner) if not row.retired)
        retire += [(row.kind, row.name, owner) for row in standing if (row.kind, row.name) not in names]
    return put, retire


# -- steps ---------------------------------------------------------------------------------------------------


def _held(ctx: Ctx) -> Held:
    return ctx.platform.catalogues.held(ctx.tenant, ctx.unit)


def _row_state(ctx: Ctx, name: str) -> str:
    row = _held(ctx).stored.plugins.get(name)
    return row.state if row else OFFERED


def _with_requirements(host: Host, names: Sequence[str]) -> list[str]:
    wanted = [needed for name in names for needed in (*needs(host.plugins, host.plugin(name).name), name)]
    return list(dict.fromkeys(wanted))


def _put(ctx: Ctx, wanted: Sequence[Plugin], state: str, note: str, dry_run: bool) -> Report:
    put, retire = declared(ctx, [plugin.name for plugin in wanted])
    rows = [_next_row(ctx, plugin, state) for plugin in wanted]
    return change(ctx, put, retire, plugins=rows, note=note, dry_run=dry_run)


def _next_row(ctx: Ctx, plugin: Plugin, state: str) -> PluginRow:
    position = ctx.platform.host.order.index(plugin.name)
    return PluginRow(plugin.name, str(plugin.version), state, position, ctx.now)


def _set(ctx: Ctx, row: PluginRow, state: str, notice: str, dry_run: bool) -> Report:
    changed = PluginRow(row.name, row.version, state, row.position, ctx.now, notice)
    return change(ctx, plugins=[changed], note=f"{state} {row.name}", dry_run=dry_run)


def _present(ctx: Ctx, name: str, states: tuple[str, ...]) -> PluginRow:
    row = _held(ctx).stored.plugins.get(name)
    if row is None:
        ctx.platform.host.plugin(name)
        raise Conflict("The plugin {name} is not installed here", name=name)
    if row.state not in states:
        raise Conflict("The plugin {name} is {state} here", name=name, state=row.state)
    return row


def _refuse_states(ctx: Ctx, wanted: Iterable[Plugin], states: tuple[str, ...], message: str) -> None:
    for plugin in wanted:
        state = _row_state(ctx, plugin.name)
        if state not in states:
            raise Conflict(message, name=plugin.name, state=state)


def _refuse_dependents(ctx: Ctx, name: str, states: tuple[str, ...]) -> None:
    host = ctx.platform.host
    if name not in host.plugins:
        return
    dependents = [other for other in needed_by(host.plugins, name) if _row_state(ctx, other) in states]
    if dependents:
        raise Conflict(
            "The plugin {name} is needed by {others}; see to those first", name=name, others=", ".join(dependents)
        )
