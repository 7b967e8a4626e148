"""The lists and record pages of the built-in objects."""

from dougong import Layout, View

__all__ = ["layouts", "views"]

ACTIVITY_COLUMNS = ["subject", "kind", "about", "due_at", "done", "priority", "owner_id"]

views = [
    View(
        "my_activities",
        "activity",
        label="My open activities",
        filter="owner_id = ME() AND done = FALSE",
        columns=ACTIVITY_COLUMNS[:-1],
        sort="due_at",
        default=True,
        order=10,
    ),
    View(
        "overdue_activities",
        "activity",
        label="Overdue",
        filter="done = FALSE AND due_at < NOW()",
        columns=ACTIVITY_COLUMNS,
        sort="due_at",
        order=20,
    ),
    View(
        "activity_calendar",
        "activity",
        label="Calendar",
        form="calendar",
        columns=["subject", "kind", "about", "start_at", "end_at", "due_at", "owner_id"],
        sort="due_at",
        order=30,
    ),
    View(
        "activities_to_review",
        "activity",
        label="To review",
        filter="done = TRUE AND reviewed_at = NULL AND owner_id <> ME()",
        columns=["subject", "kind", "about", "done_at", "outcome", "next_step", "owner_id"],
        sort="-done_at",
        order=40,
    ),
    View("all_activities", "activity", label="All activities", columns=ACTIVITY_COLUMNS, order=50),
    View(
        "all_users",
        "user",
        label="All users",
        columns=["name", "email", "title", "role", "permission_sets", "manager", "active"],
        sort="name",
        default=True,
    ),
    View("all_teams", "team", label="All teams", columns=["name", "lead", "description"], sort="name", default=True),
    View(
        "all_currency_rates",
        "currency_rate",
        label="All currency rates",
        columns=["currency", "rate", "valid_from"],
        sort="-valid_from",
        default=True,
    ),
]

layouts = [
    Layout(
        "activity",
        "activity",
        header=["kind", "about", "due_at", "done"],
        sections=[
            {
                "label": "Activity",
                "columns": 2,
                "fields": ["subject", "kind", "about", "owner_id", "priority", "due_at"],
            },
            {
                "label": "Time and place",
                "columns": 2,
                "fields": ["start_at", "end_at", "duration", "place", "participants"],
            },
            {
                "label": "Result",
                "columns": 2,
                "fields": ["done", "done_at", "direction", "outcome", "next_step", "next_step_at"],
            },
            {"label": "Content", "columns": 1, "fields": ["body"]},
            {"label": "Review", "columns": 2, "fields": ["reviewed_by", "reviewed_at"]},
        ],
    ),
    Layout(
        "user",
        "user",
        header=["email", "role", "active"],
        sections=[
            {"label": "Person", "columns": 2, "fields": ["name", "email", "title", "phone", "avatar", "manager"]},
            {"label": "Access", "columns": 2, "fields": ["role", "permission_sets", "active", "password"]},
            {"label": "Preferences", "columns": 2, "fields": ["language", "time_zone"]},
        ],
        related=[{"object": "user", "field": "manager", "label": "Reports", "columns": ["name", "title", "role"]}],
    ),
    Layout(
        "team",
        "team",
        header=["lead"],
        sections=[{"label": "Team", "columns": 2, "fields": ["name", "lead", "members", "description"]}],
    ),
]
