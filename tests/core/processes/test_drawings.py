"""Files of BPMN and DMN over HTTP: what would come of them is told, put in force by the one path, and goes out again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.core.processes.conftest import DISCOUNT, Firm

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TRIP = f"""<definitions xmlns="{BPMN}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn">
  <message id="note"/>
  <process id="businessTrip" name="Business trip">
    <startEvent id="s"/>
    <businessRuleTask id="who" name="Who decides" camunda:decisionRef="tripDesk" camunda:resultVariable="desk"/>
    <userTask id="look" name="Look at it" camunda:candidateGroups="ROLE"/>
    <receiveTask id="hear" name="Hear back"/>
    <endEvent id="e"/>
    <sequenceFlow id="f0" sourceRef="s" targetRef="who"/><sequenceFlow id="f1" sourceRef="who" targetRef="look"/>
    <sequenceFlow id="f2" sourceRef="look" targetRef="hear"/><sequenceFlow id="f3" sourceRef="hear" targetRef="e"/>
  </process>
</definitions>"""
DESK = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="tripDesk" name="Desk"><decisionTable>
    <input><inputExpression><text>discount</text></inputExpression></input><output name="desk"/>
    <rule id="r1"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"front"</text></outputEntry></rule>
    <rule id="r2"><inputEntry><text>&gt;= 10</text></inputEntry><outputEntry><text>"back"</text></outputEntry></rule>
  </decisionTable></decision>
  <businessKnowledgeModel id="secret"/>
</definitions>"""


def sent(firm: Firm, data: str | bytes, query: str = "") -> Any:
    content = data.encode() if isinstance(data, str) else data
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.bpmn"\r\n\r\n'
    return firm.admin.send("POST", f"/api/v1/drawings{query}", data=head + content + b"\r\n--cut--\r\n", content_type="multipart/form-data; boundary=cut")


def read(firm: Firm, data: str | bytes, query: str = "?object=x_pr_quote") -> dict[str, Any]:
    answer = sent(firm, data, query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.json
    return found


def put(firm: Firm, found: dict[str, Any], query: str = "") -> Any:
    wanted = [{"kind": one["kind"], "definition": one["definition"]} for one in found["definitions"]]
    return firm.admin.post(f"/api/v1/meta{query}", {"definitions": wanted})


def test_a_file_is_told_with_what_comes_in_what_doesn_t_and_what_is_lacking(firm: Firm) -> None:
    found = read(firm, TRIP)
    [trip] = found["definitions"]
    assert (found["format"], trip["kind"], trip["name"], trip["label"], trip["stands"]) == ("bpmn", "approval", "business_trip", "Business trip", False)
    assert {"element": "look", "step": "look"} in trip["taken"]
    assert "hear" in {one["field"] for one in trip["remarks"]}
    assert {one["message"] for one in trip["problems"]} == {"There is no role called role", "There is no decision table called trip_desk"}
    assert all(one["field"].startswith("/steps/") for one in trip["problems"])
    assert put(firm, found, "?dry_run=true").status_code == put(firm, found).status_code == 422
    assert firm.admin.get("/api/v1/meta/approval/business_trip").status_code == 404


def test_what_a_file_says_is_put_in_force_together_and_works(firm: Firm) -> None:
    found = read(firm, TRIP.replace("ROLE", "x_pr_finance"))
    tables = read(firm, DESK, "")
    assert (tables["format"], [one["field"] for one in tables["remarks"]]) == ("dmn", ["secret"])
    both = {"definitions": [*found["definitions"], *tables["definitions"]]}
    assert put(firm, both, "?dry_run=true").json["applied"] is False
    assert put(firm, both).json["applied"] is True
    quote = firm.quote()
    assert firm.submit(quote, "business_trip").status_code == 201
    firm.work()
    assert firm.act(firm.finance, quote, "claim").status_code == 200
    assert firm.act(firm.finance, quote, "approve").json["state"] == "approved"
    assert read(firm, TRIP.replace("ROLE", "x_pr_finance"))["definitions"][0]["stands"] is True
    assert read(firm, firm.admin.get("/api/v1/drawings/decision_table/trip_desk").get_data(), "")["definitions"][0]["definition"] == tables["definitions"][0]["definition"]
    for kind, name in (("approval", "business_trip"), ("decision_table", "trip_desk")):
        assert firm.admin.delete(f"/api/v1/meta/{kind}/{name}").status_code == 200


def test_what_goes_out_comes_in_as_it_was(firm: Firm) -> None:
    firm.define("approval", "x_pr_drawn", **DISCOUNT)
    answer = firm.admin.get("/api/v1/drawings/approval/x_pr_drawn")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x_pr_drawn.bpmn"'
    [back] = read(firm, answer.get_data(), "")["definitions"]
    assert (back["definition"], back["remarks"], back["problems"]) == ({"name": "x_pr_drawn", **DISCOUNT}, [], [])
    assert firm.admin.get("/api/v1/drawings/approval/x_none").status_code == 404
    assert firm.admin.get("/api/v1/drawings/role/x_pr_boss").json["detail"] == "There are files of approval, automation, decision_table alone"


def test_one_definition_twice_and_an_object_that_isn_t_there_are_refused(firm: Firm) -> None:
    calendar = {"kind": "calendar", "definition": {"name": "x_twice", "week": {"monday": ["09:00-17:00"]}}}
    answer = firm.admin.post("/api/v1/meta", {"definitions": [calendar, calendar]})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "/definitions/1")
    assert sent(firm, TRIP, "?object=x_none").json["errors"][0]["message"] == "There is no object called x_none"


