"""Companies: customers, prospects, partners, suppliers and competitors."""

from dougong import (
    Object,
    address,
    boolean,
    choice,
    date,
    email,
    geo,
    integer,
    long_text,
    money,
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
from plugins.customers.choices import INDUSTRIES, SOURCES

__all__ = ["account"]

KINDS = options(
    prospect="blue", customer="green", partner="grape", supplier="orange", competitor="red", former_customer="gray",
)  # fmt: skip
TIERS = options(
    {"a": "A – strategic", "b": "B – important", "c": "C – regular", "d": "D – occasional"},
    a="green", b="teal", c="blue", d="gray",
)  # fmt: skip
RISKS = options(low="green", medium="yellow", high="red")
CREDIT_RATINGS = options(excellent="green", good="teal", fair="yellow", poor="orange", blocked="red")

account = Object(
    "account",
    icon="building",
    color="blue",
    menu={"group": "customers", "order": 10},
    indexes=[["owner_id", "name"], ["kind", "industry"]],
    fields={
        "name": text(required=True, index=True, search=True, help="As people say it"),
        "parent": reference("account", label="Belongs to", help="The company that owns or controls this one"),
    },
    legal_name=text(search=True, help="As it stands in the register"),
    kind=choice(KINDS, default="prospect", required=True, index=True),
    industry=choice(INDUSTRIES, index=True),
    tier=choice(TIERS, help="How much attention this company deserves"),
    rating=choice(options(hot="red", warm="orange", cold="blue")),
    source=choice(SOURCES, help="How we came to know each other"),
    phone=phone(),
    email=email(label="E-mail"),
    website=url(),
    billing_address=address(),
    shipping_address=address(),
    location=geo(help="For the map, and for finding who is near"),
    employees=integer(min=0),
    annual_revenue=money(min=0),
    founded=integer(min=1000, max=2200, label="Founded in"),
    tax_id=text(label="Tax ID", max_length=40, index=True, search=True, help="VAT number, NIP or 统一社会信用代码"),
    registration_number=text(max_length=40, search=True, help="In the companies' register: KRS, REGON …"),
    language=choice([option("en", "English"), option("zh", "中文"), option("pl", "Polski")], help="In which we write"),
    risk=choice(RISKS),
    risk_reason=text(required_when="risk = 'high'"),
    risk_since=date(visible_when="risk <> NULL"),
    credit_rating=choice(CREDIT_RATINGS),
    credit_limit=money(min=0),
    needs=long_text(help="What they are looking for"),
    interests=tags(),
    tags=tags(),
    do_not_contact=boolean(default=False, help="No marketing by any channel"),
    description=long_text(),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this company"
    ),
    contact_count=rollup("contact.account", "count", label="Contacts"),
    subsidiary_count=rollup("account.parent", "count", label="Subsidiaries"),
    rules=[rule("not_own_parent", "parent = id", "A company can't belong to itself", field="parent")],
)
