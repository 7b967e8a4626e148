"""Lists of options that accounts, contacts and others share."""

from dougong import options

__all__ = ["CHANNELS", "INDUSTRIES", "SOURCES"]

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

CHANNELS = options(
    {"email": "E-mail", "sms": "Text message", "wechat": "WeChat", "whatsapp": "WhatsApp"},
    email="indigo", phone="teal", sms="cyan", wechat="green", whatsapp="lime", post="gray", visit="orange",
)  # fmt: skip
