"""Options of a choice by what people call them: by value, or by label in any language."""

from __future__ import annotations

from collections.abc import Mapping

from core.i18n import LANGUAGES
from metadata.fields import Field
from metadata.objects import ObjectType

__all__ = ["CHOICES", "folded", "words_of_options"]

CHOICES = ("choice", "multi_choice")


def folded(text: str) -> str:
    """A word as it is compared: without case and signs, but with accents."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def words_of_options(kind: ObjectType, field: Field) -> Mapping[str, str]:
    """From words to values. A word that two options have means neither."""
    if field.type.name not in CHOICES:
        return {}
    key = ("option words", kind.name, field.name)
    found = kind.catalogue.kept.get(key)
    if found is None:
        found = kind.catalogue.kept[key] = _words(kind, field)
    return found


def _words(kind: ObjectType, field: Field) -> Mapping[str, str]:
    values: dict[str, str] = {}
    words: dict[str, set[str]] = {}
    for option in field.options:
        if option.retired:
            continue
        path = f"object.{kind.name}.fields.{field.name}.options.{option.value}"
        labels = (kind.catalogue.label(path, language) for language in LANGUAGES)
        values[folded(option.value)] = option.value
        for label in (option.label, *labels):
            words.setdefault(folded(label or ""), set()).add(option.value)
    labelled = {word: next(iter(options)) for word, options in words.items() if word and len(options) == 1}
    return {**labelled, **values}
