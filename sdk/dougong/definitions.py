"""What a plugin declares: objects, views, layouts, roles, permission sets and the rest.

Every declaration is a `Definition`: a kind and a JSON document, the same one that an implementer's clicks make and
that an export holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dougong.fields import Field

__all__ = [
    "Approval",
    "Automation",
    "Calendar",
    "Definition",
    "DuplicateRule",
    "Extension",
    "Layout",
    "NumberSeries",
    "Object",
    "PermissionSet",
    "Role",
    "Settings",
    "SharingRule",
    "Translation",
    "View",
    "compare",
    "rule",
    "translations",
]


@dataclass(frozen=True)
class Definition:
    """A document of a kind. `document["name"]` is its name, unique within the kind."""

    kind: str
    document: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.document["name"])


def _given(**keys: Any) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value is not None}


def _title(name: str) -> str:
    return name.removeprefix("x_").replace("_", " ").capitalize()


def _plural(label: str) -> str:
    if label.endswith("y") and label[-2:-1] not in "aeiou":
        return label[:-1] + "ies"
    return label + ("es" if label.endswith(("s", "x", "ch", "sh")) else "s")


def _fields(fields: Mapping[str, Field] | None, more: Mapping[str, Field]) -> dict[str, Any]:
    return {
        name: {"label": _title(name), **field.document} for name, field in {**(fields or {}), **more}.items()
    }


def rule(name: str, when: str, message: str, *, field: str | None = None) -> dict[str, Any]:
    """Refuse a record for which the expression `when` holds, with `message`, shown at `field`."""
    return _given(name=name, when=when, message=message, field=field)


class Object(Definition):
    """A kind of record.

    name_field: the field that names a record (default: `name`, `title` or `subject`, else the first text).
    sharing: what users see of each other's records: private, read, write, or parent (as the record it is part of).
    parent: with sharing `parent`, the field that leads to the record that decides.
    features: any of activities, comments, files, follow (default: these four), and signature: records are made of pasted
        signatures.
    indexes: groups of fields that lists filter and sort by together.
    menu: where it stands in the menu, `{"group": "sales", "order": 10}`; False leaves it out.
    Fields are given by name; one whose name is a parameter here goes into `fields`.
    """

    def __init__(
        self,
        name: str,
        /,
        *,
        label: str | None = None,
        plural: str | None = None,
        help: str | None = None,
        icon: str | None = None,
        color: str | None = None,
        name_field: str | None = None,
        sharing: str = "private",
        parent: str | None = None,
        features: Sequence[str] | None = None,
        indexes: Sequence[Sequence[str]] | None = None,
        menu: Mapping[str, Any] | bool | None = None,
        rules: Iterable[Mapping[str, Any]] = (),
        fields: Mapping[str, Field] | None = None,
        **more: Field,
    ) -> None:
        label = label or _title(name)
        document = _given(
            name=name,
            label=label,
            plural=plural or _plural(label),
            help=help,
            icon=icon,
            color=color,
            name_field=name_field,
            sharing=sharing,
            parent=parent,
            features=None if features is None else list(features),
            indexes=None if indexes is None else [list(group) for group in indexes],
            menu=menu,
            fields=_fields(fields, more),
            rules=[dict(r) for r in rules] or None,
        )
        super().__init__("object", document)


class Extension(Definition):
    """More fields, rules or options for an object that another plugin, or the core, declares."""

    def __init__(
        self,
        name: str,
        /,
        *,
        rules: Iterable[Mapping[str, Any]] = (),
        indexes: Sequence[Sequence[str]] | None = None,
        fields: Mapping[str, Field] | None = None,
        **more: Field,
    ) -> None:
        document = _given(
            name=name,
            extends=True,
            fields=_fields(fields, more) or None,
            rules=[dict(r) for r in rules] or None,
            indexes=None if indexes is None else [list(group) for group in indexes],
        )
        super().__init__("object", document)


class View(Definition):
    """A saved list of an object.

    form: table, board, calendar, gantt, map, gallery, pivot or roster. group_by: the field whose values are the groups of a
    table, the columns of a board, the rows of a pivot or a roster; `close_date:month` groups a date by its period. split_by: the columns of a
    pivot, the lanes of a board. limits: how many records the columns of a board should have at most, by value. sums: fields summed up per group and at the foot; `avg:`, `min:`, `max:` or `count:` before a field asks for
    that instead. card: the fields on a card. start, end: the dates of calendar and gantt; scale: day, week or month.
    place: where records are on a map. image: the picture of a gallery. color_by: the choice that colours entries.
    widths, frozen, density: columns' pixels, how many stay while the rest scrolls, compact, normal or roomy rows.
    default: lists of the object open with it; default_for: for people of these roles.
    """

    def __init__(
        self,
        name: str,
        object: str,
        *,
        label: str | None = None,
        form: str = "table",
        filter: str | None = None,
        columns: Sequence[str] | None = None,
        sort: str | None = None,
        group_by: str | None = None,
        split_by: str | None = None,
        sums: Sequence[str] | None = None,
        card: Sequence[str] | None = None,
        start: str | None = None,
        end: str | None = None,
        scale: str | None = None,
        place: str | None = None,
        image: str | None = None,
        color_by: str | None = None,
        limits: Mapping[str, int] | None = None,
        widths: Mapping[str, int] | None = None,
        frozen: int | None = None,
        density: str | None = None,
        default: bool | None = None,
        default_for: Sequence[str] | None = None,
        order: int | None = None,
    ) -> None:
        document = _given(
            name=name,
            object=object,
            label=label or _title(name),
            form=form,
            filter=filter,
            columns=None if columns is None else list(columns),
            sort=sort,
            group_by=group_by,
            split_by=split_by,
            sums=None if sums is None else list(sums),
            card=None if card is None else list(card),
            start=start,
            end=end,
            scale=scale,
            place=place,
            image=image,
            color_by=color_by,
            limits=None if limits is None else dict(limits),
            widths=None if widths is None else dict(widths),
            frozen=frozen,
            density=density,
            default=default,
            default_for=None if default_for is None else list(default_for),
            order=order,
        )
        super().__init__("view", document)


class Layout(Definition):
    """How a record page is arranged, for everyone or for the holders of some permission sets.

    header: fields shown beside the name. sections: `{"label", "fields", "columns", "visible_when"}`.
    related: lists of records that refer to this one, `{"object", "field", "label", "columns"}`.
    path: the choice field drawn as steps under the name. preview: the file, or the picture, that is shown on the page;
    it may be that of a record which this one refers to: `current.file`. panels: the names of the panels that stand on it, in
    this order; all that plugins have for the object, where it isn't given.
    """

    def __init__(
        self,
        name: str,
        object: str,
        *,
        sections: Iterable[Mapping[str, Any]],
        header: Sequence[str] | None = None,
        related: Iterable[Mapping[str, Any]] = (),
        path: str | None = None,
        preview: str | None = None,
        panels: Sequence[str] | None = None,
        permission_sets: Sequence[str] | None = None,
    ) -> None:
        document = _given(
            name=name,
            object=object,
            header=None if header is None else list(header),
            sections=[dict(s) for s in sections],
            related=[dict(r) for r in related] or None,
            path=path,
            preview=preview,
            panels=None if panels is None else list(panels),
            permission_sets=None if permission_sets is None else list(permission_sets),
        )
        super().__init__("layout", document)


class Role(Definition):
    """A place in the hierarchy: its holders see what those below see."""

    def __init__(self, name: str, *, label: str | None = None, parent: str | None = None) -> None:
        super().__init__("role", _given(name=name, label=label or _title(name), parent=parent))


class PermissionSet(Definition):
    """Grants, given to users.

    objects: per object `{"create", "read", "edit", "delete", "view_all", "modify_all": bool, "fields": {name: none |
    read | edit}}`; a field that is not named is open as far as the object is. system: such as `export`, `administer`.
    """

    def __init__(
        self,
        name: str,
        *,
        label: str | None = None,
        objects: Mapping[str, Mapping[str, Any]] | None = None,
        system: Sequence[str] | None = None,
    ) -> None:
        document = _given(
            name=name,
            label=label or _title(name),
            objects={key: dict(value) for key, value in (objects or {}).items()},
            system=None if system is None else list(system),
        )
        super().__init__("permission_set", document)


class SharingRule(Definition):
    """Open records beyond owner and hierarchy.

    where: an expression, or `owner_role`: records owned by holders of a role (and those below it).
    share_with: `{"role": name}`, `{"team": name}`, `{"permission_set": name}` or `{"everyone": True}`.
    level: read or edit.
    """

    def __init__(
        self,
        name: str,
        object: str,
        *,
        share_with: Mapping[str, Any],
        where: str | None = None,
        owner_role: str | None = None,
        level: str = "read",
    ) -> None:
        document = _given(
            name=name, object=object, where=where, owner_role=owner_role, level=level, **{"with": dict(share_with)}
        )
        super().__init__("sharing_rule", document)


def compare(
    *fields: str, way: str = "text", others: Sequence[str] | None = None, weight: float | None = None
) -> dict[str, Any]:
    """One thing that a `DuplicateRule` compares: any of the fields, or for `person` all of them as one name.

    way: exact, text (case, width, spaces and accents aside), words (by how rare the words are), company (without its
    legal form), person (in any order), pinyin (Chinese as it is read), phone, email, tax_id or date.
    others: the fields of the object it is compared with, where they have other names.
    """
    given = _given(fields=list(fields), weight=weight, **{"with": None if others is None else list(others)})
    return {**given, "as": way}


class DuplicateRule(Definition):
    """When two records are taken for the same thing, and what happens then.

    match: what is compared, made by `compare`; all of it must agree, unless `similar` says how alike records must be.
    against: the object that is looked through, where it isn't the rule's own. between: a field, such as the source, in
    which two records of the same thing differ. action: `warn` (whoever saves may save anyway) or `block`.
    on: any of create and update; with none of them the rule serves the finder alone.
    """

    def __init__(
        self,
        name: str,
        object: str,
        *,
        match: Iterable[Mapping[str, Any]],
        label: str | None = None,
        help: str | None = None,
        against: str | None = None,
        similar: float | None = None,
        between: str | None = None,
        action: str = "warn",
        on: Sequence[str] = ("create",),
    ) -> None:
        document = _given(
            name=name,
            label=label or _title(name),
            help=help,
            object=object,
            against=against,
            match=[dict(part) for part in match],
            similar=similar,
            between=between,
            action=action,
            on=list(on),
        )
        super().__init__("duplicate_rule", document)


class Automation(Definition):
    """What happens by itself when something has happened.

    on: what begins it, `{"object": "opportunity", "events": ["updated"], "changed": ["stage"], "when": "amount > 1000"}`, or
    `schedule`, `date`, `webhook`, `button`, `called`. steps: what it does, one after the other: `{"id", "do", …}`.
    more: `as_user`, `priority`, `active`, `when_it_becomes_true`, `help`.
    """

    def __init__(self, name: str, *, on: Mapping[str, Any], steps: Sequence[Mapping[str, Any]], label: str | None = None, **more: Any) -> None:
        document = _given(name=name, label=label or _title(name), on=dict(on), steps=[dict(step) for step in steps], **more)
        super().__init__("automation", document)


class Approval(Definition):
    """Who must agree before something counts.

    steps: whom it asks, one after the other: `{"id": "manager", "approvers": [{"manager_of": "owner_id"}], "mode": "any"}`.
    entry: the condition that a record meets to be submitted. more: `on_approved`, `on_rejected`, `on_recalled` (steps that
    follow), `lock`, `watch`, `start`, `priority` and whatever else the schema of the kind knows.
    """

    def __init__(
        self, name: str, object: str, *, steps: Sequence[Mapping[str, Any]], label: str | None = None, entry: str | None = None, **more: Any
    ) -> None:
        document = _given(name=name, label=label or _title(name), object=object, entry=entry, steps=[dict(step) for step in steps], **more)
        super().__init__("approval", document)


class Calendar(Definition):
    """When people are at work: `monday=["09:00-12:00", "13:00-17:00"]`; a weekday that isn't named is free.

    exceptions: the hours of single days, `{"2026-10-01": []}` for a holiday. time_zone: on whose clock; without one on that
    of the person whose time it is.
    """

    def __init__(
        self,
        name: str,
        *,
        label: str | None = None,
        time_zone: str | None = None,
        exceptions: Mapping[str, Sequence[str]] | None = None,
        **week: Sequence[str],
    ) -> None:
        days = {day: list(hours) for day, hours in week.items()}
        special = None if exceptions is None else {day: list(hours) for day, hours in exceptions.items()}
        document = _given(name=name, label=label or _title(name), time_zone=time_zone, week=days, exceptions=special)
        super().__init__("calendar", document)


class NumberSeries(Definition):
    """How numbers are made: `OPP-{YYYY}-{00000}`; `reset` is never, year, month or day.

    gapless: a number whose record was not saved after all is given to the next, as invoices must be numbered. Saves of such
    records wait for each other; without it a failed save may leave a gap. No number is ever given twice.
    """

    def __init__(self, name: str, pattern: str, *, reset: str = "never", start: int = 1, gapless: bool = False) -> None:
        document = {"name": name, "pattern": pattern, "reset": reset, "start": start}
        super().__init__("number_series", document | ({"gapless": True} if gapless else {}))


class Translation(Definition):
    """Texts in a language, by the place they stand in: `object.vehicle.fields.plate.label`."""

    def __init__(self, name: str, language: str, texts: Mapping[str, str]) -> None:
        super().__init__("translation", {"name": name, "language": language, "texts": dict(texts)})


def translations(package: str) -> list[Translation]:
    """The texts in the folder `translations` of a plugin's package, one JSON file per language: `translations(__name__)`.

    Each file is flat, from places to texts: `{"object.vehicle.fields.plate.label": "车牌"}`. The messages that the
    plugin raises stand there too, under `message.` and the English template.
    """
    found = sorted(files(package).joinpath("translations").iterdir(), key=lambda file: file.name)
    return [
        Translation(
            f"{package.rpartition('.')[2]}_{file.name.removesuffix('.json')}",
            file.name.removesuffix(".json"),
            json.loads(file.read_text(encoding="utf-8")),
        )
        for file in found
        if file.name.endswith(".json")
    ]


class Settings(Definition):
    """Settings of a plugin: fields that a tenant's administrator fills in, and their values."""

    def __init__(
        self,
        name: str,
        /,
        *,
        label: str | None = None,
        values: Mapping[str, Any] | None = None,
        fields: Mapping[str, Field] | None = None,
        **more: Field,
    ) -> None:
        document = {
            "name": name,
            "label": label or _title(name),
            "fields": _fields(fields, more),
            "values": dict(values or {}),
        }
        super().__init__("settings", document)
