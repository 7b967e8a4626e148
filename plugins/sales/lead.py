"""Somebody who may buy: not yet a customer, not yet a deal."""

from dougong import (
    Object,
    address,
    boolean,
    choice,
    date,
    datetime,
    email,
    formula,
    integer,
    long_text,
    money,
    option,
    options,
    phone,
    reference,
    rule,
    tags,
    text,
    url,
)
from plugins.sales.choices import INDUSTRIES, INTENTS, SOURCES

__all__ = ["lead"]

STATUSES = [
    option("new", color="blue", help="Answer within a working day: who asks first is often who sells."),
    option("contacted", color="cyan", help="Find out what they need, by when, and who decides."),
    option(
        "qualified",
        color="teal",
        entry="email <> NULL OR phone <> NULL OR mobile <> NULL",
        message="A qualified lead can be reached: it has an e-mail address or a phone number",
        help="There is a need and a budget: convert it.",
    ),
    option(
        "unqualified",
        color="gray",
        outcome="lost",
        entry="unqualified_reason <> NULL",
        message="Say why this lead is given up",
    ),
    option(
        "converted",
        color="green",
        outcome="won",
        entry="converted_at <> NULL",
        message="A lead becomes converted by the action Convert",
    ),
]
REASONS = ["no_need", "no_budget", "no_answer", "wrong_contact", "competitor", "bad_data", "not_now", "other"]

lead = Object(
    "lead",
    icon="target",
    color="grape",
    features=["activities", "comments", "files", "follow", "signature"],
    menu={"group": "sales", "order": 10},
    indexes=[["owner_id", "status", "created_at"]],
    fields={
        "name": text(
            index=True, search=True, label="Full name", help="Made from the parts, in the order of the language"
        )
    },
    first_name=text(max_length=80, label="Given name"),
    last_name=text(max_length=80, label="Family name"),
    company=text(index=True, search=True),
    job_title=text(max_length=120),
    email=email(label="E-mail", index=True),
    phone=phone(),
    mobile=phone(),
    wechat=text(max_length=64, label="WeChat"),
    website=url(),
    address=address(),
    industry=choice(INDUSTRIES),
    employees=integer(min=0),
    status=choice(STATUSES, required=True, default="new", index=True),
    rating=choice(options(hot="red", warm="orange", cold="blue")),
    score=integer(min=0, max=100, index=True, help="From 0 to 100"),
    source=choice(SOURCES, index=True),
    campaign=text(max_length=120, help="What made them come"),
    product=reference("product", help="What they asked for"),
    need=long_text(help="In their own words"),
    intent=choice(INTENTS),
    budget=money(min=0),
    decision_date=date(help="When they mean to decide"),
    decides=boolean(label="Decides alone", default=False),
    unqualified_reason=choice(REASONS, visible_when="status = 'unqualified'"),
    first_response_at=datetime(label="First response on"),
    do_not_contact=boolean(default=False, help="No marketing by any channel"),
    tags=tags(),
    description=long_text(),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this lead"
    ),
    age_days=formula("DATEDIFF(created_at, NOW(), 'day')", returns="integer", label="Age in days"),
    converted_at=datetime(visible_when="converted_at <> NULL", label="Converted on"),
    converted_account=reference("account", visible_when="converted_at <> NULL"),
    converted_contact=reference("contact", visible_when="converted_at <> NULL"),
    converted_opportunity=reference("opportunity", visible_when="converted_at <> NULL"),
    rules=[rule("has_a_name", "name = NULL AND company = NULL", "A lead has a name or a company", field="last_name")],
)
