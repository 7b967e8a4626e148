"""The rows that every contender gets: opportunities, and a tenth as many accounts; the same in each run.

Half of the opportunities belong to owner 0, the restricted user of the workloads that end in `p`; the rest to nine others.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["CURRENCIES", "LISTED", "OWNERS", "PICKS", "SENT", "Data", "Row", "filters"]

Row = dict[str, Any]

OWNERS = 10
STAGES = ["prospecting", "qualification", "analysis", "proposal", "negotiation", "won", "lost"]
SOURCES = ["website", "referral", "partner", "trade_fair", "campaign"]
CURRENCIES = ["EUR", "USD", "GBP"]
PICKS = ["alpha", "beta", "gamma", "delta"]
WORDS = (
    "alpine copper harbor meadow signal orbit timber velvet anchor summit river quartz bridge lantern maple falcon granite "
    "ember willow cobalt"
).split()
FIRST_DAY = dt.date(2024, 1, 1)


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def day(chance: random.Random) -> str:
    return (FIRST_DAY + dt.timedelta(days=chance.randint(0, 1095))).isoformat()


@dataclass(frozen=True)
class Data:
    """All rows of a run."""

    opportunities: int

    @property
    def accounts(self) -> int:
        return self.opportunities // 10

    def every_account(self) -> Iterator[Row]:
        chance = random.Random(11)
        for number in range(1, self.accounts + 1):
            yield {"id": number, "name": f"{words(chance, 2).title()} {number}", "city": words(chance, 1).title()}

    def every_opportunity(self) -> Iterator[Row]:
        chance = random.Random(7)
        for number in range(1, self.opportunities + 1):
            yield {"id": number, **self._opportunity(chance, number)}

    def creates(self, count: int, seed: int = 5) -> list[Row]:
        """Rows to be made, with the fields that a create sends."""
        chance = random.Random(seed)
        made = (self._opportunity(chance, chance.randrange(10**6)) for _ in range(count))
        return [{name: row[name] for name in SENT} for row in made]

    def picks(self, count: int, seed: int = 4) -> list[int]:
        """Numbers of opportunities of the restricted user."""
        chance = random.Random(seed)
        some = [row["id"] for row in self.every_opportunity() if row["owner"] == 0]
        return [chance.choice(some) for _ in range(count)]

    def _opportunity(self, chance: random.Random, number: int) -> Row:
        """One opportunity with 21 fields, ten of them custom (`x_...`)."""
        return {
            "name": f"{words(chance, 3).title()} {number}",
            "account": chance.randint(1, self.accounts),
            "owner": 0 if chance.random() < 0.5 else chance.randint(1, OWNERS - 1),
            "stage": chance.choice(STAGES),
            "amount": f"{chance.randint(1_000, 10_000_000) / 100:.2f}",
            "currency": chance.choice(CURRENCIES),
            "probability": chance.randint(0, 100),
            "close_date": day(chance),
            "source": chance.choice(SOURCES),
            "description": words(chance, 30),
            "next_step": words(chance, 5),
            "x_text1": words(chance, 2),
            "x_text2": words(chance, 3),
            "x_text3": words(chance, 1),
            "x_int1": chance.randint(0, 1000),
            "x_int2": chance.randint(0, 100_000),
            "x_num1": f"{chance.randint(0, 100_000) / 100:.2f}",
            "x_num2": f"{chance.randint(0, 10_000) / 100:.2f}",
            "x_bool1": chance.random() < 0.5,
            "x_date1": day(chance),
            "x_pick1": chance.choice(PICKS),
        }


#: What a list asks for, beside the account's name; and what a create sends.
LISTED = ["id", "name", "stage", "amount", "probability", "close_date", "source", "next_step", "x_text1", "x_int1"]
SENT = [
    "name", "account", "stage", "amount", "currency", "probability", "close_date", "source", "description", "next_step",
    "x_text1", "x_int1", "x_num1", "x_bool1", "x_pick1",
]  # fmt: skip


def filters(count: int, seed: int = 3) -> list[tuple[str, int]]:
    """Stages and amounts: a list asks for what is in the stage and above the amount, about half of its rows."""
    chance = random.Random(seed)
    return [(chance.choice(STAGES), chance.randrange(20_000, 80_000, 100)) for _ in range(count)]
