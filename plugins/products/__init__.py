"""Products

What you sell, what it costs, and the price books that say at which price to whom.
"""

from collections.abc import Iterable

from dougong import Definition, hookimpl, translations
from plugins.products.demo import register_demo
from plugins.products.duplicates import duplicate_rules
from plugins.products.hooks import record_before_save
from plugins.products.layouts import layouts
from plugins.products.price_book import price_book, price_book_entry
from plugins.products.product import product, product_family
from plugins.products.rights import rights
from plugins.products.views import views

__all__ = ["record_before_save", "register_demo", "register_objects", "requires"]

requires: list[str] = []


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [
        product, product_family, price_book, price_book_entry,
        *rights, *views, *layouts, *duplicate_rules, *translations(__name__),
    ]  # fmt: skip
