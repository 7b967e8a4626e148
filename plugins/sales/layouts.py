"""The pages of leads and deals."""

from dougong import Layout

__all__ = ["layouts"]

lead = Layout(
    "lead",
    "lead",
    path="status",
    header=["company", "rating", "source", "owner_id"],
    sections=[
        {"label": "Person", "columns": 2, "fields": ["name", "first_name", "last_name", "job_title", "email", "phone", "mobile", "wechat", "owner_id", "do_not_contact"]},
        {"label": "Company", "columns": 2, "fields": ["company", "website", "industry", "employees", "address"]},
        {"label": "Qualification", "columns": 2, "fields": ["status", "rating", "score", "intent", "budget", "decision_date", "decides", "product", "need", "unqualified_reason"]},
        {"label": "Origin", "columns": 2, "fields": ["source", "campaign", "first_response_at", "age_days", "tags", "description", "external_id"]},
        {"label": "Conversion", "columns": 2, "visible_when": "converted_at <> NULL", "fields": ["converted_at", "converted_account", "converted_contact", "converted_opportunity"]},
    ],
)  # fmt: skip

opportunity = Layout(
    "opportunity",
    "opportunity",
    path="stage",
    header=["account", "amount", "close_date", "probability", "owner_id"],
    sections=[
        {"label": "Deal", "columns": 2, "fields": ["name", "number", "account", "contact", "amount", "close_date", "stage", "probability", "expected_revenue", "forecast_category", "owner_id", "priority"]},
        {"label": "Next step", "columns": 2, "fields": ["next_step", "next_step_date", "days_in_stage", "age_days"]},
        {"label": "Need", "columns": 2, "fields": ["need", "intent", "budget", "decision_date", "product", "competitor"]},
        {"label": "Result", "columns": 2, "visible_when": "stage = 'won' OR stage = 'lost'", "fields": ["won_reason", "lost_reason", "lost_note"]},
        {"label": "More", "columns": 2, "fields": ["pipeline", "source", "channel", "engage_date", "margin", "line_total", "amount_follows_lines", "lead", "tags", "description", "external_id"]},
    ],
    related=[
        {"object": "opportunity_line", "field": "opportunity", "label": "Lines", "columns": ["name", "quantity", "price", "discount", "total"]},
    ],
)  # fmt: skip

opportunity_line = Layout(
    "opportunity_line",
    "opportunity_line",
    header=["opportunity", "product", "total"],
    sections=[
        {"label": "Line", "columns": 2, "fields": ["opportunity", "product", "name", "quantity", "price", "discount", "total", "delivery_date", "note"]},
    ],
)  # fmt: skip

competitor = Layout(
    "competitor",
    "competitor",
    header=["threat", "deal_count", "won_count", "lost_count"],
    sections=[
        {"label": "Competitor", "columns": 2, "fields": ["name", "website", "account", "threat"]},
        {"label": "How we win", "columns": 1, "fields": ["strengths", "weaknesses", "strategy"]},
    ],
    related=[
        {"object": "opportunity", "field": "competitor", "label": "Deals", "columns": ["name", "account", "stage", "amount", "close_date"]},
    ],
)  # fmt: skip

layouts = [lead, opportunity, opportunity_line, competitor]
