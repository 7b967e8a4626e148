"""The lists of leads and deals."""

from dougong import View

__all__ = ["views"]

LEADS = ["name", "company", "status", "rating", "score", "source", "email", "owner_id", "created_at"]
DEALS = ["name", "account", "stage", "amount", "probability", "close_date", "next_step", "owner_id"]
CARD = ["name", "account", "amount", "close_date", "owner_id"]
OPEN = "stage <> 'won' AND stage <> 'lost'"
MINE = "owner_id = ME()"

views = [
    View(
        "my_leads",
        "lead",
        label="My open leads",
        filter=f"{MINE} AND converted_at = NULL AND status <> 'unqualified'",
        columns=[column for column in LEADS if column != "owner_id"],
        sort="-created_at",
        default=True,
        order=10,
    ),
    View(
        "lead_board",
        "lead",
        label="By status",
        form="board",
        group_by="status",
        card=["name", "company", "rating", "source", "owner_id"],
        sort="-created_at",
        order=20,
    ),
    View(
        "hot_leads",
        "lead",
        label="Hot",
        filter="rating = 'hot' AND converted_at = NULL",
        columns=LEADS,
        sort="-score",
        order=30,
    ),
    View(
        "unanswered_leads",
        "lead",
        label="Not answered yet",
        filter="status = 'new' AND first_response_at = NULL",
        columns=["name", "company", "source", "age_days", "phone", "email", "owner_id"],
        sort="created_at",
        order=40,
    ),
    View("all_leads", "lead", label="All leads", columns=LEADS, sort="-created_at", order=50),
    View(
        "pipeline",
        "opportunity",
        label="Pipeline",
        form="board",
        filter=OPEN,
        group_by="stage",
        card=CARD,
        sums=["amount_base", "expected_revenue"],
        sort="close_date",
        order=10,
    ),
    View(
        "my_open_opportunities",
        "opportunity",
        label="My open deals",
        filter=f"{MINE} AND {OPEN}",
        columns=DEALS[:-1],
        sort="close_date",
        sums=["amount_base", "expected_revenue"],
        default=True,
        order=20,
    ),
    View(
        "closing_this_month",
        "opportunity",
        label="Closing this month",
        filter=f"{OPEN} AND IS_THIS(close_date, 'month')",
        columns=DEALS,
        sort="close_date",
        sums=["amount_base", "expected_revenue"],
        order=30,
    ),
    View(
        "won_this_quarter",
        "opportunity",
        label="Won this quarter",
        filter="stage = 'won' AND IS_THIS(close_date, 'quarter')",
        columns=["name", "account", "amount", "close_date", "won_reason", "source", "owner_id"],
        sort="-close_date",
        sums=["amount_base"],
        order=40,
    ),
    View(
        "lost_deals",
        "opportunity",
        label="Lost, and why",
        filter="stage = 'lost'",
        columns=["name", "account", "amount", "close_date", "lost_reason", "competitor", "owner_id"],
        sort="-close_date",
        sums=["amount_base"],
        order=50,
    ),
    View(
        "stalled_deals",
        "opportunity",
        label="Not moving",
        filter=f"{OPEN} AND stage_changed_at < DATEADD(NOW(), -30, 'day')",
        columns=["name", "account", "stage", "days_in_stage", "amount", "next_step", "next_step_date", "owner_id"],
        sort="stage_changed_at",
        order=60,
    ),
    View(
        "overdue_deals",
        "opportunity",
        label="Close date passed",
        filter=f"{OPEN} AND close_date < TODAY()",
        columns=DEALS,
        sort="close_date",
        order=70,
    ),
    View(
        "deal_calendar",
        "opportunity",
        label="Calendar",
        form="calendar",
        filter=OPEN,
        columns=["name", "stage", "close_date", "amount"],
        sort="close_date",
        order=80,
    ),
    View(
        "all_opportunities", "opportunity", label="All deals", columns=["number", *DEALS], sort="-created_at", order=90
    ),
    View(
        "all_competitors",
        "competitor",
        label="All competitors",
        columns=["name", "threat", "deal_count", "won_count", "lost_count"],
        sort="name",
        default=True,
    ),
]
