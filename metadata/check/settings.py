"""Whether the values of settings fit their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.problems import at
from metadata.field_types import field_type
from metadata.fields import make_field
from metadata.wrong import Wrong

__all__ = ["settings_problems"]


def settings_problems(catalogue: Catalogue) -> Iterator[FieldProblem]:
    for name, document in catalogue.settings.items():
        fields = document.get("fields", {})
        for key, value in document.get("values", {}).items():
            place = at("settings", name, "values", key)
            if key not in fields:
                yield FieldProblem(place, "unknown", "There is no setting called {name}", {"name": key})
            else:
                yield from _value_problems(place, name, key, fields[key], value)
        for key, field in fields.items():
            if field.get("type") == "secret":
                place = at("settings", name, "fields", key, "type")
                yield FieldProblem(place, "secret", "Settings can be read by many; keep a secret in a record")
            yield from _value_problems(
                at("settings", name, "fields", key, "default"), name, key, field, field.get("default")
            )


def _value_problems(place: str, name: str, key: str, field: Mapping[str, Any], value: Any) -> Iterator[FieldProblem]:
    try:
        make_field(key, field_type(field["type"]), name, field).parse(value)
    except Wrong as wrong:
        yield wrong.problem(place)
