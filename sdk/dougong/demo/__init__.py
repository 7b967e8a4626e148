"""People, companies and figures for demo tenants: invented, believable in three languages, the same each time.

For a plugin's `register_demo`: `invent = Invent("fleet")`, then `invent.company(...)`, `invent.person(...)` and so on, and
`make(ctx, "vehicle", records)` to write them. Nothing here looks at the clock, so the same seed gives the same world.
"""

from dougong.demo.countries import COUNTRIES, City, Country
from dougong.demo.invent import Company, Invent, Person
from dougong.demo.making import make, moment, people

__all__ = ["COUNTRIES", "City", "Company", "Country", "Invent", "Person", "make", "moment", "people"]
