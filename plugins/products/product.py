"""What is sold, and the families it belongs to."""

from dougong import (
    Object,
    boolean,
    choice,
    decimal,
    formula,
    image,
    integer,
    long_text,
    money,
    option,
    options,
    percent,
    reference,
    rollup,
    rule,
    tags,
    text,
)

__all__ = ["product", "product_family"]

KINDS = options(goods="blue", service="teal", subscription="grape", bundle="orange")
UNITS = [
    option("piece"),
    option("set"),
    option("box"),
    option("pallet"),
    option("kg", "kg"),
    option("tonne"),
    option("litre"),
    option("metre"),
    option("m2", "m²"),
    option("hour"),
    option("day"),
    option("month"),
    option("year"),
    option("licence"),
    option("user"),
]

product = Object(
    "product",
    icon="package",
    color="orange",
    sharing="read",
    menu={"group": "products", "order": 10},
    indexes=[["active", "name"]],
    fields={"name": text(required=True, index=True, search=True)},
    code=text(unique=True, max_length=80, search=True, help="Article number or SKU"),
    specification=text(max_length=200, search=True, help="Size, model, packing: what sets it apart from others of its name"),
    family=reference("product_family", on_delete="restrict"),
    kind=choice(KINDS, default="goods"),
    unit=choice(UNITS, default="piece", help="What a quantity of one means"),
    list_price=money(min=0, help="Before discounts and tax"),
    cost=money(min=0, help="What one unit costs us"),
    margin_percent=formula(
        "IF(list_price > 0 AND list_price_currency = cost_currency, (list_price - cost) / list_price * 100, NULL)",
        returns="percent",
        label="Margin",
    ),
    tax_rate=percent(min=0, max=100),
    active=boolean(default=True, help="Offered in new quotes and deals"),
    barcode=text(max_length=40, index=True, search=True),
    manufacturer=text(max_length=120),
    weight=decimal(scale=3, min=0, help="In kilograms"),
    warranty_months=integer(label="Warranty in months", min=0, max=600),
    image=image(track=False),
    tags=tags(),
    description=long_text(translate=True),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this product"
    ),
    rules=[
        rule(
            "a_price_needs_its_currency_alike",
            "list_price <> NULL AND cost <> NULL AND list_price_currency <> cost_currency",
            "Price and cost are in the same currency",
            field="cost",
        )
    ],
)

product_family = Object(
    "product_family",
    label="Product family",
    plural="Product families",
    icon="category",
    sharing="read",
    features=[],
    menu={"group": "products", "order": 20},
    fields={
        "name": text(required=True, unique=True, max_length=120),
        "parent": reference("product_family", label="Part of"),
    },
    description=long_text(),
    product_count=rollup("product.family", "count", label="Products"),
    rules=[rule("not_own_parent", "parent = id", "A family can't be part of itself", field="parent")],
)
