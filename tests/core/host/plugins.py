"""Makers of plugins for tests of the host."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from core.config import Config
from core.host.host import Host

__all__ = ["ITEM", "host_of", "item", "offered", "package"]

#: A plugin with one object, `{name}_item`.
ITEM = '''
"""{title}: things of {name}."""
from dougong import Change, Context, Job, Object, hookimpl, reference, text

requires = {requires}
item = Object("{name}_item", fields={{"name": text(), "note": text()}})


@hookimpl
def register_objects():
    return [item]
'''


def package(folder: Path, name: str, code: str, **files: str) -> Path:
    """A plugin folder with this code in its `__init__.py`, and other files beside it."""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "__init__.py").write_text(dedent(code).lstrip())
    for file, text in files.items():
        (place / f"{file}.py").write_text(dedent(text).lstrip())
    return place


def item(folder: Path, name: str, *requires: str, more: str = "") -> Path:
    """A plugin folder with one object."""
    code = ITEM.format(name=name, title=name.capitalize(), requires=list(requires))
    return package(folder, name, code + dedent(more))


def offered(folder: Path, *names: str) -> str:
    """The text of a plugins.toml that offers plugins of a folder."""
    return f'plugins = {list(names)}\nfolders = ["{folder.as_posix()}"]\n'.replace("'", '"')


def host_of(folder: Path, *names: str) -> Host:
    """A host that offers plugins of a folder."""
    file = folder / "plugins.toml"
    file.write_text(offered(folder, *names))
    return Host(Config(data=folder, plugins=file))
