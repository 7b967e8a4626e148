"""Documents made of templates: the file is copied, and what a text says in braces is filled in from the record it is filed with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dougong import Conflict, Context

__all__ = ["NEEDED", "content_from"]

#: What is read of a template.
NEEDED = ["name", "kind", "language", "current.file", "current.name"]
#: Files whose words can be filled in as they stand; others are copied.
TEXTS = (".txt", ".md")
PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
PLAIN = (str, int, Decimal, date, datetime)


def content_from(ctx: Context, template: Mapping[str, Any], about: Mapping[str, str] | None) -> bytes:
    """The content of a new document. Raises Conflict for what is no template, or has no version yet."""
    if template["kind"] != "template":
        raise Conflict("This document is not a template")
    if template["current.file"] is None:
        raise Conflict("This template has no file yet")
    content = ctx.content(template["current.file"])
    if not str(template["current.name"]).lower().endswith(TEXTS):
        return content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content
    return filled(text, words_of(ctx, about)).encode()


def words_of(ctx: Context, about: Mapping[str, str] | None) -> dict[str, str]:
    """By the names of fields, what the record says as far as it is words or numbers; with `today` and `me`."""
    record = ctx.records.get(about["object"], about["id"]) if about else {}
    plain = {name: str(value) for name, value in record.items() if isinstance(value, PLAIN) and not isinstance(value, bool)}
    return {**plain, "today": ctx.now.date().isoformat(), "me": ctx.actor.name}


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with what is known put in; what isn't stays for whoever reads it."""
    return PLACE.sub(lambda place: words.get(place[1], place[0]), text)
