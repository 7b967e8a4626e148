"""Outings and visits: registered, planned for the week, checked in on site, and written down. S-FIELD-01 to S-FIELD-04."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.configuration.change import change
from dougong import Definition
from dougong.places import apart, length, metres, short_way
from tests.core.api.clients import Caller, Web

WARSAW = {"lat": 52.2297, "lng": 21.0122}
NEAR = {"lat": 52.2300, "lng": 21.0125}  # forty metres
FAR = {"lat": 52.2400, "lng": 21.0122}  # a kilometre
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SELLER = ["standard", "sales_rep", "field_visits_work"]


@pytest.fixture(scope="module")
def seller(office: Web) -> Caller:
    return office.create_user("Seller", role="sales_rep", permission_sets=SELLER, time_zone="Europe/Warsaw")[1]


@pytest.fixture(scope="module")
def colleague(office: Web) -> Caller:
    return office.create_user("Colleague", role="sales_rep", permission_sets=SELLER)[1]


@pytest.fixture(scope="module")
def manager(office: Web) -> Caller:
    sets = ["standard", "sales_manager", "field_visits_work"]
    return office.create_user("Manager", role="sales_manager", permission_sets=sets)[1]


def made(caller: Caller, object: str, **values: Any) -> dict[str, Any]:
    answer = caller.post(f"/api/v1/records/{object}", values)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def an_outing(caller: Caller, start: str = "2030-01-07T08:00:00Z", **values: Any) -> str:
    end = datetime.fromisoformat(start) + timedelta(hours=8)
    given = {"purpose": "Round trip", "planned_from": start, "planned_to": end.isoformat(), **values}
    return str(made(caller, "outing", **given)["id"])


def a_visit(caller: Caller, outing: str, place: dict[str, float] | None = WARSAW, **values: Any) -> str:
    account = made(caller, "account", name=values.pop("customer", uuid.uuid4().hex), location=place)["id"]
    return str(made(caller, "visit", outing=outing, account=account, **values)["id"])


def patched(caller: Caller, object: str, id: str, **values: Any) -> Any:
    return caller.patch(f"/api/v1/records/{object}/{id}", values)


def arrived(caller: Caller, visit: str, place: dict[str, float] | None = NEAR, **values: Any) -> Any:
    return patched(caller, "visit", visit, status="there", arrived_place=place, **values)


def refused(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    return [(problem["field"], problem["code"]) for problem in answer.json["errors"]]


def listed(caller: Caller, object: str, view: str) -> list[str]:
    answer = caller.get(f"/api/v1/records/{object}", query_string={"view": view, "limit": 500})
    assert answer.status_code == 200, answer.json
    return [record["id"] for record in answer.json["data"]]


@pytest.fixture
def settings(office: Web) -> Any:
    """Sets settings of field visits, which are as before afterwards."""

    def put(**values: Any) -> None:
        with office.world.system() as ctx:
            change(ctx, [(Definition("settings", {"name": "field_visits", "values": values}), "tenant", "tenant")], [], note="test")

    yield put
    put()


# S-FIELD-01


def test_s_field_01_an_outing_is_registered_and_goes_from_planned_to_out_to_returned(seller: Caller) -> None:
    outing = an_outing(seller)
    assert refused(patched(seller, "outing", outing, status="returned")) == [("status", "leap")]
    out = patched(seller, "outing", outing, status="out").json
    assert out["out_at"] is not None and out["back_at"] is None
    back = patched(seller, "outing", outing, status="returned").json
    assert back["back_at"] >= back["out_at"]
    assert refused(patched(seller, "outing", outing, status="planned")) == [("status", "leap")]


def test_s_field_01_a_cancelled_outing_says_why_and_can_be_planned_again(seller: Caller) -> None:
    outing = an_outing(seller)
    assert [field for field, _ in refused(patched(seller, "outing", outing, status="cancelled"))] == ["cancel_reason"]
    assert patched(seller, "outing", outing, status="cancelled", cancel_reason="Snow").json["status"] == "cancelled"
    assert patched(seller, "outing", outing, status="planned").status_code == 200


def test_s_field_01_nobody_comes_back_with_visits_left_open(seller: Caller) -> None:
    outing = an_outing(seller)
    visit = a_visit(seller, outing)
    patched(seller, "outing", outing, status="out")
    assert refused(patched(seller, "outing", outing, status="returned")) == [("status", "open")]
    assert [field for field, _ in refused(patched(seller, "visit", visit, status="skipped"))] == ["skip_reason"]
    patched(seller, "visit", visit, status="skipped", skip_reason="Nobody there")
    assert patched(seller, "outing", outing, status="returned").status_code == 200


def test_s_field_01_the_hours_are_in_order_and_the_stamps_are_the_servers(seller: Caller) -> None:
    wrong = {"purpose": "x", "planned_from": "2030-01-07T08:00:00Z", "planned_to": "2030-01-07T07:00:00Z"}
    assert seller.post("/api/v1/records/outing", wrong).json["errors"][0]["field"] == "planned_to"
    outing = an_outing(seller)
    assert patched(seller, "outing", outing, out_at="2020-01-01T00:00:00Z").json["errors"][0]["field"] == "out_at"


def test_s_field_01_managers_see_the_outings_of_their_people_and_colleagues_do_not(
    seller: Caller, colleague: Caller, manager: Caller
) -> None:
    outing = an_outing(seller)
    visit = a_visit(seller, outing)
    statuses = [
        [caller.get(f"/api/v1/records/{object}/{id}").status_code for object, id in (("outing", outing), ("visit", visit))]
        for caller in (manager, colleague)
    ]
    assert statuses == [[200, 200], [404, 404]]


# S-FIELD-02


def test_s_field_02_the_week_shows_who_visits_whom_on_which_day(seller: Caller, colleague: Caller, manager: Caller) -> None:
    monday, sunday = an_outing(seller, "2030-02-04T08:00:00Z"), an_outing(seller, "2030-02-10T08:00:00Z")
    late = a_visit(seller, monday, customer="Late", planned_at="2030-02-04T23:30:00Z")  # Tuesday in Warsaw
    first, last = a_visit(seller, monday, customer="First"), a_visit(seller, sunday, customer="Last")
    a_visit(seller, an_outing(seller, "2030-02-11T08:00:00Z"), customer="Next week")
    week = {"view": "week_plan", "filter": 'DATEVALUE(planned_at) BETWEEN "2030-02-04" AND "2030-02-10"', "expand": "owner_id"}
    plan = {"sort": "planned_at", "fields": "name,planned_at,status,off_place,owner_id"}
    visits = seller.get("/api/v1/records/visit", query_string=week | plan).json["data"]
    assert [visit["id"] for visit in visits] == [first, late, last]
    assert {(visit["owner_id"]["name"], visit["status"]) for visit in visits} == {("Seller", "planned")}
    tuesday = week | {"filter": 'DATEVALUE(planned_at) = "2030-02-05"'}
    assert [visit["id"] for visit in seller.get("/api/v1/records/visit", query_string=tuesday).json["data"]] == [late]
    assert len(manager.get("/api/v1/records/visit", query_string=week).json["data"]) == 3
    assert colleague.get("/api/v1/records/visit", query_string=week).json["data"] == []
    views = {view["name"]: view for view in seller.get("/api/v1/ui").json["views"]["visit"]}
    shown = {"form": "roster", "group_by": "owner_id", "start": "planned_at", "color_by": "status"}
    assert shown.items() <= views["week_plan"].items()


def test_s_field_02_a_week_that_is_none_is_refused_by_name(seller: Caller) -> None:
    assert refused(seller.post("/x/field_visits/week/copy", {"from": "soon", "to": "2030-02-06"})) == [("from", "type")]
    assert refused(seller.post("/x/field_visits/week/copy", {"from": "2030-02-06"})) == [("to", "type")]


def test_s_field_02_last_week_is_planned_again_once_at_the_same_hours(seller: Caller) -> None:
    outing = an_outing(seller, "2030-03-27T08:00:00Z", purpose="Tour")  # nine o'clock in Warsaw, before clocks change
    a_visit(seller, outing, customer="Acme", planned_at="2030-03-27T09:00:00Z")
    cancelled = an_outing(seller, "2030-03-28T08:00:00Z")
    patched(seller, "outing", cancelled, status="cancelled", cancel_reason="Ill")
    weeks = {"from": "2030-03-25", "to": "2030-04-01"}
    (copied,) = seller.post("/x/field_visits/week/copy", weeks).json["copied"]
    again = seller.get(f"/api/v1/records/outing/{copied}").json
    assert (again["purpose"], again["planned_from"], again["status"]) == ("Tour", "2030-04-03T07:00:00Z", "planned")
    visits = seller.get("/api/v1/records/visit", query_string={"filter": f"outing = '{copied}'"}).json["data"]
    assert [(visit["name"], visit["planned_at"], visit["status"]) for visit in visits] == [("Acme", "2030-04-03T08:00:00Z", "planned")]
    assert seller.post("/x/field_visits/week/copy", weeks).json["copied"] == []


def test_s_field_02_stops_are_put_in_the_order_of_a_short_way(seller: Caller) -> None:
    outing = an_outing(seller, start_place={"lat": 52, "lng": 21})
    far, near, middle = (a_visit(seller, outing, {"lat": lat, "lng": 21}) for lat in (52.3, 52.1, 52.2))
    nowhere = a_visit(seller, outing, None)
    answer = seller.post(f"/x/field_visits/outings/{outing}/route", {}).json
    assert answer["order"] == [near, middle, far]
    assert abs(answer["metres"] - 33_360) < 100
    query = {"filter": f"outing = '{outing}'", "sort": "position"}
    visits = seller.get("/api/v1/records/visit", query_string=query).json["data"]
    assert [visit["id"] for visit in visits] == [near, middle, far, nowhere]


def test_distances_are_those_of_the_earth_and_ways_get_shorter() -> None:
    assert metres(WARSAW, {"lat": 50.0647, "lng": 19.9450}) == pytest.approx(252_000, rel=0.01)  # Kraków
    assert (metres(WARSAW, WARSAW), apart(WARSAW, WARSAW), apart(None, WARSAW), apart(WARSAW, None)) == (0, 0, None, None)
    crossed = [{"lat": 0, "lng": lng} for lng in (1, -2, 3, -4, 5)]
    order = short_way([{"lat": 0, "lng": 0}], crossed)
    assert length([{"lat": 0, "lng": 0}, *(crossed[i] for i in order)]) <= length([{"lat": 0, "lng": 0}, *crossed])
    assert (short_way([], []), sorted(order)) == ([], [0, 1, 2, 3, 4])


def test_s_field_02_plan_and_done_are_counted_by_person(seller: Caller, manager: Caller) -> None:
    outing = an_outing(seller, "2031-01-06T08:00:00Z")
    done, _ = a_visit(seller, outing), a_visit(seller, outing)
    arrived(seller, done)
    patched(seller, "visit", done, status="done")
    document = {
        "object": "visit", "filter": f"outing = '{outing}'", "group_by": ["owner_id", "status"], "measures": [{"count": "*"}],
    }  # fmt: skip
    rows = manager.post("/api/v1/query", document).json["rows"]
    assert {row["status"]: row["count"] for row in rows} == {"done": 1, "planned": 1}
    assert "plan_and_done" in {view["name"] for view in manager.get("/api/v1/ui").json["views"]["visit"]}


# S-FIELD-03


def test_s_field_03_a_visit_is_written_down_as_a_contact_record_of_its_outing(seller: Caller) -> None:
    outing = an_outing(seller)
    visit = a_visit(seller, outing, customer="Bolt")
    arrived(seller, visit)
    assert refused(seller.post(f"/x/field_visits/visits/{visit}/record", {"bdoy": "x"}))[0][0] == "bdoy"
    record = seller.post(f"/x/field_visits/visits/{visit}/record", {"body": "They want two"}).json["activity"]
    activity = seller.get(f"/api/v1/records/activity/{record}").json
    account = seller.get(f"/api/v1/records/visit/{visit}").json["account"]
    assert (activity["subject"], activity["kind"], activity["done"], activity["outing"]) == ("Bolt", "meeting", True, outing)
    assert (activity["about"]["object"], activity["about"]["id"]) == ("account", account)
    assert seller.get(f"/api/v1/records/outing/{outing}").json["record_count"] == 1
    assert seller.get(f"/api/v1/records/visit/{visit}").json["record_count"] == 1


def test_s_field_03_outings_without_record_and_records_without_outing_are_listed(seller: Caller) -> None:
    outing = an_outing(seller)
    patched(seller, "outing", outing, status="out")
    patched(seller, "outing", outing, status="returned")
    account = made(seller, "account", name="Dropped by")["id"]
    about = {"object": "account", "id": account}
    meeting = made(seller, "activity", kind="meeting", subject="Dropped by", about=about, done=True)["id"]
    assert outing in listed(seller, "outing", "outings_without_record")
    assert meeting in listed(seller, "activity", "meetings_without_outing")
    patched(seller, "activity", meeting, outing=outing)
    assert outing not in listed(seller, "outing", "outings_without_record")
    assert meeting not in listed(seller, "activity", "meetings_without_outing")


def test_s_field_03_a_tenant_may_want_a_record_before_anybody_comes_back(seller: Caller, settings: Any) -> None:
    settings(record_required=True)
    outing = an_outing(seller)
    patched(seller, "outing", outing, status="out")
    assert refused(patched(seller, "outing", outing, status="returned")) == [("status", "record")]
    made(seller, "activity", kind="note", subject="Nobody there", outing=outing)
    assert patched(seller, "outing", outing, status="returned").status_code == 200


# S-FIELD-04


def test_s_field_04_arriving_is_stamped_by_the_server_with_the_phones_clock_beside_it(seller: Caller) -> None:
    outing = an_outing(seller)
    visit = a_visit(seller, outing)
    before = datetime.now(UTC) - timedelta(seconds=1)
    there = arrived(seller, visit, arrived_phone_at="2020-01-01T00:00:00Z", arrived_accuracy=12).json
    assert datetime.fromisoformat(there["arrived_at"]) >= before
    assert (there["arrived_phone_at"], there["arrived_accuracy"], there["off_place"]) == ("2020-01-01T00:00:00Z", 12, False)
    assert 20 < there["arrived_distance"] < 60
    assert seller.get(f"/api/v1/records/outing/{outing}").json["status"] == "out"
    left = patched(seller, "visit", visit, status="done", left_place=FAR, result="Ordered").json
    assert (left["left_distance"] > 1000, left["minutes"]) == (True, 0)


def test_s_field_04_arriving_elsewhere_is_marked_with_the_distance(seller: Caller, manager: Caller) -> None:
    outing = an_outing(seller)
    far, without = a_visit(seller, outing), a_visit(seller, outing)
    there = arrived(seller, far, FAR).json
    assert (there["off_place"], 1000 < there["arrived_distance"] < 1300) == (True, True)
    assert arrived(seller, without, None).json["off_place"] is True
    assert {far, without} <= set(listed(manager, "visit", "visits_elsewhere"))


def test_s_field_04_a_tenant_may_refuse_arriving_elsewhere_or_without_a_place(seller: Caller, settings: Any) -> None:
    settings(outside="refuse", place_required=True, tolerance=100)
    visit = a_visit(seller, an_outing(seller))
    assert refused(arrived(seller, visit, FAR)) == [("arrived_place", "far")]
    assert refused(arrived(seller, visit, None)) == [("arrived_place", "required")]
    assert arrived(seller, visit, NEAR).status_code == 200


def test_s_field_04_the_form_of_arriving_knows_how_near_is_near(admin: Caller, seller: Caller, settings: Any) -> None:
    type = made(admin, "visit_type", name="With a photo", photo_required=True)["id"]
    outing = an_outing(seller)
    plain, pictured, nowhere = a_visit(seller, outing), a_visit(seller, outing, visit_type=type), a_visit(seller, outing, None)

    def opened(visit: str) -> Any:
        return seller.get(f"/x/field_visits/visits/{visit}/arriving").json

    near = opened(plain)["near"]["arrived_place"]
    assert (float(near["lat"]), near["within"], near["strict"]) == (WARSAW["lat"], 300, False)
    assert (opened(plain)["required"], opened(pictured)["required"], opened(nowhere)["near"]) == ([], ["arrived_photo"], {})
    settings(outside="refuse", place_required=True, tolerance=100)
    near = opened(plain)["near"]["arrived_place"]
    assert (near["within"], near["strict"], opened(plain)["required"]) == (100, True, ["arrived_place"])


def test_register_slots_may_save_the_record_itself_and_say_what_the_device_gives(seller: Caller) -> None:
    shown = seller.get("/api/v1/ui").json
    slots = {slot["name"]: slot for slot in shown["slots"]}
    arrive, leave = slots["arrive"], slots["leave"]
    assert (arrive["sets"], arrive["opens"], arrive["endpoint"]) == ({"status": "there"}, "visits/{id}/arriving", None)
    assert leave["saves"] == ["left_place", "result", "left_phone_at"]
    fields = shown["objects"]["visit"]["fields"]
    assert all(fields[name]["capture"] for name in arrive["saves"])
    assert "capture" not in fields["result"]


def test_s_field_04_a_customer_whose_place_is_unknown_marks_nobody(seller: Caller) -> None:
    there = arrived(seller, a_visit(seller, an_outing(seller), None)).json
    assert (there["off_place"], there["arrived_distance"]) == (False, None)


def test_s_field_04_where_somebody_arrived_stays_as_it_was(seller: Caller, manager: Caller) -> None:
    visit = a_visit(seller, an_outing(seller))
    assert arrived(manager, visit).status_code == 403
    arrived(seller, visit, FAR)
    assert refused(patched(seller, "visit", visit, arrived_place=NEAR)) == [("arrived_place", "kept")]
    for field, value in (("arrived_at", "2020-01-01T00:00:00Z"), ("off_place", False), ("arrived_distance", 1), ("place", FAR)):
        assert refused(patched(seller, "visit", visit, **{field: value})) == [(field, "read_only")]
    assert refused(patched(seller, "visit", visit, status="planned")) == [("status", "leap")]


def test_s_field_04_a_type_of_visit_says_what_has_to_be_done_before_leaving(admin: Caller, seller: Caller) -> None:
    type = made(admin, "visit_type", name="Shelf check", photo_required=True)["id"]
    for position, (name, kind, required) in enumerate((("Shelf", "photo", True), ("Stock", "count", True), ("Talk", "note", False)), 1):
        made(admin, "visit_type_action", visit_type=type, name=name, kind=kind, required=required, position=position)
    visit = a_visit(seller, an_outing(seller), visit_type=type)
    query = {"filter": f"visit = '{visit}'", "sort": "position"}
    shelf, stock, talk = seller.get("/api/v1/records/visit_action", query_string=query).json["data"]
    assert [action["name"] for action in (shelf, stock, talk)] == ["Shelf", "Stock", "Talk"]
    assert refused(arrived(seller, visit)) == [("arrived_photo", "required")]
    photo = seller.post("/api/v1/files", data={"file": (io.BytesIO(PNG), "door.png")}).json["id"]
    assert arrived(seller, visit, arrived_photo=photo).status_code == 200
    assert refused(patched(seller, "visit", visit, status="done")) == [("status", "open")]
    assert [field for field, _ in refused(patched(seller, "visit_action", stock["id"], done=True))] == ["amount"]
    assert patched(seller, "visit_action", stock["id"], done=True, amount="12").json["done_at"] is not None
    shot = seller.post("/api/v1/files", data={"file": (io.BytesIO(PNG), "shelf.png")}).json["id"]
    assert patched(seller, "visit_action", shelf["id"], done=True, photo=shot).status_code == 200
    assert patched(seller, "visit", visit, status="done").status_code == 200


def test_s_field_04_another_type_brings_other_things_to_do(admin: Caller, seller: Caller) -> None:
    types = [made(admin, "visit_type", name=name)["id"] for name in ("First meeting", "Second meeting")]
    for type, name in zip(types, ("Greet", "Thank"), strict=True):
        made(admin, "visit_type_action", visit_type=type, name=name)
    visit = a_visit(seller, an_outing(seller), visit_type=types[0])
    patched(seller, "visit", visit, visit_type=types[1])
    query = {"filter": f"visit = '{visit}'"}
    assert [one["name"] for one in seller.get("/api/v1/records/visit_action", query_string=query).json["data"]] == ["Thank"]
