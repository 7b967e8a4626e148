"""Reads a signature: who somebody is, as it stands under a mail or on a card, in English, Chinese or Polish."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import phonenumbers

from core.cleaning.tidying import SPACES, WIDE, tidy_name
from core.exchange.postal import looks_postal, read_address
from core.exchange.signature_words import (
    COMPANY_WORDS,
    CONTACT,
    DEPARTMENT_WORDS,
    FREE_MAIL,
    GREETINGS,
    HONORIFICS,
    LABELS,
    PARTICLES,
    SURNAMES,
    TITLE_WORDS,
)  # fmt: skip
from core.records.words import CJK, IS_CJK

__all__ = ["LONGEST", "Signature", "read_signature"]

LONGEST, MOST_LINES = 5000, 60
SEGMENTS = re.compile(r"\s*[|｜·•‧]\s*")
NAMES = "|".join(sorted((re.escape(word) for words in LABELS.values() for word in words), key=len, reverse=True))
LABEL = re.compile(rf"({NAMES})(?:\s*[.]?\s*[:：/]\s*|\.\s*(?=[+(\d])|\s+(?=[+(]?\d))", re.IGNORECASE)
NEXT_LABEL = re.compile(rf"(?<=\S)[\s,;/，；]+(?=(?:{NAMES})(?:\.?\s*[:：]|\.?\s*[+(]?\d))", re.IGNORECASE)
MEANINGS = {word: meaning for meaning, words in LABELS.items() for word in words}
EMAIL = re.compile(r"(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
URL = re.compile(r"(?:https?://|www\.)[^\s<>,;]+|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|eu|io|pl|cn|de|uk|co|tech|ai)\b(?:/\S*)?", re.IGNORECASE)
BRACKETS = re.compile(r"[(（][^)）]*[)）]|<[^>]*>")
EDGES = " \t,;:/\\-–—|*_<>，；。、"
LEGAL = re.compile(
    r"\b(?:ltd|limited|inc|l\.?l\.?c|plc|corp(?:oration)?|gmbh|s\.a\.|sp\. ?z ?o\.? ?o|sp\. ?[jkp]\.|spółka|b\.v|s\.r\.l|co\., ?ltd|pty|ag|ab|oy|a/s|s\.r\.o)(?![\w])\.?",
    re.IGNORECASE,
)
LATIN_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*")
CHINESE_NAME = re.compile(rf"[{CJK}]{{2,4}}")
BETWEEN = re.compile(r",\s+|\s+[-–—@]\s+|\s+at\s+|，")


@dataclass
class Signature:
    """What a signature says. values: by what they are (`last_name`, `phone` …). rest: lines that weren't understood."""

    values: dict[str, str] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)

    def put(self, what: str, value: str) -> bool:
        """Take a value, unless there is one already; whether it was taken."""
        value = value.strip(EDGES)
        if not value or what in self.values:
            return False
        self.values[what] = value
        return True


def read_signature(text: str, region: str | None = None) -> Signature:
    """Everything that is recognised. `region`: of telephone numbers where the text gives no hint at a country."""
    found = Signature()
    segments = list(_segments(text))
    region = _region("\n".join(segments), region)
    plain = [left for segment in segments if (left := _take_marked(found, segment, region))]
    _take_address(found, plain)
    lines = [part for line in plain for part in _pieces(line)]
    for take in (_take_company, _take_title, _take_department, _take_name):
        lines = [line for line in lines if not take(found, line)]
    if "company" not in found.values:
        lines = [line for line in lines if not _take_company_of_domain(found, line)]
    _name_from_mail(found)
    found.rest = lines
    return found


# -- lines ---------------------------------------------------------------------------------------------------


