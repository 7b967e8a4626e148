"""Imports over HTTP: a file is looked at, tried, imported, broken off, gone on with and put back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.test import encode_multipart

from core.jobs.queue import replay
from core.jobs.running import run_due
from dougong import Translation
from tests.core.api.clients import Caller, Web

BOATS = "Name,Length,Built,Home\nArgo,12.5,1.5.2001,Gdynia\nPequod,33,31.12.1999,Hel\nRachel,none,1.1.1990,Gdynia\n"


def upload(caller: Caller, content: str | bytes, name: str = "boats.csv") -> str:
    data = content if isinstance(content, bytes) else content.encode()
    answer = caller.post("/api/v1/files", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def begin(caller: Caller, file: str, **more: Any) -> dict[str, Any]:
    answer = caller.post("/api/v1/imports", {"object": "x_boat", "file": file, **more})
    assert answer.status_code == 202, answer.json
    return dict(answer.json)


def finish(web: Web, caller: Caller, id: str) -> dict[str, Any]:
    run_due(web.world.platform, web.world.tenant)
    return dict(caller.get(f"/api/v1/imports/{id}").json)


def names(caller: Caller) -> set[str]:
    return {boat["name"] for boat in caller.get("/api/v1/records/x_boat?limit=1000").json["data"]}


@pytest.fixture(scope="module")
def ports(web: Web, admin: Caller) -> None:
    for name in ("Gdynia", "Hel"):
        assert admin.post("/api/v1/records/x_port", {"name": name}).status_code == 201


def test_a_file_is_looked_at_before_it_is_imported(sailor: Caller, ports: None) -> None:
    body = {"object": "x_boat", "file": upload(sailor, BOATS)}
    seen = sailor.post("/api/v1/imports/inspect", body).json
    assert (seen["file"]["encoding"], seen["file"]["delimiter"], seen["file"]["kind"]) == ("utf-8", ",", "csv")
    assert [(column["field"], column["shape"]) for column in seen["columns"]] == [
        ("name", "text"), ("x_length", "number"), ("x_built", "date"), ("x_home", "text"),
    ]  # fmt: skip
    assert seen["mapping"]["fields"]["x_home"] == {"column": "Home", "lookup": ["name"]}
    assert seen["mapping"]["file"] == {"empty": ["none"]}
    assert seen["problems"] == []
    assert [(row["values"]["x_length"], row["values"]["x_built"]) for row in seen["rows"]] == [
        ("12.5", "2001-05-01"), ("33.0", "1999-12-31"), (None, "1990-01-01"),
    ]  # fmt: skip
    assert all(row["errors"] == [] and len(row["values"]["x_home"]) == 36 for row in seen["rows"])


def test_what_is_wrong_with_a_mapping_is_told_beside_the_rows(sailor: Caller) -> None:
    mapping = {"object": "x_boat", "fields": {"name": "Name", "x_length": "Built", "x_keel": "Length"}}
    seen = sailor.post("/api/v1/imports/inspect", {"object": "x_boat", "file": upload(sailor, BOATS), "mapping": mapping}).json
    assert {problem["field"] for problem in seen["problems"]} == {"x_keel", "Home"}
    assert seen["rows"][0]["errors"][0]["field"] == "x_length"
    answer = sailor.post("/api/v1/imports", {"object": "x_boat", "file": upload(sailor, BOATS), "mapping": mapping})
    assert answer.status_code == 422


def test_a_file_becomes_records_and_is_put_back(web: Web, sailor: Caller, ports: None) -> None:
    before = names(sailor)
    begun = begin(sailor, upload(sailor, BOATS))
    assert begun["state"] == "waiting"
    done = finish(web, sailor, begun["id"])
    assert (done["state"], done["report"]["created"], done["report"]["rows"]) == ("done", 3, 3)
    assert names(sailor) == before | {"Argo", "Pequod", "Rachel"}
    assert sailor.get("/api/v1/imports?object=x_boat&limit=1").json["data"][0]["id"] == begun["id"]
    back = sailor.post(f"/api/v1/imports/{begun['id']}/revert")
    assert (back.status_code, back.json["changes"]) == (200, {"state": "reverted", "changes": 3, "reverted": 3, "refused": 0})
    assert names(sailor) == before
    assert sailor.post(f"/api/v1/imports/{begun['id']}/revert").status_code == 409
    assert sailor.post(f"/api/v1/imports/{begun['id']}/resume").status_code == 409


def test_a_trial_run_counts_everything_and_writes_nothing(web: Web, sailor: Caller, ports: None) -> None:
    before = names(sailor)
    begun = begin(sailor, upload(sailor, BOATS + "Nowhere,1,1.1.2000,Atlantis\n"), dry_run=True)
    done = finish(web, sailor, begun["id"])
    assert (done["dry_run"], done["report"]["created"], done["report"]["refused_count"]) == (True, 3, 1)
    assert names(sailor) == before
    assert sailor.post(f"/api/v1/imports/{begun['id']}/revert").status_code == 409


def test_fields_of_refused_rows_are_called_as_the_reader_calls_them(web: Web, sailor: Caller, ports: None) -> None:
    web.world.define(Translation("x_boats_zh", "zh", {"object.x_boat.fields.x_length.label": "长度"}))
    begun = begin(sailor, upload(sailor, "Name,Length,Home\nLabelled,long,Gdynia\n"))
    finish(web, sailor, begun["id"])
    [refused] = sailor.get(f"/api/v1/imports/{begun['id']}", headers={"Accept-Language": "zh"}).json["refused"]
    assert refused["problem"].startswith("长度：")


def test_refused_rows_come_as_a_file_that_can_be_mended_and_imported(web: Web, sailor: Caller, ports: None) -> None:
    rows = "Name,Length,Home\n=Formula,1,Gdynia\n=Formula 2,long,Atlantis\n,3,Gdynia\n"
    begun = begin(sailor, upload(sailor, rows))
    assert finish(web, sailor, begun["id"])["report"]["refused_count"] == 2
    refused = sailor.get(f"/api/v1/imports/{begun['id']}/errors", headers={"Accept-Language": "pl"})
    lines = refused.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0] == "Name,Length,Home,problem"
    assert lines[1].startswith('\'=Formula 2,long,Atlantis,"wiersz 3: Length: Oczekiwana jest liczba; Home: Nie ma obiektu Port, którego Name to Atlantis')
    assert lines[2].startswith(",3,Gdynia,")
    assert "No such" not in lines[1]
    mended = "\n".join(["Name,Length,Home,problem", "'=Formula 2,2,Gdynia,x"]) + "\n"
    mapping = {"object": "x_boat", "fields": {"name": "Name", "x_length": "Length"}, "ignore": {"Home": "-", "problem": "-"}}
    again = begin(sailor, upload(sailor, mended), mapping=mapping)
    assert finish(web, sailor, again["id"])["report"]["created"] == 1
    assert "=Formula 2" in names(sailor)


def test_a_cancelled_import_goes_on_or_is_put_back(web: Web, sailor: Caller) -> None:
    before = names(sailor)
    begun = begin(sailor, upload(sailor, "Name\n" + "".join(f"Raft {n}\n" for n in range(20))))
    assert sailor.post(f"/api/v1/imports/{begun['id']}/cancel").json["state"] == "cancelled"
    assert finish(web, sailor, begun["id"])["position"] == 0
    assert sailor.post(f"/api/v1/imports/{begun['id']}/resume").json["state"] == "waiting"
    assert finish(web, sailor, begun["id"])["state"] == "done"
    assert len(names(sailor)) == len(before) + 20
    assert sailor.post(f"/api/v1/imports/{begun['id']}/cancel").status_code == 409


def test_a_template_is_a_mapping_that_was_kept(web: Web, sailor: Caller, stranger: Caller) -> None:
    document = {"object": "x_boat", "fields": {"name": "Schiff"}}
    given = {"label": "German ships", "object": "x_boat", "document": document, "shared": False}
    with web.world.system() as ctx:
        for who in (sailor, stranger):
            ctx.records.update("user", who.get("/api/v1/me").json["user"]["id"], {"permission_sets": ["x_sailor", "standard"]})
    kept = sailor.post("/api/v1/records/import_template", given).json["id"]
    file = upload(sailor, "Schiff\nGorch Fock\n")
    begun = begin(sailor, file, template=kept)
    assert finish(web, sailor, begun["id"])["report"]["created"] == 1
    body = {"object": "x_boat", "file": upload(stranger, "Schiff\nPassat\n"), "template": kept}
    assert stranger.post("/api/v1/imports", body).status_code == 404
    sailor.patch(f"/api/v1/records/import_template/{kept}", {"shared": True})
    assert stranger.post("/api/v1/imports", body).status_code == 202


def test_nobody_imports_a_file_or_into_an_object_that_they_may_not(web: Web, sailor: Caller, stranger: Caller) -> None:
    theirs = upload(stranger, "Name\nTheirs\n")
    assert sailor.post("/api/v1/imports", {"object": "x_boat", "file": theirs}).status_code == 404
    own = upload(sailor, "Name\nMine\n")
    assert sailor.post("/api/v1/imports", {"object": "x_port", "file": own}).status_code == 403
    assert sailor.post("/api/v1/imports", {"object": "x_nothing", "file": own}).status_code == 404


def test_a_field_that_is_hidden_from_somebody_is_not_suggested_and_not_written(web: Web, sailor: Caller) -> None:
    file = upload(sailor, "Name,Price\nDear,1000\n")
    seen = sailor.post("/api/v1/imports/inspect", {"object": "x_boat", "file": file}).json
    assert seen["columns"][1]["field"] is None
    begun = begin(sailor, file, mapping={"object": "x_boat", "fields": {"name": "Name", "x_price": "Price"}})
    assert finish(web, sailor, begun["id"])["report"]["refused_count"] == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xff\xfe\x00", "a.csv"), (b"", "a.csv"), (b"PK\x03\x04rubbish", "a.xlsx"), (b"BEGIN:VCARD", "a.vcf"), (b"{}", "a.json"),
        (b"a,a\n1,2\n", "a.csv"), (b'a,"b\n', "a.csv"), (b"no card", "a.vcf"), (b"\xef\xbb\xbf", "a.csv"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(sailor: Caller, content: bytes, name: str) -> None:
    answer = sailor.post("/api/v1/files", data={"file": (io.BytesIO(content), name)})
    if answer.status_code == 201:
        for path in ("/api/v1/imports", "/api/v1/imports/inspect"):
            told = sailor.post(path, {"object": "x_boat", "file": answer.json["id"]})
            assert told.status_code in (200, 202, 400, 422), told.json


def test_an_import_that_failed_says_why_and_goes_on(web: Web, sailor: Caller) -> None:
    file = upload(sailor, "Name\nLost\n")
    begun = begin(sailor, file)
    with web.world.system() as ctx:
        key = ctx.records.get("file", file)["key"]
        place = ctx.platform.config.data / "files" / web.world.tenant / key[:2] / key
        place.rename(place.with_suffix(".away"))
    run_due(web.world.platform, web.world.tenant)
    assert "no file boats.csv" in sailor.get(f"/api/v1/imports/{begun['id']}").json["error"]
    place.with_suffix(".away").rename(place)
    assert sailor.post(f"/api/v1/imports/{begun['id']}/cancel").json["state"] == "cancelled"
    assert sailor.post(f"/api/v1/imports/{begun['id']}/resume").json["state"] == "waiting"
    assert finish(web, sailor, begun["id"])["report"]["created"] == 1


def test_a_job_that_is_replayed_after_its_end_does_nothing(web: Web, sailor: Caller) -> None:
    begun = begin(sailor, upload(sailor, "Name\nOnce\n"))
    finish(web, sailor, begun["id"])
    with web.world.system() as ctx, pytest.raises(Exception, match="has neither failed nor been cancelled"):
        replay(ctx, begun["job_id"])
    assert len([name for name in names(sailor) if name == "Once"]) == 1


# -- a form with the file itself -----------------------------------------------------------------------------


def form(content: str, **fields: str) -> dict[str, Any]:
    return {"file": (io.BytesIO(content.encode()), "boats.csv"), **fields}


def problems(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    return {(problem["field"], problem["code"]) for problem in answer.json["errors"]}


def test_one_request_brings_the_file_and_imports_it(web: Web, sailor: Caller, ports: None) -> None:
    begun = sailor.post("/api/v1/imports", data=form("Name,Length,Home\nFram,39,Gdynia\n", object="x_boat"))
    assert (begun.status_code, begun.json["state"], begun.json["progress"]) == (202, "waiting", 0)
    assert begun.headers["Location"] == f"/api/v1/imports/{begun.json['id']}"
    assert sailor.get(f"/api/v1/files/{begun.json['file_id']}").data == b"Name,Length,Home\nFram,39,Gdynia\n"
    done = finish(web, sailor, begun.json["id"])
    assert (done["state"], done["progress"], done["report"]["created"]) == ("done", 100, 1)
    assert "Fram" in names(sailor)


def test_a_form_with_a_key_updates_what_is_there(web: Web, sailor: Caller) -> None:
    mapping = '{"object": "x_boat", "fields": {"name": "Ship", "x_length": "Metres"}}'
    for length in ("10", "20"):
        sent = form(f"Ship,Metres\nVasa,{length}\n", object="x_boat", mapping=mapping, key="name", dry_run="false", template="")
        begun = sailor.post("/api/v1/imports", data=sent)
        assert begun.status_code == 202, begun.json
        report = finish(web, sailor, begun.json["id"])["report"]
        assert (report["created"], report["updated"]) == ((1, 0) if length == "10" else (0, 1))
    (vasa,) = sailor.get("/api/v1/records/x_boat", query_string={"filter": 'name = "Vasa"'}).json["data"]
    assert vasa["x_length"] == "20.0"


def test_several_fields_are_a_key_with_commas_between_them(web: Web, sailor: Caller) -> None:
    for created in (1, 0):
        begun = sailor.post("/api/v1/imports", data=form("Name,Length\nZenobia,7\n", object="x_boat", key="name, x_length"))
        report = finish(web, sailor, begun.json["id"])["report"]
        assert (report["created"], report["unchanged"]) == (created, 1 - created)


def test_a_form_can_be_tried_first(web: Web, sailor: Caller) -> None:
    begun = sailor.post("/api/v1/imports", data=form("Name\nTried\n", object="x_boat", dry_run="true"))
    done = finish(web, sailor, begun.json["id"])
    assert (done["dry_run"], done["report"]["created"], done["progress"]) == (True, 1, 100)
    assert "Tried" not in names(sailor)


def test_a_repeated_form_is_one_import(web: Web, sailor: Caller) -> None:
    key = {"Idempotency-Key": "a form"}
    first, again = (sailor.post("/api/v1/imports", data=form("Name\nTwin\n", object="x_boat"), headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (202, 202, "true")
    assert first.json["id"] == again.json["id"]
    other = sailor.post("/api/v1/imports", data=form("Name\nTwin\n", object="x_boat", dry_run="true"), headers=key)
    assert problems(other) == {("Idempotency-Key", "reused")}
    finish(web, sailor, first.json["id"])
    assert len(sailor.get("/api/v1/records/x_boat", query_string={"filter": 'name = "Twin"'}).json["data"]) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {("object", "required")}),
        ({"object": " "}, {("object", "required")}),
        ({"object": "x_boat", "dry_run": "perhaps"}, {("dry_run", "type")}),
        ({"object": "x_boat", "mapping": "{"}, {("mapping", "json")}),
        ({"object": "x_boat", "mapping": "[]", "duplicates": "some"}, {("mapping", "type"), ("duplicates", "option")}),
        ({"object": "x_boat", "key": "x" * 201}, {("key", "too_long")}),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_is_named(sailor: Caller, fields: dict[str, str], wrong: set[tuple[str, str]]) -> None:
    assert problems(sailor.post("/api/v1/imports", data=form("Name\nWrong\n", **fields))) == wrong


def test_a_form_that_does_not_fit_is_refused_and_keeps_nothing(web: Web, sailor: Caller) -> None:
    def refused(status: int, said: str, data: Any) -> None:
        answer = sailor.post("/api/v1/imports", data=data)
        assert answer.status_code == status, answer.json
        assert said in answer.get_data(as_text=True)

    folder = web.world.platform.config.data / "files" / web.world.tenant
    kept = {place for place in folder.rglob("*") if place.is_file()}
    files = sailor.get("/api/v1/records/file?count=true&limit=1").json["count"]
    some = "Name\nNone\n"
    refused(404, "", form(some, object="x_nothing"))
    refused(403, "create", form(some, object="x_port"))
    refused(400, "form field file", {"object": (io.BytesIO(b"x_boat"), "object.csv")})
    refused(400, "dry_run", form(some, object="x_boat", dryrun="true"))
    refused(400, "object", form(some, object=["x_boat", "x_port"]))
    refused(400, "template", form(some, object="x_boat", mapping='{"object": "x_boat", "fields": {"name": "Name"}}', template="x"))
    refused(404, "", form(some, object="x_boat", template="00000000-0000-0000-0000-000000000000"))
    refused(422, "x_keel", form(some, object="x_boat", key="x_keel"))
    boundary, body = encode_multipart(form(some, object="x_boat", mapping=" " * 1_000_001))
    long = sailor.post("/api/v1/imports", data=body, content_type=f'multipart/form-data; boundary="{boundary}"')
    assert (long.status_code, "1000000" in long.json["detail"]) == (413, True)
    assert {place for place in folder.rglob("*") if place.is_file()} == kept
    assert sailor.get("/api/v1/records/file?count=true&limit=1").json["count"] == files


def test_a_form_is_described_beside_the_json(sailor: Caller) -> None:
    content = sailor.get("/api/v1/openapi.json").json["paths"]["/api/v1/imports"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "multipart/form-data"}
    as_form = content["multipart/form-data"]["schema"]
    assert set(as_form["properties"]) == set(content["application/json"]["schema"]["properties"])
    assert as_form["properties"]["file"]["format"] == "binary"


CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{uid}
SUMMARY:{subject}
DTSTART;TZID=Europe/Warsaw:20990701T090000
DTEND;TZID=Europe/Warsaw:20990701T100000
LOCATION:Hala 3
ATTENDEE:mailto:somebody@example.com
END:VEVENT
BEGIN:VTODO
UID:{uid}-todo
SUMMARY:Send the offer
DUE:20990702T100000Z
STATUS:COMPLETED
END:VTODO
END:VCALENDAR
"""


