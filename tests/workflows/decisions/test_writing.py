"""Decision tables as DMN: other programs find them there, and they come back as they were."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.decisions.dmn import read_dmn
from workflows.decisions.writing import write_dmn
from workflows.markup import read

SORT: dict[str, Any] = {
    "name": "sort", "label": "Sort", "inputs": [{"value": "amount", "label": "Amount"}], "outputs": [{"name": "sort", "label": "Sort", "values": ["big", "small"]}],
    "hit": "first", "rules": [{"if": ["> 100"], "then": ["big"], "label": "Many"}, {"if": ["-"], "then": ["small"]}],
}  # fmt: skip
DESK: dict[str, Any] = {
    "name": "desk", "label": "Desk", "help": "Who is asked", "requires": ["sort"],
    "inputs": [{"value": "sort", "values": '"big", "small"'}, {"value": "IF(vip, 1, 0)"}],
    "outputs": [{"name": "desk", "label": "desk"}, {"name": "share", "default": {"formula": "amount / 2"}}],
    "hit": "collect", "gather": "sum",
    "rules": [{"if": ['"big"', "1"], "then": ["front", 0.00001]}, {"if": ["not(\"big\")", "-"], "then": [None, True]}],
}  # fmt: skip


def without_ours(data: bytes) -> bytes:
    return re.sub(rb"<extensionElements>.*?</extensionElements>", b"", data, flags=re.DOTALL)


def test_tables_come_back_with_those_that_they_require() -> None:
    found = read_dmn(write_dmn([SORT, DESK]))
    assert (list(found.documents), found.remarks) == ([SORT, DESK], ())


def test_other_programs_find_policies_columns_and_cells() -> None:
    data = write_dmn([SORT, DESK])
    sort, desk = read_dmn(without_ours(data)).documents
    assert sort == SORT
    assert (desk["hit"], desk["gather"], desk["requires"], desk["help"]) == ("collect", "sum", ["sort"], "Who is asked")
    assert [rule["then"] for rule in desk["rules"]] == [["front", 0.00001], [None, True]]
    assert desk["outputs"][1]["default"] == {"formula": "amount / 2"}
    drawn = {node.get("dmnElementRef") for node in read(data).walk() if node.get("dmnElementRef")}
    assert drawn == {"sort", "desk", "desk.needs.sort"}


def test_what_somebody_has_changed_elsewhere_comes_back_changed() -> None:
    data = write_dmn([SORT, DESK])
    changed = data.replace(b"<text>&gt; 100</text>", b"<text>&gt; 200</text>")
    found = read_dmn(changed)
    assert found.documents[0]["rules"][0]["if"] == ["> 200"]
    assert [(one.field, one.code) for one in found.remarks] == [("sort", "changed")]
    apart = re.sub(rb"<informationRequirement.*?</informationRequirement>", b"", data, flags=re.DOTALL)
    assert "requires" not in read_dmn(apart).documents[1]


CELLS = st.one_of(st.integers(-9, 9).map(str), st.text("ab<&\" é\n", max_size=5).map(lambda text: '"' + text.replace('"', '\\"') + '"'), st.just("-"))
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(CELLS, VALUES), min_size=1, max_size=4))
def test_any_values_survive(rules: list[tuple[str, Any]]) -> None:
    table = {**SORT, "rules": [{"if": [cell], "then": [value]} for cell, value in rules]}
    assert read_dmn(write_dmn([table])).documents == (table,)
