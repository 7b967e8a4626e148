"""Documents: filed with records, versions, what is public, what is written in them, reviews. S-DOC-01 and S-DOC-02."""

from __future__ import annotations

import io
from typing import Any

import pytest

from core.jobs.running import run_due
from tests.core.api.clients import Caller, Web
from tests.core.files.packed import docx

CLERK = ["standard", "sales_rep", "documents_work"]
READER = ["standard", "sales_rep", "documents_read"]


@pytest.fixture(scope="module")
def clerk(office: Web) -> Caller:
    return office.create_user("Clerk", role="sales_rep", permission_sets=CLERK)[1]


@pytest.fixture(scope="module")
def other(office: Web) -> Caller:
    return office.create_user("Other", role="marketing_x", permission_sets=READER)[1]


@pytest.fixture(scope="module")
def reader(office: Web) -> Caller:
    return office.create_user("Reader", role="sales_rep", permission_sets=READER)[1]


def made(caller: Caller, object: str, **values: Any) -> dict[str, Any]:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def sent(caller: Caller, name: str, content: bytes) -> str:
    answer = caller.post("/api/v1/files", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def filed(caller: Caller, name: str, content: bytes = b"text", **more: Any) -> dict[str, Any]:
    answer = caller.post("/x/documents/documents", {"file": sent(caller, name, content), **more})
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def next_version(caller: Caller, document: str, content: bytes, note: str = "") -> Any:
    body = {"file": sent(caller, "next.txt", content), "note": note}
    return caller.post(f"/x/documents/documents/{document}/versions", body)


def shown(caller: Caller, document: str) -> dict[str, Any]:
    answer = caller.get(f"/api/v1/records/document/{document}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def about(object: str, id: str) -> dict[str, str]:
    return {"object": object, "id": id}


# S-DOC-01


def test_s_doc_01_a_document_is_filed_with_a_customer_and_seen_by_those_who_see_the_customer(clerk: Caller, other: Caller) -> None:
    account = made(clerk, "account", name="Acme")["id"]
    document = filed(clerk, "Requirements.txt", b"what they want", about=about("account", account))["document"]
    assert shown(clerk, document)["name"] == "Requirements"
    assert other.get(f"/api/v1/records/document/{document}").status_code == 404
    user = other.get("/api/v1/me").json["user"]["id"]
    clerk.post(f"/api/v1/records/account/{account}/share", {"user": user, "level": "read"})
    version = shown(other, document)["current"]
    file = other.get(f"/api/v1/records/document_version/{version}").json["file"]
    assert other.get(f"/api/v1/files/{file}").data == b"what they want"
    assert next_version(other, document, b"mine").status_code == 403


def test_s_doc_01_versions_say_who_when_and_why_and_an_old_one_comes_back(clerk: Caller) -> None:
    document = filed(clerk, "Offer.txt", b"first")["document"]
    assert next_version(clerk, document, b"second", "Their discount").json["number"] == 2
    query = {"filter": f"document = '{document}'", "sort": "number", "fields": "number,note,name,size,created_by,created_at"}
    versions = clerk.get("/api/v1/records/document_version", query_string=query).json["data"]
    me = clerk.get("/api/v1/me").json["user"]["id"]
    assert [(one["number"], one["note"], one["size"], one["created_by"]) for one in versions] == [
        (1, None, 5, me), (2, "Their discount", 6, me),
    ]  # fmt: skip
    assert (shown(clerk, document)["current"], shown(clerk, document)["last_number"]) == (versions[1]["id"], 2)
    back = clerk.post(f"/x/documents/versions/{versions[0]['id']}/bring-back", {})
    assert back.json == {"document": document, "version": versions[0]["id"], "number": 1}
    assert shown(clerk, document)["current"] == versions[0]["id"]
    assert next_version(clerk, document, b"third").json["number"] == 3


def test_s_doc_01_a_version_stays_what_it_was(clerk: Caller, admin: Caller) -> None:
    document = filed(clerk, "Contract.txt")
    changed = clerk.patch(f"/api/v1/records/document_version/{document['version']}", {"file": sent(clerk, "b.txt", b"b")})
    assert changed.json["errors"][0]["field"] == "file"
    assert admin.delete(f"/api/v1/records/document_version/{document['version']}").status_code == 409
    foreign = clerk.patch(f"/api/v1/records/document/{filed(clerk, 'c.txt')['document']}", {"current": document["version"]})
    assert foreign.json["errors"][0]["field"] == "current"


def test_s_doc_01_a_version_added_through_the_records_becomes_the_current_one(clerk: Caller) -> None:
    document = filed(clerk, "Plan.txt")["document"]
    version = made(clerk, "document_version", document=document, file=sent(clerk, "Plan 2.txt", b"2"))
    assert (version["number"], version["name"]) == (2, "Plan 2.txt")
    assert shown(clerk, document)["current"] == version["id"]


def test_s_doc_01_a_document_that_is_checked_out_takes_versions_of_one_person(clerk: Caller, admin: Caller) -> None:
    document = filed(clerk, "Draft.txt")["document"]
    assert clerk.post(f"/x/documents/documents/{document}/check-out", {}).json["locked_at"] is not None
    refused = next_version(admin, document, b"theirs")
    assert (refused.status_code, refused.json["detail"]) == (409, "Clerk has checked this document out")
    assert next_version(clerk, document, b"mine").status_code == 200
    assert admin.patch(f"/api/v1/records/document/{document}", {"locked_by": clerk.get("/api/v1/me").json["user"]["id"]}).status_code == 200
    assert admin.post(f"/x/documents/documents/{document}/check-in", {}).json["locked_by"] is None
    assert next_version(admin, document, b"theirs").status_code == 200


def test_s_doc_01_a_document_is_found_by_what_is_written_in_its_current_version(office: Web, clerk: Caller, other: Caller) -> None:
    document = filed(clerk, "Vertrag.docx", docx("Gewährleistung für Drehbänke", "质量保证期两年"))["document"]
    run_due(office.world.platform, office.world.tenant)
    for words in ("Gewährleistung", "质量保证"):
        hits = clerk.get("/api/v1/search", query_string={"q": words, "objects": "document"}).json["data"]
        assert [hit["id"] for hit in hits] == [document]
        assert other.get("/api/v1/search", query_string={"q": words, "objects": "document"}).json["data"] == []
    assert "text" not in shown(clerk, document)
    next_version(clerk, document, b"Liefertermin")
    run_due(office.world.platform, office.world.tenant)
    listed = clerk.get("/api/v1/records/document", query_string={"q": "Liefertermin"}).json["data"]
    assert [one["id"] for one in listed] == [document]
    assert clerk.get("/api/v1/search", query_string={"q": "Gewährleistung", "objects": "document"}).json["data"] == []


def test_s_doc_01_the_page_of_a_customer_lists_its_documents(clerk: Caller) -> None:
    page = clerk.get("/api/v1/ui").json
    related = {(one["object"], one["field"]) for one in page["layouts"]["account"]["related"]}
    assert ("document", "about") in related
    slots = {slot["name"] for slot in page["slots"] if slot["object"] == "document"}
    assert slots == {"file_document", "add_document_version", "check_out_document", "check_in_document", "use_template"}


def test_s_doc_01_a_template_becomes_a_document_filled_in_from_what_it_is_filed_with(clerk: Caller, other: Caller) -> None:
    account = made(clerk, "account", name="Pier & Sons")["id"]
    template = filed(clerk, "offer.txt", b"Dear {name}, on {today} {nobody} offers. {me}")["document"]
    clerk.patch(f"/api/v1/records/document/{template}", {"kind": "template"})
    body = {"name": "Offer 12/2026", "about": {"object": "account", "id": account}}
    made_of = clerk.post(f"/x/documents/documents/{template}/copies", body)
    assert made_of.status_code == 200, made_of.json
    document = shown(clerk, made_of.json["document"])
    assert (document["name"], document["about"]["id"], document["last_number"]) == ("Offer 12/2026", account, 1)
    version = clerk.get(f"/api/v1/records/document_version/{document['current']}").json
    text = clerk.get(f"/api/v1/files/{version['file']}").get_data(as_text=True)
    assert version["name"] == "Offer 12-2026.txt"
    assert text.startswith("Dear Pier & Sons, on 20") and text.endswith("{nobody} offers. Clerk")
    assert clerk.post(f"/x/documents/documents/{made_of.json['document']}/copies", body).status_code == 409
    assert clerk.post(f"/x/documents/documents/{template}/copies", {}).json["errors"][0]["field"] == "name"
    assert other.post(f"/x/documents/documents/{template}/copies", body).status_code in (403, 404)


def test_a_form_that_lacks_its_file_is_refused_by_name(clerk: Caller) -> None:
    refused = clerk.post("/x/documents/documents", {"nmae": "x"})
    assert sorted(problem["field"] for problem in refused.json["errors"]) == ["file", "nmae"]
    foreign = clerk.post("/x/documents/documents", {"file": "00000000-0000-7000-8000-000000000000"})
    assert foreign.status_code == 404


# S-DOC-02


def test_s_doc_02_public_documents_are_read_by_the_roles_of_their_folder(admin: Caller, reader: Caller, other: Caller) -> None:
    everybody = made(admin, "folder", name="Brochures", audience="everybody")["id"]
    some = made(admin, "folder", name="Price lists", audience="roles", roles=["sales_rep"])["id"]
    nobody = made(admin, "folder", name="Board")["id"]
    ids = [filed(admin, f"{name}.txt", folder=folder)["document"] for name, folder in (("a", everybody), ("b", some), ("c", nobody))]
    seen = [[caller.get(f"/api/v1/records/document/{id}").status_code for id in ids] for caller in (reader, other)]
    assert seen == [[200, 200, 404], [200, 404, 404]]
    folders = {one["name"] for one in other.get("/api/v1/records/folder").json["data"]}
    assert "Brochures" in folders and not folders & {"Price lists", "Board"}


def test_s_doc_02_what_is_filed_with_a_customer_is_not_public_in_any_folder(admin: Caller, reader: Caller) -> None:
    folder = made(admin, "folder", name="All", audience="everybody")["id"]
    account = made(admin, "account", name="Secret customer")["id"]
    document = filed(admin, "theirs.txt", folder=folder, about=about("account", account))["document"]
    assert reader.get(f"/api/v1/records/document/{document}").status_code == 404


def test_s_doc_02_what_is_out_of_date_is_listed_for_its_owner_and_hidden_from_readers(admin: Caller, reader: Caller) -> None:
    folder = made(admin, "folder", name="Old", audience="everybody")["id"]
    document = filed(admin, "old.txt", folder=folder)["document"]
    assert reader.get(f"/api/v1/records/document/{document}").status_code == 200
    admin.patch(f"/api/v1/records/document/{document}", {"expires_on": "2020-01-01"})
    assert reader.get(f"/api/v1/records/document/{document}").status_code == 404
    expired = admin.get("/api/v1/records/document", query_string={"view": "expired_documents"}).json["data"]
    assert document in [one["id"] for one in expired]


def test_s_doc_02_a_review_that_is_due_becomes_a_task_once(office: Web, clerk: Caller) -> None:
    document = filed(clerk, "Manual.txt")["document"]
    clerk.patch(f"/api/v1/records/document/{document}", {"review_on": "2020-01-01"})
    run_due(office.world.platform, office.world.tenant)
    clerk.patch(f"/api/v1/records/document/{document}", {"review_on": None})
    clerk.patch(f"/api/v1/records/document/{document}", {"review_on": "2020-01-01"})
    run_due(office.world.platform, office.world.tenant)
    tasks = clerk.get("/api/v1/records/activity", query_string={"filter": f"about.id = '{document}'"}).json["data"]
    assert [(task["kind"], task["subject"], task["done"]) for task in tasks] == [("task", "Manual", False)]


def test_a_folder_in_a_folder_is_read_by_the_same_people_and_never_in_itself(admin: Caller) -> None:
    above = made(admin, "folder", name="Above", audience="roles", roles=["sales_rep"])["id"]
    below = made(admin, "folder", name="Below", parent=above)
    assert (below["audience"], below["roles"]) == ("roles", ["sales_rep"])
    refused = admin.patch(f"/api/v1/records/folder/{above}", {"parent": below["id"]})
    assert refused.json["errors"][0]["code"] == "circle"
