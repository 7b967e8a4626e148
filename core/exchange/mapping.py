"""A mapping, read: from which columns of a file the fields of records come, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import re2
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry

from core.exchange.templates import Template
from dougong import FieldProblem, Invalid, Problem

__all__ = [
    "Condition", "Correction", "FileFormat", "ImportMapping", "Lookup", "Part", "Source", "mapping_from_file", "read_mapping",
]  # fmt: skip

LARGEST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """How a file is written. `encoding` and `delimiter` are found out where they aren't said."""

    format: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    header: bool = True
    trim: bool = True
    empty: frozenset[str] = frozenset({""})
    decimal: str = "."
    thousands: str = ""
    date: tuple[str, ...] = ()
    time_zone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something about one cell."""

    column: str
    empty: bool | None = None
    values: frozenset[str] | None = None
    pattern: Any = None
    reason: str = ""

    def holds(self, cells: Mapping[str, str | None]) -> bool:
        """Whether a row is as the condition says."""
        cell = cells[self.column]
        if self.empty is not None:
            return (cell is None) == self.empty
        if self.values is not None:
            return cell is not None and cell in self.values
        return cell is not None and self.pattern.fullmatch(cell) is not None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A known mistake of the source and what is meant."""

    column: str
    written: str
    to: str | None
    reason: str
    pattern: Any = None

    def corrected(self, cell: str) -> tuple[bool, str | None]:
        """Whether the cell has the mistake, and what it should be."""
        if self.pattern is None:
            return (True, self.to) if cell == self.written else (False, cell)
        found = self.pattern.fullmatch(cell)
        if found is None:
            return False, cell
        return True, None if self.to is None else found.expand(self.to)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A currency or region that comes from a column, or is the same for every row."""

    constant: str | None = None
    column: str | None = None
    values: Mapping[str, str] = attribute(default_factory=dict)
    default: str | None = None

    def of(self, cells: Mapping[str, str | None]) -> str | None:
        """What it is for a row."""
        if self.column is None:
            return self.constant
        cell = cells[self.column]
        return self.values.get(cell, cell) if cell is not None else self.default


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """How a reference is found: by which field of which object, and what happens where there is none.

    Of several fields the first by which something is found counts. An id is found without being asked for.
    """

    fields: tuple[str, ...]
    object: str | None = None
    filter: str | None = None
    missing: str = "refuse"
    create: Mapping[str, Any] = attribute(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a value comes from, and what is done to it on the way."""

    column: str | None = None
    constant: Any = None
    template: Template | None = None
    when: Condition | None = None
    values: Mapping[str, Any] | None = None
    otherwise: str = "keep"
    default: Any = None
    split: str | None = None
    multiply: Decimal | None = None
    date: tuple[str, ...] = ()
    currency: Part | None = None
    region: Part | None = None
    lookup: Lookup | None = None
    later: bool = False
    invalid: str = "refuse"
    existing: str = "overwrite"
    keep_in: str | None = None

    @property
    def columns(self) -> set[str]:
        """The columns that it uses."""
        found = {self.column, *(self.template.columns if self.template else ())}
        found |= {part.column for part in (self.currency, self.region) if part is not None}
        found |= {self.when.column} if self.when else set()
        return {column for column in found if column is not None}


@dataclass(frozen=True, kw_only=True)
class ImportMapping:
    """A whole mapping. `fields`: by field, or part of a field (`address.city`), its sources in order."""

    object: str
    fields: Mapping[str, tuple[Source, ...]]
    title: str = ""
    file: FileFormat = attribute(default_factory=FileFormat)
    key: tuple[str, ...] = ()
    mode: str = "upsert"
    repeated: str = "refuse"
    corrections: tuple[Correction, ...] = ()
    skip_if: tuple[Condition, ...] = ()
    ignore: Mapping[str, str] = attribute(default_factory=dict)
    expect: Mapping[str, Any] = attribute(default_factory=dict)
    document: Mapping[str, Any] = attribute(default_factory=dict, repr=False)

    @property
    def columns(self) -> set[str]:
        """Every column that the mapping speaks of."""
        used = {column for sources in self.fields.values() for source in sources for column in source.columns}
        corrected = {correction.column for correction in self.corrections}
        return used | corrected | {condition.column for condition in self.skip_if} | set(self.ignore)


