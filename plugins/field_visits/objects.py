"""Outings, the visits they consist of, and what has to be done at each.

What a clock or the place decides (arrived_at, arrived_distance, off_place …) is read-only: the hooks write it.
"""

from dougong import (
    Extension,
    Object,
    Settings,
    boolean,
    choice,
    datetime,
    decimal,
    formula,
    geo,
    image,
    integer,
    long_text,
    master_detail,
    option,
    options,
    reference,
    rollup,
    rule,
    text,
)

__all__ = ["objects"]

OUTING_STATES = [
    option("planned", color="blue", help="Put the customers in the order in which you drive."),
    option("out", "Out", color="orange", help="Write down each visit while you remember it."),
    option("returned", color="green"),
    option("cancelled", color="gray"),
]
VISIT_STATES = options({"there": "On site"}, planned="blue", there="orange", done="green", skipped="gray")
ACTIONS = options({"count": "Count stock"}, photo="grape", count="blue", order="green", check="teal", note="gray")

field_visits = Settings(
    "field_visits",
    tolerance=integer(default=300, min=10, max=50_000, label="Metres from the customer that count as being there"),
    outside=choice([option("flag", "Mark the visit"), option("refuse", "Refuse to arrive")], default="flag", label="Further away"),
    place_required=boolean(default=False, label="Nobody arrives without a place"),
    record_required=boolean(default=False, label="An outing returns with a contact record"),
)

visit_type = Object(
    "visit_type",
    icon="checklist",
    sharing="read",
    features=[],
    menu={"group": "field", "order": 30},
    fields={"name": text(required=True, unique=True)},
    photo_required=boolean(default=False, label="Photo on arriving"),
    description=long_text(),
)

visit_type_action = Object(
    "visit_type_action",
    label="Action of a visit type",
    plural="Actions of visit types",
    icon="checkbox",
    sharing="parent",
    parent="visit_type",
    features=[],
    menu=False,
    fields={"name": text(required=True, label="What to do")},
    visit_type=master_detail("visit_type"),
    kind=choice(ACTIONS, required=True, default="check"),
    required=boolean(default=True, help="Nobody leaves before it is done"),
    position=integer(default=1),
)

outing = Object(
    "outing",
    icon="car",
    color="orange",
    name_field="purpose",
    menu={"group": "field", "order": 10},
    indexes=[["owner_id", "planned_from"], ["status", "planned_from"]],
    purpose=text(required=True, search=True, help="Why you go out"),
    status=choice(OUTING_STATES, required=True, default="planned", index=True),
    planned_from=datetime(required=True, index=True, label="From"),
    planned_to=datetime(required=True, label="To"),
    start_place=geo(label="Starts at", help="Where the way begins: the office, your home"),
    out_at=datetime(read_only=True, label="Went out"),
    back_at=datetime(read_only=True, label="Came back"),
    cancel_reason=text(visible_when="status = 'cancelled'", required_when="status = 'cancelled'"),
    note=long_text(),
    visit_count=rollup("visit.outing", "count", label="Visits"),
    open_count=rollup("visit.outing", "count", filter="status = 'planned' OR status = 'there'", label="Open visits"),
    done_count=rollup("visit.outing", "count", filter="status = 'done'", label="Visits done"),
    record_count=rollup("activity.outing", "count", filter="done = TRUE", label="Contact records"),
    rules=[rule("ends_after_it_begins", "planned_to <= planned_from", "It can't end before it begins", field="planned_to")],
)

visit = Object(
    "visit",
    icon="map-pin",
    sharing="parent",
    parent="outing",
    menu={"group": "field", "order": 20},
    indexes=[["account", "planned_at"], ["owner_id", "planned_at"]],
    fields={"name": text(read_only=True, help="Customer and purpose")},
    outing=master_detail("outing"),
    account=reference("account", required=True, on_delete="restrict", label="Customer"),
    contact=reference("contact"),
    visit_type=reference("visit_type", on_delete="restrict", help="Says what has to be done there"),
    position=integer(min=1, label="Stop"),
    planned_at=datetime(index=True, label="Planned for"),
    status=choice(VISIT_STATES, required=True, default="planned", index=True),
    skip_reason=text(visible_when="status = 'skipped'", required_when="status = 'skipped'"),
    place=geo(read_only=True, help="Where the customer is; taken from the customer"),
    arrived_at=datetime(read_only=True, label="Arrived", help="By the server's clock"),
    arrived_phone_at=datetime(capture=True, label="Arrived by the phone's clock"),
    arrived_place=geo(capture=True, label="Arrived at"),
    arrived_accuracy=integer(min=0, capture=True, label="Accuracy in metres", help="As the phone says"),
    arrived_photo=image(capture=True, label="Photo on arriving"),
    arrived_distance=integer(read_only=True, label="Metres from the customer"),
    left_at=datetime(read_only=True, label="Left", help="By the server's clock"),
    left_phone_at=datetime(capture=True, label="Left by the phone's clock"),
    left_place=geo(capture=True, label="Left from"),
    left_distance=integer(read_only=True, label="Metres from the customer on leaving"),
    off_place=boolean(read_only=True, index=True, label="Elsewhere", help="Further from the customer than allowed, or without a place"),
    minutes=formula("DATEDIFF(arrived_at, left_at, 'minute')", returns="integer", label="Minutes on site"),
    result=long_text(help="What came of it"),
    open_actions=rollup("visit_action.visit", "count", filter="required = TRUE AND done = FALSE", label="To be done"),
    record_count=rollup("activity.visit", "count", filter="done = TRUE", label="Contact records"),
)

visit_action = Object(
    "visit_action",
    label="Action on site",
    plural="Actions on site",
    icon="checkbox",
    sharing="parent",
    parent="visit",
    features=[],
    menu=False,
    fields={"name": text(required=True, label="What to do")},
    visit=master_detail("visit"),
    kind=choice(ACTIONS, required=True, default="check"),
    required=boolean(default=True, help="Nobody leaves before it is done"),
    position=integer(default=1),
    done=boolean(default=False),
    done_at=datetime(read_only=True),
    amount=decimal(scale=2, visible_when="kind = 'count' OR kind = 'order'"),
    photo=image(capture=True, visible_when="kind = 'photo'"),
    note=long_text(),
    rules=[
        rule("photo_is_taken", "done = TRUE AND kind = 'photo' AND photo = NULL", "Add the photo", field="photo"),
        rule("stock_is_counted", "done = TRUE AND kind = 'count' AND amount = NULL", "Enter what you counted", field="amount"),
    ],
)

activity = Extension(
    "activity",
    outing=reference("outing", help="The outing on which this happened"),
    visit=reference("visit", help="The visit that this is the record of"),
)

objects = [visit_type, visit_type_action, outing, visit, visit_action, activity, field_visits]
