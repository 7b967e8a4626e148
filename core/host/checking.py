"""Says what is wrong with a plugin before anybody installs it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pluggy

from core.config import Config
from core.host.host import CORE, Host
from core.host.loading import Plugin, load_path
from core.host.offer import PLUGIN_NAME
from core.host.order import needs
from core.host.panels import check_panel, imports_of, module_of, texts_of
from core.host.texts import untranslated
from dougong import Definition, Hooks, Panel, Problem
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
    yield from _panels(plugin)
    yield from _translations(declared, _said(plugin))


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
    rows += _rows(plugin.name, declared)
    for problem in check(rows):
        yield Finding(str(problem))
    yield from _nowhere(declared, {found.name for name in plugins if name != plugin.name for found in host.definitions(name)})
    objects = {row.name for row in rows if row.kind == "object"}
    for panel in _panels_of(plugin):
        for name in dict.fromkeys([*([panel.object] if panel.object else []), *panel.reads, *panel.writes]):
            if name not in objects:
                yield Finding(f"the panel {panel.name} names the object {name}, which neither it nor what it requires declares")


def _nowhere(declared: list[Definition], offered: set[str]) -> Iterator[Finding]:
    """Lists of any-references may name what isn't there; what nobody here offers is perhaps misspelled."""
    known = offered | {definition.name for definition in declared}
    for definition in declared:
        for name, field in definition.document.get("fields", {}).items() if definition.kind == "object" else ():
            for target in field["to"] if field["type"] == "any_reference" and isinstance(field.get("to"), list) else ():
                if target not in known:
                    yield Finding(f"{definition.name}.{name} may lead to {target}, which nothing that is offered here declares", wrong=False)


def _rows(owner: str, definitions: list[Definition]) -> list[DefinitionRow]:
    layer = "core" if owner == CORE else "plugin"
    return [DefinitionRow(kind=d.kind, name=d.name, layer=layer, owner=owner, document=d.document) for d in definitions]


def _translations(declared: list[Definition], said: list[str]) -> Iterator[Finding]:
    for language in LANGUAGES:
        missing = untranslated(declared, language, said)
        if missing:
            shown = ", ".join(missing[:SHOWN]) + (" ..." if len(missing) > SHOWN else "")
            yield Finding(f"{len(missing)} texts are not translated into {language}: {shown}", wrong=False)


# -- panels --------------------------------------------------------------------------------------------------


def _panels_of(plugin: Plugin) -> list[Panel]:
    register = getattr(plugin.object, "register_slots", None)
    return [added for added in register() if isinstance(added, Panel)] if register is not None else []


def _panels(plugin: Plugin) -> Iterator[Finding]:
    for panel in _panels_of(plugin):
        try:
            check_panel(plugin, panel)
        except Problem as problem:
            yield Finding(str(problem))
            continue
        module = module_of(plugin, panel)
        if not re.search(r"^export\s+default\b|\bas\s+default\b", module, re.MULTILINE):
            yield Finding(f"{panel.module} has no default export, which is what draws the panel {panel.name}")
        for imported in imports_of(module):
            yield Finding(f"{panel.module} imports {imported}; a panel is one file, and reaches no other")


def _said(plugin: Plugin) -> list[str]:
    """The places of the texts of the plugin's panels that can be drawn."""
    said: list[str] = []
    for panel in _panels_of(plugin):
        said.append(f"panel.{panel.name}.label")
        file = plugin.path.parent / panel.module if plugin.path else None
        if file is not None and file.is_file():
            said += [f"panel.{panel.name}.texts.{text}" for text in texts_of(module_of(plugin, panel))]
    return said
