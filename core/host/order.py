"""The order of plugins by what they require, and whether what they require is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.host.loading import Plugin
from dougong import Problem

__all__ = ["by_requirements", "check_requirements", "needed_by", "needs"]


def check_requirements(plugins: Mapping[str, Plugin]) -> None:
    """Raise a Problem for a requirement that this installation can't meet."""
    for plugin in plugins.values():
        for requirement in plugin.requires:
            found = plugins.get(requirement.name)
            if found is None:
                raise Problem(
                    "The plugin {name} requires {requirement}, which is not offered; name it in plugins.toml",
                    name=plugin.name,
                    requirement=requirement,
                )
            if not requirement.specifier.contains(found.version, prereleases=True):
                raise Problem(
                    "The plugin {name} requires {requirement}, and {found} is at {version}",
                    name=plugin.name,
                    requirement=requirement,
                    found=found.name,
                    version=found.version,
                )


def by_requirements(plugins: Mapping[str, Plugin], names: Iterable[str] | None = None) -> list[str]:
    """The names (all of them by default) and what they require, requirements first. Raises a Problem for a circle."""
    ordered: list[str] = []
    for name in plugins if names is None else names:
        _place(plugins, name, ordered, ())
    return ordered


def _place(plugins: Mapping[str, Plugin], name: str, ordered: list[str], path: tuple[str, ...]) -> None:
    if name in ordered:
        return
    if name in path:
        circle = " -> ".join([*path[path.index(name) :], name])
        raise Problem("Plugins require each other in a circle: {circle}", circle=circle)
    for requirement in plugins[name].requires:
        _place(plugins, requirement.name, ordered, (*path, name))
    ordered.append(name)


def needs(plugins: Mapping[str, Plugin], name: str) -> list[str]:
    """Everything that a plugin requires, directly and through others, requirements first."""
    return by_requirements(plugins, [name])[:-1]


def needed_by(plugins: Mapping[str, Plugin], name: str) -> list[str]:
    """The plugins that require this one, directly or through others."""
    return [other for other in by_requirements(plugins) if other != name and name in needs(plugins, other)]
