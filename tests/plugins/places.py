"""Every place of a plugin where a text stands that people read, with the English one."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from core.host.panels import texts_of
from core.processes.kinds import register_kinds
from dougong import Channel, Definition, Panel, Slot
from metadata.kinds import kinds
from workflows.programs import LISTS, do_of, lists_of, name_of

__all__ = ["places"]

Place = tuple[str, str]
register_kinds()
MESSAGES = {"Conflict": 0, "Invalid": 0, "NotAllowed": 0, "BadRequest": 0, "FieldProblem": 2}


def places(plugin: ModuleType) -> dict[str, str]:
    """From place to English text, for all that a plugin declares and all that it may raise.

    What the core raises stands in `core/locale` instead.
    """
    package, _, name = plugin.__name__.rpartition(".")
    name = package if package == "core" else name
    found = dict(of_plugin(name, plugin))
    for definition in plugin.register_objects():
        found |= of_definition(definition)
    for added in getattr(plugin, "register_slots", tuple)():
        found |= of_panel(added, Path(str(plugin.__file__)).parent) if isinstance(added, Panel) else of_slot(added)
    for channel in getattr(plugin, "register_channels", tuple)():
        found |= of_channel(channel)
    found |= {f"step.{step.name}.label": step.label for step in getattr(plugin, "register_automation_steps", tuple)()}
    return found | dict(of_platform()) if name == "core" else found | dict(of_messages(Path(str(plugin.__file__)).parent))


def of_plugin(name: str, plugin: ModuleType) -> Iterator[Place]:
    title, _, description = str(plugin.__doc__).partition("\n")
    yield f"plugin.{name}.title", title
    yield f"plugin.{name}.description", " ".join(description.split())


def of_platform() -> Iterator[Place]:
    """The kinds of definitions, and the group of the menu for objects that name none."""
    yield "menu.other", "Other"
    yield from ((f"kind.{kind.name}.label", kind.label) for kind in kinds() if kind.owner == "core")


def of_definition(definition: Definition) -> dict[str, str]:
    kind, document = definition.kind, definition.document
    place = f"{kind}.{definition.name}"
    if kind == "object":
        return dict(of_object(place, document))
    if kind == "layout":
        return dict(of_layout(place, document))
    if kind in ("view", "role", "permission_set", "settings", "duplicate_rule", "calendar"):
        return {f"{place}.label": document["label"], **dict(of_fields(place, document.get("fields") or {}))}
    if kind in ("approval", "automation", "calendar"):
        return {**dict(given(place, document, "label", "help")), **dict(of_steps(place, document))}
    return {}


def of_steps(place: str, document: Mapping[str, Any]) -> Iterator[Place]:
    """What the steps of a process say to people."""
    kind = place.partition(".")[0]
    for phase in LISTS:
        for number, step in enumerate(document.get(phase) or ()):
            yield from given(f"{place}.steps.{name_of(step, (phase, str(number)))}", step, "label", "message", "subject", "body")
            for inner in lists_of(step, do_of(step, kind)):
                assert not inner.steps, "texts of steps within steps aren't looked for yet"


def of_object(place: str, document: Mapping[str, Any]) -> Iterator[Place]:
    yield from given(place, document, "label", "plural", "help")
    yield from of_fields(place, document.get("fields") or {})
    for rule in document.get("rules") or ():
        yield f"{place}.rules.{rule['name']}", rule["message"]
    if isinstance(document.get("menu"), Mapping):
        yield f"menu.{document['menu']['group']}", document["menu"]["group"].replace("_", " ").capitalize()


def of_fields(place: str, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Place]:
    for name, field in fields.items():
        yield from given(f"{place}.fields.{name}", field, "label", "help")
        for option in field.get("options") or ():
            at = f"{place}.fields.{name}.options.{option['value']}"
            yield at, option["label"]
            yield from given(at, option, "message", "help")


def of_layout(place: str, document: Mapping[str, Any]) -> Iterator[Place]:
    for part in ("sections", "related"):
        for index, item in enumerate(document.get(part) or ()):
            if "label" in item:
                yield f"{place}.{part}.{index}", item["label"]


def of_slot(slot: Slot) -> dict[str, str]:
    place = f"slot.{slot.name}"
    return {f"{place}.label": slot.label, **dict(of_fields(place, slot.fields))}


def of_channel(channel: Channel) -> dict[str, str]:
    place = f"channel.{channel.name}"
    documents = {name: {"label": name.replace("_", " ").capitalize(), **field.document} for name, field in channel.fields.items()}
    return {f"{place}.label": channel.label, **dict(of_fields(place, documents))}


def of_panel(panel: Panel, folder: Path) -> dict[str, str]:
    place, said = f"panel.{panel.name}", texts_of((folder / panel.module).read_text(encoding="utf-8"))
    return {f"{place}.label": panel.label, **{f"{place}.texts.{text}": text for text in said}}


def of_messages(folder: Path) -> Iterator[Place]:
    """The templates of the problems raised anywhere in the folder, read from the syntax trees."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGES:
                yield from of_call(node.args, MESSAGES[node.func.id])


def of_call(arguments: list[ast.expr], position: int) -> Iterator[Place]:
    if len(arguments) > position and isinstance(arguments[position], ast.Constant):
        message = str(arguments[position].value)  # type: ignore[attr-defined]
        yield f"message.{message}", message


def given(place: str, document: Mapping[str, Any], *keys: str) -> Iterable[Place]:
    return ((f"{place}.{key}", document[key]) for key in keys if document.get(key))
