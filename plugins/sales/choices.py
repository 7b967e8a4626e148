"""Lists of options that leads and opportunities share; industries and sources are those of accounts, so that a lead keeps
its own when it is converted."""

from dougong import options

__all__ = ["INDUSTRIES", "INTENTS", "PRIORITIES", "SOURCES"]

INDUSTRIES = options(
    {
        "food": "Food and beverages", "medical": "Medical and health", "services": "Business services",
        "employment": "Employment and staffing", "entertainment": "Media and entertainment", "non_profit": "Non-profit",
    },
    technology="indigo", software="violet", telecommunications="cyan", electronics="blue", manufacturing="gray",
    machinery="dark", automotive="orange", chemicals="lime", energy="yellow", construction="orange",
    real_estate="teal", retail="pink", wholesale="grape", food="green", agriculture="lime", logistics="blue",
    hospitality="pink", medical="red", pharmaceutical="red", finance="green", insurance="teal", services="cyan",
    marketing="grape", employment="violet", entertainment="pink", education="indigo", government="gray",
    non_profit="gray", other="gray",
)  # fmt: skip

SOURCES = options(
    {"inbound_email": "Inbound e-mail"},
    website="blue", referral="green", partner="grape", trade_fair="orange", campaign="pink", advertisement="yellow",
    cold_call="cyan", social_media="violet", inbound_call="teal", inbound_email="indigo", existing_customer="lime",
    imported="gray", other="gray",
)  # fmt: skip
INTENTS = options(
    {"curious": "Just looking", "comparing": "Comparing offers", "intends": "Wants to buy", "urgent": "Needs it now"},
    curious="gray", comparing="blue", intends="teal", urgent="red",
)  # fmt: skip
PRIORITIES = options(low="gray", normal="blue", high="red")
