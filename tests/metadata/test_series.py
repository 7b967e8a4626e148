"""Numbers from series."""

from __future__ import annotations

from datetime import date

import pytest

from metadata.series import format_number, period_of, series_problems

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("pattern", "number", "expected"),
    [
        ("OPP-{YYYY}-{00000}", 42, "OPP-2026-00042"),
        ("{0}", 7, "7"),
        ("{YY}{MM}{DD}/{000}", 1234, "260309/1234"),
        ("FV {000}/{MM}/{YYYY}", 5, "FV 005/03/2026"),
        ("合同{YYYY}Q{Q}-{00}", 1, "合同2026Q1-01"),
        ("W{WW}-{00}", 3, "W11-03"),
    ],
)
def test_a_number_is_written_by_its_pattern(pattern: str, number: int, expected: str) -> None:
    assert format_number({"pattern": pattern}, number, DAY) == expected


def test_numbers_begin_anew_in_each_period() -> None:
    assert [period_of({"reset": reset}, DAY) for reset in ("never", "year", "month", "day")] == [
        "", "2026", "2026-03", "2026-03-09"
    ]  # fmt: skip
    assert period_of({}, DAY) == ""


@pytest.mark.parametrize(
    ("series", "place"),
    [
        ({"pattern": "OPP"}, "/pattern"),
        ({"pattern": "{00}{00}"}, "/pattern"),
        ({"pattern": "{YYY}-{00}"}, "/pattern"),
        ({"pattern": "{00}}"}, "/pattern"),
        ({"pattern": "{0000000000000000000}"}, "/pattern"),
        ({"pattern": "{00}", "reset": "year"}, "/reset"),
        ({"pattern": "{YYYY}-{00}", "reset": "month"}, "/reset"),
    ],
)
def test_a_pattern_that_would_give_a_number_twice_is_refused(series: dict[str, str], place: str) -> None:
    assert {problem.field for problem in series_problems(series)} == {place}
    assert all(str(problem) for problem in series_problems(series))


def test_a_good_pattern_has_no_problems() -> None:
    assert list(series_problems({"pattern": "{YY}{MM}-{000}", "reset": "month"})) == []