def test_a_calendar_becomes_activities_and_the_same_again_changes_them(web: Web, admin: Caller) -> None:
    for subject in ("Visit", "Visit at the plant"):
        file = upload(admin, CALENDAR.format(uid="meet-1", subject=subject), "plan.ics")
        seen = admin.post("/api/v1/imports/inspect", {"object": "activity", "file": file}).json
        assert seen["file"]["kind"] == "ics"
        assert {column["field"] for column in seen["columns"]} == {"kind", "subject", "start_at", "end_at", "due_at", "done", "place", "source_key", None}
        mapping = {**seen["mapping"], "ignore": {"Attendees": "people elsewhere"}, "key": ["source_key"]}
        assert finish(web, admin, begin(admin, file, object="activity", mapping=mapping)["id"])["report"]["refused_count"] == 0
    found = admin.get("/api/v1/records/activity", query_string={"filter": "source_key = 'meet-1' OR source_key = 'meet-1-todo'", "sort": "kind"}).json["data"]
    assert [(one["kind"], one["subject"], one["start_at"], one["due_at"], one["done"], one["place"]) for one in found] == [
        ("meeting", "Visit at the plant", "2099-07-01T07:00:00Z", None, False, "Hala 3"),
        ("task", "Send the offer", None, "2099-07-02T10:00:00Z", True, None),
    ]  # fmt: skip
