"""What this installation offers: the names in plugins.toml, and the folders in which they are looked for."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config import Config
from dougong import Problem

__all__ = ["PLUGIN_NAME", "Offer", "read_offer"]

PLUGIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
FILE = "plugins.toml"
TAKEN = ("core", "tenant")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The plugins of an installation in the order in which their hooks are called. `file`: where that is written."""

    names: tuple[str, ...]
    folders: tuple[Path, ...]
    file: Path | None


def read_offer(config: Config) -> Offer:
    """Read plugins.toml; without one, everything that came with Dougong is offered."""
    file = _file(config)
    return _shipped() if file is None else _read(file)


def _file(config: Config) -> Path | None:
    if config.plugins is not None:
        if not config.plugins.is_file():
            raise Problem("DOUGONG_PLUGINS names {file}, and there is no such file", file=config.plugins)
        return config.plugins
    beside = (Path.cwd() / FILE, Path(__file__).resolve().parents[2] / FILE)
    return next((file for file in beside if file.is_file()), None)


def _shipped() -> Offer:
    folder = shipped_folder()
    found = sorted(path.parent.name for path in folder.glob("*/__init__.py")) if folder else []
    return Offer(names=tuple(found), folders=(folder,) if folder else (), file=None)


def shipped_folder() -> Path | None:
    """The folder of the plugins that come with Dougong."""
    spec = importlib.util.find_spec("plugins")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]).resolve() if places else None


def _read(file: Path) -> Offer:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("{file} can't be read: {cause}", file=file, cause=error) from None
    _refuse_unknown(file, document)
    names = tuple(_words(file, document, "plugins", ()))
    _refuse_bad_names(file, names)
    folders = [(file.parent / folder).resolve() for folder in _words(file, document, "folders", ("plugins",))]
    shipped = shipped_folder()
    return Offer(names=names, folders=tuple(dict.fromkeys([*folders, *([shipped] if shipped else [])])), file=file)


def _refuse_unknown(file: Path, document: Mapping[str, Any]) -> None:
    unknown = sorted(set(document) - {"plugins", "folders"})
    if unknown:
        raise Problem("{file} has a key {key}; it may have plugins and folders", file=file, key=unknown[0])


def _words(file: Path, document: Mapping[str, Any], key: str, default: tuple[str, ...]) -> list[str]:
    words = document.get(key, list(default))
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise Problem("{file}: {key} must be a list of names", file=file, key=key)
    return words


def _refuse_bad_names(file: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if not PLUGIN_NAME.fullmatch(name) or name in TAKEN:
            raise Problem(
                "{file}: {name} can't be the name of a plugin; use letters a-z, digits and _", file=file, name=name
            )
        if names.count(name) > 1:
            raise Problem("{file} names the plugin {name} twice", file=file, name=name)
