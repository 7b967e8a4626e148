"""A real team's pipeline comes in by the command line, and its known figures come out of the API to the cent.

The data are not a part of the project; without them beside it there is nothing to test here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from core.api.app import create_app
from core.cli.main import main
from core.config import Config
from core.platform import Platform

ROOT = Path(__file__).parents[2]
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


class Company:
    """The imported tenant: what each import said, and requests as any of its users."""

    def __init__(self, folder: Path) -> None:
        self.environment = {"DOUGONG_DATA": str(folder), "DOUGONG_PLUGINS": str(ROOT / "plugins.toml"), "DOUGONG_DATABASE_URL": ""}
        self.folder = folder
        self.said: dict[str, str] = {}

    def run(self, *words: str) -> str:
        done = CliRunner().invoke(main, list(words), env=self.environment)
        assert done.exit_code == 0, done.output
        return done.stdout

    def token(self, email: str) -> str:
        return self.run("token", "create", "--tenant", "maven", "--email", email).strip()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    made = Company(tmp_path_factory.mktemp("maven"))
    made.run(
        "tenant", "create", "maven", "--admin-email", "admin@example.com", "--admin-password", "a long password",
        "--plugins", "customers,products,sales",
    )  # fmt: skip
    with Served(made) as client:
        answer = client.post(
            "/api/v1/meta/import",
            data={"file": (packed(SAMPLES / "definitions"), "definitions.zip")},
            headers={"Authorization": f"Bearer {made.token('admin@example.com')}"},
        )
        assert answer.status_code == 200, answer.get_json()
    for object, file, mapping in STEPS:
        made.said[mapping] = made.run(
            "import", object, str(DATA / file), "--tenant", "maven", "--mapping", str(SAMPLES / f"{mapping}.yaml"), "--strict"
        )
    yield made


class Served:
    """A client of the tenant's API."""

    def __init__(self, company: Company) -> None:
        config = Config(data=company.folder, secret_key="a key for tests", plugins=ROOT / "plugins.toml")
        self.platform = Platform(config)

    def __enter__(self) -> FlaskClient:
        return create_app(self.platform).test_client()

    def __exit__(self, *_: object) -> None:
        self.platform.close()


def packed(folder: Path) -> io.BytesIO:
    """The definitions of a folder as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder).as_posix())
    made.seek(0)
    return made


def ask(company: Company, email: str, **query: Any) -> list[dict[str, Any]]:
    token = company.token(email)
    with Served(company) as client:
        answer = client.post(
            "/api/v1/query", json={"object": "opportunity", **query}, headers={"Authorization": f"Bearer {token}"}
        )
    assert answer.status_code == 200, answer.get_json()
    rows: list[dict[str, Any]] = answer.get_json()["rows"]
    return rows


if DATA.is_dir():

    def test_every_row_comes_in_and_every_correction_is_told(company: Company) -> None:
        assert "8800 rows: 8800 created" in company.said["opportunities"]
        assert "1480 corrected: product GTXPro -> GTX Pro" in company.said["opportunities"]
        assert "12 corrected: sector technolgy -> technology" in company.said["accounts"]
        assert "parent: 15 set in the second pass" in company.said["accounts"]

    def test_the_published_figures_come_out_to_the_cent(company: Company) -> None:
        admin = "admin@example.com"
        stages = ask(company, admin, group_by=["stage"], measures=[{"count": "*"}, {"sum": "amount"}])
        assert {row["stage"]: row["count"] for row in stages} == {"won": 4238, "lost": 2473, "qualification": 1589, "prospecting": 500}
        assert {row["sum_amount"] for row in stages if row["stage"] == "won"} == {"10005534.00"}
        quarters = ask(company, admin, filter=WON, group_by=[{"quarter": "close_date"}], measures=[{"count": "*"}, {"sum": "amount"}])
        assert [(row["close_date_quarter"], row["count"], row["sum_amount"]) for row in quarters] == [
            ("2017-Q1", 531, "1134672.00"), ("2017-Q2", 1254, "3086111.00"), ("2017-Q3", 1257, "2982255.00"), ("2017-Q4", 1196, "2802496.00"),
        ]  # fmt: skip

    def test_agents_and_products_come_out_as_published(company: Company) -> None:
        admin = "admin@example.com"
        agents = ask(company, admin, filter=WON, group_by=["owner.name"], measures=[{"count": "*"}, {"sum": "amount"}])
        products = ask(company, admin, filter=WON, group_by=["product.name"], measures=[{"count": "*"}, {"sum": "amount"}])
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
        team = ask(company, "dustin.brinkmann@example.com", group_by=["owner.name"], measures=[{"count": "*"}])
        assert {row["owner.name"] for row in team} == {
            "Anna Snelling", "Cecily Lampkin", "Lajuana Vencill", "Moses Frase", "Versie Hillebrand",
        }  # fmt: skip
        own = ask(company, "anna.snelling@example.com", group_by=["owner.name"], measures=[{"count": "*"}])
        assert own == [{"owner.name": "Anna Snelling", "count": 448}]

    def test_running_the_import_again_changes_nothing(company: Company) -> None:
        again = company.run(
            "import", "opportunity", str(DATA / "sales_pipeline.csv"), "--tenant", "maven", "--mapping", str(SAMPLES / "opportunities.yaml")
        )
        assert "8800 rows: 0 created, 0 updated, 8800 unchanged" in again
