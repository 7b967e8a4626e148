"""Texts made of cells: `{product}[ – {account}]`, where a part in brackets vanishes when one of its cells is empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dougong import Problem

__all__ = ["FILTERS", "Template"]

Cells = Mapping[str, str | None]
_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{(?P<cell>[^{}]+)\}|\[|\]|[{}]|[^{}\[\]]+")


@dataclass(frozen=True)
class Cell:
    """A column with the filters that its value goes through."""

    column: str
    filters: tuple[str, ...]

    def of(self, cells: Cells) -> str | None:
        value = cells[self.column]
        for name in self.filters:
            value = FILTERS[name](value) if value is not None else None
        return value or None


Part = str | Cell


@dataclass(frozen=True)
class Template:
    """A template, parsed: texts, cells, and tuples of them that stand in brackets."""

    parts: tuple[Part | tuple[Part, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Raises a Problem for a template that isn't one."""
        parts: list[Part | tuple[Part, ...]] = []
        inside: list[Part] | None = None
        for token in _TOKEN.finditer(text):
            word = token[0]
            if word == "[" and inside is None:
                inside = []
            elif word == "]" and inside is not None:
                parts.append(tuple(inside))
                inside = None
            elif word in ("[", "]", "{", "}"):
                raise Problem(
                    "The template {text} has a {word} that is out of place; double one that is meant",
                    text=text,
                    word=word,
                )
            else:
                (parts if inside is None else inside).append(_part(text, token))
        if inside is not None:
            raise Problem("The template {text} has a [ that isn't closed", text=text)
        return cls(tuple(parts))

    @property
    def columns(self) -> set[str]:
        """The columns that it uses."""
        flat = (part for given in self.parts for part in (given if isinstance(given, tuple) else (given,)))
        return {part.column for part in flat if isinstance(part, Cell)}

    def of(self, cells: Cells) -> str | None:
        """The text for a row; None when nothing but its own words would be left."""
        made = [_optional(part, cells) if isinstance(part, tuple) else _text(part, cells) for part in self.parts]
        outside = [text for part, text in zip(self.parts, made, strict=True) if isinstance(part, Cell)]
        if outside and not any(outside):
            return None
        return "".join(text or "" for text in made).strip() or None


def _part(template: str, token: re.Match[str]) -> Part:
    if token["cell"] is None:
        return token[0][0] if token[0] in ("{{", "}}", "[[", "]]") else token[0]
    column, *filters = (word.strip() for word in token["cell"].split("|"))
    unknown = next((name for name in filters if name not in FILTERS), None)
    if unknown is not None:
        raise Problem(
            "The template {text} has a filter {name}; there are {known}",
            text=template,
            name=unknown,
            known=", ".join(FILTERS),
        )
    return Cell(column, tuple(filters))


def _text(part: Part, cells: Cells) -> str | None:
    return part if isinstance(part, str) else part.of(cells)


def _optional(parts: tuple[Part, ...], cells: Cells) -> str:
    made = [_text(part, cells) for part in parts]
    return "" if any(text is None for text in made) else "".join(text or "" for text in made)


# -- filters -------------------------------------------------------------------------------------------------

_STROKES = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "œ": "oe"})


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def _joined(text: str, sign: str) -> str:
    return re.sub(r"\W+", sign, _plain(text).replace("_", " ")).strip(sign)


def _is_chinese(text: str) -> bool:
    return " " not in text and bool(text) and "\u4e00" <= text[0] <= "\u9fff"


def _family(text: str) -> str:
    return text[0] if _is_chinese(text) else text.rpartition(" ")[2]


def _given(text: str) -> str:
    return text[1:] if _is_chinese(text) else text.rpartition(" ")[0]


FILTERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "slug": lambda text: _joined(text, "."),
    "name": lambda text: _joined(text, "_"),
    "given": _given,
    "family": _family,
    "digits": lambda text: "".join(sign for sign in text if sign.isdigit()),
}
