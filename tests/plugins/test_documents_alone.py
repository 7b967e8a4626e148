"""Documents where only customers are there beside them, and when the other modules come and go. S-DOC-01."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from core.host.lifecycle import disable, enable
from tests.core.api.clients import Caller, Web
from tests.plugins.conftest import furnished_office
from tests.support import postgres

CLERK = ["standard", "sales_rep", "documents_work"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A tenant with documents and customers alone, on each database."""
    folder = tmp_path_factory.mktemp("archive")
    only = ["customers", "documents"]
    if request.param == "sqlite":
        with furnished_office("", folder, only) as made:
            yield made
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database(f"archive_{uuid.uuid4().hex}") as url, furnished_office(url, folder, only) as made:
        yield made


def made(caller: Caller, object: str, **values: Any) -> str:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def filed(caller: Caller, name: str, object: str, id: str) -> Any:
    file = caller.post("/api/v1/files", data={"file": (io.BytesIO(b"words"), name)}).json["id"]
    return caller.post("/x/documents/documents", {"file": file, "about": {"object": object, "id": id}})


def offered(caller: Caller) -> tuple[list[str], list[str]]:
    """What the field and the form of the page offer to file a document with."""
    metadata = caller.get("/api/v1/ui").json
    form = next(slot for slot in metadata["slots"] if slot["name"] == "file_document")
    return metadata["objects"]["document"]["fields"]["about"]["to"], form["fields"]["about"]["to"]


def test_s_doc_01_documents_are_filed_with_customers_where_nothing_is_sold(office: Web) -> None:
    admin = office.administrator()
    assert offered(admin) == (["account", "contact"], ["account", "contact"])
    account = made(admin, "account", name="Acme")
    answer = filed(admin, "Requirements.txt", "account", account)
    assert answer.status_code == 200, answer.json
    found = admin.get("/api/v1/records/document", query_string={"filter": f"about.id = '{account}'"}).json["data"]
    assert [one["name"] for one in found] == ["Requirements"]
    refused = filed(admin, "Offer.txt", "opportunity", str(uuid.uuid4()))
    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json["errors"]] == ["about"]


def test_what_a_document_is_filed_with_goes_away_and_comes_back(office: Web) -> None:
    admin = office.administrator()
    switch(office, enable, ["products", "sales"])
    assert offered(admin)[0] == offered(admin)[1] == ["account", "contact", "lead", "opportunity", "product"]
    clerk = office.create_user("Clerk", role="sales_rep", permission_sets=CLERK)[1]
    other = office.create_user("Other", role="sales_rep", permission_sets=CLERK)[1]
    deal = made(clerk, "opportunity", name="Presses", account=made(clerk, "account", name="Bolt"))
    document = filed(clerk, "Offer.txt", "opportunity", deal).json["document"]
    clerk.post(f"/api/v1/records/opportunity/{deal}/share", {"user": other.get("/api/v1/me").json["user"]["id"], "level": "read"})
    path = f"/api/v1/records/document/{document}"
    assert other.get(path).status_code == 200

    switch(office, disable, "sales")
    assert clerk.get(path).json["about"] == {"object": "opportunity", "id": deal}
    assert clerk.patch(path, {"name": "Offer of March"}, headers={"If-Match": "*"}).status_code == 200
    assert other.get(path).status_code == 404
    listed = clerk.get("/api/v1/records/document").json["data"]
    assert document in [one["id"] for one in listed]

    switch(office, enable, ["sales"])
    assert other.get(path).json["name"] == "Offer of March"
    assert admin.delete(f"/api/v1/records/opportunity/{deal}", headers={"If-Match": "*"}).status_code in (200, 204)
    assert clerk.get(path).status_code == 404


def switch(office: Web, how: Any, what: Any) -> None:
    with office.world.system() as ctx:
        how(ctx, what)
