"""Deals as they come and go: what is sold, how long it takes, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from math import cos, pi
from typing import Any

from dougong.demo import COUNTRIES, moment
from plugins.sales.demo.words import COMMENTS, DEALS, NEXT, STEPS
from plugins.sales.demo.world import World

__all__ = ["Deal"]

DAYS = 730  # of history
RATES = {
    "CN": ("CNY", Decimal("7.80")),
    "PL": ("PLN", Decimal("4.30")),
    "GB": ("GBP", Decimal("0.85")),
    "US": ("USD", Decimal("1.08")),
}
OPEN_STAGES = ["prospecting", "qualification", "analysis", "proposal", "negotiation"]
SOURCES = {
    "existing_customer": 30, "referral": 18, "website": 16, "trade_fair": 12, "inbound_email": 8, "cold_call": 8, "partner": 5, "campaign": 3,
}  # fmt: skip
WINS = {"referral": 0.46, "existing_customer": 0.52, "partner": 0.40, "cold_call": 0.18, "campaign": 0.22}
SKILL = {"rep1": 1.15, "rep2": 0.9, "rep3": 1.05, "rep4": 0.95}
LOST = {
    "price": 30,
    "competitor": 22,
    "no_decision": 16,
    "no_budget": 12,
    "delivery_time": 8,
    "features": 7,
    "no_answer": 5,
}
WON = {"relationship": 26, "quality": 22, "price": 20, "service": 14, "delivery_time": 12, "features": 6}
CHANNELS = {"direct": 70, "distributor": 16, "tender": 8, "online": 6}


class Deal:
    """One deal: its record, its lines, and what was done and said."""

    def __init__(self, world: World) -> None:
        self.world, self.invent = world, world.invent
        self.account = some_account(world)
        self.country = self.account["billing_address"]["country"]
        self.language = COUNTRIES[self.country].language
        self.begun = begun(world)
        self.lines = list(self.invented_lines())
        self.amount = sum((total(line) for line in self.lines), Decimal(0))
        self.lasts = timedelta(days=self.invent.around(38 + min(self.in_euros() / 1200, 90), 0.5))
        self.stage = self.ending()
        self.closed = self.stage in ("won", "lost")
        self.end = self.invent.working(self.begun + self.lasts, world.ctx.now if self.closed else None)
        self.record = self.as_record()

    def in_euros(self) -> float:
        return float(self.amount / RATES[self.country][1])

    def invented_lines(self) -> Iterator[dict[str, Any]]:
        """One to four products in sensible quantities, in the currency of the country."""
        currency, rate = RATES[self.country]
        for product in self.invent.random.sample(
            self.world.products, self.invent.weighted({1: 45, 2: 30, 3: 17, 4: 8})
        ):
            cheap = product["list_price"] < 1000
            discount = self.invent.weighted({0: 50, 5: 25, 8: 10, 10: 10, 15: 5})
            yield {
                "product": product["id"], "name": product["name"],
                "quantity": Decimal(self.invent.between(4, 40) if cheap else self.invent.weighted({1: 60, 2: 25, 3: 10, 5: 5})),
                "price": {"amount": (product["list_price"] * rate).quantize(Decimal(1) if not cheap else Decimal("0.01")), "currency": currency},
                "discount": Decimal(discount),
            }  # fmt: skip

    def ending(self) -> str:
        """Won or lost when its time is over, otherwise as far as its time has run; some just drag on."""
        self.source = self.invent.weighted(SOURCES)
        ran = (self.world.ctx.now - self.begun) / self.lasts
        if ran >= 1 and not (ran < 3 and self.invent.chance(0.14)):
            odds = WINS.get(self.source, 0.33) * self.skill() * (1.1 if self.account["kind"] == "customer" else 0.85)
            return "won" if self.invent.chance(odds) else "lost"
        return OPEN_STAGES[min(int(min(ran, 0.99) * 5 * self.invent.random.uniform(0.7, 1.15)), 4)]

    def skill(self) -> float:
        """Some sell better than others."""
        return next((SKILL.get(key, 1) for key, id in self.world.staff.items() if id == self.account["owner_id"]), 1)

    def as_record(self) -> dict[str, Any]:
        invent, main = self.invent, self.lines[0]
        ended = self.end if self.closed else max(self.end, self.world.ctx.now - timedelta(days=invent.between(-40, 12)))
        moved = self.end if self.closed else self.last_moved()
        words = DEALS[self.language]
        return {
            "name": invent.one_of(words).format(company=self.account["name"], product=main["name"]),
            "account": self.account["id"], "contact": self.anybody(), "stage": self.stage, "source": self.source,
            "pipeline": "new_business", "amount": {"amount": self.amount, "currency": RATES[self.country][0]},
            "close_date": ended.date(), "engage_date": self.begun.date(), "product": main["product"],
            "channel": invent.weighted(CHANNELS), "priority": invent.weighted({"normal": 70, "high": 18, "low": 12}),
            "intent": invent.weighted({"comparing": 45, "intends": 35, "urgent": 10, "curious": 10}),
            "competitor": invent.one_of(self.world.competitors) if invent.chance(0.35) else None,
            "next_step": None if self.closed else invent.one_of(NEXT[self.language]),
            "next_step_date": None if self.closed else moment(self.world.ctx, invent.between(-6, 12)).date(),
            "won_reason": invent.weighted(WON) if self.stage == "won" else None,
            "lost_reason": invent.weighted(LOST) if self.stage == "lost" else None,
            "stage_changed_at": moved, "owner_id": self.account["owner_id"], "created_at": self.begun, "updated_at": moved,
        }  # fmt: skip

    def give(self, discount: int) -> None:
        """So many percent off the first line, which more than the seller has to agree to."""
        self.lines[0]["discount"] = Decimal(discount)
        self.record["amount"] = {**self.record["amount"], "amount": sum((total(line) for line in self.lines), Decimal(0))}

    def last_moved(self) -> datetime:
        """Open deals moved some days ago; a few haven't for long."""
        back = min(self.invent.around(9, 0.8), (self.world.ctx.now - self.begun).days)
        return max(self.invent.working(moment(self.world.ctx, -back), self.world.ctx.now), self.begun)

    def anybody(self) -> str | None:
        there = self.world.contacts.get(self.account["id"])
        return str(self.invent.one_of(there)["id"]) if there else None

    def tasks(self, id: str) -> Iterator[dict[str, Any]]:
        """What was done between the beginning and the end, and for open deals what comes next."""
        until = min(self.end, self.world.ctx.now)
        for _ in range(self.invent.weighted({1: 25, 2: 30, 3: 25, 4: 14, 6: 6})):
            when = self.begun + (until - self.begun) * self.invent.random.random()
            yield self.task(id, max(self.invent.working(when, self.world.ctx.now), self.begun), done=True)
        if not self.closed and self.invent.chance(0.75):
            yield self.task(id, self.invent.working(moment(self.world.ctx, self.invent.between(-8, 14))), done=False)

    def task(self, id: str, when: datetime, done: bool) -> dict[str, Any]:
        kind = self.invent.weighted({"call": 38, "email": 28, "meeting": 16, "task": 18})
        return {
            "kind": kind, "subject": self.invent.one_of(STEPS[self.language][kind]), "done": done, "due_at": when,
            "about": {"object": "opportunity", "id": id}, "done_at": when if done else None,
            "priority": self.record["priority"], "owner_id": self.account["owner_id"],
            "created_at": min(when, self.last_moved()),
            "start_at": when if kind == "meeting" else None, "end_at": when + timedelta(hours=1) if kind == "meeting" else None,
        }  # fmt: skip

    def comments(self, id: str) -> Iterator[dict[str, Any]]:
        """A manager's word on the bigger deals."""
        if self.amount > 30_000 * RATES[self.country][1] and self.invent.chance(0.6):
            manager = self.world.staff["manager1" if self.country == "CN" else "manager2"]
            said = self.invent.working(min(self.begun + self.lasts / 2, self.world.ctx.now), self.world.ctx.now)
            body = self.invent.one_of(COMMENTS[self.language])
            yield {"about": {"object": "opportunity", "id": id}, "body": body, "owner_id": manager, "created_at": said}


