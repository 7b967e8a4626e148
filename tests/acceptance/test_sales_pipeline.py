"""A real team's pipeline comes in by the command line, and its known figures come out of the API to the cent.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.companies import ROOT, Company

DATA = ROOT.parent / "shared" / "data" / "01-crm-sales-pipeline"
SAMPLES = ROOT / "samples" / "crm-sales-pipeline"
STEPS = (
    ("user", "sales_teams.csv", "managers"),
    ("user", "sales_teams.csv", "agents"),
    ("product", "products.csv", "products"),
    ("account", "accounts.csv", "accounts"),
    ("opportunity", "sales_pipeline.csv", "opportunities"),
)
WON = 'stage = "won"'


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = Company(tmp_path_factory.mktemp("maven"), "maven", SAMPLES)
    for object, file, mapping in STEPS:
        made.bring_in(object, DATA / file, mapping, "--strict")
    return made


if DATA.is_dir():

    def test_every_row_comes_in_and_every_correction_is_told(company: Company) -> None:
        assert "8800 rows: 8800 created" in company.said["opportunities"]
        assert "1480 corrected: product GTXPro -> GTX Pro" in company.said["opportunities"]
        assert "12 corrected: sector technolgy -> technology" in company.said["accounts"]
        assert "parent: 15 set in the second pass" in company.said["accounts"]

    def test_the_published_figures_come_out_to_the_cent(company: Company) -> None:
        stages = company.ask("opportunity", group_by=["stage"], measures=[{"count": "*"}, {"sum": "amount"}])
        assert {row["stage"]: row["count"] for row in stages} == {"won": 4238, "lost": 2473, "qualification": 1589, "prospecting": 500}
        assert {row["sum_amount"] for row in stages if row["stage"] == "won"} == {"10005534.00"}
        quarters = company.ask("opportunity", filter=WON, group_by=[{"quarter": "close_date"}], measures=[{"count": "*"}, {"sum": "amount"}])
        assert [(row["close_date_quarter"], row["count"], row["sum_amount"]) for row in quarters] == [
            ("2017-Q1", 531, "1134672.00"), ("2017-Q2", 1254, "3086111.00"), ("2017-Q3", 1257, "2982255.00"), ("2017-Q4", 1196, "2802496.00"),
        ]  # fmt: skip

    def test_agents_and_products_come_out_as_published(company: Company) -> None:
        agents = company.ask("opportunity", filter=WON, group_by=["owner.name"], measures=[{"count": "*"}, {"sum": "amount"}])
        products = company.ask("opportunity", filter=WON, group_by=["product.name"], measures=[{"count": "*"}, {"sum": "amount"}])
        assert agents_in_words(agents) == expected("Per agent")
        assert agents_in_words(products, "product.name") == expected("Per product")

    def agents_in_words(rows: list[dict[str, Any]], key: str = "owner.name") -> set[tuple[str, int, str]]:
        return {(row[key], row["count"], row["sum_amount"]) for row in rows}

    def expected(heading: str) -> set[tuple[str, int, str]]:
        """A table of EXPECTED.md: name, won, amount."""
        text = (DATA / "EXPECTED.md").read_text().split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
        rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
        return {(row[0], int(row[2]), row[3]) for row in rows}

    def test_a_manager_sees_just_the_team_and_an_agent_just_the_own_deals(company: Company) -> None:
        team = company.ask("opportunity", by="dustin.brinkmann@example.com", group_by=["owner.name"], measures=[{"count": "*"}])
        assert {row["owner.name"] for row in team} == {
            "Anna Snelling", "Cecily Lampkin", "Lajuana Vencill", "Moses Frase", "Versie Hillebrand",
        }  # fmt: skip
        own = company.ask("opportunity", by="anna.snelling@example.com", group_by=["owner.name"], measures=[{"count": "*"}])
        assert own == [{"owner.name": "Anna Snelling", "count": 448}]

    def test_running_the_import_again_changes_nothing(company: Company) -> None:
        again = company.bring_in("opportunity", DATA / "sales_pipeline.csv", "opportunities")
        assert "8800 rows: 0 created, 0 updated, 8800 unchanged" in again
