"""The server's own texts in the reader's language; the English ones stand in the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.core import negotiate_locale, parse_locale
from babel.messages.pofile import read_po

from dougong import FieldProblem, Problem

__all__ = ["LANGUAGES", "filled", "language_of", "texts", "translated"]

LANGUAGES = ("en", "zh", "pl")
LOCALES = Path(__file__).parent / "locale"
PLACE = re.compile(r"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")
LONGEST_HEADER = 500


@cache
def texts(language: str) -> Mapping[str, str]:
    """From each English text to the one in another language; empty for English."""
    path = LOCALES / language / "LC_MESSAGES" / "dougong.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in found if message.id and message.string}


def translated(
    template: str, params: Mapping[str, Any], language: str, more: Mapping[str, str] | None = None
) -> str:
    """A message in a language, its parameters filled in; `more` holds the texts that plugins bring along."""
    found = texts(language).get(template) or (more or {}).get(f"message.{template}") or template
    return filled(found, {name: _within(value, language, more) for name, value in params.items()})


def _within(value: Any, language: str, more: Mapping[str, str] | None) -> Any:
    """A parameter that is a problem itself, which is told in the same language."""
    if isinstance(value, (Problem, FieldProblem)):
        return translated(value.message, value.params, language, more)
    return value


def filled(template: str, params: Mapping[str, Any]) -> str:
    """The template with `{name}` replaced. Nothing else is looked at: templates come from tenants too."""

    def place(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]  # {{ and }} are the signs themselves
        return shown(params[name]) if name in params else match[0]

    return PLACE.sub(place, template)


def shown(value: Any) -> str:
    """A parameter as it stands in a sentence."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, value))
    return str(value)


def language_of(header: str | None, default: str = "en") -> str:
    """The language that an Accept-Language header likes best among ours; `default` when it likes none."""
    if not header:
        return default
    for tag in _liked(header[:LONGEST_HEADER]):
        found = negotiate_locale([tag], LANGUAGES, sep="-")
        if found:
            return found
    return default


@cache
def _known(tag: str) -> bool:
    try:
        parse_locale(tag, sep="-")
    except ValueError:
        return False
    return True


def _liked(header: str) -> Iterable[str]:
    parts = (part.strip().partition(";q=") for part in header.split(","))
    weighed = [(_weight(weight), tag.strip()) for tag, _, weight in parts]
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0 and _known(tag)]


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
