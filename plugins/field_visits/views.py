"""The lists of outings and visits."""

from dougong import View

__all__ = ["views"]

OUTINGS = ["purpose", "status", "planned_from", "planned_to", "visit_count", "done_count", "record_count", "owner_id"]
VISITS = ["name", "planned_at", "position", "status", "arrived_at", "minutes", "off_place", "record_count", "owner_id"]
WEEK = "IS_THIS(planned_at, 'week')"

views = [
    View("outing_calendar", "outing", label="Calendar", form="calendar", columns=OUTINGS, start="planned_from", end="planned_to", scale="week", color_by="status", sort="planned_from", default=True, order=10),
    View("my_outings", "outing", label="My outings", filter="owner_id = ME()", columns=OUTINGS[:-1], sort="-planned_from", order=20),
    View("out_now", "outing", label="Out now", filter="status = 'out'", columns=["owner_id", "purpose", "out_at", "planned_to", "open_count"], sort="out_at", order=30),
    View("outings_without_record", "outing", label="Without contact record", filter="status = 'returned' AND record_count = 0", columns=["purpose", "owner_id", "back_at", "done_count"], sort="-back_at", order=40),
    View("all_outings", "outing", label="All outings", columns=OUTINGS, sort="-planned_from", order=50),
    View("visits_of_the_week", "visit", label="This week", filter=WEEK, columns=VISITS, group_by="planned_at:day", sort="planned_at,position", default=True, order=10),
    View("week_plan", "visit", label="Week plan", form="roster", columns=["name", "off_place"], group_by="owner_id", start="planned_at", color_by="status", order=15),
    View("visit_map", "visit", label="Map", form="map", filter=WEEK, columns=["name", "status", "planned_at", "owner_id"], place="place", color_by="status", sort="planned_at", order=20),
    View("plan_and_done", "visit", label="Plan and done", form="pivot", filter="IS_THIS(planned_at, 'month')", group_by="owner_id", split_by="status", sort="owner_id", order=30),
    View("visits_elsewhere", "visit", label="Elsewhere", filter="off_place = TRUE", columns=["name", "owner_id", "arrived_at", "arrived_distance", "arrived_accuracy"], sort="-arrived_at", order=40),
    View("visits_without_record", "visit", label="Without contact record", filter="status = 'done' AND record_count = 0", columns=["name", "owner_id", "left_at", "result"], sort="-left_at", order=50),
    View("all_visits", "visit", label="All visits", columns=VISITS, sort="-planned_at", order=60),
    View("meetings_without_outing", "activity", label="Meetings without outing", filter="kind = 'meeting' AND done = TRUE AND outing = NULL", columns=["subject", "about", "start_at", "place", "owner_id"], sort="-start_at", order=80),
    View("all_visit_types", "visit_type", label="All visit types", columns=["name", "photo_required", "description"], sort="name", default=True),
]  # fmt: skip
