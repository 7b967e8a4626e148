"""The lists of customers."""

from dougong import View

__all__ = ["views"]

ACCOUNTS = ["name", "kind", "industry", "tier", "phone"]
CONTACTS = ["name", "job_title", "account", "email", "mobile", "owner_id", "updated_at"]

views = [
    View(
        "my_accounts",
        "account",
        label="My accounts",
        filter="owner_id = ME()",
        columns=[*ACCOUNTS, "billing_address.city", "updated_at"],
        sort="name",
        default=True,
        order=10,
    ),
    View(
        "all_accounts",
        "account",
        label="All accounts",
        columns=[*ACCOUNTS, "billing_address.city", "owner_id"],
        sort="name",
        order=20,
    ),
    View(
        "recent_accounts",
        "account",
        label="Recently changed",
        filter="IN_LAST(updated_at, 7, 'days')",
        columns=[*ACCOUNTS, "owner_id", "updated_at"],
        sort="-updated_at",
        order=30,
    ),
    View(
        "accounts_by_industry",
        "account",
        label="By industry",
        form="board",
        group_by="industry",
        card=["name", "kind", "tier", "owner_id"],
        sums=["annual_revenue"],
        sort="name",
        order=40,
    ),
    View(
        "strategic_accounts",
        "account",
        label="Strategic",
        filter="tier = 'a'",
        columns=["name", "industry", "annual_revenue", "contact_count", "risk", "owner_id"],
        sort="-annual_revenue",
        order=50,
    ),
    View(
        "accounts_at_risk",
        "account",
        label="At risk",
        filter="risk = 'high'",
        columns=["name", "kind", "risk_reason", "risk_since", "owner_id"],
        sort="-risk_since",
        order=60,
    ),
    View(
        "account_map", "account", label="Map", form="map", columns=["name", "kind", "location"], sort="name", order=70
    ),
    View(
        "my_contacts",
        "contact",
        label="My contacts",
        filter="owner_id = ME()",
        columns=[column for column in CONTACTS if column != "owner_id"],
        sort="name",
        default=True,
        order=10,
    ),
    View("all_contacts", "contact", label="All contacts", columns=CONTACTS, sort="name", order=20),
    View(
        "recent_contacts",
        "contact",
        label="Recently changed",
        filter="IN_LAST(updated_at, 7, 'days')",
        columns=CONTACTS,
        sort="-updated_at",
        order=30,
    ),
    View(
        "contacts_by_level",
        "contact",
        label="By level",
        form="board",
        group_by="level",
        card=["name", "job_title", "account", "mobile"],
        sort="name",
        order=40,
    ),
]
