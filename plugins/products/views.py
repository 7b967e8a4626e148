"""The lists of products and prices."""

from dougong import View

__all__ = ["views"]

PRODUCTS = ["name", "code", "family", "kind", "unit", "list_price", "tax_rate", "active"]

views = [
    View(
        "active_products",
        "product",
        label="Active products",
        filter="active = TRUE",
        columns=PRODUCTS[:-1],
        sort="name",
        default=True,
        order=10,
    ),
    View("all_products", "product", label="All products", columns=PRODUCTS, sort="name", order=20),
    View(
        "products_by_family",
        "product",
        label="By family",
        form="board",
        group_by="family",
        card=["name", "code", "list_price"],
        sort="name",
        order=30,
    ),
    View(
        "product_gallery",
        "product",
        label="Gallery",
        form="gallery",
        filter="active = TRUE",
        card=["image", "name", "code", "list_price"],
        sort="name",
        order=40,
    ),
    View(
        "all_product_families",
        "product_family",
        label="All product families",
        columns=["name", "parent", "product_count", "description"],
        sort="name",
        default=True,
    ),
    View(
        "all_price_books",
        "price_book",
        label="All price books",
        columns=["name", "currency", "standard", "valid_from", "valid_until", "entry_count", "active"],
        sort="name",
        default=True,
    ),
    View(
        "all_prices",
        "price_book_entry",
        label="All prices",
        columns=["product", "price_book", "price", "min_quantity", "below_list", "active"],
        sort="name",
        default=True,
    ),
]
