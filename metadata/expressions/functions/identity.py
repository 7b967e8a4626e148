"""Functions that know who is asking."""

from __future__ import annotations

from metadata.expressions.functions.function import Function

__all__ = ["FUNCTIONS"]


def itself(value: str) -> str:
    return value


FUNCTIONS = (
    Function(
        name="ME",
        signature="-> id",
        doc="The id of the person asking. It is never NULL: nobody's id is all zeros, which is no record's owner.",
        example="ME() <> NULL",
        python=itself,
        postgresql="{me}",
        sqlite="{me}",
        env=("me",),
    ),
    Function(
        name="MY_ROLE",
        signature="-> text",
        doc='The role of the person asking; "" without one.',
        example="MY_ROLE() <> NULL",
        python=itself,
        postgresql="{role}",
        sqlite="{role}",
        env=("role",),
    ),
    Function(
        name="IN_ROLE",
        signature="[role: text]... -> boolean",
        doc="True if the person asking has one of these roles.",
        example='NOT IN_ROLE("nobody", "nothing")',
        python=lambda mine, *roles: mine in roles,
        postgresql="coalesce({role} IN ({*}), FALSE)",
        sqlite="coalesce({role} IN ({*}), 0)",
        env=("role",),
        strict=False,
    ),
)
