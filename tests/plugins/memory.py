"""A context whose records lie in memory: enough for `register_demo`, and strict about the values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from dougong import Page
from metadata.catalogue import Catalogue
from metadata.definitions import CORE, PLUGIN, DefinitionRow

__all__ = ["MemoryContext", "catalogue_of"]

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SYSTEM_VALUES = {"owner_id", "created_at", "created_by", "updated_at"}
TERM = re.compile(r"(\w+) = (?:'(\w+)'|(TRUE))")


def catalogue_of(core: ModuleType, *plugins: ModuleType) -> Catalogue:
    """The catalogue of a tenant with these plugins."""
    layers = [(core, CORE, "core"), *((one, PLUGIN, one.__name__.rpartition(".")[2]) for one in plugins)]
    return Catalogue.build(
        DefinitionRow(kind=made.kind, name=made.name, layer=layer, owner=owner, document=made.document)
        for module, layer, owner in layers
        for made in module.register_objects()
    )


class MemoryContext:
    """Keeps what is made, by object, in the order it was made; refuses what the fields don't take."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.now = NOW
        self.kept: dict[str, list[dict[str, Any]]] = {}
        self.records = self

    def bulk(
        self, object: str, op: str, records: Sequence[Mapping[str, Any]], *, backdate: bool
    ) -> list[dict[str, Any]]:
        assert op == "create" and backdate
        return [{"status": "created", "id": self.keep(object, record), "errors": []} for record in records]

    def keep(self, object: str, record: Mapping[str, Any]) -> str:
        fields = self.catalogue.object(object).fields
        values: dict[str, Any] = dict.fromkeys(fields)
        for name, value in record.items():
            field = fields[name]
            assert name in SYSTEM_VALUES or not (field.computed or field.system), f"{object}.{name} can't be written"
            assert value is None or name == "id" or field.parse(value) is not None, (
                f"{object}.{name} is empty: {value!r}"
            )
            assert value is None or not field.options or known(field, value), f"{object}.{name} has no option {value!r}"
            values[name] = value
        missing = [
            name
            for name, field in fields.items()
            if field.required and record.get(name) is None and field.default is None
        ]
        assert [name for name in missing if not fields[name].system] == [], f"{object} lacks {missing}"
        kept = self.kept.setdefault(object, [])
        values["id"] = f"00000000-0000-7000-8000-{abs(hash_of(object)):06d}{len(kept):06d}"
        kept.append(values)
        return str(values["id"])

    def each(self, object: str, *, filter: str | None = None, fields: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        return iter(self.list(object, filter=filter, limit=10_000).data)

    def upload(self, name: str, content: bytes) -> str:
        return self.keep("file", {"name": name})

    def list(
        self, object: str, *, filter: str | None = None, limit: int = 50, after: str | None = None, **_: Any
    ) -> Page:
        found = [record for record in self.kept.get(object, []) if filter is None or holds(filter, record)]
        start = int(after or 0)
        following = str(start + limit) if start + limit < len(found) else None
        return Page([plain(record) for record in found[start : start + limit]], following)

    def update(self, object: str, id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        record = next(record for record in self.kept[object] if record["id"] == id)
        record.update(values)
        return record


def known(field: Any, value: Any) -> bool:
    return all(field.option(one) is not None for one in (value if isinstance(value, list) else [value]))


def holds(filter: str, record: Mapping[str, Any]) -> bool:
    """Alternatives of equalities, which is all that demos filter by."""
    return any(record[name] == (text or bool(truth)) for name, text, truth in TERM.findall(filter))


def plain(record: Mapping[str, Any]) -> dict[str, Any]:
    """As the records door answers: the amount of money under the field's own name."""
    return {
        name: value["amount"] if isinstance(value, Mapping) and "amount" in value else value
        for name, value in record.items()
    }


def hash_of(object: str) -> int:
    """A small number for an object's name, the same in every process."""
    return sum(place * ord(letter) for place, letter in enumerate(object, 1)) % 999_999
