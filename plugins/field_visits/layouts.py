"""The pages of outings and visits."""

from dougong import Layout

__all__ = ["layouts"]

outing = Layout(
    "outing",
    "outing",
    path="status",
    header=["status", "planned_from", "planned_to", "owner_id"],
    sections=[
        {"label": "Outing", "columns": 2, "fields": ["purpose", "owner_id", "planned_from", "planned_to", "start_place", "status", "cancel_reason", "note"]},
        {"label": "What came of it", "columns": 2, "fields": ["out_at", "back_at", "visit_count", "done_count", "open_count", "record_count"]},
    ],
    related=[
        {"object": "visit", "field": "outing", "label": "Visits", "columns": ["position", "account", "planned_at", "status", "arrived_at", "off_place"]},
        {"object": "activity", "field": "outing", "label": "Contact records", "columns": ["subject", "kind", "about", "done_at"]},
    ],
)  # fmt: skip

visit = Layout(
    "visit",
    "visit",
    path="status",
    header=["account", "contact", "planned_at", "status", "off_place"],
    sections=[
        {"label": "Visit", "columns": 2, "fields": ["account", "contact", "outing", "visit_type", "planned_at", "position", "status", "skip_reason", "place", "result"]},
        {"label": "Arriving", "columns": 2, "fields": ["arrived_at", "arrived_phone_at", "arrived_place", "arrived_accuracy", "arrived_distance", "off_place", "arrived_photo"]},
        {"label": "Leaving", "columns": 2, "fields": ["left_at", "left_phone_at", "left_place", "left_distance", "minutes"]},
    ],
    related=[
        {"object": "visit_action", "field": "visit", "label": "To be done here", "columns": ["position", "name", "kind", "required", "done", "amount", "photo"]},
        {"object": "activity", "field": "visit", "label": "Contact records", "columns": ["subject", "kind", "done_at", "next_step"]},
    ],
)  # fmt: skip

layouts = [outing, visit]
