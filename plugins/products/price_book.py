"""Price books: which product is sold at which price, to whom, and from when."""

from dougong import (
    Object,
    boolean,
    date,
    decimal,
    formula,
    long_text,
    master_detail,
    money,
    reference,
    rollup,
    rule,
    text,
)

__all__ = ["price_book", "price_book_entry"]

price_book = Object(
    "price_book",
    label="Price book",
    icon="book",
    sharing="read",
    features=["comments"],
    menu={"group": "products", "order": 30},
    fields={"name": text(required=True, unique=True, max_length=120)},
    currency=text(required=True, pattern="[A-Z]{3}", max_length=3, default="EUR"),
    standard=boolean(default=False, help="Used where no other price book is chosen"),
    active=boolean(default=True),
    valid_from=date(),
    valid_until=date(),
    description=long_text(),
    entry_count=rollup("price_book_entry.price_book", "count", label="Prices"),
    rules=[rule("valid_in_order", "valid_until < valid_from", "It can't end before it begins", field="valid_until")],
)

price_book_entry = Object(
    "price_book_entry",
    label="Price",
    icon="tag",
    sharing="parent",
    parent="price_book",
    features=[],
    menu=False,
    fields={"name": text(read_only=True, help="Made from the product's name and the price book's")},
    price_book=master_detail("price_book"),
    product=reference("product", required=True, on_delete="cascade"),
    price=money(required=True, min=0),
    min_quantity=decimal(
        label="From quantity", scale=3, min=0, default="1", help="The price holds from this quantity on"
    ),
    active=boolean(default=True),
    below_list=formula(
        "IF(product.list_price > 0 AND product.list_price_currency = price_currency,"
        " (product.list_price - price) / product.list_price * 100, NULL)",
        returns="percent",
        label="Below list price",
    ),
    rules=[
        rule(
            "in_the_books_currency",
            "price_currency <> price_book.currency",
            "All prices of a price book are in its currency",
            field="price",
        )
    ],
)
