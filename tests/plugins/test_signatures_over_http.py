"""A pasted signature becomes the values of a new record, as the form asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.api.app import create_app
from core.testkit.clients import SignedIn
from core.testkit.workbench import ADMIN, folders_for, open_tenant

NAMES = ("customers", "products", "sales")
CONTACT, LEAD = "/api/v1/records/contact/signature", "/api/v1/records/lead/signature"
TEXT = """Kind regards
Jane Whitfield
Head of Purchasing
Harbour Cranes Ltd
M: +44 7700 900123
jane@harbourcranes.co.uk | www.harbourcranes.co.uk
14 Fleet Street, London EC4Y 1AU
This mail is confidential"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedIn]:
    folder = tmp_path_factory.mktemp("signatures")
    with open_tenant(folder / "data", folder / "made", "", NAMES, folders_for(Path(__file__), NAMES)) as tenant:
        with tenant.open() as ctx:
            (administrator,) = ctx.records.list("user", filter=f"email = '{ADMIN}'").data
        yield SignedIn(create_app(tenant.platform), tenant, administrator)


def read(client: Any, path: str, text: str = TEXT) -> Any:
    answer = client.post(path, json={"text": text})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_person_comes_with_a_company_that_would_be_made(client: Any) -> None:
    found = read(client, CONTACT)
    assert found["values"] == {
        "first_name": "Jane", "last_name": "Whitfield", "job_title": "Head of Purchasing", "mobile": "+44 7700 900123",
        "email": "jane@harbourcranes.co.uk",
        "mailing_address": {"street": "14 Fleet Street", "city": "London", "postal_code": "EC4Y 1AU", "country": "GB"},
    }  # fmt: skip
    company = {"name": "Harbour Cranes Ltd", "website": "https://www.harbourcranes.co.uk"}
    assert found["company"] == {"field": "account", "object": "account", "values": company}
    assert found["rest"] == ["This mail is confidential"]
    made = client.post("/api/v1/records/contact", json=found["values"])
    assert made.status_code == 201
    assert client.post("/api/v1/records/account", json=company).status_code == 201


def test_a_company_that_is_known_is_found_whatever_its_legal_form(client: Any) -> None:
    made = client.post("/api/v1/records/account", json={"name": "Quayside Winches"}).json
    found = read(client, CONTACT, TEXT.replace("Harbour Cranes Ltd", "Quayside Winches Limited"))
    assert (found["values"]["account"], found["company"]) == ({"id": made["id"], "name": "Quayside Winches"}, None)


def test_a_lead_has_the_company_as_a_text(client: Any) -> None:
    found = read(client, LEAD)
    assert (found["values"]["company"], found["values"]["website"], found["company"]) == (
        "Harbour Cranes Ltd", "https://www.harbourcranes.co.uk", None,
    )  # fmt: skip
    assert found["values"]["address"]["city"] == "London"


def test_what_is_no_object_of_people_or_no_signature_is_refused_in_words(client: Any) -> None:
    refused = client.post("/api/v1/records/account/signature", json={"text": TEXT})
    assert (refused.status_code, "signature" in refused.json["detail"]) == (400, True)
    assert client.post(CONTACT, json={"text": "a" * 5001}).status_code in (400, 422)
    assert client.post(CONTACT, json={}).status_code in (400, 422)
    assert client.post("/api/v1/records/nothing/signature", json={"text": TEXT}).status_code == 404
