"""The place in a long text where the words that were looked for stand, so that a hit shows why it is one."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import nh3

from core.records.reading import accesses, list_records
from core.records.words import PIECES, fold, query_words

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["passage", "with_passages"]

LONG = frozenset({"long_text", "rich_text"})
BEFORE, AFTER = 40, 100
#: So many hits of an object are told with their passage: a text may have a fifth of a megabyte.
MOST = 8


def with_passages(ctx: Ctx, q: str, hits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hits; those that were found by what stands in a long text, which the actor sees, with the passage."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        if passage(q, hit["name"]) is None and len(wanted[hit["object"]]) < MOST:
            wanted[hit["object"]].append(hit["id"])
    found = {id: text for object, ids in wanted.items() for id, text in _passages(ctx, q, object, ids).items()}
    return [{**hit, "passage": found[hit["id"]]} if hit["id"] in found else hit for hit in hits]


def _passages(ctx: Ctx, q: str, object: str, ids: Sequence[str]) -> dict[str, str]:
    visible = accesses(ctx)[object].visible
    kind = ctx.catalogue.object(object)
    names = [field.name for field in kind.search_fields if field.type.name in LONG and field.name in visible]
    if not names or not ids:
        return {}
    asked = [*ids, *[ids[-1]] * (MOST - len(ids))]  # always as many, which is one statement for all
    listed = ", ".join(f"'{id}'" for id in asked)
    rich = {name for name in names if kind.field(name).type.name == "rich_text"}
    found = {}
    for record in list_records(ctx, object, filter=f"id IN ({listed})", fields=names, limit=MOST).data:
        texts = (passage(q, _read(record[name]) if name in rich else record[name]) for name in names if record.get(name))
        text = next(filter(None, texts), None)
        if text:
            found[record["id"]] = text
    return found


def _read(rich: str) -> str:
    """What a person reads of a rich text."""
    return html.unescape(nh3.clean(rich.replace("<", " <"), tags=set()))


def passage(q: str, text: str) -> str | None:
    """The text around the first of the words that it holds; None where it holds none."""
    plain = fold(text)
    if len(plain) != len(text):
        plain = text.lower()
    words = [*PIECES.findall(fold(q)), *(word for word, _ in query_words(q))]
    at = next((place for word in words if (place := plain.find(word)) >= 0), -1)
    if at < 0:
        return None
    begin, end = max(0, at - BEFORE), at + AFTER
    shown = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{shown}{'…' if end < len(text) else ''}"
