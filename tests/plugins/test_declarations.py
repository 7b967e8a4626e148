"""What the shipped plugins declare is right before a tenant ever sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

import core.builtin
import plugins.assignment
import plugins.customers
import plugins.documents
import plugins.field_visits
import plugins.knowledge
import plugins.pool
import plugins.products
import plugins.sales
from core.processes.kinds import register_kinds
from dougong import Definition
from metadata.kinds import kind_of
from tests.plugins.places import places

PLUGINS = (core.builtin, plugins.customers, plugins.products, plugins.sales, plugins.documents, plugins.knowledge, plugins.field_visits, plugins.pool, plugins.assignment)
LANGUAGES = ("zh", "pl")
SYSTEM = {"id", "owner_id", "created_at", "created_by", "updated_at", "updated_by", "version", "deleted_at"}
MOST_LINES = 250

#: As whoever starts the platform does.
register_kinds((plugin.__name__.rpartition(".")[2], step) for plugin in PLUGINS for step in getattr(plugin, "register_automation_steps", tuple)())

each_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.__name__)


def all_definitions() -> list[Definition]:
    return [definition for plugin in PLUGINS for definition in plugin.register_objects()]


def objects() -> dict[str, dict[str, Any]]:
    """The fields of every object, with the extensions by other plugins and the companions of composite fields."""
    found: dict[str, dict[str, Any]] = {}
    for definition in all_definitions():
        if definition.kind == "object":
            found.setdefault(definition.name, {}).update(definition.document.get("fields") or {})
    return found


def texts(plugin: ModuleType, language: str) -> dict[str, str]:
    file = Path(str(plugin.__file__)).parent / "translations" / f"{language}.json"
    loaded: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def knows(fields: Mapping[str, Any], path: str) -> bool:
    """Whether a column exists: a field, a system field, a companion of money, or a path that begins with a field."""
    head = path.partition(".")[0]
    return head in fields or head in SYSTEM or head.removesuffix("_base").removesuffix("_currency") in fields


@pytest.mark.parametrize("definition", all_definitions(), ids=lambda made: f"{made.kind}-{made.name}")
def test_a_definition_follows_the_schema_of_its_kind(definition: Definition) -> None:
    validator = Draft202012Validator(kind_of(definition.kind).schema, registry=Registry())
    problems = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(definition.document)]
    assert problems == []


def test_names_are_taken_once_per_kind() -> None:
    names = [(made.kind, made.name) for made in all_definitions() if not made.document.get("extends")]
    assert sorted(names) == sorted(set(names))


@each_plugin
def test_declarations_are_the_same_each_time(plugin: ModuleType) -> None:
    assert list(plugin.register_objects()) == list(plugin.register_objects())


@each_plugin
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation_and_every_translation_a_text(plugin: ModuleType, language: str) -> None:
    assert texts(plugin, language).keys() == places(plugin).keys()


@each_plugin
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_parameters_of_messages(plugin: ModuleType, language: str) -> None:
    def parameters(text: str) -> list[str]:
        return sorted(part.partition("}")[0] for part in text.split("{")[1:])

    translated = texts(plugin, language)
    assert {place: parameters(translated[place]) for place in places(plugin)} == {
        place: parameters(text) for place, text in places(plugin).items()
    }


@each_plugin
def test_chinese_labels_are_chinese(plugin: ModuleType) -> None:
    kept = {"English", "Polski", "WhatsApp", "m²"}
    plain = {
        text
        for text in texts(plugin, "zh").values()
        if not any("\u4e00" <= letter <= "\u9fff" for letter in text) and text not in kept
    }
    assert plain <= {"0 到 100"}


@each_plugin
def test_modules_are_small_enough_to_read_in_one_go(plugin: ModuleType) -> None:
    files = Path(str(plugin.__file__)).parent.glob("*.py")
    long = {file.name for file in files if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES}
    assert long == set()


def test_views_and_layouts_name_fields_that_exist() -> None:
    known = objects()
    unknown = [name for name in all_mentions() if not knows(known[name[0]], name[2])]
    assert unknown == []


def all_mentions() -> Iterator[tuple[str, str, str]]:
    """Object, definition and field path, for every field named in a view or layout."""
    for definition in all_definitions():
        document = definition.document
        if definition.kind == "view":
            for path in of_view(document):
                yield document["object"], definition.name, path
        elif definition.kind == "layout":
            yield from of_layout(definition.name, document)


def of_view(document: Mapping[str, Any]) -> Iterator[str]:
    for key in ("columns", "card", "sums"):
        yield from document.get(key) or ()
    yield from (str(document[key]).partition(":")[0] for key in ("group_by", "split_by", "start", "end", "place", "color_by") if key in document)
    yield from [part.lstrip("-") for part in str(document.get("sort", "")).split(",") if part]


def of_layout(name: str, document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    paths = [*(document.get("header") or ()), *(path for part in document["sections"] for path in part["fields"])]
    yield from ((document["object"], name, path) for path in paths)
    for related in document.get("related") or ():
        yield related["object"], name, related["field"]
        yield from ((related["object"], name, column) for column in related["columns"])


def test_permission_sets_name_objects_and_fields_that_exist() -> None:
    known = objects()
    unknown = [
        (definition.name, object, field)
        for definition in all_definitions()
        if definition.kind == "permission_set"
        for object, grants in definition.document["objects"].items()
        for field in [None, *grants.get("fields", {})]
        if object not in known or (field is not None and field not in known[object])
    ]
    assert unknown == []


def test_leads_and_accounts_share_industries_and_sources_so_that_conversion_loses_nothing() -> None:
    known = objects()
    for field in ("industry", "source"):
        assert known["lead"][field]["options"] == known["account"][field]["options"]
    assert known["contact"]["source"]["options"] == known["opportunity"]["source"]["options"]
