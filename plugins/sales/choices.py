"""Lists of options that leads and opportunities share; industries and sources are those of accounts, so that a lead keeps
its own when it is converted."""

from dougong import option

__all__ = ["INDUSTRIES", "INTENTS", "PRIORITIES", "SOURCES"]

INDUSTRIES = [
    option("technology", color="indigo"),
    option("software", color="violet"),
    option("telecommunications", color="cyan"),
    option("electronics", color="blue"),
    option("manufacturing", color="gray"),
    option("machinery", color="dark"),
    option("automotive", color="orange"),
    option("chemicals", color="lime"),
    option("energy", color="yellow"),
    option("construction", color="orange"),
    option("real_estate", color="teal"),
    option("retail", color="pink"),
    option("wholesale", color="grape"),
    option("food", "Food and beverages", color="green"),
    option("agriculture", color="lime"),
    option("logistics", color="blue"),
    option("hospitality", color="pink"),
    option("medical", "Medical and health", color="red"),
    option("pharmaceutical", color="red"),
    option("finance", color="green"),
    option("insurance", color="teal"),
    option("services", "Business services", color="cyan"),
    option("marketing", color="grape"),
    option("employment", "Employment and staffing", color="violet"),
    option("entertainment", "Media and entertainment", color="pink"),
    option("education", color="indigo"),
    option("government", color="gray"),
    option("non_profit", "Non-profit", color="gray"),
    option("other", color="gray"),
]

SOURCES = [
    option("website", color="blue"),
    option("referral", color="green"),
    option("partner", color="grape"),
    option("trade_fair", color="orange"),
    option("campaign", color="pink"),
    option("advertisement", color="yellow"),
    option("cold_call", color="cyan"),
    option("social_media", color="violet"),
    option("inbound_call", color="teal"),
    option("inbound_email", "Inbound e-mail", color="indigo"),
    option("existing_customer", color="lime"),
    option("import", color="gray"),
    option("other", color="gray"),
]
INTENTS = [
    option("curious", "Just looking", color="gray"),
    option("comparing", "Comparing offers", color="blue"),
    option("intends", "Wants to buy", color="teal"),
    option("urgent", "Needs it now", color="red"),
]
PRIORITIES = [option("low", color="gray"), option("normal", color="blue"), option("high", color="red")]
