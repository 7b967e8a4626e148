"""Duplicate rules, compiled: which values of a record each compares, and under which keys it is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import orjson

from core.duplicates.ways import VERSION, WAYS, Way
from metadata.duplicates import value_type

if TYPE_CHECKING:
    from metadata.catalogue import Catalogue
    from metadata.objects import ObjectType

__all__ = ["MatchRule", "Part", "Rules", "Side", "hashed", "rules_of"]

Values = Mapping[str, Any]
Forms = tuple[tuple[str, ...], ...]
#: Of several values for each part, such as two numbers and three names, so many combinations are kept.
MOST_KEYS = 24
KEY_BYTES = 12


@dataclass(frozen=True)
class Part:
    """Some fields, the way in which they are compared, and how much that counts."""

    paths: tuple[str, ...]
    way: Way
    weight: float

    def values(self, values: Values) -> list[Any]:
        """What the fields of a record hold."""
        return [_at(values, path) for path in self.paths]


def _at(values: Values, path: str) -> Any:
    name, _, line = path.partition(".")
    value = values.get(name)
    return value.get(line) if line and isinstance(value, Mapping) else value


@dataclass(frozen=True)
class Side:
    """A rule as it looks at the records of one object."""

    rule: MatchRule
    object: str
    parts: tuple[Part, ...]

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the fields it looks at."""
        paths = [path for part in self.parts for path in part.paths]
        return frozenset(path.partition(".")[0] for path in paths)

    def forms(self, values: Values, region: str | None) -> Forms:
        """What is compared of a record, part by part."""
        return tuple(tuple(part.way.forms(part.values(values), region)) for part in self.parts)

    def same(self, forms: Forms) -> list[set[str]]:
        """Part by part, what is the same for records that are the same in it."""
        return [{part.way.key(form) for form in some} for part, some in zip(self.parts, forms, strict=True)]

    def keys(self, forms: Forms) -> list[str]:
        """The keys under which a record with these forms is kept and looked for: none where something is missing."""
        mark = self.rule.fingerprint
        if self.rule.similar is not None:
            words = self.rule.blocks(forms)
            return [hashed(mark, word) for word in dict.fromkeys(words)]
        combined = islice(product(*map(sorted, self.same(forms))), MOST_KEYS)
        return list(dict.fromkeys(hashed(mark, *some) for some in combined))


@dataclass(frozen=True)
class MatchRule:
    """One rule. `own`: how it looks at records that are saved; `there`: at those they are compared with."""

    name: str
    object: str
    against: str
    label: str
    fingerprint: str
    similar: float | None
    between: str | None
    blocking: bool
    on: frozenset[str]
    match: tuple[tuple[Part, Part], ...]

    @cached_property
    def own(self) -> Side:
        return Side(self, self.object, tuple(own for own, _ in self.match))

    @cached_property
    def there(self) -> Side:
        return Side(self, self.against, tuple(there for _, there in self.match))

    def blocks(self, forms: Forms) -> Iterator[str]:
        """The words under which records with such forms are likely to meet, each with the part it is of."""
        for position, (part, values) in enumerate(zip(self.own.parts, forms, strict=True)):
            for form in values:
                yield from (f"{position}/{word}" for word in part.way.blocks(form))


def hashed(*parts: str) -> str:
    """A short key that says nothing of what it was made from."""
    return blake2b("\x00".join(parts).encode(), digest_size=KEY_BYTES).hexdigest()


class Rules:
    """The rules of a catalogue.

    saving: by object, those that are asked when its records are saved. kept: by object, the sides for which keys of its
    records are stored. finding: by object, those within it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        documents = catalogue.of_kind("duplicate_rule").values()
        self.all = {made.name: made for document in documents if (made := _compiled(catalogue, document)) is not None}
        self.saving = _grouped((rule.object, rule) for rule in self.all.values() if rule.on)
        self.kept = _grouped((rule.against, rule.there) for rule in self.all.values() if rule.on)
        self.finding = _grouped((rule.object, rule) for rule in self.all.values() if rule.against == rule.object)
        self.region = catalogue.setting("organisation", "phone_region")

    def checks(self, object: str, moment: str) -> list[MatchRule]:
        """The rules that are asked at this moment: `create` or `update`."""
        return [rule for rule in self.saving.get(object, ()) if moment in rule.on]


def rules_of(catalogue: Catalogue) -> Rules:
    """The rules of a catalogue, compiled once."""
    found: Rules | None = catalogue.kept.get("duplicate_rules")
    if found is None:
        found = catalogue.kept["duplicate_rules"] = Rules(catalogue)
    return found


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _compiled(catalogue: Catalogue, document: Mapping[str, Any]) -> MatchRule | None:
    """The rule; None while an object or a field that it names isn't there."""
    against = document.get("against", document["object"])
    kind, other = catalogue.objects.get(document["object"]), catalogue.objects.get(against)
    if kind is None or other is None or not _all_there(kind, other, document):
        return None
    return MatchRule(
        name=document["name"],
        object=kind.name,
        against=other.name,
        label=document.get("label", document["name"]),
        fingerprint=_fingerprint(document),
        similar=document.get("similar"),
        between=document.get("between"),
        blocking=document.get("action") == "block",
        on=frozenset(document.get("on", ("create",))),
        match=tuple(_parts(part) for part in document["match"]),
    )


def _all_there(kind: ObjectType, other: ObjectType, document: Mapping[str, Any]) -> bool:
    ours = [path for part in document["match"] for path in part["fields"]]
    theirs = [path for part in document["match"] for path in part.get("with", part["fields"])]
    return all(value_type(kind, path) for path in [*ours, *filter(None, [document.get("between")])]) and all(
        value_type(other, path) for path in theirs
    )


def _parts(part: Mapping[str, Any]) -> tuple[Part, Part]:
    way, weight = WAYS[part["as"]], float(part.get("weight", 1))
    return Part(tuple(part["fields"]), way, weight), Part(tuple(part.get("with", part["fields"])), way, weight)


def _fingerprint(document: Mapping[str, Any]) -> str:
    """What tells whether keys that are stored are still those of the rule."""
    matters = {key: document.get(key) for key in ("name", "object", "against", "match", "similar")}
    return hashed(orjson.dumps(matters, option=orjson.OPT_SORT_KEYS).decode(), str(VERSION))


def sides_for(sides: Sequence[Side], changed: set[str]) -> list[Side]:
    """Those that look at something that changed."""
    return [side for side in sides if not side.fields.isdisjoint(changed)]
