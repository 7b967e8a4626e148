"""Invents people and companies, the same for the same seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from dougong.demo.countries import COUNTRIES, SHARES
from dougong.demo.country import City, Country
from dougong.names import full_name

__all__ = ["Company", "Invent", "Person"]

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody, with an address at the company they work for."""

    country: Country
    gender: str
    given: str
    family: str
    level: str
    job_title: str
    email: str
    mobile: str

    @property
    def name(self) -> str:
        return full_name(self.given, self.family) or ""


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company with its seat. `key` is its name in plain Latin letters."""

    country: Country
    city: City
    industry: str
    name: str
    legal_name: str
    key: str
    street: str
    postal_code: str
    district: str | None
    latitude: float
    longitude: float
    phone: str
    tax_id: str
    register_number: str

    @property
    def address(self) -> dict[str, Any]:
        """As an address field takes it."""
        return {
            "street": self.street,
            "district": self.district,
            "city": self.city.name,
            "state": self.city.state,
            "postal_code": self.postal_code,
            "country": self.country.code,
        }

    @property
    def email(self) -> str:
        return f"office@{self.key}.example.com"

    @property
    def website(self) -> str:
        return f"https://{self.key}.example.com"


class Invent:
    """A source of invented things. Each plugin takes its own seed, so that one doesn't change another's world."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self._taken: set[str] = set()

    def one_of(self, things: Sequence[T]) -> T:
        """Any of them, all alike."""
        return self.random.choice(things)

    def weighted(self, shares: Mapping[T, float]) -> T:
        """One of the keys, as often as its share says."""
        return self.random.choices(list(shares), list(shares.values()))[0]

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def around(self, typical: float, spread: float = 0.6) -> float:
        """A figure as sales and sizes have them: most near the typical one, a few far above."""
        return typical * self.random.lognormvariate(0, spread)

    def amount(self, typical: float, spread: float = 0.6, step: int = 10) -> Decimal:
        """Such a figure as money, rounded as people round."""
        return Decimal(max(1, round(self.around(typical, spread) / step))) * step

    def working(self, day: datetime, latest: datetime | None = None) -> datetime:
        """A moment of that day at which people work: a weekday, in office hours, on a round minute; not after `latest`."""
        weekday = day - timedelta(days=max(day.weekday() - 4, 0))
        found = weekday.replace(hour=self.between(7, 15), minute=self.between(0, 11) * 5, second=0, microsecond=0)
        return found if latest is None or found <= latest else latest

    def country(self) -> Country:
        return COUNTRIES[self.weighted(SHARES)]

    def company(self, country: Country, industry: str | None = None) -> Company:
        """A company of an industry the country has trades for; never the same name twice."""
        random = self.random
        trade = industry if industry is not None and industry in country.trades else self.one_of(list(country.trades))
        city = self.one_of(country.cities)
        name, key = self._free_name(country, trade, city)
        return Company(
            country=country,
            city=city,
            industry=trade,
            name=name,
            legal_name=country.legal(random, name, city),
            key=key,
            street=country.street(random, self.one_of(country.streets)),
            postal_code=country.postal(random, city.postal_code),
            district=self.one_of(city.districts) if city.districts else None,
            latitude=round(city.latitude + random.uniform(-0.06, 0.06), 5),
            longitude=round(city.longitude + random.uniform(-0.06, 0.06), 5),
            phone=country.landline(random, city),
            tax_id=country.tax_id(random),
            register_number=country.register_number(random),
        )

    def person(self, country: Country, key: str, level: str | None = None) -> Person:
        """Somebody who works for the company with this key."""
        gender = self.one_of("fm")
        given, family = self.one_of(country.given[gender]), self.one_of(country.family[gender])
        held = level or self.weighted({"owner": 12, "executive": 20, "manager": 34, "specialist": 26, "assistant": 8})
        return Person(
            country=country,
            gender=gender,
            given=given[0],
            family=family[0],
            level=held,
            job_title=self.one_of(country.titles[held]),
            email=self._free(f"{given[1]}.{family[1]}", f"@{key}.example.com"),
            mobile=country.mobile(self.random),
        )

    def _free_name(self, country: Country, trade: str, city: City) -> tuple[str, str]:
        for _ in range(200):
            name, key = country.brand(
                self.random, self.one_of(country.brands), self.one_of(country.trades[trade]), city
            )
            if name not in self._taken and key not in self._taken:
                self._taken |= {name, key}
                return name, key
        raise ValueError(f"There are no more names for companies of {trade} in {country.code}")

    def _free(self, name: str, rest: str) -> str:
        number, found = 1, name + rest
        while found in self._taken:
            number += 1
            found = f"{name}{number}{rest}"
        self._taken.add(found)
        return found