def _segments(text: str) -> Iterator[str]:
    """The lines below the last greeting, each cut where something else begins."""
    lines = [SPACES.sub(" ", line.translate(WIDE).replace("\t", " | ")).strip() for line in text[:LONGEST].splitlines()]
    ends = [place for place, line in enumerate(lines) if GREETINGS.match(line) or line in ("--", "—", "___")]
    begin = ends[-1] if ends and any(EMAIL.search(line) or PHONE_LIKE.search(line) for line in lines[ends[-1] :]) else 0
    for line in lines[begin:][:MOST_LINES]:
        line = GREETINGS.sub("", line).strip(EDGES)
        for segment in SEGMENTS.split(line):
            yield from (part.strip() for part in NEXT_LABEL.split(segment) if part.strip(EDGES))


PHONE_LIKE = re.compile(r"\d[\d\s().-]{6,}\d")


def _region(text: str, region: str | None) -> str | None:
    if IS_CJK.search(text):
        return "CN"
    if re.search(r"[ąćęłńśźż]|sp\. z o", text, re.IGNORECASE):
        return "PL"
    ends = [found[1].rpartition(".")[2].upper() for found in EMAIL.finditer(text)]
    named = next((end for end in ends if len(end) == 2), "")
    return {"UK": "GB"}.get(named, named if named in phonenumbers.SUPPORTED_REGIONS else region)


def _pieces(line: str) -> Iterator[str]:
    """A line of which each part says something else: a name and a title, a title and a company."""
    line = BRACKETS.sub(" ", line).strip(EDGES)
    if IS_CJK.search(line) and not _is_company(line):
        yield from _chinese_pieces(line)
        return
    parts = [part.strip(EDGES) for part in BETWEEN.split(line, maxsplit=1)]
    if len(parts) == 2 and all(_says_something(part) for part in parts) and not _is_company(parts[0] + ", " + parts[1].split()[0]):
        yield parts[0]
        yield from _pieces(parts[1])
    elif line:
        yield line


def _chinese_pieces(line: str) -> Iterator[str]:
    words = line.replace("，", " ").replace("、", " ").split()
    if len(words) == 2 and all(len(word) <= 2 for word in words) and words[0] in SURNAMES:
        yield "".join(words)  # 王 小明
    else:
        yield from (word for word in words if word)


def _says_something(part: str) -> bool:
    return _is_company(part) or TITLE_WORDS.search(part) is not None or DEPARTMENT_WORDS.search(part) is not None or _is_name(part)


# -- what is marked: by a label, or by how it is written -----------------------------------------------------


def _take_marked(found: Signature, segment: str, region: str | None) -> str:
    """What is left of a segment without what is marked."""
    label = LABEL.match(segment)
    if label is None:
        return _take_written(found, segment, "", region)
    what, rest = MEANINGS[label[1].lower()], segment[label.end() :].strip(EDGES)
    if what in CONTACT:
        return _take_written(found, rest, what, region)
    if what == "address":
        found.address = found.address or read_address(rest)
    elif what == "name":
        _take_name(found, rest)
    elif what != "none":
        found.put(what, rest)
    return ""


def _take_written(found: Signature, text: str, what: str, region: str | None) -> str:
    for mail in EMAIL.finditer(text):
        _ = found.put("email", mail[1]) or found.put("other_email", mail[1])
    text = EMAIL.sub(" ", text)
    for url in URL.finditer(text):
        address = url[0].rstrip("/.")
        address = address if "://" in address else f"https://{address}"
        found.put("linkedin" if "linkedin." in address.lower() else "website", address)
    text = URL.sub(" ", text)
    return _take_phones(found, text, what, region).strip(EDGES)


def _take_phones(found: Signature, text: str, what: str, region: str | None) -> str:
    leniency = phonenumbers.Leniency.POSSIBLE if what else phonenumbers.Leniency.VALID
    matches = list(phonenumbers.PhoneNumberMatcher(text, region, leniency=leniency))
    for match in matches:
        if what == "fax":
            continue
        is_mobile = what == "mobile" or (what != "phone" and _is_mobile(match.number)) or _only_mobile(match.number)
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        first, second = ("mobile", "phone") if is_mobile else ("phone", "mobile")
        _ = found.put(first, number) or found.put(second, number)
    for match in reversed(matches):
        text = text[: match.start] + " " + text[match.end :]
    return "" if what else text


