"""Takes an address on one line apart, as it is written in Britain, the United States, Poland, China and their neighbours."""

from __future__ import annotations

import re

from core.cleaning.chinese import parsed
from core.cleaning.tidying import tidy_address
from core.exchange.values import country_code
from core.records.words import IS_CJK

__all__ = ["looks_postal", "read_address"]

BRITISH = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
AMERICAN = re.compile(r"^(.*?),?\s*\b([A-Z]{2})\s+(\d{5}(?:-\d{4})?)$")
POLISH = re.compile(r"\b(\d{2}-\d{3})\s+([^\W\d].*)$")
OTHER = re.compile(r"^(?:[A-Z]{1,2}-)?(\d{4,5})\s+([^\W\d]\D*)$")
STREET = re.compile(
    r"^\d+[a-z]?(?:[-/]\d+)?,?\s+.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|square|sq|court|ct|place|pl|"
    r"terrace|quay|wharf|row|close|gate|hill|park|parkway|highway|plaza|crescent)\b\.?|"
    r"^(?:ul|al|pl|os|aleja|plac|osiedle|rynek|ulica)\b\.?\s*\S+|\S+(?:straße|strasse|str\.)\s*\d+|"
    r"^(?:floor|suite|unit|building|level|room|p\.? ?o\.? box)\b.*\d|^\d+(?:st|nd|rd|th) floor",
    re.IGNORECASE,
)
CHINESE_STREET = re.compile(r"\d+\s*[号弄室楼层栋座]|[路街道巷弄]")


def looks_postal(line: str) -> bool:
    """Whether this is an address, or a part of one."""
    if IS_CJK.search(line):
        return parsed(line) is not None and (CHINESE_STREET.search(line) is not None or len(line) > 8)
    parts = [part.strip() for part in line.split(",")]
    marked = any(BRITISH.search(part) or AMERICAN.search(part) or POLISH.search(part) or OTHER.match(part) or STREET.search(part) for part in parts)
    return marked or _country(line) is not None


def read_address(text: str) -> dict[str, str]:
    """The parts of an address by the names that they have in a field."""
    if IS_CJK.search(text):
        tidied = tidy_address({"street": "".join(text.split()), "country": "CN"})
        return {name: value for name, value in tidied.items() if value}
    found: dict[str, str] = {}
    left: list[str] = []
    for part in (part.strip(" .") for part in text.split(",")):
        if part:
            _take(found, left, part)
    if "city" not in found and len(left) > 1:
        found["city"] = left.pop()
    if left:
        found["street"] = ", ".join(left)
    return found


def _take(found: dict[str, str], left: list[str], part: str) -> None:
    """What a part says; what isn't understood is a line of the street, or the city."""
    if country := _country(part):
        found["country"] = country
    elif polish := POLISH.search(part):
        _put(found, postal_code=polish[1], city=polish[2], country="PL")
        _keep(left, part[: polish.start()])
    elif british := BRITISH.search(part):
        _put(found, postal_code=british[1], city=BRITISH.sub("", part).strip(), country="GB")
    elif american := AMERICAN.match(part):
        city = american[1] or (left.pop() if len(left) > 1 else "")
        _put(found, postal_code=american[3], state=american[2], city=city, country="US")
    elif (other := OTHER.match(part)) and not STREET.search(part):
        _put(found, postal_code=other[1], city=other[2])
    else:
        left.append(part)


def _put(found: dict[str, str], **parts: str) -> None:
    for name, value in parts.items():
        if value.strip():
            found.setdefault(name, value.strip())


def _keep(left: list[str], text: str) -> None:
    if text.strip():
        left.append(text.strip())


def _country(text: str) -> str | None:
    code = country_code(text.strip(" ."))
    return code if len(code) == 2 and code.isupper() and len(text.strip(" .")) > 1 and code.casefold() != text.strip(" .").casefold() else None
