"""The lists and pages of assignment."""

from dougong import Layout, View

__all__ = ["pages"]

pages = [
    View("all_assignment_rules", "assignment_rule", label="All rules", columns=["position", "name", "assigns", "where", "way", "skills", "most", "turn_of", "active"], sort="position,name", default=True, order=10),
    View("all_assignment_people", "assignment_person", label="All people", columns=["person", "skills", "most", "note"], sort="person", default=True, order=10),
    View("all_territories", "territory", label="All territories", columns=["name", "country", "state", "city", "postal_code", "industry", "person", "team"], sort="name", default=True, order=10),
    View("all_assignments", "assignment", label="All assignments", columns=["record", "person", "because", "way", "load", "territory", "created_at"], sort="-created_at", default=True, order=10),
    Layout(
        "assignment_rule",
        "assignment_rule",
        header=["assigns", "way", "position", "active"],
        sections=[
            {"label": "What it assigns", "columns": 2, "fields": ["name", "assigns", "position", "active", "where"]},
            {"label": "To whom", "columns": 2, "fields": ["way", "members", "team", "roles", "skills", "most", "open_where"]},
            {"label": "Use", "columns": 2, "fields": ["turn_of", "used_at"]},
        ],
        related=[
            {"object": "assignment", "field": "rule", "label": "What it has assigned", "columns": ["record", "person", "way", "load", "away", "full", "created_at"]},
        ],
    ),
]  # fmt: skip
