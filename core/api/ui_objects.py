"""Objects and fields as the pages draw them: in the actor's language, as far as the actor may see and write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.duplicates.rules import rules_of
from core.host.host import CORE
from metadata.fields import Field, Option

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["Texts", "readable", "shown_field", "shown_objects"]

#: Keys of a field that stand in the answer only where they say something.
SPOKEN_KEYS = ("depends_on", "scale", "max_length", "min", "max")


class Texts:
    """The texts of a catalogue in one language."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._own = catalogue.translations.get(language, {})
        self.language = language

    def label(self, place: str, otherwise: str) -> str:
        """The text of a place; as it was declared where it isn't translated."""
        return self._own.get(place) or self._catalogue.label(place, self.language) or otherwise

    def own(self, place: str, otherwise: str | None) -> str | None:
        """The same for a text that may be missing."""
        return self._own.get(place) or otherwise


def shown_objects(ctx: Ctx, texts: Texts) -> dict[str, dict[str, Any]]:
    """The objects of which the actor may read records."""
    return {name: _object(ctx.catalogue, name, access, texts) for name, access in readable(ctx).items()}


def readable(ctx: Ctx) -> dict[str, Any]:
    """The objects that there are for the actor, with what may be done with each."""
    rights = ctx.records.rights
    return {name: ctx.records.access(name) for name in ctx.catalogue.objects if rights[name].grants.read}


def _object(catalogue: Catalogue, name: str, access: Any, texts: Texts) -> dict[str, Any]:
    kind, place = catalogue.object(name), f"object.{name}"
    visible = [field for field in kind.fields.values() if _is_shown(field, access)]
    shown = {
        "name": kind.name,
        "label": texts.label(f"{place}.label", kind.label),
        "plural": texts.label(f"{place}.plural", kind.plural),
        "help": texts.own(f"{place}.help", kind.help),
        "icon": kind.icon,
        "color": kind.color,
        "name_field": kind.name_field,
        "features": list(kind.features),
        "owner": kind.owner if kind.owner != CORE else "core",
        "rights": {"create": access.create, "read": access.read, "edit": access.edit, "delete": access.delete},
        "fields": {field.name: shown_field(field, f"{place}.fields.{field.name}", texts, access.editable) for field in visible},
        "conditional": any(field.conditional for field in visible),
        "compared": _compared(catalogue, name, access) or None,
        "decided": name in catalogue.decided_objects or None,
        "buttons": _buttons(catalogue, name, texts) if access.edit else None,
    }
    return _spoken(shown)


def _buttons(catalogue: Catalogue, object: str, texts: Texts) -> list[dict[str, Any]] | None:
    """The automations that somebody who changes a record may begin; whether one may for that record is asked where it is shown."""
    found = [
        {"name": name, "label": texts.own(f"automation.{name}.on.button.label", one["on"]["button"]["label"]), "confirm": one["on"]["button"].get("confirm")}
        for name, one in sorted(catalogue.of_kind("automation").items())
        if one["on"].get("button") and one["on"].get("object") == object and one.get("active", True)
    ]
    return found or None


def _compared(catalogue: Catalogue, object: str, access: Any) -> list[str]:
    """The fields by which a new record is held against those that are there, as far as the actor fills them in."""
    looked_at = {name for rule in rules_of(catalogue).checks(object, "create") for name in rule.own.fields}
    return sorted(looked_at & access.editable)


def _is_shown(field: Field, access: Any) -> bool:
    """Seen, or written without ever being seen, as a password is."""
    return field.name in access.visible or (field.name in access.editable and not field.type.readable)


def shown_field(field: Field, place: str, texts: Texts, editable: frozenset[str]) -> dict[str, Any]:
    """One field, whose texts stand in translations under `place`."""
    shown = {
        "name": field.name,
        "type": field.type.name,
        "returns": field.result.type.name if field.result is not field else None,
        "label": texts.label(f"{place}.label", field.label),
        "help": texts.own(f"{place}.help", field.help),
        "required": field.required,
        "unique": field.unique,
        "editable": field.name in editable and (field.editable or field.name == "owner_id"),
        "system": field.system,
        "sortable": field.sortable,
        "groupable": field.groupable,
        "operators": list(field.operators),
        "options": [_option(option, f"{place}.options.{option.value}", texts) for option in field.options] or None,
        "to": _target(field),
        "default": field.default,
        **{key: getattr(field.result, key) for key in SPOKEN_KEYS},
        "capture": field.capture or None,
    }
    return _spoken(shown)


def _option(option: Option, place: str, texts: Texts) -> dict[str, Any]:
    shown = {
        "value": option.value,
        "label": texts.label(place, option.label),
        "color": option.color,
        "for": None if option.within is None else list(option.within),
        "help": texts.own(f"{place}.help", option.help),
        "entry": option.entry,
        "message": texts.own(f"{place}.message", option.message),
        "data": dict(option.data) or None,
        "retired": option.retired or None,
    }
    return _spoken(shown)


def _target(field: Field) -> str | list[str] | None:
    if field.to is None:
        return field.references
    return field.to if isinstance(field.to, str) else list(field.to)


def _spoken(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if value is not None}
