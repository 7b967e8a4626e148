"""Suggests a mapping: by what columns are called, in any of our languages, and by what their cells look like."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.exchange.choosing import folded, words_of_options
from core.exchange.mapping import ImportMapping, read_mapping
from core.exchange.matching import PLATFORM, REFERENCES, check_mapping, is_settable
from core.exchange.reading import Row, Sheet
from core.exchange.shapes import Shape, shape_of
from core.exchange.synonyms import COMPANY, PARTS, SYNONYMS
from core.i18n import LANGUAGES
from metadata.fields import Field
from metadata.objects import ObjectType

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["Suggestion", "checked_mapping"]

SAMPLE = 1000
#: What a cell that means nothing is often filled with.
NOTHING = frozenset({"null", "n/a", "#n/a", "none", "-", "--", "无", "brak"})
FITTING = {"email": ("email",), "url": ("url",), "phone": ("phone",)}
MOST_OPTIONS = 0.9


class Suggestion:
    """What is known of the columns of a file, and a mapping's document made of it."""

    def __init__(self, ctx: Ctx, kind: ObjectType, sheet: Sheet) -> None:
        self._ctx = ctx
        self._kind = kind
        self._sheet = sheet
        self._access = ctx.records.access(kind.name)
        self._taken: set[str] = set()
        self.columns = _columns(sheet)
        region = str(ctx.settings("organisation").get("phone_region") or "PL")
        self.shapes = {name: shape_of(_told(cells), region) for name, cells in self.columns.items()}
        self.targets = self._targets()

    def document(self) -> dict[str, Any]:
        """The mapping."""
        fields = {target: self._source(heading, target) for heading, target in self.targets.items()}
        found: dict[str, Any] = {"object": self._kind.name, "fields": fields}
        file = self._file()
        if file:
            found["file"] = file
        ignored = self._ignored()
        return {**found, "ignore": ignored} if ignored else found

    # -- which column is which field -------------------------------------------------------------------------

    def _targets(self) -> dict[str, str]:
        """Names and labels first, then what is called alike elsewhere, then the looks of the cells."""
        found: dict[str, str] = {}
        for rule in (self._by_name, self._by_synonym, self._by_part, self._by_shape):
            for heading in self._sheet.headings:
                target = None if heading in found else rule(heading)
                if target is not None and target not in self._taken:
                    found[heading] = target
                    self._taken.add(target)
        return {heading: found[heading] for heading in self._sheet.headings if heading in found}

    def _by_name(self, heading: str) -> str | None:
        folded = plain(heading)
        return next((field.name for field in self._fields() if folded in self._names(field)), None)

    def _by_synonym(self, heading: str) -> str | None:
        folded = plain(heading)
        for field in self._fields():
            words = (*SYNONYMS.get(field.name, ()), *(COMPANY if field.name == "name" and self._is_company else ()))
            if field.name not in self._taken and any(folded == plain(word) for word in words):
                return field.name
        return None

    @property
    def _is_company(self) -> bool:
        """Whether a name of a company is the name of the record, not of what it belongs to."""
        return not {"account", "company", "last_name"} & self._kind.fields.keys()

    def _by_part(self, heading: str) -> str | None:
        """A part of the first address; "billing city" is one of that address."""
        folded = plain(heading)
        for field in (field for field in self._fields() if field.type.name == "address"):
            for part, words in PARTS.items():
                if folded in {plain(word) for word in (part, *words)} | {plain(f"{field.name} {part}"), plain(f"{field.label} {part}")}:
                    return f"{field.name}.{part}"
        return None

    def _by_shape(self, heading: str) -> str | None:
        shape = self.shapes[heading].name
        free = [field for field in self._fields() if field.name not in self._taken]
        if shape in FITTING:
            fitting = (field.name for field in free if field.type.name in FITTING[shape])
            return next((name for name in fitting if shape != "url" or name == "website"), None)
        cells = set(_told(self.columns[heading]))
        if shape == "text" and cells:
            for field in free:
                known = words_of_options(self._kind, field)
                if known and sum(folded(cell) in known for cell in cells) >= MOST_OPTIONS * len(cells):
                    return field.name
        return None

    def _fields(self) -> Iterator[Field]:
        may = self._ctx.actor.administers
        for field in (*self._kind.fields.values(), *self._kind.companions.values()):
            own = not field.system or field.name == "owner_id" or may
            if own and is_settable(field) and (field.name in self._access.visible or not field.type.readable):
                yield field

    def _names(self, field: Field) -> set[str]:
        path = f"object.{self._kind.name}.fields.{field.name}.label"
        labels = (self._ctx.catalogue.label(path, language) for language in LANGUAGES)
        return {plain(name) for name in (field.name, field.label, *labels) if name}

    def _ignored(self) -> dict[str, str]:
        """Columns that the platform itself writes into its exports."""
        computed = {plain(field.name) for field in self._kind.all_fields.values() if not is_settable(field)}
        return {heading: PLATFORM for heading in self._sheet.headings if heading not in self.targets and plain(heading) in computed}

    # -- how a column is read --------------------------------------------------------------------------------

    def _source(self, heading: str, target: str) -> Any:
        source: dict[str, Any] = {"column": heading}
        field = self._kind.all_fields[target.partition(".")[0]]
        if "." not in target:
            source |= self._reading(field, self.shapes[heading], _told(self.columns[heading]))
        return source if len(source) > 1 else heading

    def _reading(self, field: Field, shape: Shape, cells: Sequence[str]) -> dict[str, Any]:
        name = field.type.name
        if name in REFERENCES or field.references:
            return {"lookup": lookup_fields(self._kind, field)}
        if name == "many_to_many" and isinstance(field.to, str):
            return {"lookup": lookup_fields(self._kind, field), **_cut(cells)}
        if name in ("date", "datetime") and shape.dates:
            return {"date": list(shape.dates)}
        if self._sheet.kind == "vcf" and name in ("phone", "email", "url", "date"):
            return {"invalid": "empty", **({"keep_in": "description"} if "description" in self._kind.fields else {})}
        return _cut(cells) if name in ("tags", "multi_choice") else {}

    def _file(self) -> dict[str, Any]:
        """What holds for every column: the marks of numbers, and words for nothing."""
        file: dict[str, Any] = {}
        shapes = [shape for shape in self.shapes.values() if shape.name == "number"]
        if any(shape.decimal == "," for shape in shapes):
            file["decimal"] = ","
        thousands = Counter(shape.thousands for shape in shapes if shape.thousands)
        if thousands:
            file["thousands"] = thousands.most_common(1)[0][0]
        empty = sorted({cell for cells in self.columns.values() for cell in cells if cell.casefold() in NOTHING})
        return {**file, "empty": empty} if empty else file


