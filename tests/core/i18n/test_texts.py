"""The server speaks Chinese and Polish as well as English, whatever it has to say."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from babel.messages.pofile import read_po

from core.i18n import LANGUAGES, LOCALES, filled, language_of, texts, translated
from dougong import FieldProblem, Problem
from tests.core.i18n.messages import messages

OTHERS = [language for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"\{\{|\}\}|\{([a-z_]+)\}")


@pytest.fixture(scope="module")
def spoken() -> Mapping[str, set[str]]:
    """Every message in the source, with the files it stands in."""
    return messages()


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_lacks_a_translation(spoken: Mapping[str, set[str]], language: str) -> None:
    missing = sorted(set(spoken) - set(texts(language)))
    lines = "\n\n".join(f'#: {", ".join(sorted(spoken[text]))}\nmsgid "{_quoted(text)}"\nmsgstr ""' for text in missing)
    assert not missing, f"translate these in core/locale/{language}/LC_MESSAGES/dougong.po:\n\n{lines}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_a_message_that_is_gone(spoken: Mapping[str, set[str]], language: str) -> None:
    assert not sorted(set(texts(language)) - set(spoken))


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_parameters_of_their_messages(language: str) -> None:
    for text, translation in texts(language).items():
        assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(translation)), text


@pytest.mark.parametrize("language", OTHERS)
def test_the_files_are_what_gettext_reads(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "dougong.po").open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    assert not [message.id for message in found if message.id and (message.fuzzy or not message.string)]


def test_the_source_is_searched_well(spoken: Mapping[str, set[str]]) -> None:
    """One message of each way in which they are written."""
    for text in (
        "There is no such thing here",  # the default of a class
        "Some values are not right",
        "The parameter {name} is given twice",  # a problem raised
        "There is no such field",  # a field's problem, made by a helper
        "Sign in",  # a template
        "Not found",  # a title
        "A table is made for {object}",  # a step of a plan
        "This must be a text",  # a table of words
    ):
        assert text in spoken


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


# -- choosing a language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh", "zh"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("zh-Hant-TW", "zh"), ("pl-PL", "pl"), ("de,pl;q=0.2,en;q=0.1", "pl"),
        ("en-GB,zh;q=0.9", "en"), ("fr", "en"), ("*", "en"), ("", "en"), ("zh;q=0", "en"), ("zh;q=x", "en"), (";;;,,", "en"),
        ("x" * 100_000, "en"), ("zh_CN", "en"), ("ł€", "en"),
    ],
)  # fmt: skip
def test_the_language_liked_best_is_chosen_among_ours(header: str, language: str) -> None:
    assert language_of(header) == language


def test_a_message_is_filled_in_and_nothing_else_is_looked_at() -> None:
    assert filled("{a} and {b}", {"a": 1, "b": ["x", "y"]}) == "1 and x, y"
    assert filled("{{a}} {missing}", {"a": 1}) == "{a} {missing}"
    for hostile in ("{a.__class__}", "{a[0]}", "{0}", "{a!r:>1000000000}", "{", "}{", "{a:{b}}"):
        assert filled(hostile, {"a": "x", "b": 9}).count("x") == 0 or hostile == "{a}"


def test_plugins_bring_their_own_texts() -> None:
    assert translated("Too heavy", {}, "zh", {"message.Too heavy": "太重"}) == "太重"
    assert translated("Too heavy", {}, "pl", {}) == "Too heavy"


def test_a_problem_within_a_problem_is_translated_too() -> None:
    inner = Problem("At most {most}", most=3)
    assert translated("The filter can't be understood: {reason}", {"reason": inner}, "zh") == "无法理解筛选条件：最多 3"
    field = FieldProblem("a", "x", "At least {least}", {"least": 2})
    assert translated("The mapping doesn't fit: {cause}", {"cause": field}, "pl").endswith("Co najmniej 2")
