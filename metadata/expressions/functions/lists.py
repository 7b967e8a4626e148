"""Functions of lists of texts, such as a field with several choices."""

from __future__ import annotations

from decimal import Decimal

from metadata.expressions.exact import whole
from metadata.expressions.functions.function import Function
from metadata.expressions.sizes import COUNT

__all__ = ["FUNCTIONS"]

Items = tuple[str, ...]
MOST = 1_000_000_000


def has_any(items: Items | None, *choices: str | None) -> bool:
    return items is not None and any(choice in items for choice in choices if choice is not None)


def has_all(items: Items | None, *choices: str | None) -> bool:
    return items is not None and all(choice in items for choice in choices if choice is not None)


def separated(text: str, mark: str) -> Items:
    if not text:
        return ()
    return tuple(text.split(mark)) if mark else (text,)


def item(items: Items, number: Decimal) -> str | None:
    index = whole(number, 0, MOST)
    return items[index - 1] if 1 <= index <= len(items) else None


FUNCTIONS = (
    Function(
        name="HAS",
        signature="list: list, choice: text -> boolean",
        doc="True if the choice is in the list.",
        example='HAS(SPLIT("vip,new", ","), "vip")',
        python=lambda items, choice: choice in items,
        postgresql="({0} ? {1})",
        compares=frozenset({"list", "choice"}),
    ),
    Function(
        name="HAS_ANY",
        signature="list: list, [choice: text]... -> boolean",
        doc="True if one of the choices is in the list. A choice that is NULL is left out.",
        example='HAS_ANY(SPLIT("vip,new", ","), "old", "new")',
        python=has_any,
        postgresql="({0} ?| ARRAY[{1*}]::text[])",
        strict=False,
        compares=frozenset({"list", "choice"}),
    ),
    Function(
        name="HAS_ALL",
        signature="list: list, [choice: text]... -> boolean",
        doc="True if all the choices are in the list. A choice that is NULL is left out.",
        example='HAS_ALL(SPLIT("vip,new", ","), "vip", "new")',
        python=has_all,
        postgresql="({0} ?& ARRAY[{1*}]::text[])",
        strict=False,
        compares=frozenset({"list", "choice"}),
    ),
    Function(
        name="COUNT_OF",
        signature="list: list -> number",
        doc="How many items the list has; 0 for NULL.",
        example='COUNT_OF(SPLIT("a,b", ",")) = 2',
        python=lambda items: Decimal(len(items or ())),
        postgresql="coalesce(jsonb_array_length({0}), 0)::numeric",
        strict=False,
        null_if="never",
        size=COUNT,
    ),
    Function(
        name="ITEM",
        signature="list: list, number: whole(1..1000000000) -> text",
        doc="The item with that number, counted from 1; NULL if there are fewer.",
        example='ITEM(SPLIT("a,b", ","), 2) = "b"',
        python=item,
        postgresql="(CASE WHEN {1} >= 1 THEN {0} ->> ({1:1..1000000000} - 1) END)",
        null_if="always",
    ),
    Function(
        name="JOIN",
        signature='list: list, separator: text = ", " -> text',
        doc="The items as one text, with the separator between them.",
        example='JOIN(SPLIT("a,b", ","), " + ") = "a + b"',
        python=lambda items, separator: separator.join(items),
        postgresql=(
            "(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN"
            " coalesce((SELECT string_agg(dg_item.v, {1} ORDER BY dg_item.n)"
            " FROM jsonb_array_elements_text({0}) WITH ORDINALITY AS dg_item(v, n)), '') END)"
        ),
    ),
    Function(
        name="SPLIT",
        signature='text: text, separator: text = "," -> list',
        doc='The parts between the separators as a list; an empty one for "".',
        example='COUNT_OF(SPLIT("a;b;c", ";")) = 3',
        python=separated,
        postgresql="(CASE WHEN {1} IS NOT NULL THEN to_jsonb(string_to_array({0}, {1})) END)",
    ),
)
