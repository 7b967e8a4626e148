"""Leads: people who asked, were met at a fair, or became the deals that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from dougong.demo import COUNTRIES, moment
from plugins.sales.demo.deals import Deal
from plugins.sales.demo.words import STEPS, WANTED
from plugins.sales.demo.world import World

__all__ = ["converted_leads", "invented_lead", "lead_tasks"]

FRESH = {"new": 70, "contacted": 26, "qualified": 4}
SEASONED = {"new": 4, "contacted": 41, "qualified": 25, "unqualified": 30}
BECOME_DEALS = {"website", "trade_fair", "campaign", "inbound_email"}


def invented_lead(world: World) -> dict[str, Any]:
    """Somebody who asked, or was met at a fair."""
    invent, country = world.invent, world.invent.country()
    company = invent.company(country)
    person = invent.person(country, company.key)
    age = invent.around(28, 1.1) % 200
    status = invent.weighted(FRESH if age < 9 else SEASONED)
    made = min(moment(world.ctx, -age, invent.between(7, 19), invent.between(0, 59)), moment(world.ctx, -0.1))
    rep = invent.one_of(["rep1", "rep2"]) if country.code == "CN" else "rep3" if country.code == "PL" else "rep4"
    return {
        "first_name": person.given, "last_name": person.family, "company": company.name, "job_title": person.job_title,
        "email": person.email, "mobile": person.mobile, "address": company.address, "industry": company.industry,
        "website": company.website if invent.chance(0.7) else None, "status": status, "score": invent.between(5, 95),
        "rating": invent.weighted({"hot": 18, "warm": 42, "cold": 40}), "employees": round(invent.around(60, 0.9)) + 1,
        "source": invent.weighted({"website": 40, "trade_fair": 22, "campaign": 14, "social_media": 10, "referral": 14}),
        "product": invent.one_of(world.products)["id"] if invent.chance(0.7) else None,
        "need": invent.one_of(WANTED[country.language]), "decides": person.level == "owner",
        "unqualified_reason": invent.weighted({"no_need": 30, "no_budget": 25, "no_answer": 30, "not_now": 15}) if status == "unqualified" else None,
        "first_response_at": None if status == "new" else answered(world, made),
        "owner_id": world.staff[rep], "created_at": made,
    }  # fmt: skip


def answered(world: World, asked: datetime) -> datetime:
    """The same or the next working morning, and never before it was asked."""
    monday = asked + timedelta(days=max(7 - asked.weekday(), 0) if asked.weekday() > 3 else 1)
    soon = asked + timedelta(minutes=world.invent.between(10, 170))
    at = soon if soon.weekday() < 5 and 7 <= soon.hour < 16 else world.invent.working(monday)
    return min(at, world.ctx.now)


def lead_tasks(world: World, lead: dict[str, Any], id: str) -> Iterator[dict[str, Any]]:
    """The first call, where there was one, and for the new ones a call to make."""
    invent, language = world.invent, COUNTRIES[lead["address"]["country"]].language
    response = lead["first_response_at"]
    when = response or moment(world.ctx, 1, 9)
    yield {
        "kind": "call", "subject": invent.one_of(STEPS[language]["call"]), "about": {"object": "lead", "id": id},
        "done": response is not None, "done_at": response, "due_at": when, "owner_id": lead["owner_id"],
        "created_at": min(when, world.ctx.now), "direction": "outbound",
        "outcome": invent.weighted({"reached": 60, "no_answer": 40}) if response else None,
    }  # fmt: skip


def converted_leads(world: World, deals: Sequence[Deal], ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Half of the deals of the last year that came by the website, a fair or a mail were leads before."""
    for deal, id in zip(deals, ids, strict=True):
        there = world.contacts.get(deal.account["id"])
        lately = deal.begun > moment(world.ctx, -365)
        if there and lately and deal.source in BECOME_DEALS and world.invent.chance(0.5):
            yield as_lead(world, deal, id, there[0])


def as_lead(world: World, deal: Deal, id: str, person: dict[str, Any]) -> dict[str, Any]:
    asked = world.invent.working(deal.begun - timedelta(days=world.invent.around(4, 0.7)))
    return {
        "first_name": person["first_name"], "last_name": person["last_name"], "job_title": person["job_title"],
        "email": person["email"], "company": deal.account["name"], "industry": deal.account["industry"],
        "address": deal.account["billing_address"], "source": deal.source, "status": "converted", "rating": "hot",
        "score": world.invent.between(55, 98), "need": world.invent.one_of(WANTED[deal.language]),
        "first_response_at": answered(world, asked), "converted_at": deal.begun,
        "converted_account": deal.account["id"], "converted_contact": person["id"], "converted_opportunity": id,
        "owner_id": deal.account["owner_id"], "created_at": asked,
    }  # fmt: skip
