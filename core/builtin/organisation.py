"""The company itself: its currency, language and calendar, and what currencies are worth."""

from dougong import Object, Settings, choice, date, decimal, image, integer, option, text

__all__ = ["currency_rate", "organisation"]

CURRENCY_CODE = "[A-Z]{3}"

organisation = Settings(
    "organisation",
    fields={"name": text(max_length=120)},
    base_currency=text(default="EUR", pattern=CURRENCY_CODE, max_length=3, help="What amounts are summed up in"),
    language=choice([option("en", "English"), option("zh", "中文"), option("pl", "Polski")], default="en"),
    time_zone=text(default="UTC", max_length=64),
    phone_region=text(
        default="PL", pattern="[A-Z]{2}", max_length=2, help="The country of numbers written without a country code"
    ),
    fiscal_year_start=integer(default=1, min=1, max=12, help="The month in which the business year begins"),
    first_weekday=choice(["monday", "saturday", "sunday"], default="monday", label="The week begins on"),
    logo=image(),
)

currency_rate = Object(
    "currency_rate",
    icon="coins",
    sharing="read",
    name_field="currency",
    features=[],
    menu=False,
    indexes=[["currency", "valid_from"]],
    currency=text(required=True, pattern=CURRENCY_CODE, max_length=3),
    rate=decimal(
        required=True, scale=8, min="0.00000001", help="What one unit is worth in the organisation's currency"
    ),
    valid_from=date(required=True, help="Until the next rate of the same currency"),
)