def _is_mobile(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def _only_mobile(number: phonenumbers.PhoneNumber) -> bool:
    """In China and Poland a number shows what it is, whatever it is called."""
    return number.country_code in (48, 86) and _is_mobile(number)


# -- what is told by its words -------------------------------------------------------------------------------


def _take_address(found: Signature, lines: list[str]) -> None:
    """Lines that follow each other, from a street to a country; they are taken out of the lines."""
    places = [place for place, line in enumerate(lines) if not _is_company(line) and looks_postal(line)]
    if not places:
        return
    begin, end = places[0], places[-1] + 1
    taken = [line for line in lines[begin:end] if not _is_company(line) and not TITLE_WORDS.search(line)]
    if not found.address:
        found.address = read_address(", ".join(taken))
    for line in taken:
        lines.remove(line)


def _is_company(line: str) -> bool:
    return LEGAL.search(line) is not None or COMPANY_WORDS.search(line) is not None


def _take_company(found: Signature, line: str) -> bool:
    return _is_company(line) and not TITLE_WORDS.fullmatch(line) and found.put("company", line + ("." if _lost_point(line) else ""))


def _lost_point(line: str) -> bool:
    """`Sp. z o.o.` ends with a point, which a line's end doesn't keep."""
    return re.search(r"(?:o\.o|[sS]\.[aA]|sp\. ?[jkp])$", line) is not None


def _take_title(found: Signature, line: str) -> bool:
    return TITLE_WORDS.search(line) is not None and found.put("job_title", line)


def _take_department(found: Signature, line: str) -> bool:
    return DEPARTMENT_WORDS.search(line) is not None and found.put("department", line)


def _take_company_of_domain(found: Signature, line: str) -> bool:
    """A line that is called as the address of mail is."""
    domain = found.values.get("email", "@").partition("@")[2].split(".")[0].lower()
    if len(domain) < 3 or domain in FREE_MAIL:
        return False
    joined = "".join(sign for sign in line.lower() if sign.isalnum())
    return (domain in joined or joined in domain) and len(joined) > 2 and found.put("company", line)


# -- names ---------------------------------------------------------------------------------------------------


def _is_name(line: str) -> bool:
    line = HONORIFICS.sub("", line).strip(EDGES)
    if IS_CJK.search(line):
        return CHINESE_NAME.fullmatch(line) is not None and (line[:2] in SURNAMES or line[0] in SURNAMES)
    words = line.split()
    wellformed = all(LATIN_WORD.fullmatch(word) and (word[0].isupper() or word.lower() in PARTICLES) for word in words)
    return 2 <= len(words) <= 5 and wellformed


def _take_name(found: Signature, line: str) -> bool:
    line = HONORIFICS.sub("", BRACKETS.sub(" ", line)).strip(EDGES)
    if "last_name" in found.values or not _is_name(line):
        return False
    first, last = _chinese_parts(line) if IS_CJK.search(line) else _latin_parts(line.split())
    found.put("first_name", first)
    return found.put("last_name", last)


def _chinese_parts(name: str) -> tuple[str, str]:
    length = 2 if name[:2] in SURNAMES and len(name) > 2 else 1
    return name[length:], name[:length]


def _latin_parts(words: Sequence[str]) -> tuple[str, str]:
    """The family name is the one in capitals, or the last word with the small ones before it."""
    loud = [word for word in words if len(word.strip(".")) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        first, last = [word for word in words if word not in loud], loud
    else:
        begin = len(words) - 1
        while begin > 1 and words[begin - 1].lower() in PARTICLES:
            begin -= 1
        first, last = list(words[:begin]), list(words[begin:])
    return tidy_name(" ".join(first), case=True), tidy_name(" ".join(last), case=True)


def _name_from_mail(found: Signature) -> None:
    """`anna.kowalska@…` says it too."""
    said = re.match(r"([a-z]{2,})[._]([a-z]{2,})@", found.values.get("email", "").lower())
    if said and "last_name" not in found.values:
        found.put("first_name", said[1].capitalize())
        found.put("last_name", said[2].capitalize())