def ours(document: object, kind: str = "approval") -> str:
    """A file that looks as if we had written it."""
    text = document if isinstance(document, str) else json.dumps(document)
    said = f'<extensionElements><d:definition xmlns:d="urn:dougong:process:1" kind="{kind}">{text}</d:definition></extensionElements>'
    inside = '<startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/>'
    return f'<definitions xmlns="{BPMN}"><process id="p">{said}{inside}</process></definitions>'


def tables(cells: str) -> str:
    return DESK.replace('"front"', cells)


HOSTILE = {
    "nothing": (b"", 422),
    "no XML": (b"PK\x03\x04", 422),
    "another XML": (b"<svg/>", 422),
    "an encoding that nobody knows": (b'<?xml version="1.0" encoding="x-none"?><definitions/>', 422),
    "a bomb": (b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>', 422),
    "a file of the server": (b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><definitions>&a;</definitions>', 422),
    "an address": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><definitions/>', 422),
    "depth": (b"<a>" * 5000 + b"</a>" * 5000, 413),
    "width": (b"<a>" + b"<b/>" * 60_000 + b"</a>", 413),
    "ten megabytes": (b"<a>" + b" " * 10_000_000 + b"</a>", 413),
    "what no kind of ours is": (ours({"name": "x_forged", "system": ["administer"]}, "permission_set"), 422),
    "no name": (ours({"object": "x_pr_quote", "steps": []}), 422),
    "a name that is none": (ours({"name": ["x"], "steps": []}), 422),
    "depth within": (ours("[" * 900 + "]" * 900), 422),
    "a number beyond all": (ours('{"name": "x_a", "steps": [], "help": 1e999}'), 422),
    "half a sign": (ours('{"name": "x_a", "label": "\\ud800", "steps": []}'), 422),
    "half a sign in a table": (tables('"\\ud800"'), 422),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(firm: Firm, name: str) -> None:
    data, status = HOSTILE[name]
    answer = sent(firm, data)
    assert (answer.status_code, bool(answer.json["detail"])) == (status, True), answer.get_data(as_text=True)
    assert firm.admin.get("/api/v1/meta/permission_set/x_forged").status_code == 404


def test_numbers_that_json_has_no_place_for_are_formulas(firm: Firm) -> None:
    [table] = read(firm, tables("1" * 30), "")["definitions"]
    assert table["definition"]["rules"][0]["then"] == [{"formula": "1" * 30}]
