"""What the manual says of objects and fields is what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dougong import Definition, Object, boolean, reference, text
from metadata.check import check
from metadata.check.limits import FIELDS_OF_OBJECT, INDEXES_OF_OBJECT, OBJECTS, OPTIONS_OF_FIELD, ROLLUPS_OF_OBJECT
from metadata.field_types import field_type, field_types
from metadata.kinds import kind_of
from tests.metadata.makers import rows_of, tenant_row

MANUAL = Path(__file__).parents[2] / "docs" / "implementer"
OBJECTS_PAGE = (MANUAL / "objects.md").read_text(encoding="utf-8")
FIELDS_PAGE = (MANUAL / "fields.md").read_text(encoding="utf-8")


def table(page: str, heading: str) -> Iterator[list[str]]:
    """The rows of the first table below a heading."""
    rest = page.split(f"{heading}\n", 1)[1]
    lines = [line for line in re.split(r"\n#", rest, maxsplit=1)[0].splitlines() if line.startswith("|")]
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_field_type_stands_in_the_table_in_its_order_with_its_keys() -> None:
    rows = {codes(row[0])[0]: codes(row[2]) for row in table(FIELDS_PAGE, "## Types")}
    assert list(rows) == [type.name for type in field_types()]
    assert {name: set(keys) for name, keys in rows.items()} == {type.name: set(type.keys) for type in field_types()}


def test_every_general_key_of_a_field_stands_in_the_table() -> None:
    keys = kind_of("object").schema["$defs"]["field"]["properties"]
    assert {codes(row[0])[0] for row in table(FIELDS_PAGE, "## Keys that any field takes")} == set(keys) - {"type"}


def test_every_key_of_an_option_stands_in_the_table() -> None:
    keys = kind_of("object").schema["$defs"]["option"]["properties"]
    assert {codes(row[0])[0] for row in table(FIELDS_PAGE, "### Options")} == set(keys)


def test_every_key_of_an_object_stands_in_the_table() -> None:
    named = [key for row in table(OBJECTS_PAGE, "## Keys") for key in codes(row[0])]
    assert set(named) == set(kind_of("object").schema["properties"])


def test_the_limits_are_those_of_the_code() -> None:
    paragraph = OBJECTS_PAGE.split("## Limits")[1].split("##")[0]
    for limit in (FIELDS_OF_OBJECT, ROLLUPS_OF_OBJECT, INDEXES_OF_OBJECT, OPTIONS_OF_FIELD, OBJECTS):
        assert f"{limit:,}" in paragraph


def test_the_safe_changes_are_those_of_the_code() -> None:
    said = {
        ("text", "long_text"), ("email", "text"), ("url", "text"), ("phone", "text"), ("choice", "text"), ("auto_number", "text"),
        ("decimal", "percent"), ("percent", "decimal"), ("integer", "duration"), ("duration", "integer"),
        ("multi_choice", "tags"), ("master_detail", "reference"), ("file", "image"), ("image", "file"),
    }  # fmt: skip
    possible = {(type.name, to) for type in field_types() for to in type.safe_changes if to != type.name}
    assert said <= possible
    assert {(old, new) for old, new in possible - said} <= {(old, "long_text") for old, _ in possible}
    assert all(field_type(new) for _, new in possible)


@pytest.mark.parametrize("page", [OBJECTS_PAGE, FIELDS_PAGE], ids=["objects", "fields"])
def test_the_examples_hold_up(page: str) -> None:
    vehicle = Object("x_vehicle", fields={"name": text()})
    stop = Object("x_stop", fields={"name": text(), "trip": reference("x_trip"), "skipped": boolean()})
    written = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    made = [Definition("translation" if "language" in one else "object", one) for one in written]
    if made:
        assert check([*rows_of(), *map(tenant_row, [vehicle, stop, *made])]) == []
