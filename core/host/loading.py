"""Finds and imports a plugin: a folder, a single file, a folder of definitions, or an installed distribution."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from core.host.definitions import Definitions, holds_definitions
from core.host.offer import Offer
from dougong import Problem, __version__

__all__ = ["Plugin", "describe", "load", "load_path"]

GROUP = "dougong.plugins"
HOOKSPECS = "hookspecs"
T = TypeVar("T")


@dataclass(frozen=True, eq=False, kw_only=True)
class Plugin:
    """A plugin that this installation offers. `object`: what pluggy calls; `hookspecs`: the hooks it offers others."""

    name: str
    title: str
    description: str
    version: Version
    requires: tuple[Requirement, ...]
    object: Any = field(repr=False)
    hookspecs: ModuleType | None = field(default=None, repr=False)
    path: Path | None = None


def load(name: str, offer: Offer) -> Plugin:
    """Find a plugin by its name and import it. Raises a Problem of one line that names the plugin and the cause."""
    for folder in offer.folders:
        path = _in_folder(folder, name)
        if path is not None:
            return load_path(name, path)
    for entry in entry_points(group=GROUP, name=name):
        return _load_entry(name, entry)
    raise Problem(
        "The plugin {name} is named in {file}, and neither a folder nor a distribution has it",
        name=name,
        file=offer.file or "the offer",
    )


def _in_folder(folder: Path, name: str) -> Path | None:
    candidates = (folder / name / "__init__.py", folder / f"{name}.py")
    found = next((path for path in candidates if path.is_file()), None)
    if found is None and holds_definitions(folder / name):
        return folder / name
    return found


def load_path(name: str, path: Path) -> Plugin:
    """The plugin at a path: `__init__.py` of a package, a file, or a folder of definitions."""
    if path.is_dir():
        return _load_definitions(name, path)
    module = _guarded(name, lambda: _import_file(f"plugins.{name}", path))
    specs = path.parent / f"{HOOKSPECS}.py"
    offers = path.name == "__init__.py" and specs.is_file()
    hookspecs = _guarded(name, lambda: importlib.import_module(f"plugins.{name}.{HOOKSPECS}")) if offers else None
    return _plugin(name, module, getattr(module, "__version__", __version__), hookspecs, path)


def _load_definitions(name: str, path: Path) -> Plugin:
    made = Definitions(path)
    title, description = describe(made.text or name.replace("_", " ").capitalize())
    return Plugin(
        name=name,
        title=title,
        description=description,
        version=Version(__version__),
        requires=(),
        object=made,
        path=path,
    )


def _load_entry(name: str, entry: EntryPoint) -> Plugin:
    module = _guarded(name, entry.load)
    version = entry.dist.version if entry.dist else __version__
    specs = importlib.util.find_spec(f"{module.__name__}.{HOOKSPECS}") if hasattr(module, "__path__") else None
    hookspecs = _guarded(name, lambda: importlib.import_module(f"{module.__name__}.{HOOKSPECS}")) if specs else None
    return _plugin(name, module, version, hookspecs, Path(module.__file__) if module.__file__ else None)


def _plugin(name: str, module: ModuleType, version: str, hookspecs: ModuleType | None, path: Path | None) -> Plugin:
    title, description = describe(inspect.getdoc(module) or name.replace("_", " ").capitalize())
    return Plugin(
        name=name,
        title=title,
        description=description,
        version=_version(name, version),
        requires=_requirements(name, getattr(module, "requires", ())),
        object=module,
        hookspecs=hookspecs,
        path=path,
    )


def describe(text: str) -> tuple[str, str]:
    """Title and description: a first line and what follows it, or the two sides of a colon."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip():
        return first.strip().rstrip("."), " ".join(rest.split())
    title, _, description = first.partition(": ")
    return title.strip().rstrip("."), description[:1].upper() + description[1:]


def _version(name: str, version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion:
        raise Problem("The plugin {name} has a version that is none: {version}", name=name, version=version) from None


def _requirements(name: str, words: Any) -> tuple[Requirement, ...]:
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        raise Problem('The plugin {name}: requires must be a list such as ["customers>=1,<2"]', name=name)
    try:
        return tuple(Requirement(word) for word in words)
    except InvalidRequirement as error:
        raise Problem("The plugin {name} requires what can't be read: {cause}", name=name, cause=_line(error)) from None


# -- importing -----------------------------------------------------------------------------------------------


def _import_file(module_name: str, path: Path) -> ModuleType:
    """Import a file under a name of ours, wherever it lies, so that no plugin can hide a module of that name."""
    known = sys.modules.get(module_name)
    if known is not None and known.__file__ and Path(known.__file__).resolve() == path.resolve():
        return known
    _forget(module_name)
    places = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(module_name, path, submodule_search_locations=places)
    assert spec is not None and spec.loader is not None
    module = sys.modules[module_name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        _forget(module_name)
        raise
    return module


def _forget(module_name: str) -> None:
    for name in [name for name in sys.modules if name == module_name or name.startswith(module_name + ".")]:
        del sys.modules[name]


def _guarded(name: str, imported: Callable[[], T]) -> T:
    try:
        return imported()
    except Exception as error:
        raise Problem(
            "The plugin {name} can't be loaded: {cause} ({place})", name=name, cause=_line(error), place=_place(error)
        ) from error


def _line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith("<")]
    frame = frames[-1]
    return f"{frame.filename}, line {frame.lineno}"
