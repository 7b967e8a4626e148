"""Functions that compare a day with today, each said in the language itself, so that an index on the field can be used."""

from __future__ import annotations

from metadata.expressions.functions.function import Function

__all__ = ["FUNCTIONS"]

UNIT = "unit: unit(day week month quarter year)"


def pair(name: str, takes: str, first: str, last: str, doc: str, example: str) -> tuple[Function, Function]:
    """The same question about a date and about a moment: does it lie between two days?"""
    parameters = f", {takes}" if takes else ""
    return (
        Function(
            name=name,
            signature=f"date: date{parameters} -> boolean",
            doc=doc,
            example=example,
            means=f"date BETWEEN {first} AND {last}",
        ),
        Function(
            name=name,
            key=f"{name.lower()}_datetime",
            signature=f"moment: datetime{parameters} -> boolean",
            doc=f"The same for a moment, by its day in the person's time zone. {doc}",
            example=example.replace("TODAY()", "NOW()", 1),
            means=f"moment >= MIDNIGHT({first}) AND moment < MIDNIGHT({last} + 1)",
        ),
    )


FUNCTIONS = (
    *pair(
        "IN_LAST",
        f"count: whole(0..10000), {UNIT}",
        "DATEADD(TODAY(), -count, unit)",
        "TODAY()",
        "True for today and so many units before.",
        'IN_LAST(TODAY(), 7, "days")',
    ),
    *pair(
        "IN_NEXT",
        f"count: whole(0..10000), {UNIT}",
        "TODAY()",
        "DATEADD(TODAY(), count, unit)",
        "True for today and so many units from now on.",
        'IN_NEXT(TODAY(), 2, "weeks")',
    ),
    *pair(
        "IS_THIS",
        UNIT,
        "START_OF(TODAY(), unit)",
        "END_OF(TODAY(), unit)",
        "True for every day of the present day, week, month, quarter or year.",
        'IS_THIS(TODAY(), "month")',
    ),
    *pair(
        "IS_LAST",
        UNIT,
        "START_OF(DATEADD(TODAY(), -1, unit), unit)",
        "END_OF(DATEADD(TODAY(), -1, unit), unit)",
        "True for every day of the one before.",
        'NOT IS_LAST(TODAY(), "month")',
    ),
    *pair(
        "IS_NEXT",
        UNIT,
        "START_OF(DATEADD(TODAY(), 1, unit), unit)",
        "END_OF(DATEADD(TODAY(), 1, unit), unit)",
        "True for every day of the one after.",
        'NOT IS_NEXT(TODAY(), "year")',
    ),
    Function(
        name="IS_PAST",
        signature="date: date -> boolean",
        doc="True before today.",
        example="NOT IS_PAST(TODAY())",
        means="date < TODAY()",
    ),
    Function(
        name="IS_PAST",
        key="is_past_datetime",
        signature="moment: datetime -> boolean",
        doc="True before this moment.",
        example="NOT IS_PAST(NOW())",
        means="moment < NOW()",
    ),
    Function(
        name="IS_FUTURE",
        signature="date: date -> boolean",
        doc="True after today.",
        example="NOT IS_FUTURE(TODAY())",
        means="date > TODAY()",
    ),
    Function(
        name="IS_FUTURE",
        key="is_future_datetime",
        signature="moment: datetime -> boolean",
        doc="True after this moment.",
        example="NOT IS_FUTURE(NOW())",
        means="moment > NOW()",
    ),
    Function(
        name="IS_WEEKEND",
        signature="date: date -> boolean",
        doc="True on Saturday and Sunday.",
        example="IS_WEEKEND(DATE(2026, 1, 31))",
        means="WEEKDAY(date) > 5",
    ),
    Function(
        name="AGE",
        signature="date: date -> number",
        doc="The whole years from the date until today.",
        example="AGE(TODAY()) = 0",
        means='DATEDIFF(date, TODAY(), "year")',
    ),
)
