"""The people at the accounts: what they do there, and what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dougong import Context
from dougong.demo import Company, Invent, Person, moment
from plugins.customers.demo.words import CONSENT, INTERESTS

__all__ = ["as_contact", "consents", "invented_persons", "parts"]

DAYS = 730  # of history
ROLES = {
    "owner": "decision_maker",
    "executive": "decision_maker",
    "manager": "purchasing",
    "specialist": "user",
    "assistant": "gatekeeper",
}


def invented_persons(invent: Invent, companies: Sequence[Company], number: int) -> list[tuple[Person, int]]:
    """Everyone with the index of their company: somebody everywhere, more in some."""
    places = list(range(len(companies)))
    places += [invent.between(0, len(companies) - 1) for _ in range(number - len(companies))]
    return [(invent.person(companies[at].country, companies[at].key), at) for at in sorted(places)]


def as_contact(
    ctx: Context, invent: Invent, one: Person, at: int, accounts: Sequence[dict[str, Any]], ids: Sequence[str]
) -> dict[str, Any]:
    account, language = accounts[at], one.country.language
    return {
        "first_name": one.given, "last_name": one.family, "salutation": "ms" if one.gender == "f" else "mr",
        "account": ids[at], "job_title": one.job_title, "level": one.level, "email": one.email, "mobile": one.mobile,
        "phone": account["phone"] if invent.chance(0.4) else None, "language": language,
        "wechat": one.email.partition("@")[0].replace(".", "_") if language == "zh" else None,
        "preferred_channels": [invent.weighted({"wechat": 60, "phone": 40} if language == "zh" else {"email": 60, "phone": 40})],
        "preferred_time": invent.weighted({"morning": 55, "afternoon": 45}),
        "interests": [invent.one_of(INTERESTS[language])] if invent.chance(0.35) else None,
        "mailing_address": account["billing_address"], "source": account["source"], "owner_id": account["owner_id"],
        "birthday": moment(ctx, -invent.between(9_000, 22_000)).date() if invent.chance(0.25) else None,
        "created_at": account["created_at"],
    }  # fmt: skip


def parts(
    invent: Invent, persons: Sequence[tuple[Person, int]], ids: Sequence[str], contacts: Sequence[str]
) -> list[dict[str, Any]]:
    """For a third of the people the part they play; the first of each company is the primary one."""
    made, primary = [], set()
    for (person, at), contact in zip(persons, contacts, strict=True):
        if at not in primary and invent.chance(0.5):
            primary.add(at)
            made.append({"account": ids[at], "contact": contact, "role": ROLES[person.level], "primary": True})
        elif invent.chance(0.12):
            made.append({"account": ids[at], "contact": contact, "role": ROLES[person.level]})
    return made


def consents(
    ctx: Context, invent: Invent, persons: Sequence[tuple[Person, int]], contacts: Sequence[str]
) -> list[dict[str, Any]]:
    """What a quarter of the people agreed to; some took it back."""
    made = []
    for (person, _), contact in zip(persons, contacts, strict=True):
        if not invent.chance(0.25):
            continue
        given = moment(ctx, -invent.between(60, DAYS), invent.between(8, 17))
        withdrawn = invent.chance(0.08)
        made.append({
            "contact": contact, "channel": "wechat" if person.country.language == "zh" else "email",
            "purpose": invent.weighted({"newsletter": 60, "offers": 25, "events": 15}),
            "state": "withdrawn" if withdrawn else "given",
            "source": invent.one_of(CONSENT["source"][person.country.language]),
            "wording": CONSENT["wording"][person.country.language][0], "given_at": given,
            "withdrawn_at": moment(ctx, -invent.between(1, 50), 10) if withdrawn else None,
        })  # fmt: skip
    return made
