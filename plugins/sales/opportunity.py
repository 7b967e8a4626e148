"""A deal that may be won: what, for how much, when, and how sure we are."""

from dougong import (
    NumberSeries,
    Object,
    auto_number,
    boolean,
    choice,
    date,
    datetime,
    formula,
    long_text,
    money,
    option,
    options,
    percent,
    reference,
    rollup,
    tags,
    text,
)
from plugins.sales.choices import INTENTS, PRIORITIES, SOURCES

__all__ = ["opportunity", "opportunity_number"]

PIPELINES = [
    option("new_business", color="blue", help="Somebody buys from us for the first time, or something new"),
    option("renewal", color="teal", help="A contract that runs out is renewed"),
]
STAGES = [
    option(
        "prospecting",
        color="gray",
        within=["new_business"],
        help="Find out whether there is a need, and who decides.",
        probability=10,
        forecast="pipeline",
    ),
    option(
        "qualification",
        color="blue",
        help="Need, budget, decision time: ask for all three.",
        probability=20,
        forecast="pipeline",
    ),
    option(
        "analysis",
        color="cyan",
        within=["new_business"],
        help="Understand the need well enough to write the offer.",
        probability=40,
        forecast="pipeline",
    ),
    option(
        "proposal",
        color="violet",
        entry="amount <> NULL",
        message="A proposal has an amount",
        help="Agree on a day for their answer, and put it into the next step.",
        probability=60,
        forecast="best_case",
    ),
    option(
        "negotiation",
        color="orange",
        entry="amount <> NULL AND close_date <> NULL",
        message="A negotiation has an amount and a close date",
        help="Give something only for something.",
        probability=80,
        forecast="commit",
    ),
    option(
        "won",
        color="green",
        entry="amount <> NULL AND close_date <> NULL",
        message="A won deal has an amount and a close date",
        outcome="won",
        probability=100,
        forecast="closed",
    ),
    option(
        "lost",
        color="red",
        entry="lost_reason <> NULL",
        message="Say why this deal was lost: the next one will profit",
        outcome="lost",
        probability=0,
        forecast="omitted",
    ),
]
FORECASTS = options(pipeline="gray", best_case="blue", commit="teal", closed="green", omitted="gray")
CHANNELS = ["direct", "distributor", "retail", "online", "tender"]
WON_REASONS = ["price", "quality", "features", "relationship", "service", "delivery_time", "only_bidder", "other"]
LOST_REASONS = [
    option("price"),
    option("competitor"),
    option("no_budget"),
    option("no_decision"),
    option("features", "Missing features"),
    option("delivery_time"),
    option("relationship"),
    option("need_gone", "Need no longer there"),
    option("no_answer"),
    option("not_recorded"),
    option("other"),
]
IS_LOST = "stage = 'lost'"
IS_WON = "stage = 'won'"

opportunity_number = NumberSeries("opportunity_number", "OPP-{YYYY}-{00000}", reset="year")

opportunity = Object(
    "opportunity",
    plural="Opportunities",
    icon="trophy",
    color="green",
    menu={"group": "sales", "order": 20},
    indexes=[["stage", "close_date"], ["owner_id", "close_date"], ["owner_id", "stage", "amount", "amount_base"]],
    fields={"name": text(required=True, index=True, search=True)},
    number=auto_number("opportunity_number"),
    account=reference("account", on_delete="restrict"),
    contact=reference("contact", help="The person we deal with"),
    pipeline=choice(PIPELINES, required=True, default="new_business"),
    stage=choice(STAGES, depends_on="pipeline", required=True, default="prospecting", index=True),
    probability=percent(min=0, max=100, help="Follows the stage until you know better"),
    forecast_category=choice(FORECASTS, label="Forecast", help="Follows the stage until you know better"),
    amount=money(min=0, index=True),
    amount_follows_lines=boolean(default=True, help="The amount is the total of the lines, once there are any"),
    expected_revenue=formula("amount_base * probability / 100", returns="money", help="Amount times probability"),
    margin=money(help="What is left after costs"),
    budget=money(min=0, help="What the customer has set aside"),
    close_date=date(index=True, help="When it will be signed, or was"),
    engage_date=date(help="When work on it began"),
    decision_date=date(help="When the customer means to decide"),
    need=long_text(help="In the customer's own words"),
    intent=choice(INTENTS),
    product=reference("product", help="What it is mainly about"),
    source=choice(SOURCES, index=True),
    channel=choice(CHANNELS, default="direct"),
    priority=choice(PRIORITIES, default="normal"),
    next_step=text(help="What we do next, so that it moves"),
    next_step_date=date(label="Next step on"),
    won_reason=choice(WON_REASONS, visible_when=IS_WON),
    lost_reason=choice(LOST_REASONS, visible_when=IS_LOST),
    lost_note=long_text(visible_when=IS_LOST, label="What we learned"),
    competitor=reference("competitor", help="Whom we are up against, or lost to"),
    lead=reference("lead", help="Where it came from"),
    tags=tags(),
    description=long_text(),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this deal"
    ),
    stage_changed_at=datetime(label="In this stage since", track=False),
    days_in_stage=formula("DATEDIFF(stage_changed_at, NOW(), 'day')", returns="integer"),
    age_days=formula("DATEDIFF(created_at, NOW(), 'day')", returns="integer", label="Age in days"),
    line_total=rollup("opportunity_line.opportunity", "sum", field="total", label="Total of lines"),
    largest_discount=rollup("opportunity_line.opportunity", "max", field="discount", help="Of its lines, in percent"),
    line_count=rollup("opportunity_line.opportunity", "count", label="Lines"),
)
