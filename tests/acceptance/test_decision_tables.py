"""Tables of the compatibility kit of DMN, and those of an invoice, say what their authors expect.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.tree import ROOT
from workflows.decisions.dmn import read_dmn
from workflows.decisions.examining import odd_about, problems_of
from workflows.decisions.shape import TABLE
from workflows.decisions.tables import compiled, decide
from workflows.foreign import name_from
from workflows.markup import Node, read

DATA = ROOT.parent / "shared" / "data"
KIT = DATA / "19b-dmn-tck"
INVOICE = DATA / "19-bpmn-approval" / "camunda-invoice" / "invoiceBusinessDecisions.dmn"


def cases() -> list[Any]:
    found = []
    for file in sorted(KIT.glob("*/*-test-01.xml")):
        for case in read(file.read_bytes()).all("testCase"):
            found.append(pytest.param(file, case, id=f"{file.parent.name}-{case.get('id')}"))
    return found


def value_of(node: Node) -> Any:
    """What an input is, or what is expected: a value, a list, or named components."""
    parts = list(node.all("component"))
    if parts:
        return {name_from(part.get("name")): value_of(part) for part in parts}
    one = node.one("value")
    if one is None:
        return None
    kind, text = one.foreign("type").rpartition(":")[2], one.text
    return Decimal(text) if kind in ("decimal", "double", "integer") else text == "true" if kind == "boolean" else text


def plain(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


if KIT.is_dir():

    @pytest.mark.parametrize(("file", "case"), cases())
    def test_a_case_of_the_kit_comes_out_as_published(file: Path, case: Node) -> None:
        tables = read_dmn((file.parent / f"{file.parent.name}.dmn").read_bytes())
        known = {name_from(one.get("name")): value_of(one) for one in case.all("inputNode")}
        for result in case.all("resultNode"):
            name = name_from(result.get("name"))
            document = next(one for one in tables.documents if name_from(one["label"]) == name)
            said = decide(document["name"], by_name(tables.documents), lambda expression, _: known[expression])
            expected = result.one("expected")
            assert expected is not None
            assert plain(said) == value_of(expected)

    def by_name(documents: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
        return {one["name"]: compiled(one) for one in documents}

    def test_all_cases_of_the_kit_are_asked() -> None:
        assert sum(len(list(case.values[1].all("resultNode"))) for case in cases()) == 18  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("amount", "category", "classification", "groups"),
        [
            ("249.99", "Misc", "day-to-day expense", ["accounting", "sales"]),
            ("250", "Misc", "budget", ["management"]),
            ("1000", "Misc", "budget", ["management"]),
            ("1000.01", "Misc", "exceptional", ["management"]),
            ("5000", "Travel Expenses", "day-to-day expense", ["accounting", "sales"]),
            ("10", "Software License Costs", "budget", ["management"]),
        ],
    )
    def test_an_invoice_finds_its_approvers(amount: str, category: str, classification: str, groups: list[str]) -> None:
        tables = read_dmn(INVOICE.read_bytes())
        known = {"amount": Decimal(amount), "invoice_category": category}
        found = by_name(tables.documents)
        assert decide(tables.names["invoiceClassification"], found, lambda text, _: known[text]) == classification
        assert decide(tables.names["invoice-assign-approver"], found, lambda text, _: known[text]) == groups

    @pytest.mark.parametrize("file", [*sorted(KIT.glob("*/*.dmn")), INVOICE], ids=lambda file: file.stem)
    def test_every_table_comes_in_whole_and_without_problems(file: Path) -> None:
        tables = read_dmn(file.read_bytes())
        assert tables.remarks == ()
        for document in tables.documents:
            Draft202012Validator(TABLE).validate(document)
            assert problems_of(document) == []
            assert [one.code for one in odd_about(document)] in ([], ["gap"] * 5, ["gap"])