def some_account(world: World) -> dict[str, Any]:
    """Some accounts buy often, most seldom."""
    place = abs(world.invent.random.gauss(0, 0.45)) * len(world.accounts)
    return world.accounts[min(int(place), len(world.accounts) - 1)]


def season(day: datetime) -> float:
    """How lively a day of the year is: quiet at the turn of the year and in August, lively in spring and late autumn."""
    year = day.timetuple().tm_yday / 365
    lively = 0.15 if day.month in (11, 12) else -0.3 if day.month == 2 else 0
    return 1 + 0.25 * cos(4 * pi * (year - 0.32)) + lively


def begun(world: World) -> datetime:
    """When a deal began: more of them lately than two years ago, following the season, on working days."""
    while True:
        back = DAYS * (1 - world.invent.random.random() ** 0.75)
        day = moment(world.ctx, -max(back, 1), world.invent.between(7, 16), world.invent.one_of((0, 10, 25, 40)))
        if day.weekday() < 5 and world.invent.chance(season(day) / 1.6):
            return day


def total(line: dict[str, Any]) -> Decimal:
    quantity, price, discount = Decimal(line["quantity"]), Decimal(line["price"]["amount"]), Decimal(line["discount"])
    return (quantity * price * (100 - discount) / 100).quantize(Decimal("0.01"))
