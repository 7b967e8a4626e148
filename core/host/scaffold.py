"""Begins a plugin: a folder in which everything is there once, and the test passes."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from core.host.offer import PLUGIN_NAME, TAKEN
from dougong import Conflict, Problem

__all__ = ["make_plugin"]

ENDING = ".jinja"


def make_plugin(name: str, folder: Path) -> Path:
    """Write a new plugin into `folder`; answers its own folder. Raises Conflict for a name in use."""
    if not PLUGIN_NAME.fullmatch(name) or name in TAKEN:
        raise Problem("{name} can't be the name of a plugin; use letters a-z, digits and _", name=name)
    place = folder / name
    if place.exists() or place.with_suffix(".py").exists():
        raise Conflict("{place} is there already", place=place)
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    words = {"name": name, "title": name.replace("_", " ").capitalize()}
    for template, path in _templates(files("core.host").joinpath("template"), Path()):
        target = place / str(path).replace("NAME", name).removesuffix(ENDING)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(environment.from_string(template.read_text(encoding="utf-8")).render(words), encoding="utf-8")
    return place


def _templates(folder: Traversable, path: Path) -> list[tuple[Traversable, Path]]:
    found: list[tuple[Traversable, Path]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _templates(entry, path / entry.name)
        elif entry.name.endswith(ENDING):
            found.append((entry, path / entry.name))
    return found
