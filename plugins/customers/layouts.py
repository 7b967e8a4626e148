"""The pages of customers."""

from dougong import Layout

__all__ = ["layouts"]

account = Layout(
    "account",
    "account",
    header=["kind", "industry", "tier", "phone", "owner_id"],
    sections=[
        {"label": "Company", "columns": 2, "fields": ["name", "legal_name", "kind", "industry", "parent", "owner_id", "tier", "rating", "source", "tags"]},
        {"label": "Reach", "columns": 2, "fields": ["phone", "email", "website", "language", "billing_address", "shipping_address", "location", "do_not_contact"]},
        {"label": "Profile", "columns": 2, "fields": ["employees", "annual_revenue", "founded", "needs", "interests", "description"]},
        {"label": "Risk and credit", "columns": 2, "fields": ["risk", "risk_reason", "risk_since", "credit_rating", "credit_limit"]},
        {"label": "Register", "columns": 2, "fields": ["tax_id", "registration_number", "external_id"]},
    ],
    related=[
        {"object": "contact", "field": "account", "label": "Contacts", "columns": ["name", "job_title", "email", "mobile"]},
        {"object": "account_contact", "field": "account", "label": "Contact roles", "columns": ["contact", "role", "primary", "since", "until"]},
        {"object": "contact_point", "field": "about", "label": "Ways to reach", "columns": ["kind", "value", "use", "primary"]},
        {"object": "account", "field": "parent", "label": "Subsidiaries", "columns": ["name", "kind", "industry", "owner_id"]},
    ],
)  # fmt: skip

contact = Layout(
    "contact",
    "contact",
    header=["account", "job_title", "email", "mobile", "owner_id"],
    sections=[
        {"label": "Person", "columns": 2, "fields": ["name", "salutation", "first_name", "last_name", "account", "job_title", "department", "level", "reports_to", "owner_id"]},
        {"label": "Reach", "columns": 2, "fields": ["email", "mobile", "phone", "other_email", "wechat", "linkedin", "language", "mailing_address"]},
        {"label": "Preferences", "columns": 2, "fields": ["preferred_channels", "preferred_time", "interests", "birthday", "do_not_contact"]},
        {"label": "More", "columns": 2, "fields": ["source", "tags", "photo", "description", "external_id"]},
    ],
    related=[
        {"object": "account_contact", "field": "contact", "label": "Companies", "columns": ["account", "role", "primary", "since", "until"]},
        {"object": "contact_point", "field": "about", "label": "Ways to reach", "columns": ["kind", "value", "use", "primary"]},
        {"object": "consent", "field": "contact", "label": "Consents", "columns": ["channel", "purpose", "state", "given_at", "source"]},
        {"object": "contact", "field": "reports_to", "label": "Reports", "columns": ["name", "job_title", "email"]},
    ],
)  # fmt: skip

account_contact = Layout(
    "account_contact",
    "account_contact",
    header=["account", "contact", "role"],
    sections=[
        {"label": "Contact role", "columns": 2, "fields": ["account", "contact", "role", "primary", "since", "until", "note"]},
    ],
)  # fmt: skip

consent = Layout(
    "consent",
    "consent",
    header=["contact", "channel", "purpose", "state"],
    sections=[
        {"label": "Consent", "columns": 2, "fields": ["contact", "channel", "purpose", "state", "given_at", "withdrawn_at"]},
        {"label": "Proof", "columns": 1, "fields": ["source", "wording", "proof"]},
    ],
)  # fmt: skip

layouts = [account, contact, account_contact, consent]
