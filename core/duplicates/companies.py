"""Names of companies without the words that only say of which legal form they are."""

from __future__ import annotations

import re

from core.records.words import CJK, fold

__all__ = ["bare", "spaced"]

#: After folding and with signs made spaces, so that `Sp. z o.o.` reads `sp z o o`.
POLISH = (
    r"sp(?:olka)? z ?o ?o", r"sp(?:olka)? z ograniczona odpowiedzialnoscia", r"p ?s ?a", r"prosta spolka akcyjna",
    r"s ?a", r"spolka akcyjna", r"sp ?j", r"spolka jawna", r"sp ?k", r"spolka komandytowa", r"s ?k ?a?",
    r"spolka komandytowo akcyjna", r"s ?c", r"spolka cywilna", r"sp ?p", r"spolka partnerska", r"w likwidacji",
)  # fmt: skip
ENGLISH = (
    "co", "company", "corp", "corporation", "inc", "incorporated", "limited", "ltd", r"l ?l ?c", r"l ?l ?p", r"p ?l ?c",
    r"l ?p", "pte", "pty",
)  # fmt: skip
OTHERS = (
    "gmbh", "ag", "kg", "kgaa", "ohg", "ug", "ev", "co kg", "sarl", "sas", "sasu", "spa", r"s ?r ?l", r"b ?v", r"n ?v",
    "ab", "oy", "oyj", "as", "aps", "kft", "zrt", "sro", "doo", "kk",
)  # fmt: skip
READ = ("gufen", "youxian", "zeren", "gongsi", "jituan")
CHINESE = ("股份有限公司", "有限责任公司", "股份公司", "有限公司", "集团公司", "集团", "总公司", "公司")

LATIN_END = re.compile(rf"(?: (?:{'|'.join((*POLISH, *ENGLISH, *OTHERS, *READ))}| and| &))+$")
CHINESE_WORDS = re.compile("|".join(CHINESE))
SIGNS = re.compile(r"[^\w]+|_")
BETWEEN_CHINESE = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")


def spaced(text: str) -> str:
    """Folded, with one space for whatever is neither letter nor digit; none between Chinese characters."""
    return BETWEEN_CHINESE.sub("", SIGNS.sub(" ", fold(text)).strip())


def bare(name: str) -> str:
    """A company's name in small letters, without its legal form; a name that is nothing else stays as it is."""
    whole = spaced(name)
    short = LATIN_END.sub("", CHINESE_WORDS.sub("", whole)).strip()
    return short or whole
