"""Records over HTTP, as the contract says."""

from __future__ import annotations

from typing import Any

import pytest

from dougong import Layout
from tests.core.api.clients import Caller, Web

BOATS = "/api/v1/records/x_boat"


@pytest.fixture
def boat(sailor: Caller) -> dict[str, Any]:
    """A boat of the sailor's."""
    made = sailor.post(BOATS, {"name": "Argo", "x_length": "12.5", "x_built": "1999-05-01"})
    assert made.status_code == 201, made.json
    return made.json


def test_a_new_record_has_an_address_and_a_tag(sailor: Caller) -> None:
    made = sailor.post(BOATS, {"name": "Vega"})
    assert made.status_code == 201
    assert made.headers["Location"] == f"{BOATS}/{made.json['id']}"
    assert made.headers["ETag"] == '"1"'
    assert sailor.get(made.headers["Location"]).json == made.json


def test_decimals_are_texts_days_are_iso_and_moments_are_utc(boat: dict[str, Any]) -> None:
    assert boat["x_length"] == "12.5"
    assert boat["x_built"] == "1999-05-01"
    assert boat["created_at"].endswith("Z")


def test_a_record_is_changed_where_the_tag_is_the_one_that_was_read(sailor: Caller, boat: dict[str, Any]) -> None:
    place = f"{BOATS}/{boat['id']}"
    changed = sailor.patch(place, {"name": "Argo II"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = sailor.patch(place, {"name": "Argo III"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json["current"]["name"] == "Argo II"
    assert sailor.patch(place, {"name": "Argo IV"}, headers={"If-Match": "*"}).status_code == 200
    assert sailor.patch(place, {"name": "Argo V"}, headers={"If-Match": "yesterday"}).status_code == 400


def test_one_record_can_be_asked_for_by_fields_and_still_has_a_tag(sailor: Caller, boat: dict[str, Any]) -> None:
    answer = sailor.get(f"{BOATS}/{boat['id']}?fields=name,owner.name&expand=owner")
    assert answer.json["owner.name"] == "Sindbad"
    assert answer.json["owner"]["name"] == "Sindbad"
    assert "version" not in answer.json
    assert answer.headers["ETag"] == '"1"'


def test_a_list_comes_in_pages_and_is_counted_when_asked(sailor: Caller, admin: Caller) -> None:
    records = [{"name": f"Fleet {n}"} for n in range(5)]
    assert sailor.post(f"{BOATS}/bulk", {"op": "create", "records": records}).status_code == 200
    place = f"{BOATS}?filter=STARTS_WITH(name,'Fleet')&sort=-name&limit=2&fields=name"
    first = sailor.get(f"{place}&count=true").json
    assert [r["name"] for r in first["data"]] == ["Fleet 4", "Fleet 3"]
    assert first["count"] == 5
    second = sailor.get(f"{place}&after={first['next']}").json
    assert [r["name"] for r in second["data"]] == ["Fleet 2", "Fleet 1"]
    assert "count" not in second
    assert sailor.get(f"{place}&after={second['next']}").json["next"] is None


def test_deleting_puts_a_record_into_the_bin_from_which_it_comes_back(sailor: Caller, boat: dict[str, Any]) -> None:
    place = f"{BOATS}/{boat['id']}"
    assert sailor.delete(place).status_code == 204
    assert sailor.get(place).status_code == 404
    bin = sailor.get(f"{BOATS}?deleted=true&limit=1000").json["data"]
    assert boat["id"] in [record["id"] for record in bin]
    assert sailor.post(f"{place}/restore").status_code == 200
    assert sailor.get(place).status_code == 200


def test_each_record_of_a_bulk_write_has_its_own_result(sailor: Caller) -> None:
    records = [{"name": "Good"}, {"name": "Bad", "x_length": "long"}, {"nam": "Worse"}]
    results = sailor.post(f"{BOATS}/bulk", {"op": "create", "records": records}).json["results"]
    assert [result["status"] for result in results] == ["created", "error", "error"]
    assert results[1]["errors"][0]["field"] == "x_length"
    assert results[2]["errors"][0]["field"] == "nam"


def test_a_bulk_write_says_which_versions_it_has_seen(sailor: Caller) -> None:
    made = sailor.post(f"{BOATS}/bulk", {"op": "create", "records": [{"name": "Old"}, {"name": "New"}]}).json["results"]
    assert [result["version"] for result in made] == [1, 1]
    sailor.patch(f"{BOATS}/{made[0]['id']}", {"x_length": 12})
    records = [{"id": one["id"], "version": one["version"], "name": "Renamed"} for one in made]
    stale, fresh = sailor.post(f"{BOATS}/bulk", {"op": "update", "records": records}).json["results"]
    assert (stale["status"], stale["errors"][0]["code"]) == ("error", "stale")
    assert (fresh["status"], fresh["version"]) == ("updated", 2)
    assert sailor.get(f"{BOATS}/{made[0]['id']}").json["name"] == "Old"
    wrong = [{"id": made[1]["id"], "version": "two", "name": "Wrong"}]
    assert sailor.post(f"{BOATS}/bulk", {"op": "update", "records": wrong}).json["results"][0]["status"] == "error"


def test_an_atomic_bulk_write_does_all_or_nothing(sailor: Caller) -> None:
    records = [{"name": "Atom"}, {"name": "Bad", "x_length": "long"}]
    refused = sailor.post(f"{BOATS}/bulk", {"op": "create", "atomic": True, "records": records})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "records.1.x_length"
    assert sailor.get(f"{BOATS}?filter=name='Atom'").json["data"] == []


def test_a_bulk_write_of_a_wrong_shape_is_refused_with_everything_that_is_wrong(sailor: Caller) -> None:
    refused = sailor.post(f"{BOATS}/bulk", {"op": "destroy", "records": {}, "colour": "red"})
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json["errors"]} == {"op", "records", "colour"}


def test_history_tells_who_changed_what(sailor: Caller, boat: dict[str, Any]) -> None:
    sailor.patch(f"{BOATS}/{boat['id']}", {"name": "Renamed"})
    latest = sailor.get(f"{BOATS}/{boat['id']}/history").json["data"][0]
    assert latest["by"]["name"] == "Sindbad"
    assert latest["changes"] == [{"field": "name", "label": "Name", "old": "Argo", "new": "Renamed"}]


def test_a_timeline_holds_the_changes(sailor: Caller, boat: dict[str, Any]) -> None:
    page = sailor.get(f"{BOATS}/{boat['id']}/timeline?limit=10").json
    assert [item["kind"] for item in page["data"]] == ["change"]
    assert page["next"] is None


def test_a_query_sums_up_what_the_actor_sees(sailor: Caller) -> None:
    sailor.post(f"{BOATS}/bulk", {"op": "create", "records": [{"name": "Sum", "x_length": n} for n in ("0.1", "0.2")]})
    document = {"object": "x_boat", "filter": "name = 'Sum'", "group_by": ["name"], "measures": [{"sum": "x_length"}, {"count": "*"}]}
    assert sailor.post("/api/v1/query", document).json == {"rows": [{"name": "Sum", "sum_x_length": "0.3", "count": 2}]}


def test_records_are_found_by_words(sailor: Caller) -> None:
    made = sailor.post(BOATS, {"name": "天津号 Halcyon"}).json
    for words in ("halcyon", "天津"):
        hits = sailor.get("/api/v1/search", query_string={"q": words, "objects": "x_boat"}).json["data"]
        assert [hit["id"] for hit in hits] == [made["id"]]
    hits = sailor.get("/api/v1/lookup/x_boat", query_string={"q": "halc"}).json["data"]
    assert [hit["name"] for hit in hits] == ["天津号 Halcyon"]


def test_a_record_is_shared_and_taken_back(sailor: Caller, stranger: Caller, boat: dict[str, Any]) -> None:
    place = f"{BOATS}/{boat['id']}"
    ahab = stranger.get("/api/v1/me").json["user"]["id"]
    assert stranger.get(place).status_code == 404
    shared = sailor.post(f"{place}/share", {"user": ahab, "level": "read"})
    assert shared.status_code == 201, shared.json
    assert stranger.get(place).status_code == 200
    assert stranger.patch(place, {"name": "Mine"}).status_code == 403
    assert [share["id"] for share in sailor.get(f"{place}/shares").json["data"]] == [shared.json["id"]]
    assert sailor.delete(f"{place}/share/{shared.json['id']}").status_code == 204
    assert stranger.get(place).status_code == 404


def test_it_is_explained_why_somebody_sees_a_record(admin: Caller, stranger: Caller, boat: dict[str, Any]) -> None:
    ahab = stranger.get("/api/v1/me").json["user"]["id"]
    answer = admin.get(f"{BOATS}/{boat['id']}/explain?user={ahab}").json
    assert answer["visible"] is False
    assert answer["user"]["name"] == "Ahab"


def test_a_record_is_handed_over(admin: Caller, stranger: Caller, boat: dict[str, Any]) -> None:
    ahab = stranger.get("/api/v1/me").json["user"]["id"]
    moved = admin.post(f"{BOATS}/{boat['id']}/transfer", {"owner_id": ahab})
    assert (moved.status_code, moved.json["owner_id"]) == (200, ahab)
    assert stranger.get(f"{BOATS}/{boat['id']}").status_code == 200


def test_duplicates_become_one_record(admin: Caller) -> None:
    keep, other = (admin.post(BOATS, {"name": name}).json["id"] for name in ("Twin", "Twin again"))
    merged = admin.post(f"{BOATS}/merge", {"keep": keep, "others": [other], "values": {"x_length": "3.5"}})
    assert (merged.status_code, merged.json["x_length"]) == (200, "3.5")
    old = admin.get(f"{BOATS}/{other}")
    assert (old.status_code, old.headers["Location"]) == (307, f"{BOATS}/{keep}")


def test_everything_wrong_with_a_record_is_said_at_once(sailor: Caller) -> None:
    refused = sailor.post(BOATS, {"name": "x" * 41, "x_length": "many", "x_wheels": 4})
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert {error["field"] for error in refused.json["errors"]} == {"name", "x_length", "x_wheels"}


def test_what_may_not_be_seen_is_as_unknown_as_what_does_not_exist(sailor: Caller, boat: dict[str, Any]) -> None:
    for place in (f"{BOATS}?filter={{}} > 1", f"{BOATS}?sort={{}}", f"{BOATS}?fields={{}}", f"{BOATS}/{boat['id']}?fields={{}}"):
        hidden, missing = (sailor.get(place.format(name)) for name in ("x_price", "x_prize"))
        assert 400 <= hidden.status_code < 500
        assert hidden.get_data(as_text=True).replace("x_price", "x_prize") == missing.get_data(as_text=True)
    assert "x_price" not in sailor.get(f"{BOATS}/{boat['id']}").json
    assert sailor.patch(f"{BOATS}/{boat['id']}", {"x_price": "1"}).json["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=ten", "count=maybe", "colour=red", "limit=1&limit=2", "filter=name%20%3D", "filter=%00"])
def test_parameters_that_make_no_sense_are_refused_by_name(sailor: Caller, query: str) -> None:
    refused = sailor.get(f"{BOATS}?{query}")
    assert refused.status_code == 400
    assert query.split("=")[0] in refused.json["detail"]


def test_an_object_that_is_not_there_is_not_found(sailor: Caller) -> None:
    assert sailor.get("/api/v1/records/x_submarine").status_code == 404
    assert sailor.post("/api/v1/records/x_submarine", {}).status_code == 404
    assert sailor.get("/api/v1/records/permission_set").status_code == 404


def test_a_form_is_told_what_its_conditions_say(sailor: Caller) -> None:
    state = sailor.post(f"{BOATS}/form", {"values": {"name": "New"}}).json["fields"]
    assert state["name"] == {"visible": True, "required": True, "read_only": False}
    assert "x_price" not in state


def test_a_page_is_told_which_of_its_sections_are_shown(web: Web, admin: Caller, sailor: Caller) -> None:
    long = "AND(x_length > 10, NOT(ISBLANK(name)))"
    web.world.define(Layout("x_boat_page", "x_boat", sections=[{"fields": ["name"]}, {"label": "Long", "fields": ["x_length"], "visible_when": long}]))
    assert sailor.get("/api/v1/ui").json["objects"]["x_boat"]["conditional"] is True
    for length, shown in (("12", True), ("9", False)):
        assert sailor.post(f"{BOATS}/form", {"values": {"name": "New", "x_length": length}}).json["sections"] == {long: shown}
    web.world.retire(("layout", "x_boat_page"))
    assert sailor.post(f"{BOATS}/form", {"values": {"name": "New"}}).json["sections"] == {}


@pytest.mark.parametrize("id", ["", "x", "01a201f7-f475-7d75-8c49-5d0460931"])
def test_what_cannot_be_an_id_is_nobodys(sailor: Caller, admin: Caller, boat: dict[str, Any], id: str) -> None:
    assert sailor.post(f"{BOATS}/form", {"values": {}, "id": id}).status_code == 404
    if id:
        assert admin.get(f"{BOATS}/{boat['id']}/explain", query_string={"user": id}).status_code == 404
