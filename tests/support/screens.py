"""Where a journey takes place: in which language, at which width, and what the pages say there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import Page

from core.demo.company import EMPLOYEES
from tests.support.journeys import Enter
from tests.support.tree import ROOT

__all__ = ["CATALOGUES", "LANGUAGE_OF", "Screen", "named", "place"]

CATALOGUES = ROOT / "core" / "ui" / "src" / "i18n"
LANGUAGE_OF = {employee.key: employee.language for employee in EMPLOYEES}
#: Who of the demo company does such work in a language; the administrator and the agent speak what a journey wants.
PEOPLE = {
    "salesperson": {"en": "rep4", "zh": "rep1", "pl": "rep3"},
    "manager": {"zh": "manager1", "pl": "manager2"},
    "agent": {"en": "service", "zh": "service", "pl": "service"},
    "field rep": {"en": "rep4", "zh": "rep2", "pl": "rep3"},
    "administrator": {"en": "admin", "zh": "admin", "pl": "admin"},
}


def place(language: str, *, phone: bool) -> str:
    """How the mark of a journey names language and width: "zh-390"."""
    return f"{language}-{390 if phone else 1440}"


@cache
def texts(language: str) -> dict[str, str]:
    """What the pages say in that language, by what they say in English."""
    found: dict[str, str] = {}
    for path in CATALOGUES.glob(f"{language}*.json"):
        found |= {text: said for text, said in json.loads(path.read_text("utf-8")).items() if isinstance(said, str)}
    return found


def named(page: Page, path: str) -> str:
    """What an object, a field or an option is called for the person whose page it is: "activity.outcome.reached"."""
    object, *rest = path.split(".")
    found: dict[str, Any] = page.request.get("/api/v1/ui").json()["objects"][object]
    if rest:
        found = found["fields"][rest[0]]
    if len(rest) > 1:
        found = next(option for option in found["options"] if option["value"] == rest[1])
    return str(found["label"])


@dataclass(frozen=True)
class Screen:
    """One language at one width: a journey runs once for each that its mark names."""

    enter_as: Enter
    language: str
    phone: bool

    def enter(self, at: str = "/", who: str = "salesperson") -> Page:
        """A page of somebody who does such work and reads this language."""
        return self.enter_as(PEOPLE[who][self.language], at, phone=self.phone, language=self.language)

    def say(self, text: str, **names: str) -> str:
        """A text of the pages as it reads here. Names of objects and fields are given: `say("Tier", zh="客户等级")`."""
        if self.language == "en":
            return text
        return names.get(self.language) or texts(self.language)[text]

    def written(self, text: str, **values: object) -> str:
        """A text with places for values, filled: `written("View saved: {name}", name="Mine")`."""
        said = self.say(text)
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", str(value))
        return said
