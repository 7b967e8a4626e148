"""The action Convert, as the page and other programs call it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.api.app import create_app
from core.testkit.clients import SignedIn
from core.testkit.workbench import ADMIN, Tenant, folders_for, open_tenant

NAMES = ("customers", "products", "sales")


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    folder = tmp_path_factory.mktemp("http")
    with open_tenant(folder / "data", folder / "made", "", NAMES, folders_for(Path(__file__), NAMES)) as made:
        yield made


@pytest.fixture(scope="module")
def client(tenant: Tenant) -> SignedIn:
    with tenant.open() as ctx:
        (administrator,) = ctx.records.list("user", filter=f"email = '{ADMIN}'").data
    return SignedIn(create_app(tenant.platform), tenant, administrator)


@pytest.fixture
def lead(client: Any) -> dict[str, Any]:
    mark = uuid.uuid4().hex[:8]
    body = {"last_name": "Nowak", "company": f"Acme {mark}", "email": f"nowak@{mark}.example.com"}
    made: dict[str, Any] = client.post("/api/v1/records/lead", json=body).json
    return made


def test_it_answers_with_what_the_lead_became(client: Any, lead: dict[str, Any]) -> None:
    answer = client.post(f"/x/sales/leads/{lead['id']}/convert", json={"amount": "4500.50", "close_date": "2026-12-24"})
    assert answer.status_code == 200
    deal = client.get(f"/api/v1/records/opportunity/{answer.json['opportunity']}").json
    assert (deal["amount"], deal["close_date"], deal["stage"]) == ("4500.50", "2026-12-24", "qualification")
    assert client.post(f"/x/sales/leads/{lead['id']}/convert", json={}).status_code == 409


def test_a_wrong_form_is_refused_by_field(client: Any, lead: dict[str, Any]) -> None:
    answer = client.post(f"/x/sales/leads/{lead['id']}/convert", json={"amount": "a lot"})
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json["errors"]] == ["amount"]
    assert client.get(f"/api/v1/records/lead/{lead['id']}").json["status"] == "new"


def test_a_lead_that_is_not_there_is_not_found(client: Any) -> None:
    assert client.post("/x/sales/leads/00000000-0000-7000-8000-000000000000/convert", json={}).status_code == 404


def test_register_slots_puts_the_action_on_the_page_of_leads(client: Any) -> None:
    slots = client.get("/api/v1/ui").json["slots"]
    (slot,) = (slot for slot in slots if slot["object"] == "lead")
    assert (slot["plugin"], slot["label"], slot["endpoint"]) == ("sales", "Convert", "leads/{id}/convert")
    assert set(slot["fields"]) == {
        "account",
        "contact",
        "create_opportunity",
        "opportunity_name",
        "amount",
        "close_date",
        "save_anyway",
    }


def test_the_action_speaks_the_readers_language(client: Any) -> None:
    client.patch("/api/v1/me", json={"language": "pl"})
    slots = client.get("/api/v1/ui").json["slots"]
    client.patch("/api/v1/me", json={"language": "en"})
    assert [slot["label"] for slot in slots if slot["object"] == "lead"] == ["Konwertuj"]


def test_the_page_of_an_account_lists_the_deals_of_another_plugin(client: Any) -> None:
    layouts = client.get("/api/v1/ui").json["layouts"]
    related = {(one["object"], one["field"]): one["columns"] for one in layouts["account"]["related"]}
    assert related["opportunity", "account"][:3] == ["name", "stage", "amount"]
    assert ("opportunity_line", "product") not in {
        (one["object"], one["field"]) for one in layouts["product"]["related"]
    }


def test_whoever_converts_is_asked_where_the_company_is_known_under_another_form(client: Any, lead: dict[str, Any]) -> None:
    known = client.post("/api/v1/records/account", json={"name": f"{lead['company']} Sp. z o.o."}).json
    at = f"/x/sales/leads/{lead['id']}/convert"
    asked = client.post(at, json={})
    assert (asked.status_code, asked.json["duplicates"]["action"]) == (409, "warn")
    assert [match["id"] for match in asked.json["duplicates"]["matches"]] == [known["id"]]
    assert client.get(f"/api/v1/records/lead/{lead['id']}").json["status"] == "new"
    assert client.post(at, json={"save_anyway": True}).json["account"] != known["id"]


def test_a_lead_of_a_known_company_is_noticed_when_it_is_made(client: Any) -> None:
    client.post("/api/v1/records/account", json={"name": "华为技术有限公司"})
    answer = client.post("/api/v1/records/lead?save_anyway=false", json={"last_name": "王", "company": "华为技术（集团）公司"})
    assert answer.status_code == 409
    assert [match["rule"] for match in answer.json["duplicates"]["matches"]] == ["lead_of_an_account"]
