"""The countries of the demo world, with how much of it lies in each."""

from __future__ import annotations

from dougong.demo.china import CHINA
from dougong.demo.country import City, Country
from dougong.demo.english import BRITAIN, STATES
from dougong.demo.poland import POLAND

__all__ = ["COUNTRIES", "SHARES", "City", "Country"]

COUNTRIES = {country.code: country for country in (CHINA, POLAND, BRITAIN, STATES)}
SHARES = {"CN": 42, "PL": 34, "GB": 14, "US": 10}
