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

KINDS = [
    option("prospect", color="blue"),
    option("customer", color="green"),
    option("partner", color="grape"),
    option("supplier", color="orange"),
    option("competitor", color="red"),
    option("former_customer", color="gray"),
]
TIERS = [
    option("a", "A – strategic", color="green"),
    option("b", "B – important", color="teal"),
    option("c", "C – regular", color="blue"),
    option("d", "D – occasional", color="gray"),
]
RISKS = [option("low", color="green"), option("medium", color="yellow"), option("high", color="red")]
CREDIT_RATINGS = [
    option("excellent", color="green"),
    option("good", color="teal"),
    option("fair", color="yellow"),
    option("poor", color="orange"),
    option("blocked", color="red"),
]

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
    rating=choice([option("hot", color="red"), option("warm", color="orange"), option("cold", color="blue")]),
    source=choice(SOURCES, help="How we came to know each other"),
    phone=phone(),
    email=email(),
    website=url(),
    billing_address=address(),
    shipping_address=address(),
    location=geo(help="For the map, and for finding who is near"),
    employees=integer(min=0),
    annual_revenue=money(min=0),
    founded=integer(min=1000, max=2200, label="Founded in"),
    tax_id=text(max_length=40, index=True, search=True, help="VAT number, NIP or 统一社会信用代码"),
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
    external_id=text(unique=True, max_length=120, track=False, help="What another system calls this company"),
    contact_count=rollup("contact.account", "count", label="Contacts"),
    subsidiary_count=rollup("account.parent", "count", label="Subsidiaries"),
    rules=[rule("not_own_parent", "parent = id", "A company can't belong to itself", field="parent")],
)
