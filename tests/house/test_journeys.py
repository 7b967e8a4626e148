"""The table of journeys in the manual says what the tests do."""

from __future__ import annotations

from tests.support.screens import LANGUAGE_OF
from tests.support.table import PAGE, by_other_means, drawn, journeys, marked


def test_the_table_of_journeys_is_that_of_the_tests() -> None:
    assert PAGE.read_text("utf-8").endswith("\n\n" + drawn()), "run python -m tests.support.table"


def test_a_journey_names_languages_and_widths_that_there_are() -> None:
    places = {f"{language}-{width}" for language in LANGUAGE_OF.values() for width in (1440, 390)}
    assert {place for journey in journeys() for place in journey.places} <= places


def test_a_journey_by_keyboard_uses_nothing_else() -> None:
    used = {name: by_other_means(test) for name, test, mark in marked() if mark.kwargs.get("keyboard")}
    assert {name: means for name, means in used.items() if means} == {}
