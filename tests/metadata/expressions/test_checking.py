"""The check knows every type, finds every problem, and says what to write instead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from metadata.expressions import (
    FUNCTIONS,
    RESERVED,
    Checked,
    ExpressionError,
    ExpressionErrors,
    Function,
    Name,
    Path,
    Registry,
    Type,
    check,
    env_parameters,
    parse,
    split,
    to_python,
)
from tests.metadata.expressions.samples import ENV, ME, SCOPE


def checked(text: str, expects: Type | None = None) -> Checked:
    return check(parse(text), SCOPE, expects)


@pytest.mark.parametrize(
    ("text", "kind", "scale"),
    [
        ("amount", Type.NUMBER, 2),
        ("amount + km", Type.NUMBER, 2),
        ("amount * km", Type.NUMBER, 3),
        ("amount / km", Type.NUMBER, 12),
        ("ROUND(amount / km, 2)", Type.NUMBER, 2),
        ("FLOOR(amount)", Type.NUMBER, 0),
        ("LEN(name)", Type.NUMBER, 0),
        ("MAX(amount, 0)", Type.NUMBER, 2),
        ("name & amount", Type.TEXT, 0),
        ("close_date + 1", Type.DATE, 0),
        ("created_at + 1", Type.DATETIME, 0),
        ("created_at + took", Type.DATETIME, 0),
        ("created_at - closed_at", Type.DURATION, 6),
        ("close_date - due", Type.NUMBER, 0),
        ("close_date - created_at", Type.DURATION, 6),
        ("took * 2", Type.DURATION, 0),
        ("took / pause", Type.NUMBER, 12),
        ("IF(paid, close_date, created_at)", Type.DATETIME, 0),
        ("IF(paid, NULL, NULL)", Type.NULL, 0),
        ("COALESCE(owner_id, team_id)", Type.ID, 0),
        ("COALESCE(owner_id, name)", Type.TEXT, 0),
        ("SPLIT(name)", Type.LIST, 0),
        ("TIME(9, 30)", Type.TIME, 0),
        ("name = NULL", Type.BOOLEAN, 0),
        ("NULL", Type.NULL, 0),
        ('"2026-01-31"', Type.TEXT, 0),
    ],
)
def test_an_expression_has_a_type_and_a_scale(text: str, kind: Type, scale: int) -> None:
    assert (checked(text).type, checked(text).scale) == (kind, scale)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('close_date = "2026-01-31"', date(2026, 1, 31)),
        ('"2026-01-31" < close_date', date(2026, 1, 31)),
        ('close_date IN ("2026-01-31")', date(2026, 1, 31)),
        ('created_at > "2026-01-31"', datetime(2026, 1, 31, tzinfo=UTC)),
        ('created_at > "2026-01-31T09:30"', datetime(2026, 1, 31, 9, 30, tzinfo=UTC)),
        ('created_at > "2026-01-31 09:30:15.5+02:00"', datetime(2026, 1, 31, 7, 30, 15, 500000, tzinfo=UTC)),
        ('starts = "09:30"', time(9, 30)),
        (f'owner_id = "{ME.upper()}"', ME),
        ('YEAR("2026-01-31") > 0', date(2026, 1, 31)),
        ('IF(paid, "2026-01-31", NULL) = close_date', date(2026, 1, 31)),
        ('close_date = COALESCE("2026-01-31", NULL)', date(2026, 1, 31)),
        ('close_date - "2026-01-31" > 0', date(2026, 1, 31)),
        ('name = "2026-01-31"', "2026-01-31"),
        ('DATEADD(close_date, 1, "Days") = NULL', Decimal(1)),
    ],
)
def test_a_literal_becomes_what_its_place_wants(text: str, value: object) -> None:
    assert next(iter(checked(text).values.values())) == value


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("nope = 1", 0, "no field “nope”"),
        ("account.nope = 1", 0, "no field “account.nope”"),
        ("FOO(amount)", 0, "no function FOO"),
        ("UPER(name)", 0, "did you mean UPPER"),
        ("LEFT()", 0, "Write LEFT(text, count = 1): this has no arguments"),
        ("TODAY(1)", 0, "Write TODAY(): this has one argument"),
        ("LEFT(amount)", 5, "turn the number into a text with TEXT()"),
        ("ABS(name)", 4, "turn the text into a number with NUMBER()"),
        ('amount = "5"', 9, "without quotes"),
        ("name = 5", 7, "in quotes"),
        ("name + name", 0, "join texts with &"),
        ("amount + paid", 9, "can't calculate with true or false"),
        ("tags - 1", 0, "can't calculate with a list"),
        ("amount AND paid", 0, "compare it with something"),
        ("IF(1, 2, 3)", 3, "write TRUE or FALSE"),
        ("paid = 1", 7, "write TRUE or FALSE"),
        ("NOT name", 4, 'as in stage = "won"'),
        ('stage = "open"', 8, "not one of the choices: new, won, lost"),
        ('"open" = stage', 0, "not one of the choices"),
        ('stage <> ""', 9, "not one of the choices"),
        ('stage NOT IN ("won", "wun")', 21, "“wun” is not one of the choices"),
        ('CASE(stage, "won", 2, "open", 1)', 22, "not one of the choices"),
        ('HAS(tags, "VIP")', 10, "not one of the choices: vip"),
        ('HAS_ANY(tags, "vip", "x")', 21, "not one of the choices"),
        ('NULLIF(stage, "-")', 14, "not one of the choices"),
        ('close_date > "2026-13-01"', 13, "is not a date: write it as 2026-01-31"),
        ('close_date > "31.01.2026"', 13, "is not a date"),
        ('created_at > "yesterday"', 13, "is not a date and time"),
        ('starts = "9:30"', 9, "is not a time of day"),
        ('starts = "24:00"', 9, "is not a time of day"),
        ('owner_id = "me"', 11, "is not an id"),
        ("close_date > name", 13, "DATEVALUE"),
        ("starts < close_date", 9, "don't go together"),
        ("tags = name", 7, "don't go together"),
        ("tags < words", 0, "can't be put in order"),
        ("paid < TRUE", 0, "can't be put in order"),
        ('DATEADD(close_date, 1, "hour")', 23, "not a unit that can be used here: day, week"),
        ("DATEADD(close_date, 1, name)", 0, "write DATEADD(date, count, unit) or DATEADD(moment, count, unit)"),
        ('IS_THIS(close_date, "decade")', 20, "not a unit"),
        ("ROUND(amount, 99)", 14, "not a whole number between -18 and 18"),
        ("ROUND(amount, 1.5)", 14, "not a whole number"),
        ("amount ^ 1000", 9, "between -100 and 100"),
        ("amount ^ (km ^ 2)", 7, "power could get too large"),
        ("amount > 1234567890123456789012345678", 9, "too many digits"),
        ("amount > 0.1234567890123", 9, "too many digits"),
        ("close_date + close_date", 11, "write number + number or duration + duration or date + number"),
    ],
)
def test_a_problem_is_named_with_its_place_and_the_way_out(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionErrors) as caught:
        checked(text)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.position == position
    assert problem.text == text


def test_choices_are_named_with_the_label_of_their_field() -> None:
    class Labelled:
        def resolve(self, path: Path) -> Name:
            return Name(path, Type.TEXT, choices=frozenset({"won", "lost"}), label="Stage")

    with pytest.raises(ExpressionErrors, match="“open” is not one of the choices of Stage: lost, won"):
        check(parse('stage = "open"'), Labelled())


def test_words_of_the_language_are_no_names_of_fields() -> None:
    assert RESERVED == {"and", "or", "not", "in", "between", "true", "false", "null"}
    values = {"true", "false", "null"}
    assert not any(checked(word).paths for word in values)
    for word in RESERVED - values:
        with pytest.raises(ExpressionError):
            parse(word)


def test_all_problems_are_gathered() -> None:
    with pytest.raises(ExpressionErrors) as caught:
        checked('nope = 1 AND stage = "x" AND foo(other) AND LEFT(amount) = name')
    assert [problem.position for problem in caught.value.problems] == [0, 21, 33, 29, 49]
    assert isinstance(caught.value, ExpressionError)


def test_regular_expressions_are_not_offered() -> None:
    with pytest.raises(ExpressionErrors, match="no function REGEX_MATCH"):
        checked('REGEX_MATCH(name, "^(a+)+$")')


def test_functions_and_keywords_are_the_same_in_any_case() -> None:
    assert checked("if(paid and not skipped, true, NULL)").type is Type.BOOLEAN


@pytest.mark.parametrize(
    ("text", "expects", "message"),
    [
        ("amount", Type.TEXT, "turn the number into a text"),
        ("name", Type.NUMBER, "NUMBER()"),
        ("amount", Type.BOOLEAN, "km > 0"),
        ("created_at", Type.DATE, "DATEVALUE()"),
        ('"soon"', Type.DATE, "is not a date"),
        ("name", Type.LIST, "SPLIT()"),
        ("amount > 1", Type.NUMBER, "IF(condition"),
        ("close_date", Type.TEXT, "TEXT()"),
    ],
)
def test_a_wrong_result_is_refused_with_the_way_out(text: str, expects: Type, message: str) -> None:
    with pytest.raises(ExpressionErrors, match="needed here|is not a date") as caught:
        checked(text, expects)
    assert message in str(caught.value)


def test_a_result_becomes_the_type_that_is_expected() -> None:
    assert checked('"2026-01-31"', Type.DATE).values == {"x0": date(2026, 1, 31)}
    assert checked('IF(paid, "2026-01-31", NULL)', Type.DATE).type is Type.DATE
    assert checked("close_date", Type.DATETIME).type is Type.DATETIME
    assert checked("owner_id", Type.TEXT).type is Type.TEXT
    assert checked("amount", Type.DURATION).type is Type.NUMBER
    assert checked("NULL", Type.NUMBER).type is Type.NUMBER
    assert checked("IF(paid, NULL, NULL)", Type.TEXT).type is Type.TEXT


def test_a_checked_expression_knows_what_it_depends_on() -> None:
    expression = checked("IF(close_date < TODAY(), account.industry, name)")
    assert expression.paths == {("close_date",), ("account", "industry"), ("name",)}
    assert expression.environment == {"today"}
    assert expression.volatile
    assert checked("owner_id = ME()").volatile
    assert not checked("amount > 1").volatile


def test_what_depends_on_the_time_zone_alone_is_not_volatile() -> None:
    expression = checked("DATEVALUE(created_at)")
    assert expression.environment == {"time_zone"}
    assert not expression.volatile


def test_parameters_are_only_those_that_are_needed() -> None:
    expression = checked("owner_id = ME()")
    assert env_parameters(ENV, expression.environment) == {"env_me": ME}
    assert set(env_parameters(ENV)) == {"env_now", "env_today", "env_me", "env_role", "env_time_zone"}


def test_today_is_the_day_where_the_person_is() -> None:
    assert ENV.now.date() == date(2026, 5, 20)
    assert ENV.today == date(2026, 5, 21)


# Binding


def test_other_literals_of_the_same_template_can_be_bound() -> None:
    expression = checked('stage = "won" AND amount > -5 AND close_date < "2026-01-31"')
    other = split("stage='lost'  AND amount>-7.5 AND close_date<'2027-02-28'")
    bound = {"p0": "lost", "p1": Decimal("-7.5"), "p2": date(2027, 2, 28)}
    assert expression.bind(other, prefix="p") == bound
    assert expression.bind(other.literals, "p") == bound


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("stage = 'open' AND close_date < '2026-01-31'", 8, "not one of the choices"),
        ("stage = 'won'   AND close_date < '2026-02-30'", 33, "is not a date"),
    ],
)
def test_a_bad_literal_is_refused_when_it_is_bound(text: str, position: int, message: str) -> None:
    expression = checked('stage = "won" AND close_date < "2026-01-31"')
    with pytest.raises(ExpressionError, match=message) as caught:
        expression.bind(split(text))
    assert caught.value.position == position
    with pytest.raises(ExpressionError, match=message):
        expression.bind(split(text).literals)


def test_literals_of_another_expression_are_refused() -> None:
    expression = checked("amount > 5")
    for other in (split("km > 5"), split("amount > 5 AND km > 6").literals, ("5",)):
        with pytest.raises(ExpressionError):
            expression.bind(other)


def test_which_function_is_meant_does_not_depend_on_literals() -> None:
    """Otherwise texts with one template could mean different things."""
    for unit in ("day", "year", "month"):
        assert checked(f'DATEADD(close_date, 1, "{unit}")').type is Type.DATE


# Functions of plugins


DOUBLE = Function(
    name="DOUBLE",
    signature="number: number -> number",
    doc="Twice the number.",
    example="DOUBLE(2) = 4",
    python=lambda number: number * 2,
    postgresql="({0} * 2)",
    group="doubling",
)


def test_a_plugin_can_add_a_function() -> None:
    functions = FUNCTIONS.extended([DOUBLE])
    expression = check(parse("DOUBLE(amount) = 4"), SCOPE, functions=functions)
    assert to_python(expression)(lambda path: Decimal(2), ENV) is True
    assert len(functions) == len(FUNCTIONS) + 1


def test_a_name_that_is_taken_is_refused_and_says_by_whom() -> None:
    with pytest.raises(ValueError, match="DOUBLE already exists in the group doubling"):
        FUNCTIONS.extended([DOUBLE]).extended([DOUBLE])
    with pytest.raises(ValueError, match="already belongs to"):
        Registry([DOUBLE, DOUBLE])


@pytest.mark.parametrize("signature", ["number -> number", "a: numbre -> number", "a: number -> nothing"])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    function = Function(name="WRONG", signature=signature, doc="", example="")
    with pytest.raises(ValueError, match="not a parameter|unknown"):
        assert function.parsed_signature
