"""What is particular to a country: its names, places, numbers and ways to write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

__all__ = ["City", "Country"]

Word = tuple[str, str]
"""As it is written, and in plain Latin letters for addresses on the web."""


@dataclass(frozen=True)
class City:
    """A town with what addresses and telephone numbers there look like; `postal_code` is what all of its codes share."""

    name: str
    state: str
    postal_code: str
    area_code: str
    latitude: float
    longitude: float
    districts: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Country:
    """Words to invent people and companies from.

    given: by gender, `f` and `m`. family: by gender, because Polish has both. legal: how a brand becomes a legal name.
    trades: what a company of an industry calls its trade. numbers are made by functions, so that they hold up.
    """

    code: str
    language: str
    currency: str
    given: Mapping[str, Sequence[Word]]
    family: Mapping[str, Sequence[Word]]
    brands: Sequence[Word]
    trades: Mapping[str, Sequence[Word]]
    cities: Sequence[City]
    streets: Sequence[str]
    titles: Mapping[str, Sequence[str]]
    brand: Callable[[Random, Word, Word, City], Word]
    legal: Callable[[Random, str, City], str]
    street: Callable[[Random, str], str]
    postal: Callable[[Random, str], str]
    landline: Callable[[Random, City], str]
    mobile: Callable[[Random], str]
    tax_id: Callable[[Random], str]
    register_number: Callable[[Random], str]


def digits(random: Random, count: int, first: str = "0123456789") -> str:
    """So many digits, the first one of those given."""
    return random.choice(first) + "".join(random.choice("0123456789") for _ in range(count - 1))