def mapping_from_file(path: Path) -> ImportMapping:
    """Read a mapping from YAML or JSON; raises Invalid with everything that is wrong with it."""
    if path.stat().st_size > LARGEST:
        raise Problem("The mapping {file} is larger than {most} bytes", file=path, most=LARGEST)
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Problem(
            "The mapping {file} can't be read: {cause}", file=path, cause=" ".join(str(error).split())
        ) from None
    return read_mapping(document)


def read_mapping(document: Any) -> ImportMapping:
    """Read a mapping's document; raises Invalid with everything that is wrong with it."""
    problems = [
        _problem(error) for error in sorted(_validator().iter_errors(document), key=lambda e: list(map(str, e.path)))
    ]
    if problems:
        raise Invalid("The mapping is not right", errors=problems)
    return _mapping(document)


@cache
def _validator() -> Draft202012Validator:
    schema = orjson.loads(files("core.exchange").joinpath("mapping.schema.json").read_bytes())
    return Draft202012Validator(schema, registry=Registry())


def _problem(error: Any) -> FieldProblem:
    place = "/".join(map(str, error.absolute_path))
    return FieldProblem(place, "mapping", "{reason}", {"reason": error.message[:300]})


def _mapping(document: Mapping[str, Any]) -> ImportMapping:
    key = document.get("key", ())
    return ImportMapping(
        object=document["object"],
        fields={name: _sources(name, given) for name, given in document["fields"].items()},
        title=document.get("title", ""),
        file=_file(document.get("file", {})),
        key=(key,) if isinstance(key, str) else tuple(key),
        mode=document.get("mode", "upsert"),
        repeated=document.get("repeated", "refuse"),
        corrections=tuple(map(_correction, document.get("corrections", ()))),
        skip_if=tuple(map(_condition, document.get("skip_if", ()))),
        ignore=document.get("ignore", {}),
        expect=document.get("expect", {}),
        document=document,
    )


def _file(document: Mapping[str, Any]) -> FileFormat:
    plain = ("format", "sheet", "encoding", "delimiter", "quote", "header", "trim", "decimal", "thousands", "time_zone")
    return FileFormat(
        **{key: document[key] for key in plain if key in document},
        empty=frozenset(document.get("empty", ())) | {""},
        date=_formats(document.get("date")),
    )


def _formats(given: str | Sequence[str] | None) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _sources(name: str, given: Any) -> tuple[Source, ...]:
    return tuple(_source(name, item) for item in (given if isinstance(given, list) else [given]))


_AS_THEY_ARE = ("column", "constant", "values", "otherwise", "default", "split", "later", "invalid", "existing", "keep_in")


def _source(name: str, given: Any) -> Source:
    if isinstance(given, str):
        return Source(column=given)
    made: dict[str, Any] = {key: given[key] for key in _AS_THEY_ARE if key in given}
    if "template" in given:
        made["template"] = Template.parse(given["template"])
    if "when" in given:
        made["when"] = _condition(given["when"])
    if "multiply" in given:
        made["multiply"] = Decimal(str(given["multiply"]))
    for key in ("currency", "region"):
        if key in given:
            made[key] = _part(given[key])
    if "lookup" in given:
        made["lookup"] = _lookup(given["lookup"])
    return Source(**made, date=_formats(given.get("date")))


def _part(given: Any) -> Part:
    if isinstance(given, str):
        return Part(constant=given)
    return Part(column=given["column"], values=given.get("values", {}), default=given.get("default"))


def _lookup(given: Any) -> Lookup:
    if not isinstance(given, dict):
        return Lookup(fields=_formats(given))
    more = {key: value for key, value in given.items() if key != "field"}
    return Lookup(fields=_formats(given["field"]), **more)


def _correction(given: Mapping[str, Any]) -> Correction:
    written = given.get("from", given.get("pattern", ""))
    return Correction(
        column=given["column"],
        written=written,
        to=given["to"],
        reason=given["reason"],
        pattern=_pattern(given["pattern"]) if "pattern" in given else None,
    )


def _condition(given: Mapping[str, Any]) -> Condition:
    return Condition(
        column=given["column"],
        empty=given.get("empty"),
        values=frozenset(given["in"]) if "in" in given else None,
        pattern=_pattern(given["pattern"]) if "pattern" in given else None,
        reason=given.get("reason", ""),
    )


def _pattern(text: str) -> Any:
    try:
        return re2.compile(text)
    except re2.error as error:
        raise Problem("The mapping has a pattern that is none, {pattern}: {cause}", pattern=text, cause=error) from None
