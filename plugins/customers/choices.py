"""Lists of options that accounts, contacts and others share."""

from dougong import option

__all__ = ["CHANNELS", "INDUSTRIES", "SOURCES"]

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

CHANNELS = [
    option("email", "E-mail", color="indigo"),
    option("phone", color="teal"),
    option("sms", "Text message", color="cyan"),
    option("wechat", "WeChat", color="green"),
    option("whatsapp", "WhatsApp", color="lime"),
    option("post", color="gray"),
    option("visit", color="orange"),
]
