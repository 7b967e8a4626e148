"""Northwind comes in by the command line, a broken export of its orders too, and its known figures come out of the API.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.companies import ROOT, Company

DATA = ROOT.parent / "shared" / "data" / "03-northwind"
BROKEN = DATA / "malformed" / "orders-unquoted-commas.csv"
SAMPLES = ROOT / "samples" / "northwind"
STEPS = (
    ("user", "employees.csv", "employees"),
    ("account", "customers.csv", "customers"),
    ("contact", "customers.csv", "contacts"),
    ("contact_point", "customers.csv", "faxes"),
    ("account", "suppliers.csv", "suppliers"),
    ("contact", "suppliers.csv", "supplier-contacts"),
    ("product_family", "categories.csv", "categories"),
    ("product", "products.csv", "products"),
)
ORDERS = (
    ("opportunity", "orders.csv", "orders"),
    ("opportunity_line", "order_details.csv", "order-lines"),
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The broken export comes first, so that what it brings in is held against the whole one."""
    made = Company(tmp_path_factory.mktemp("northwind"), "northwind", SAMPLES)
    for object, file, mapping in STEPS:
        made.bring_in(object, DATA / file, mapping, "--strict")
    told = "--report", str(made.folder / "broken.json"), "--rejects", str(made.folder / "refused.csv")
    made.bring_in("opportunity", BROKEN, "orders-broken", *told, code=1)
    for object, file, mapping in ORDERS:
        made.bring_in(object, DATA / file, mapping, "--strict")
    return made


def cells_of(file: Path) -> list[tuple[int, list[str]]]:
    """The rows of a file with their lines, as no more than CSV."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened)
        return [(reader.line_num, row) for row in reader]


if DATA.is_dir():

    def test_a_broken_export_gives_its_654_good_rows_and_reports_the_176_others_by_line(company: Company) -> None:
        told = json.loads((company.folder / "broken.json").read_text())
        heading, *rows = cells_of(BROKEN)
        odd = {line: len(cells) for line, cells in rows if len(cells) != len(heading[1])}
        assert (len(rows), len(odd)) == (830, 176)
        assert (told["rows"], told["created"], len(told["malformed"]), told["refused"]) == (830, 654, 176, [])
        assert {row["line"]: row["cells"] for row in told["malformed"]} == odd
        assert all(item["expected"] == item["found"] for item in told["expected"])
        handed_back = [cells[:-1] for _, cells in cells_of(company.folder / "refused.csv")[1:]]
        assert handed_back == [cells for line, cells in rows if line in odd]

    def test_no_cell_of_the_broken_export_moved_into_its_neighbours_field(company: Company) -> None:
        assert "830 rows: 176 created, 0 updated, 654 unchanged" in company.said["orders"]

    def test_every_row_of_every_file_comes_in(company: Company) -> None:
        for mapping, file in ((mapping, file) for _, file, mapping in (*STEPS, *ORDERS)):
            assert f"{len(cells_of(DATA / file)) - 1} rows: " in company.said[mapping]
            assert "0 refused, 0 malformed" in company.said[mapping]
        kinds = company.ask("account", group_by=["kind"], measures=[{"count": "*"}])
        assert {row["kind"]: row["count"] for row in kinds} == {"customer": 91, "supplier": 29}
        assert one(company, "product", {"count": "*"}) == 77
        assert one(company, "user", {"count": "*"}, filter="x_employee_id != NULL") == 9
        assert one(company, "opportunity_line", {"count": "*"}) == 2155

    def test_the_published_figures_come_out(company: Company) -> None:
        assert one(company, "opportunity", {"count": "*"}) == 830
        assert Decimal(one(company, "opportunity", {"sum": "x_freight"})) == Decimal("64942.69")
        assert one(company, "opportunity", {"count": "*"}, filter="x_shipped_on = NULL") == 21
        assert one(company, "opportunity", {"count": "*"}, filter="x_shipped_on > x_required_on") == 37
        # The published 1,265,793.04 adds up lines that aren't rounded to the cent; ours are, as on an invoice.
        assert Decimal(one(company, "opportunity", {"sum": "amount"})) == Decimal("1265793.29")

    def test_the_years_come_out_as_published(company: Company) -> None:
        found = company.ask("opportunity", group_by=[{"year": "close_date"}], measures=[{"count": "*"}, {"sum": "amount"}])
        years = {str(row["close_date_year"]): (row["count"], Decimal(row["sum_amount"])) for row in found}
        assert set(years) == {year for year, _, _ in expected("Per year")}
        for year, orders, revenue in expected("Per year"):
            assert years[year][0] == int(orders)
            assert abs(years[year][1] - Decimal(revenue)) < Decimal("0.20")

    def test_the_best_customers_come_out_as_published(company: Company) -> None:
        query: dict[str, Any] = {"group_by": ["account.name"], "measures": [{"count": "*"}, {"sum": "amount"}]}
        found = {row["account.name"]: row for row in company.ask("opportunity", **query, limit=200)}
        for name, orders, revenue in expected("Top 10 customers"):
            assert found[name]["count"] == int(orders)
            assert abs(Decimal(found[name]["sum_amount"]) - Decimal(revenue)) < Decimal("0.20")


def one(company: Company, object: str, measure: dict[str, str], **query: Any) -> Any:
    """The only figure of a query."""
    (row,) = company.ask(object, measures=[measure], **query)
    (figure,) = row.values()
    return figure


def expected(heading: str) -> list[list[str]]:
    """The rows of a table of EXPECTED.md."""
    text = (DATA / "EXPECTED.md").read_text(encoding="utf-8").split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