def checked_mapping(
    ctx: Ctx, object: str, sheet: Sheet, mapping: ImportMapping | None, key: tuple[str, ...] = ()
) -> ImportMapping:
    """The mapping as it will be used: the given one, or the one that is suggested. Raises a Problem with all that is wrong."""
    kind = ctx.catalogue.object(object)
    return check_mapping(ctx, mapping or _suggested(ctx, kind, sheet), object, sheet.headings, key)


def _suggested(ctx: Ctx, kind: ObjectType, sheet: Sheet) -> ImportMapping:
    document = Suggestion(ctx, kind, sheet).document()
    if not document["fields"]:
        return ImportMapping(object=kind.name, fields={}, document=document)
    return read_mapping(document)


def lookup_fields(kind: ObjectType, field: Field) -> list[str]:
    """By what a reference is found: people by address and name, other records by what is unique and by name."""
    target = kind.catalogue.objects.get(field.references or (field.to if isinstance(field.to, str) else "") or "")
    if target is None:
        return ["name"]
    if target.name == "user":
        return ["email", "name"]
    unique = [name for name, other in target.fields.items() if other.unique and other.type.name in ("text", "email")]
    return list(dict.fromkeys([*unique, target.name_field]))[:5]


def plain(text: str) -> str:
    """A name without case, accents and signs: "E-mail", "e_mail" and "Email" are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in decomposed if sign.isalnum())


def _columns(sheet: Sheet) -> Mapping[str, list[str]]:
    rows = [row.cells for row in sheet.sample(SAMPLE) if isinstance(row, Row)]
    return {heading: [row[at].strip() for row in rows] for at, heading in enumerate(sheet.headings)}


def _told(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell and cell.casefold() not in NOTHING]


def _cut(cells: Sequence[str]) -> dict[str, Any]:
    marks = Counter(mark for cell in cells for mark in (";", "|", "、", ",", "，") if mark in cell)
    return {"split": marks.most_common(1)[0][0]} if marks else {}
