"""The panels of plugins: which there are, and the files that draw them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from core.host.loading import Plugin
from dougong import Panel, Problem

__all__ = ["PLACES", "check_panel", "imports_of", "module_of", "texts_of"]

PLACES = ("record", "home", "page")
NAME = re.compile(r"[a-z][a-z0-9_]{0,46}")
MODULE = re.compile(r"[A-Za-z0-9_\-]+(/[A-Za-z0-9_\-]+)*\.js")
MOST = 1 << 20
#: `t("Text")` and `panel.t('Text')`, as panels ask for a text in the language of who looks at them.
SAID = re.compile(r"""(?<![\w$])t\(\s*(?:"((?:[^"\\\n]|\\.)+)"|'((?:[^'\\\n]|\\.)+)')""")
IMPORTED = re.compile(r"""^\s*(?:import|export)\b[^;'"()]*\s*["']([^"']+)["']""", re.MULTILINE)


def check_panel(plugin: Plugin, panel: Panel) -> None:
    """Raises a Problem of one line for a panel that can't be."""
    said: dict[str, Any] = {"panel": panel.name, "name": plugin.name}
    if not NAME.fullmatch(panel.name):
        raise Problem("The plugin {name} has a panel called {panel}; use letters a-z, digits and _", **said)
    if panel.place not in PLACES:
        raise Problem("The panel {panel} of the plugin {name} stands in no place: record, home or page", **said)
    if panel.place == "record" and panel.object is None:
        raise Problem("The panel {panel} of the plugin {name} stands on records and says no object", **said)
    file = _file(plugin, panel)
    if file is None or not file.is_file():
        raise Problem("The panel {panel} of the plugin {name} has no file {module} in its folder", module=panel.module, **said)
    if file.stat().st_size > MOST:
        raise Problem("The file {module} of the panel {panel} of the plugin {name} is larger than 1 MiB", module=panel.module, **said)


def module_of(plugin: Plugin, panel: Panel) -> str:
    """The file that draws the panel, as it is now."""
    file = _file(plugin, panel)
    assert file is not None  # check_panel has seen it
    return file.read_text(encoding="utf-8")


def texts_of(module: str) -> list[str]:
    """The texts that a panel says, in English."""
    found = [double or single for double, single in SAID.findall(module)]
    return list(dict.fromkeys(re.sub(r"\\(.)", r"\1", text) for text in found))


def imports_of(module: str) -> list[str]:
    """What the file imports by name."""
    return IMPORTED.findall(module)


def _file(plugin: Plugin, panel: Panel) -> Path | None:
    if plugin.path is None or not MODULE.fullmatch(panel.module):
        return None
    return plugin.path.parent / panel.module
