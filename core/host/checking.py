"""Says what is wrong with a plugin before anybody installs it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pluggy

from core.config import Config
from core.host.host import CORE, Host
from core.host.loading import Plugin, load_path
from core.host.offer import PLUGIN_NAME
from core.host.order import needs
from core.host.texts import untranslated
from dougong import Definition, Hooks, Problem
from metadata.check import check
from metadata.definitions import DefinitionRow

__all__ = ["Finding", "check_plugin"]

FORBIDDEN = frozenset({"core", "metadata", "workflows", "sqlalchemy", "flask", "celery", "marshmallow"})
LANGUAGES = ("zh", "pl")
SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """Something to mend (`wrong`), or to think about."""

    text: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'wrong' if self.wrong else 'advice'}: {self.text}"


def check_plugin(path: Path) -> list[Finding]:
    """Everything that is wrong with the plugin at a path, and what could be better."""
    place = path.resolve()
    inside = place / "__init__.py"
    name = place.stem if place.is_file() else place.name
    try:
        return list(_findings(name, inside if inside.is_file() else place))
    except Problem as problem:
        return [Finding(" ".join(str(problem).split()))]


def _findings(name: str, path: Path) -> Iterator[Finding]:
    if not PLUGIN_NAME.fullmatch(name) or name in (CORE, "tenant"):
        yield Finding(f"{name} can't be the name of a plugin; use letters a-z, digits and _")
        return
    yield from _imports(name, path)
    plugin = load_path(name, path)
    yield from _hooks(plugin)
    yield from _papers(plugin)
    declared = _declared(plugin)
    yield from _definitions(plugin, declared)
    yield from _translations(declared)


# -- code ----------------------------------------------------------------------------------------------------


def _imports(name: str, path: Path) -> Iterator[Finding]:
    files = [path] if path.is_file() and path.name != "__init__.py" else sorted(path.parent.rglob("*.py"))
    for file in files if path.is_file() else ():
        if "tests" in file.parts:
            continue
        for module, line in _imported(file):
            top, _, rest = module.partition(".")
            if top in FORBIDDEN:
                yield Finding(f"{file.name} line {line} imports {module}; a plugin stands on dougong alone")
            elif top == "plugins" and rest.partition(".")[0] != name:
                yield Finding(f"{file.name} line {line} imports {module}; plugins meet by object names and hooks")


def _imported(file: Path) -> Iterator[tuple[str, int]]:
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError:
        return  # loading it says so
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def _hooks(plugin: Plugin) -> Iterator[Finding]:
    manager = pluggy.PluginManager("dougong")
    manager.add_hookspecs(Hooks)
    try:
        if plugin.hookspecs is not None:
            manager.add_hookspecs(plugin.hookspecs)
        manager.register(plugin.object, name=plugin.name)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError) as error:
        yield Finding(" ".join(str(error).split()))
    if not manager.get_hookcallers(plugin.object):
        yield Finding("it implements no hook; put @hookimpl before register_objects")


def _papers(plugin: Plugin) -> Iterator[Finding]:
    if inspect.ismodule(plugin.object) and not plugin.object.__doc__:
        yield Finding("it has no docstring; the first line is its title, the rest says what it is for", wrong=False)
    folder = plugin.path.parent if plugin.path and plugin.path.name == "__init__.py" else None
    if folder is not None and not list(folder.glob("tests/test_*.py")):
        yield Finding("it has no tests", wrong=False)


# -- definitions ---------------------------------------------------------------------------------------------


def _declared(plugin: Plugin) -> list[Definition]:
    register = getattr(plugin.object, "register_objects", None)
    return list(register()) if register is not None else []


def _definitions(plugin: Plugin, declared: list[Definition]) -> Iterator[Finding]:
    """Beside the core and what the plugin requires, as in a tenant that has nothing else."""
    host = Host(Config.from_environment())
    plugins = {**host.plugins, plugin.name: plugin}
    unknown = [str(requirement) for requirement in plugin.requires if requirement.name not in plugins]
    for requirement in unknown:
        yield Finding(f"it requires {requirement}, which is not offered here")
    if unknown:
        return
    rows = [row for owner in (CORE, *needs(plugins, plugin.name)) for row in _rows(owner, host.definitions(owner))]
    for problem in check([*rows, *_rows(plugin.name, declared)]):
        yield Finding(str(problem))


def _rows(owner: str, definitions: list[Definition]) -> list[DefinitionRow]:
    layer = "core" if owner == CORE else "plugin"
    return [DefinitionRow(kind=d.kind, name=d.name, layer=layer, owner=owner, document=d.document) for d in definitions]


def _translations(declared: list[Definition]) -> Iterator[Finding]:
    for language in LANGUAGES:
        missing = untranslated(declared, language)
        if missing:
            shown = ", ".join(missing[:SHOWN]) + (" ..." if len(missing) > SHOWN else "")
            yield Finding(f"{len(missing)} texts are not translated into {language}: {shown}", wrong=False)
