"""What is sold in a deal."""

from dougong import Object, date, decimal, formula, long_text, master_detail, money, percent, reference, rule, text

__all__ = ["opportunity_line"]

opportunity_line = Object(
    "opportunity_line",
    label="Line",
    icon="list-details",
    sharing="parent",
    parent="opportunity",
    features=[],
    menu=False,
    fields={"name": text(help="Taken from the product where you leave it out")},
    opportunity=master_detail("opportunity"),
    product=reference("product", on_delete="restrict"),
    quantity=decimal(scale=3, min=0, required=True, default="1"),
    price=money(scale=4, min=0, help="Of one unit; the list price where you leave it out"),
    discount=percent(min=0, max=100, default="0"),
    total=formula("ROUND(quantity * price * (1 - discount / 100), 2)", returns="decimal", scale=2),
    delivery_date=date(),
    note=long_text(),
    rules=[
        rule(
            "in_the_deals_currency",
            "price <> NULL AND opportunity.amount_currency <> NULL AND price_currency <> opportunity.amount_currency",
            "Lines are in the currency of their deal, so that they add up",
            field="price",
        )
    ],
)
