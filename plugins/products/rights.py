"""Permission sets to give to people who use or keep the catalogue of products."""

from dougong import PermissionSet

__all__ = ["rights"]

READ = {"read": True}
KEEP = {"create": True, "read": True, "edit": True, "delete": True, "modify_all": True}
WITHOUT_COST = {"cost": "none", "margin_percent": "none"}

products_read = PermissionSet(
    "products_read",
    label="Products: look up",
    objects={
        "product": {**READ, "fields": WITHOUT_COST},
        "product_family": READ,
        "price_book": READ,
        "price_book_entry": READ,
    },
)
products_costs = PermissionSet("products_costs", label="Products: see costs", objects={"product": READ})
products_manage = PermissionSet(
    "products_manage",
    label="Products: manage",
    objects={"product": KEEP, "product_family": KEEP, "price_book": KEEP, "price_book_entry": KEEP},
    system=["export"],
)

rights = [products_read, products_costs, products_manage]
