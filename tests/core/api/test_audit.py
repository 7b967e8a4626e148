"""Who did what, when: the log of those who administer."""

from __future__ import annotations

from typing import Any

import pytest

from core.ids import new_id
from tests.core.api.clients import Caller, Web

AUDIT = "/api/v1/audit"


def lines(caller: Caller, **which: str) -> list[dict[str, Any]]:
    answer = caller.get(AUDIT, query_string=which)
    assert answer.status_code == 200, answer.json
    found: list[dict[str, Any]] = answer.json["data"]
    return found


def told(caller: Caller, **which: str) -> set[tuple[str, str]]:
    return {(line["kind"], line["what"]) for line in lines(caller, **which)}


def test_signing_in_and_being_refused_is_told(web: Web, admin: Caller) -> None:
    id, _ = web.create_user("Ishmael", permission_sets=["x_sailor"], password="a whale of a word")
    nobody = web.nobody()
    for word, status in (("wrong", 401), ("a whale of a word", 201)):
        email = admin.get(f"/api/v1/records/user/{id}").json["email"]
        assert nobody.post("/api/v1/session", {"email": email, "password": word}).status_code == status
    assert told(admin, kind="sign_in", actor=id) == {("sign_in", "refused"), ("sign_in", "begun")}
    assert nobody.post("/api/v1/session", {"email": "moby@dick.test", "password": "wrong"}).status_code == 401
    assert ("refused", None) in [(line["what"], line["by"]) for line in lines(admin, kind="sign_in")]


def test_exports_tokens_definitions_rights_and_people_are_told(web: Web, admin: Caller) -> None:
    user, caller = web.create_user("Queequeg", permission_sets=["x_sailor"])
    assert caller.post("/api/v1/tokens", {"name": "For the harpoon"}).status_code == 201
    assert admin.get("/api/v1/records/x_boat/export", query_string={"filter": "x_length > 3"}).status_code == 200
    assert admin.patch(f"/api/v1/records/user/{user}", {"language": "pl"}).status_code == 200
    admin.put("/api/v1/meta/permission_set/x_harpooner", {"name": "x_harpooner", "objects": {"x_boat": {"read": True}}})
    admin.put("/api/v1/meta/view/x_long", {"name": "x_long", "object": "x_boat", "columns": ["name"]})
    assert ("token", "made") in told(admin, actor=user)
    [export] = lines(admin, kind="export")[:1]
    assert (export["object"], export["detail"]) == ("x_boat", {"filter": "x_length > 3"})
    assert lines(admin, kind="rights")[0]["what"] == "permission_set/x_harpooner"
    assert lines(admin, kind="metadata")[0]["what"] == "view/x_long"
    [changed] = lines(admin, kind="people")[:1]
    assert (changed["what"], changed["record"], changed["fields"]) == ("updated", user, ["Language"])


def test_what_was_done_to_a_record_is_asked_for_by_its_id(admin: Caller, sailor: Caller) -> None:
    id = sailor.post("/api/v1/records/x_boat", {"name": "Rachel"}).json["id"]
    sailor.patch(f"/api/v1/records/x_boat/{id}", {"x_length": "7"})
    assert [(line["kind"], line["what"], line["fields"]) for line in lines(admin, record=id)] == [
        ("record", "updated", ["Length"]), ("record", "created", lines(admin, record=id)[1]["fields"]),
    ]  # fmt: skip


def test_the_log_is_read_page_by_page_and_between_moments(admin: Caller) -> None:
    for column in range(8):
        view = {"name": f"x_page_{column}", "object": "x_boat", "columns": ["name"]}
        assert admin.put(f"/api/v1/meta/view/x_page_{column}", view).status_code == 200
    everything = [line["id"] for line in lines(admin, limit="200")]
    found: list[str] = []
    after: str | None = None
    while True:
        page = admin.get(AUDIT, query_string={"limit": "3", **({"after": after} if after else {})}).json
        found += [line["id"] for line in page["data"]]
        after = page["next"]
        if after is None:
            break
    assert found == everything and len(set(found)) == len(found) > 6
    assert lines(admin, until="2001-01-01T00:00:00Z") == lines(admin, since="2101-01-01T00:00:00+00:00") == []


def test_the_log_is_exported_without_formulas_and_that_is_told_too(web: Web, admin: Caller) -> None:
    caller = web.create_user("Stubb", permission_sets=["x_sailor"])[1]
    assert caller.post("/api/v1/tokens", {"name": "=cmd|'/c calc'!A1"}).status_code == 201
    answer = admin.get(f"{AUDIT}/export", query_string={"kind": "token"})
    assert answer.get_data(as_text=True).splitlines()[0] == "\ufeffat,by,kind,what,object,record,count,fields,detail,address"
    assert "name: =cmd" in answer.get_data(as_text=True)
    assert told(admin, kind="export") >= {("export", "audit")}


@pytest.mark.parametrize("which", [{"kind": "gossip"}, {"since": "yesterday"}, {"until": "2026-01-01"}, {"actor": "me"}, {"after": "x"}, {"record": "1"}])
def test_a_question_that_makes_no_sense_is_refused(admin: Caller, which: dict[str, str]) -> None:
    assert admin.get(AUDIT, query_string=which).status_code == 400


def test_only_who_administers_reads_the_log(sailor: Caller, admin: Caller) -> None:
    assert sailor.get(AUDIT).status_code == 403
    assert sailor.get(f"{AUDIT}/export").status_code == 403
    assert lines(admin, actor=new_id()) == []
