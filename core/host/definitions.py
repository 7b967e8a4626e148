"""A plugin without Python: a folder of definitions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dougong import Definition, hookimpl
from metadata.package import read_folder

__all__ = ["Definitions", "holds_definitions"]

ENDINGS = (".json", ".yaml", ".yml")


def holds_definitions(folder: Path) -> bool:
    """Whether a folder is one of definitions: `<kind>/<name>.json` or YAML."""
    return folder.is_dir() and any(path.suffix in ENDINGS for path in folder.glob("*/*"))


class Definitions:
    """The pluggy object of such a folder. `text`: its README, which says title and description."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        readme = folder / "README.md"
        self.text = readme.read_text(encoding="utf-8").lstrip("# ") if readme.is_file() else ""

    @hookimpl
    def register_objects(self) -> Iterable[Definition]:
        """What the files say."""
        return read_folder(self.folder)
