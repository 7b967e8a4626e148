"""Reads vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): each card becomes a row under headings that mappings know."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dougong import Problem

__all__ = ["LINE", "Card", "card_cells", "card_headings", "read_cards", "unescaped", "unfolded"]

#: How many of a kind (telephone numbers, addresses of mail) get a column of their own.
MOST_ALIKE = 10
MOST_CARDS = 100_000
LINE = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
QUOTED, BASE64 = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE), re.compile(r"ENCODING=(B|BASE64)\b|;BASE64\b", re.IGNORECASE)
CHARSET = re.compile(r"CHARSET=\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
NAME = ("Family name", "Given name", "Additional names", "Prefix", "Suffix")
ADDRESS = ("PO box", "Address 2", "Street", "City", "State", "Postal code", "Country")
PLAIN = {
    "FN": "Full name", "NICKNAME": "Nickname", "TITLE": "Job title", "ROLE": "Role", "URL": "Website", "NOTE": "Note", "UID": "UID",
    "CATEGORIES": "Tags",
}  # fmt: skip
ORDER = (
    "Full name", *NAME, "Nickname", "Organisation", "Department", "Job title", "Role", "E-mail", "Phone", "Mobile", "Fax", *ADDRESS,
    "Birthday", "Website", "Tags", "Note", "UID",
)  # fmt: skip


@dataclass
class Card:
    """One card: what it says under each heading, several values in their order. whole: whether its end was there."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    whole: bool = False

    def add(self, heading: str, value: str) -> None:
        """Take a value, unless it is empty."""
        value = value.strip()
        if value and value not in self.values.setdefault(heading, []):
            self.values[heading].append(value)


def read_cards(path: Path, encoding: str) -> Iterator[Card]:
    """Every card of a file. Raises a Problem for a file without any, or with too many."""
    card: Card | None = None
    depth = count = 0
    for number, line in unfolded(path.read_bytes(), encoding):
        found = LINE.fullmatch(line)
        if found is None:
            continue
        name, params, value = found[1].upper(), found[2], found[3]
        kind = value.strip().upper()
        if name == "BEGIN" and kind == "VCARD":
            depth += 1
            if depth == 1:
                card, count = Card(number), count + 1
                if count > MOST_CARDS:
                    raise Problem("{file} has more than {most} cards", file=path.name, most=MOST_CARDS)
        elif name == "END" and kind == "VCARD":
            depth = max(0, depth - 1)
            if card is not None and depth == 0:
                card.whole = True
                yield card
                card = None
        elif card is not None and depth == 1:
            _take(card, name, params, value)
    if card is not None:
        yield card
    if not count:
        raise Problem("{file} holds no vCard", file=path.name)


def card_headings(cards: Sequence[Card]) -> list[str]:
    """The headings that these cards fill, each as often as the card that has most of it."""
    most: dict[str, int] = {}
    for card in cards:
        for heading, values in card.values.items():
            most[heading] = min(MOST_ALIKE, max(most.get(heading, 0), len(values)))
    return [_numbered(heading, n) for heading in ORDER for n in range(most.get(heading, 0))]


def card_cells(card: Card, headings: Sequence[str]) -> list[str]:
    """A card under the headings of its file."""
    told = {_numbered(heading, n): value for heading, values in card.values.items() for n, value in enumerate(values)}
    return [told.get(heading, "") for heading in headings]


def _numbered(heading: str, n: int) -> str:
    return heading if n == 0 else f"{heading} {n + 1}"


# -- lines ---------------------------------------------------------------------------------------------------


def unfolded(data: bytes, encoding: str) -> Iterator[tuple[int, str]]:
    """Lines with what was folded joined again, decoded, each with the number of its first."""
    lines = re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf"))
    at = 0
    while at < len(lines):
        first, parts = at + 1, [lines[at]]
        head = lines[at].partition(b":")[0].decode("ascii", "replace")
        quoted, packed = QUOTED.search(head) is not None, BASE64.search(head) is not None
        at += 1
        while at < len(lines):
            if quoted and parts[-1].endswith(b"="):
                parts[-1] = parts[-1][:-1]
                parts.append(lines[at])
            elif lines[at][:1] in (b" ", b"\t"):
                parts.append(lines[at][1:])
            elif packed and lines[at] and b":" not in lines[at]:
                parts.append(lines[at])
            else:
                break
            at += 1
        yield first, "" if packed else _decoded(b"".join(parts), head, encoding, quoted)


def _decoded(line: bytes, head: str, encoding: str, quoted: bool) -> str:
    start, colon, value = line.partition(b":")
    if quoted:
        value = quopri.decodestring(value)
    named = CHARSET.search(head)
    try:
        text = value.decode(named[1] if named else encoding)
    except (LookupError, UnicodeDecodeError):
        text = value.decode(encoding, "replace")
    return start.decode("ascii", "replace") + colon.decode() + text


# -- properties ----------------------------------------------------------------------------------------------


def _take(card: Card, name: str, params: str, value: str) -> None:
    upper = params.upper()
    if name == "N":
        _take_parts(card, NAME, value)
    elif name == "ADR":
        if "Street" not in card.values and "City" not in card.values:
            _take_parts(card, ADDRESS, value)
            if "Street" not in card.values and "Address 2" in card.values:
                card.values["Street"] = card.values.pop("Address 2")
    elif name == "ORG":
        company, *departments = _parts(value)
        card.add("Organisation", company)
        card.add("Department", ", ".join(part for part in departments if part.strip()))
    elif name == "TEL":
        card.add("Fax" if "FAX" in upper else "Mobile" if "CELL" in upper else "Phone", unescaped(value).removeprefix("tel:"))
    elif name == "EMAIL":
        card.add("E-mail", unescaped(value).removeprefix("mailto:"))
    elif name == "BDAY":
        card.add("Birthday", _day(value))
    elif name in PLAIN:
        card.add(PLAIN[name], unescaped(value))


def _take_parts(card: Card, headings: Sequence[str], value: str) -> None:
    for heading, part in zip(headings, _parts(value), strict=False):
        card.add(heading, part)


def _parts(value: str) -> list[str]:
    """What stands between semicolons that aren't escaped."""
    return [unescaped(part) for part in re.split(r"(?<!\\);", value)]


def unescaped(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _day(value: str) -> str:
    """A day; one without its year, which 4.0 allows, stays as it is written."""
    found = DAY.fullmatch(value.strip())
    return "-".join(found.groups()) if found else value
