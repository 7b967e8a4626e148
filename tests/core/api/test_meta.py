"""Definitions over HTTP: planned, put in force, taken back, brought back, carried away."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.core.api.clients import Caller, Web

TRIP = {"label": "Trip", "fields": {"title": {"type": "text", "required": True}, "km": {"type": "decimal", "scale": 1}}}
PLACE = "/api/v1/meta/object/x_trip"


@pytest.fixture(scope="module", autouse=True)
def trip(admin: Caller) -> None:
    """An object of the tenant's own."""
    assert admin.put(PLACE, TRIP).status_code == 200


def test_kinds_and_their_schemas_are_told(admin: Caller) -> None:
    kinds = [kind["name"] for kind in admin.get("/api/v1/meta").json["data"]]
    assert {"object", "view", "layout", "role", "permission_set"} <= set(kinds)
    for kind in kinds:
        assert admin.get(f"/api/v1/meta/{kind}/schema").json["type"] == "object"
        assert admin.get(f"/api/v1/meta/{kind}").status_code == 200
    assert admin.get("/api/v1/meta/spaceship").status_code == 404


def test_a_definition_says_where_it_comes_from(admin: Caller) -> None:
    own, core = admin.get(PLACE).json, admin.get("/api/v1/meta/object/user").json
    assert (own["layer"], own["owner"], own["definition"]["label"]) == ("tenant", "tenant", "Trip")
    assert (core["layer"], core["owner"]) == ("core", "core")


def test_kinds_and_labels_are_in_the_language_of_the_reader(web: Web, admin: Caller) -> None:
    _, chinese = web.create_user("Zhu", permission_sets=["administrator"], language="zh")
    assert {"name": "role", "label": "角色", "owner": "core"} in chinese.get("/api/v1/meta").json["data"]
    page = "/api/v1/meta/permission_set/standard"
    told = chinese.get(page).json
    assert (told["label"], told["definition"]["label"]) == ("全员基础权限", "Everybody")
    assert admin.put(page, {"label": "All hands"}).status_code == 200
    assert [chinese.get(page).json["label"], admin.get(page).json["label"]] == ["All hands"] * 2  # as the tenant calls it
    assert admin.delete(page).status_code == 200
    assert admin.get(PLACE).json["label"] == "Trip"


def test_a_dry_run_says_what_would_happen_and_does_nothing(admin: Caller) -> None:
    plan = admin.put("/api/v1/meta/object/x_dream?dry_run=true", TRIP).json
    assert plan["applied"] is False
    assert plan["steps"][0] == {"action": "create_table", "target": "x_dream", "detail": "A table is made for Trip", "destructive": False}
    assert admin.get("/api/v1/meta/object/x_dream").status_code == 404


def test_a_new_object_and_a_new_field_are_there_at_once(admin: Caller) -> None:
    made = admin.post("/api/v1/records/x_trip", {"title": "Home"})
    assert made.status_code == 201
    grown = {**TRIP, "fields": {**TRIP["fields"], "cost": {"type": "money"}}}
    assert admin.put(PLACE, grown).json["applied"] is True
    assert admin.patch(f"/api/v1/records/x_trip/{made.json['id']}", {"cost": "9.90"}).json["cost"] == "9.90"


def test_everything_wrong_with_a_definition_is_said_with_its_place(admin: Caller) -> None:
    wrong = {"label": "X", "fields": {"a": {"type": "text", "max_length": "long", "colour": "red"}, "b": {"type": "txt"}}}
    refused = admin.put("/api/v1/meta/object/x_wrong", wrong)
    assert refused.status_code == 422
    places = {error["field"].removeprefix("/object/x_wrong/fields") for error in refused.json["errors"]}
    assert places == {"/a/max_length", "/a/colour", "/b/type"}
    assert admin.put("/api/v1/meta/object/x_wrong", {"fields": {"a": {"type": "txt"}}}).status_code == 422
    assert admin.put("/api/v1/meta/object/Wrong!", {"label": "X"}).status_code == 422
    assert admin.put("/api/v1/meta/object/x_a", {**TRIP, "name": "x_b"}).status_code == 422


