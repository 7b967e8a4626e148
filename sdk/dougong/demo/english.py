"""Names, places and numbers of the United Kingdom and the United States."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from dougong.demo.country import City, Country, Word, digits

__all__ = ["BRITAIN", "STATES"]


def _words(text: str) -> list[Word]:
    return [(word, word.lower().replace("'", "")) for word in text.split()]


WOMEN = _words(
    "Emma Olivia Sophie Charlotte Amelia Grace Hannah Lucy Jessica Laura Rachel Megan Alice Eleanor Victoria"
)
MEN = _words("James Oliver William Thomas George Daniel Samuel Henry Edward Benjamin Matthew Andrew Robert Peter Simon")
FAMILY = _words(
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts "
    "Green Hall Wood Jackson Clarke Carter Hughes Edwards Hill Moore Baker Cooper Ward Morris King Turner Collins Foster"
)
BRANDS = _words(
    "Northgate Bluestone Harbour Redwood Silverline Oakfield Kingsway Brightwater Ironbridge Westbrook Summit Lakeside "
    "Evergreen Granite Falcon Beacon Crestview Highland Riverside Meridian Sterling Ashford Copperfield Stonegate Windmill "
    "Larkspur Foxglove Thornton Elmwood Pinecrest"
)
TRADES = {
    "technology": [("Technologies", "tech"), ("Systems", "systems")],
    "software": [("Software", "software"), ("Digital", "digital")],
    "electronics": [("Electronics", "electronics"), ("Instruments", "instruments")],
    "manufacturing": [("Manufacturing", "mfg"), ("Industries", "industries")],
    "machinery": [("Machinery", "machinery"), ("Engineering", "engineering")],
    "automotive": [("Automotive", "auto"), ("Motors", "motors")],
    "chemicals": [("Chemicals", "chem"), ("Materials", "materials")],
    "energy": [("Energy", "energy"), ("Power", "power")],
    "construction": [("Construction", "build"), ("Builders", "builders")],
    "retail": [("Stores", "stores"), ("Retail", "retail")],
    "wholesale": [("Trading", "trading"), ("Supplies", "supplies")],
    "food": [("Foods", "foods"), ("Bakery", "bakery"), ("Farms", "farms")],
    "logistics": [("Logistics", "logistics"), ("Freight", "freight")],
    "medical": [("Medical", "medical"), ("Health", "health")],
    "pharmaceutical": [("Pharma", "pharma"), ("Life Sciences", "lifesciences")],
    "education": [("Academy", "academy"), ("Learning", "learning")],
    "services": [("Consulting", "consulting"), ("Partners", "partners")],
    "hospitality": [("Hotels", "hotels"), ("Travel", "travel")],
}
TITLES = {
    "owner": ["Managing Director", "Owner", "Chief Executive Officer"],
    "executive": ["Finance Director", "Operations Director", "Commercial Director", "Chief Technology Officer"],
    "manager": ["Purchasing Manager", "Sales Manager", "Production Manager", "Office Manager"],
    "specialist": ["Buyer", "Engineer", "Accountant", "Quality Engineer"],
    "assistant": ["Executive Assistant", "Receptionist", "Administrator"],
}
BRITISH_CITIES = [
    City("London", "England", "EC{}A 4BR", "20", 51.5074, -0.1278),
    City("Manchester", "England", "M{} 2EE", "161", 53.4808, -2.2426),
    City("Birmingham", "England", "B{} 4TB", "121", 52.4862, -1.8904),
    City("Leeds", "England", "LS{} 5HN", "113", 53.8008, -1.5491),
    City("Bristol", "England", "BS{} 4QA", "117", 51.4545, -2.5879),
    City("Edinburgh", "Scotland", "EH{} 1YZ", "131", 55.9533, -3.1883),
    City("Cardiff", "Wales", "CF{} 3RB", "29", 51.4816, -3.1791),
]
AMERICAN_CITIES = [
    City("New York", "NY", "100", "212", 40.7128, -74.0060),
    City("Chicago", "IL", "606", "312", 41.8781, -87.6298),
    City("Boston", "MA", "021", "617", 42.3601, -71.0589),
    City("Seattle", "WA", "981", "206", 47.6062, -122.3321),
    City("Austin", "TX", "787", "512", 30.2672, -97.7431),
    City("Denver", "CO", "802", "303", 39.7392, -104.9903),
]
BRITISH_STREETS = [
    "High Street",
    "Station Road",
    "Church Lane",
    "Victoria Road",
    "Mill Lane",
    "Queen Street",
    "Park Road",
]
AMERICAN_STREETS = ["Main Street", "Oak Avenue", "Market Street", "Park Avenue", "Washington Boulevard", "Lake Drive"]
# Blocks that Ofcom and the North American numbering plan keep for films and books.
BRITISH_LOCAL = {
    "20": "7946 0",
    "161": "496 0",
    "121": "496 0",
    "113": "496 0",
    "117": "496 0",
    "131": "496 0",
    "29": "2018 0",
}


def brand(random: Random, word: Word, trade: Word, city: City) -> Word:
    return f"{word[0]} {trade[0]}", f"{word[1]}-{trade[1]}"


def british_legal(random: Random, name: str, city: City) -> str:
    return f"{name} {random.choice(('Ltd', 'Ltd', 'Limited', 'PLC', 'LLP'))}"


def american_legal(random: Random, name: str, city: City) -> str:
    return f"{name}{random.choice((', Inc.', ', Inc.', ' LLC', ' Corporation'))}"


def street(random: Random, name: str) -> str:
    return f"{random.randint(1, 240)} {name}"


def british_postal(random: Random, code: str) -> str:
    return code.format(random.randint(1, 4))


def american_postal(random: Random, code: str) -> str:
    return code + f"{random.randint(1, 40):02}"


def british_landline(random: Random, city: City) -> str:
    return f"+44 {city.area_code} {BRITISH_LOCAL[city.area_code]}{digits(random, 3)}"


def american_number(random: Random, city: City) -> str:
    return f"+1 {city.area_code} 555 01{digits(random, 2)}"


def british_mobile(random: Random) -> str:
    return f"+44 7400 {digits(random, 6, '123')}"


def american_mobile(random: Random) -> str:
    return american_number(random, random.choice(AMERICAN_CITIES))


def british_vat(random: Random) -> str:
    """A VAT number with its two check digits: the weighted sum and they make a multiple of 97."""
    body = digits(random, 7, "123456789")
    total = sum(int(digit) * weight for digit, weight in zip(body, range(8, 1, -1), strict=True))
    return f"GB{body}{97 - total % 97:02}"


def employer_number(random: Random) -> str:
    return f"{digits(random, 2, '12345')}-{digits(random, 7)}"


def company_number(random: Random) -> str:
    return digits(random, 8, "01")


BRITAIN = Country(
    code="GB",
    language="en",
    currency="GBP",
    given={"f": WOMEN, "m": MEN},
    family={"f": FAMILY, "m": FAMILY},
    brands=BRANDS,
    trades=TRADES,
    cities=BRITISH_CITIES,
    streets=BRITISH_STREETS,
    titles=TITLES,
    brand=brand,
    legal=british_legal,
    street=street,
    postal=british_postal,
    landline=british_landline,
    mobile=british_mobile,
    tax_id=british_vat,
    register_number=company_number,
)
STATES = replace(
    BRITAIN,
    code="US",
    currency="USD",
    cities=AMERICAN_CITIES,
    streets=AMERICAN_STREETS,
    legal=american_legal,
    postal=american_postal,
    landline=american_number,
    mobile=american_mobile,
    tax_id=employer_number,
)
