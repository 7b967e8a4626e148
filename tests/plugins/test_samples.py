"""The sample mappings bring in what they promise, dirt included."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from core.configuration.change import change
from core.exchange.importer import Import
from core.exchange.mapping import mapping_from_file
from core.exchange.report import ImportReport
from dougong import Definition
from metadata.kinds import kind_of
from tests.plugins.conftest import TENANT, Shop

SAMPLES = Path(__file__).parents[2] / "samples"
MAPPINGS = sorted(SAMPLES.glob("*/*.yaml"))
DEFINITIONS = sorted(SAMPLES.glob("*/definitions/*/*.json"))

PRODUCTS = """product,series,sales_price
GTX Basic,GTX,550
GTX Pro,GTX,4821
"""
TEAMS = """sales_agent,manager,regional_office
Anna Snelling,Dustin Brinkmann,Central
Mei-Mei Johns,Dustin Brinkmann,Central
"""
ACCOUNTS = """account,sector,year_established,revenue,employees,office_location,subsidiary_of
Bluth Company,technolgy,1993,1242.32,3027,United States,Acme Corporation
Acme Corporation,retail,1996,1100.04,2822,Philipines,
"""
PIPELINE = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Anna Snelling,GTX Basic,Acme Corporation,Won,2016-10-20,2017-03-01,1054
Z063OYW0,Mei-Mei Johns,GTXPro,,Won,2016-10-25,2017-03-11,4514
6CWZFOHJ,Anna Snelling,GTX Basic,Bluth Company,Prospecting,,,
LOSTLOST,Anna Snelling,GTXPro,Bluth Company,Lost,2016-10-25,2017-03-11,0
BROKENRO,Anna Snelling,GTX Basic,Bluth Company,Lost,2016-10-25,2017-03-11,0,one too many
NOBODYSS,Nobody Knows,GTX Basic,Bluth Company,Engaging,2016-10-25,,
"""

Imported = Callable[[str, str, str, str], ImportReport]


def define(shop: Shop, sample: str) -> None:
    files = sorted((SAMPLES / sample / "definitions").glob("*/*.json"))
    made = [Definition(file.parent.name, json.loads(file.read_text(encoding="utf-8"))) for file in files]
    shop.do(lambda ctx: change(ctx, [(one, "tenant", "tenant") for one in made], [], note="sample"))


@pytest.fixture
def imported(shop: Shop, tmp_path: Path) -> Imported:
    """Imports a text as a file, by the mapping of a sample."""

    def run(sample: str, mapping: str, name: str, text: str) -> ImportReport:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        read = mapping_from_file(SAMPLES / sample / f"{mapping}.yaml")
        return Import(shop.platform, TENANT, read.object, file, read).run()

    return run


@pytest.fixture
def pipeline(shop: Shop, imported: Imported) -> ImportReport:
    define(shop, "crm-sales-pipeline")
    for mapping, name, text in (
        ("managers", "teams.csv", TEAMS),
        ("agents", "teams.csv", TEAMS),
        ("products", "products.csv", PRODUCTS),
        ("accounts", "accounts.csv", ACCOUNTS),
    ):
        assert imported("crm-sales-pipeline", mapping, name, text).clean
    return imported("crm-sales-pipeline", "opportunities", "pipeline.csv", PIPELINE)


@pytest.mark.parametrize("file", MAPPINGS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_mapping_is_right(file: Path) -> None:
    assert mapping_from_file(file).fields


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: f"{file.parent.parent.parent.name}-{file.stem}")
def test_a_definition_of_a_sample_follows_its_schema(file: Path) -> None:
    kind = kind_of(file.parent.name)
    assert list(Draft202012Validator(kind.schema).iter_errors(json.loads(file.read_text(encoding="utf-8")))) == []


def test_the_published_schema_of_mappings_is_the_one_that_is_used() -> None:
    used = SAMPLES.parent / "core" / "exchange" / "mapping.schema.json"
    assert json.loads(used.read_text(encoding="utf-8")) == json.loads(
        (SAMPLES / "mapping.schema.json").read_text(encoding="utf-8")
    )


def test_every_row_is_accounted_for(pipeline: ImportReport) -> None:
    assert pipeline.adds_up
    assert (pipeline.rows, pipeline.created) == (6, 4)
    assert [(row["line"], row["cells"], row["expected"]) for row in pipeline.malformed] == [(6, 9, 8)]
    assert [(row.line, row.errors[0].field) for row in pipeline.refused] == [(7, "owner_id")]


def test_corrections_are_counted_and_touch_nothing_else(pipeline: ImportReport, shop: Shop) -> None:
    assert [correction["count"] for correction in pipeline.corrections] == [2]
    assert names(shop, "opportunity") == [
        "GTX Basic – Acme Corporation",
        "GTX Basic – Bluth Company",
        "GTX Pro",
        "GTX Pro – Bluth Company",
    ]
    industries = {account["name"]: account["industry"] for account in shop.all("account")}
    countries = {account["name"]: account["billing_address"]["country"] for account in shop.all("account")}
    assert industries == {"Bluth Company": "technology", "Acme Corporation": "retail"}
    assert countries == {"Bluth Company": "US", "Acme Corporation": "PH"}


def names(shop: Shop, object: str) -> list[str]:
    return sorted(record["name"] for record in shop.all(object))


def test_references_within_the_file_come_in_a_second_pass(pipeline: ImportReport, shop: Shop) -> None:
    ids = {account["name"]: account["id"] for account in shop.all("account")}
    parents = {account["name"]: account["parent"] for account in shop.all("account")}
    assert parents == {"Bluth Company": ids["Acme Corporation"], "Acme Corporation": None}


def test_millions_are_multiplied_exactly(pipeline: ImportReport, shop: Shop) -> None:
    (acme,) = shop.all("account", "name = 'Acme Corporation'")
    assert (acme["annual_revenue"], acme["annual_revenue_currency"]) == (Decimal("1100040000.00"), "USD")


def test_won_deals_keep_amount_and_date_and_lost_ones_come_without_a_reason(pipeline: ImportReport, shop: Shop) -> None:
    (won,) = shop.all("opportunity", "external_id = 'Z063OYW0'")
    (lost,) = shop.all("opportunity", "stage = 'lost'")
    assert (won["stage"], won["amount"], str(won["close_date"]), won["probability"]) == ("won", 4514, "2017-03-11", 100)
    assert (lost["lost_reason"], lost["amount"]) == ("not_recorded", 0)


def test_agents_see_their_own_deals_and_managers_those_of_their_team(pipeline: ImportReport, shop: Shop) -> None:
    seen: dict[str, list[Any]] = {
        name: [deal["external_id"] for deal in shop.all("opportunity", by=f"{name}@example.com")]
        for name in ("mei.mei.johns", "dustin.brinkmann")
    }
    assert seen["mei.mei.johns"] == ["Z063OYW0"]
    assert len(seen["dustin.brinkmann"]) == 4
    assert len(shop.all("account", by="mei.mei.johns@example.com")) == 2


def test_running_it_again_changes_nothing(pipeline: ImportReport, imported: Imported) -> None:
    again = imported("crm-sales-pipeline", "opportunities", "pipeline.csv", PIPELINE)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
