"""What was talked about with the people of the accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dougong import Context
from dougong.demo import Invent, Person, moment
from plugins.customers.demo.words import TALKS

__all__ = ["talk"]

DAYS = 730  # of history
KINDS = {"call": 40, "email": 24, "meeting": 16, "note": 20}


def talk(
    ctx: Context,
    invent: Invent,
    persons: Sequence[tuple[Person, int]],
    accounts: Sequence[dict[str, Any]],
    ids: Sequence[str],
    contacts: Sequence[str],
) -> dict[str, Any]:
    """A call, meeting, mail or note with somebody; nine in ten are past."""
    number = invent.between(0, len(persons) - 1)
    person, at = persons[number]
    kind, words = invent.weighted(KINDS), TALKS[person.country.language]
    ahead = kind in ("call", "meeting") and invent.chance(0.12)
    when = invent.working(moment(ctx, invent.between(1, 14))) if ahead else past(ctx, invent)
    made = {
        "kind": kind, "subject": invent.one_of(words[kind]).format(name=person.name, company=accounts[at]["name"]),
        "about": {"object": "contact", "id": contacts[number]} if invent.chance(0.5) else {"object": "account", "id": ids[at]},
        "contacts": [contacts[number]], "owner_id": accounts[at]["owner_id"], "done": not ahead,
        "done_at": None if ahead else when, "due_at": when if kind != "note" else None, "created_at": min(when, ctx.now - timedelta(hours=2)),
        "body": invent.one_of(words["body"]) if invent.chance(0.6) and not ahead else None,
    }  # fmt: skip
    return made | details(invent, kind, when, ahead, words)


def past(ctx: Context, invent: Invent) -> datetime:
    """Some day of the last two years, more often a recent one."""
    return invent.working(moment(ctx, -(invent.around(120, 0.9) % DAYS)), ctx.now)


def details(invent: Invent, kind: str, when: datetime, ahead: bool, words: dict[str, list[str]]) -> dict[str, Any]:
    """What belongs to a call, a mail or a meeting alone."""
    if kind == "call":
        outcome = (
            None if ahead else invent.weighted({"reached": 55, "no_answer": 22, "call_back": 13, "left_message": 10})
        )
        return {"direction": invent.weighted({"outbound": 78, "inbound": 22}), "outcome": outcome}
    if kind == "email":
        return {"direction": invent.weighted({"outbound": 60, "inbound": 40})}
    if kind == "meeting":
        end = when + timedelta(hours=invent.between(1, 2))
        return {
            "start_at": when,
            "end_at": end,
            "place": invent.one_of(words["place"]),
            "outcome": None if ahead else "held",
        }
    return {}
