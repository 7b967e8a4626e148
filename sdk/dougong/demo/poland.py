"""Names, places and numbers of Poland."""

from __future__ import annotations

from random import Random

from dougong.demo.country import City, Country, Word, digits

__all__ = ["POLAND"]

WOMEN: list[Word] = [
    ("Anna", "anna"), ("Katarzyna", "katarzyna"), ("Małgorzata", "malgorzata"), ("Agnieszka", "agnieszka"),
    ("Barbara", "barbara"), ("Ewa", "ewa"), ("Magdalena", "magdalena"), ("Joanna", "joanna"), ("Aleksandra", "aleksandra"),
    ("Monika", "monika"), ("Zofia", "zofia"), ("Natalia", "natalia"), ("Karolina", "karolina"), ("Beata", "beata"),
    ("Dorota", "dorota"), ("Urszula", "urszula"), ("Julia", "julia"), ("Maja", "maja"), ("Łucja", "lucja"),
]  # fmt: skip
MEN: list[Word] = [
    ("Piotr", "piotr"), ("Krzysztof", "krzysztof"), ("Andrzej", "andrzej"), ("Tomasz", "tomasz"), ("Paweł", "pawel"),
    ("Michał", "michal"), ("Marcin", "marcin"), ("Jakub", "jakub"), ("Adam", "adam"), ("Łukasz", "lukasz"),
    ("Grzegorz", "grzegorz"), ("Mateusz", "mateusz"), ("Wojciech", "wojciech"), ("Rafał", "rafal"),
    ("Zbigniew", "zbigniew"), ("Mariusz", "mariusz"), ("Dariusz", "dariusz"), ("Bartosz", "bartosz"), ("Szymon", "szymon"),
]  # fmt: skip
FAMILY_MEN: list[Word] = [
    ("Nowak", "nowak"), ("Kowalski", "kowalski"), ("Wiśniewski", "wisniewski"), ("Wójcik", "wojcik"),
    ("Kowalczyk", "kowalczyk"), ("Kamiński", "kaminski"), ("Lewandowski", "lewandowski"), ("Zieliński", "zielinski"),
    ("Szymański", "szymanski"), ("Woźniak", "wozniak"), ("Dąbrowski", "dabrowski"), ("Kozłowski", "kozlowski"),
    ("Mazur", "mazur"), ("Jankowski", "jankowski"), ("Krawczyk", "krawczyk"), ("Piotrowski", "piotrowski"),
    ("Grabowski", "grabowski"), ("Pawłowski", "pawlowski"), ("Michalski", "michalski"), ("Król", "krol"),
    ("Wieczorek", "wieczorek"), ("Jabłoński", "jablonski"), ("Wróbel", "wrobel"), ("Stępień", "stepien"),
    ("Malinowski", "malinowski"), ("Górski", "gorski"), ("Sikora", "sikora"), ("Baran", "baran"), ("Duda", "duda"),
]  # fmt: skip
FAMILY_WOMEN: list[Word] = [
    (name[:-1] + "a", latin[:-1] + "a") if name.endswith(("ski", "cki")) else (name, latin)
    for name, latin in FAMILY_MEN
]
BRANDS: list[Word] = [
    ("Pol", "pol"), ("Agro", "agro"), ("Elektro", "elektro"), ("Mega", "mega"), ("Euro", "euro"), ("Inter", "inter"),
    ("Alfa", "alfa"), ("Beskid", "beskid"), ("Bałtyk", "baltyk"), ("Wisła", "wisla"), ("Mazovia", "mazovia"),
    ("Silesia", "silesia"), ("Karpat", "karpat"), ("Sokół", "sokol"), ("Orzeł", "orzel"), ("Dąb", "dab"),
    ("Żubr", "zubr"), ("Jantar", "jantar"), ("Warta", "warta"), ("Odra", "odra"), ("Tatra", "tatra"), ("Granit", "granit"),
    ("Kowal", "kowal"), ("Nova", "nova"), ("Prima", "prima"), ("Delta", "delta"), ("Fala", "fala"), ("Zenit", "zenit"),
    ("Wektor", "wektor"), ("Solid", "solid"), ("Lech", "lech"), ("Krak", "krak"), ("Gryf", "gryf"), ("Helios", "helios"),
]  # fmt: skip
TRADES = {
    "technology": [("tech", "tech"), (" Systemy", "systemy")],
    "software": [("soft", "soft"), (" Informatyka", "informatyka")],
    "electronics": [("tronik", "tronik"), (" Elektronika", "elektronika")],
    "manufacturing": [("prod", "prod"), (" Zakłady Przemysłowe", "zaklady")],
    "machinery": [("masz", "masz"), (" Maszyny", "maszyny")],
    "automotive": [("moto", "moto"), (" Auto Części", "autoczesci")],
    "chemicals": [("chem", "chem"), (" Chemia", "chemia")],
    "energy": [("energia", "energia"), (" Energetyka", "energetyka")],
    "construction": [("bud", "bud"), (" Budownictwo", "budownictwo")],
    "retail": [("market", "market"), (" Sklepy", "sklepy")],
    "wholesale": [("hurt", "hurt"), (" Handel", "handel")],
    "food": [("smak", "smak"), (" Zakłady Mięsne", "miesne"), (" Mleczarnia", "mleczarnia")],
    "logistics": [("trans", "trans"), (" Spedycja", "spedycja")],
    "medical": [("med", "med"), (" Klinika", "klinika")],
    "pharmaceutical": [("farm", "farm"), (" Farmacja", "farmacja")],
    "education": [("edu", "edu"), (" Szkolenia", "szkolenia")],
    "services": [("serwis", "serwis"), (" Doradztwo", "doradztwo")],
    "hospitality": [("tur", "tur"), (" Hotele", "hotele")],
}
CITIES = [
    City("Warszawa", "mazowieckie", "00-", "22", 52.2297, 21.0122),
    City("Kraków", "małopolskie", "30-", "12", 50.0647, 19.9450),
    City("Łódź", "łódzkie", "90-", "42", 51.7592, 19.4560),
    City("Wrocław", "dolnośląskie", "50-", "71", 51.1079, 17.0385),
    City("Poznań", "wielkopolskie", "60-", "61", 52.4064, 16.9252),
    City("Gdańsk", "pomorskie", "80-", "58", 54.3520, 18.6466),
    City("Szczecin", "zachodniopomorskie", "70-", "91", 53.4285, 14.5528),
    City("Lublin", "lubelskie", "20-", "81", 51.2465, 22.5684),
    City("Katowice", "śląskie", "40-", "32", 50.2649, 19.0238),
    City("Białystok", "podlaskie", "15-", "85", 53.1325, 23.1688),
    City("Rzeszów", "podkarpackie", "35-", "17", 50.0412, 21.9991),
    City("Toruń", "kujawsko-pomorskie", "87-", "56", 53.0138, 18.5984),
    City("Bielsko-Biała", "śląskie", "43-", "33", 49.8224, 19.0469),
]
STREETS = [
    "ul. Marszałkowska", "ul. Piotrkowska", "ul. Długa", "ul. Polna", "ul. Leśna", "ul. Słoneczna", "ul. Krótka",
    "ul. Szkolna", "ul. Ogrodowa", "al. Jana Pawła II", "ul. Mickiewicza", "ul. Kościuszki", "ul. Przemysłowa",
    "ul. Fabryczna", "ul. Kolejowa", "al. Niepodległości",
]  # fmt: skip
TITLES = {
    "owner": ["Prezes zarządu", "Właściciel", "Wspólnik"],
    "executive": ["Dyrektor handlowy", "Dyrektor finansowy", "Dyrektor operacyjny", "Członek zarządu"],
    "manager": ["Kierownik zakupów", "Kierownik produkcji", "Kierownik sprzedaży", "Główny księgowy"],
    "specialist": ["Specjalista ds. zakupów", "Inżynier", "Księgowy", "Specjalista ds. jakości"],
    "assistant": ["Asystent zarządu", "Pracownik biura", "Recepcja"],
}
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
REGON_WEIGHTS = (8, 9, 2, 3, 4, 5, 6, 7)
MOBILE_PREFIXES = (
    "501",
    "502",
    "512",
    "531",
    "533",
    "600",
    "601",
    "602",
    "604",
    "660",
    "668",
    "691",
    "693",
    "725",
    "781",
    "795",
)


