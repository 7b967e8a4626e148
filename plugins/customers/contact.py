"""People at accounts, and people on their own."""

from dougong import (
    Object,
    address,
    boolean,
    choice,
    date,
    email,
    image,
    long_text,
    multi_choice,
    option,
    options,
    phone,
    reference,
    rollup,
    rule,
    tags,
    text,
    url,
)
from plugins.customers.choices import CHANNELS, SOURCES

__all__ = ["contact"]

LEVELS = options(
    {"owner": "Owner or board"},
    owner="grape", executive="violet", manager="blue", specialist="teal", assistant="gray",
)  # fmt: skip

contact = Object(
    "contact",
    icon="user",
    color="teal",
    features=["activities", "comments", "files", "follow", "signature"],
    menu={"group": "customers", "order": 20},
    indexes=[["owner_id", "name"]],
    fields={
        "name": text(
            index=True, search=True, label="Full name", help="Made from the parts, in the order of the language"
        )
    },
    first_name=text(max_length=80, label="Given name"),
    last_name=text(max_length=80, label="Family name", index=True),
    salutation=choice([option("mr", "Mr"), option("ms", "Ms"), option("dr", "Dr"), option("prof", "Prof.")]),
    account=reference("account", help="The company this person mainly works for"),
    job_title=text(max_length=120),
    department=text(max_length=120),
    level=choice(LEVELS, help="Where in the company"),
    reports_to=reference("contact"),
    email=email(label="E-mail", index=True),
    other_email=email(label="Other e-mail"),
    phone=phone(),
    mobile=phone(),
    wechat=text(max_length=64, label="WeChat", search=True),
    linkedin=url(label="LinkedIn"),
    mailing_address=address(),
    photo=image(track=False),
    birthday=date(),
    language=choice([option("en", "English"), option("zh", "中文"), option("pl", "Polski")], help="In which we write"),
    preferred_channels=multi_choice(CHANNELS, help="How this person likes to be reached"),
    preferred_time=choice(["morning", "noon", "afternoon", "evening"]),
    interests=tags(help="Products, hobbies, topics: what a talk may begin with"),
    do_not_contact=boolean(default=False, help="No marketing by any channel"),
    source=choice(SOURCES),
    tags=tags(),
    description=long_text(),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this person"
    ),
    company_count=rollup("account_contact.contact", "count", label="Companies", filter="until = NULL"),
    rules=[
        rule("has_a_name", "name = NULL", "A person has a family name or a given name", field="last_name"),
        rule("not_own_superior", "reports_to = id", "Nobody reports to themselves", field="reports_to"),
    ],
)
