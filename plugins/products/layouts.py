"""The pages of products and prices."""

from dougong import Layout

__all__ = ["layouts"]

product = Layout(
    "product",
    "product",
    header=["code", "family", "list_price", "active"],
    sections=[
        {"label": "Product", "columns": 2, "fields": ["name", "code", "specification", "family", "kind", "unit", "active", "image", "tags"]},
        {"label": "Price", "columns": 2, "fields": ["list_price", "cost", "margin_percent", "tax_rate"]},
        {"label": "Details", "columns": 2, "fields": ["manufacturer", "barcode", "weight", "warranty_months", "description", "external_id"]},
    ],
    related=[
        {"object": "price_book_entry", "field": "product", "label": "Prices", "columns": ["price_book", "price", "min_quantity", "active"]},
    ],
)  # fmt: skip

product_family = Layout(
    "product_family",
    "product_family",
    header=["parent", "product_count"],
    sections=[{"label": "Product family", "columns": 2, "fields": ["name", "parent", "description"]}],
    related=[
        {"object": "product", "field": "family", "label": "Products", "columns": ["name", "code", "list_price", "active"]},
        {"object": "product_family", "field": "parent", "label": "Parts", "columns": ["name", "product_count"]},
    ],
)  # fmt: skip

price_book = Layout(
    "price_book",
    "price_book",
    header=["currency", "standard", "active"],
    sections=[
        {"label": "Price book", "columns": 2, "fields": ["name", "currency", "standard", "active", "valid_from", "valid_until", "description"]},
    ],
    related=[
        {"object": "price_book_entry", "field": "price_book", "label": "Prices", "columns": ["product", "price", "min_quantity", "active"]},
    ],
)  # fmt: skip

price_book_entry = Layout(
    "price_book_entry",
    "price_book_entry",
    header=["product", "price_book", "price"],
    sections=[
        {"label": "Price", "columns": 2, "fields": ["price_book", "product", "price", "min_quantity", "below_list", "active"]},
    ],
)  # fmt: skip

layouts = [product, product_family, price_book, price_book_entry]