def test_a_definition_comes_back_to_a_version_of_before(admin: Caller) -> None:
    place = "/api/v1/meta/view/x_trips"
    for label in ("First", "Second"):
        assert admin.put(place, {"object": "x_trip", "label": label}).status_code == 200
    versions = admin.get(f"{place}/versions").json["data"]
    assert [version["version"] for version in versions] == [2, 1]
    assert versions[0]["by"]["name"] == "Administrator"
    assert admin.post(f"{place}/revert", {"version": 1}).json["applied"] is True
    assert admin.get(place).json["definition"]["label"] == "First"
    assert admin.post(f"{place}/revert", {"version": 99}).status_code == 404


def test_a_definition_is_taken_back_and_kept(admin: Caller) -> None:
    place = "/api/v1/meta/view/x_gone"
    admin.put(place, {"object": "x_trip"})
    assert admin.delete(place).json["applied"] is True
    assert "x_gone" not in [entry["name"] for entry in admin.get("/api/v1/meta/view").json["data"]]
    assert "x_gone" in [entry["name"] for entry in admin.get("/api/v1/meta/view?retired=true").json["data"]]
    assert admin.delete(place).status_code == 404


def test_the_configuration_goes_out_as_a_package_and_comes_in_again(admin: Caller) -> None:
    packed = admin.get("/api/v1/meta/export?kinds=object")
    assert packed.headers["Content-Type"] == "application/zip"
    assert "object/x_trip.json" in "\n".join(zipfile.ZipFile(io.BytesIO(packed.data)).namelist())
    plan = admin.post("/api/v1/meta/import?dry_run=true", data={"file": (io.BytesIO(packed.data), "a.zip")})
    assert (plan.status_code, plan.json["steps"]) == (200, [])
    assert admin.post("/api/v1/meta/import", data={"file": (io.BytesIO(b"no zip"), "a.zip")}).status_code in (400, 422)
    assert admin.post("/api/v1/meta/import", data={"other": "x"}).status_code == 400


def test_only_who_administers_sees_definitions(sailor: Caller) -> None:
    for path in ("/api/v1/meta", "/api/v1/meta/object", PLACE, f"{PLACE}/versions", "/api/v1/meta/export"):
        assert sailor.get(path).status_code == 403


def test_who_has_not_seen_the_latest_change_of_a_definition_is_refused(admin: Caller) -> None:
    place = "/api/v1/meta/view/x_seen"
    admin.put(place, {"object": "x_trip", "label": "First"})
    seen = admin.get(place)
    assert (seen.headers["ETag"], seen.json["adjusted"]) == ('"1"', True)
    assert admin.put(place, {"object": "x_trip", "label": "Second"}, headers={"If-Match": '"1"'}).json["applied"] is True
    stale = admin.put(place, {"object": "x_trip", "label": "Third"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json["detail"]) == (412, "This definition was changed by somebody else in the meantime")
    assert admin.delete(place, headers={"If-Match": '"1"'}).status_code == 412
    assert admin.put(place, {"object": "x_trip"}, headers={"If-Match": "one"}).status_code == 400
    assert admin.get(place).json["definition"]["label"] == "Second"


def test_a_definition_that_the_tenant_took_back_is_as_delivered(admin: Caller) -> None:
    place = "/api/v1/meta/layout/user"
    delivered = admin.get(place).json
    assert delivered["adjusted"] is False
    assert admin.put(place, {**delivered["definition"], "header": []}).json["applied"] is True
    assert (admin.get(place).json["layer"], admin.get(place).json["adjusted"]) == ("core", True)
    assert admin.delete(place).json["applied"] is True
    assert admin.get(place).json["definition"] == delivered["definition"] and admin.get(place).json["adjusted"] is False