def brand(random: Random, word: Word, trade: Word, city: City) -> Word:
    joined = word[0] + trade[0]
    if trade[0].startswith(" ") and random.random() < 0.3:
        return f"{trade[0].strip()} {city.name} {word[0]}", f"{word[1]}-{trade[1]}"
    return joined, f"{word[1]}{'-' if trade[0].startswith(' ') else ''}{trade[1]}"


def legal(random: Random, name: str, city: City) -> str:
    return f"{name} {random.choice(('Sp. z o.o.', 'Sp. z o.o.', 'Sp. z o.o.', 'S.A.', 'sp. j.', 'sp. k.'))}"


def street(random: Random, name: str) -> str:
    return f"{name} {random.randint(1, 180)}" + random.choice(
        ("", "", f"/{random.randint(1, 40)}", random.choice("ABC"))
    )


def postal(random: Random, code: str) -> str:
    return code + f"{random.randint(1, 999):03}"


def landline(random: Random, city: City) -> str:
    local = digits(random, 7, "2346")
    return f"+48 {city.area_code} {local[:3]} {local[3:5]} {local[5:]}"


def mobile(random: Random) -> str:
    return f"+48 {random.choice(MOBILE_PREFIXES)} {digits(random, 3)} {digits(random, 3)}"


def nip(random: Random) -> str:
    """NIP, with its check digit; a remainder of ten means another number."""
    while True:
        body = random.choice(("525", "676", "725", "898", "777", "583")) + digits(random, 6)
        check = sum(int(digit) * weight for digit, weight in zip(body, NIP_WEIGHTS, strict=True)) % 11
        if check < 10:
            return f"PL{body}{check}"


def regon(random: Random) -> str:
    """REGON, with its check digit."""
    body = digits(random, 8, "0123")
    check = sum(int(digit) * weight for digit, weight in zip(body, REGON_WEIGHTS, strict=True)) % 11
    return f"{body}{check % 10}"


POLAND = Country(
    code="PL",
    language="pl",
    currency="PLN",
    given={"f": WOMEN, "m": MEN},
    family={"f": FAMILY_WOMEN, "m": FAMILY_MEN},
    brands=BRANDS,
    trades=TRADES,
    cities=CITIES,
    streets=STREETS,
    titles=TITLES,
    brand=brand,
    legal=legal,
    street=street,
    postal=postal,
    landline=landline,
    mobile=mobile,
    tax_id=nip,
    register_number=regon,
)
