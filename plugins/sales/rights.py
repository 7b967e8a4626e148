"""Who may do what in sales: roles of a usual sales organisation, and permission sets for them."""

from dougong import PermissionSet, Role

__all__ = ["rights"]

READ = {"read": True}
WORK = {"create": True, "read": True, "edit": True, "delete": False}
CLEAN_UP = {**WORK, "delete": True}
ALL = {**CLEAN_UP, "view_all": True}

CUSTOMERS = ("account", "contact", "account_contact", "contact_point", "consent")
CATALOGUE = ("product_family", "price_book", "price_book_entry")

sales_rep = PermissionSet(
    "sales_rep",
    label="Sales: representative",
    objects={
        "lead": WORK,
        "opportunity": WORK,
        "opportunity_line": CLEAN_UP,
        "competitor": {"create": True, "read": True, "edit": True},
        "account": {**WORK, "fields": {"credit_rating": "read", "credit_limit": "read"}},
        "contact": WORK,
        "account_contact": CLEAN_UP,
        "contact_point": CLEAN_UP,
        "consent": WORK,
        "product": {**READ, "fields": {"cost": "none", "margin_percent": "none"}},
        **{name: READ for name in CATALOGUE},
    },
)
sales_manager = PermissionSet(
    "sales_manager",
    label="Sales: manager",
    objects={
        **{name: CLEAN_UP for name in ("lead", "opportunity", "opportunity_line", "competitor", *CUSTOMERS)},
        **{name: READ for name in ("product", *CATALOGUE)},
    },
    system=["export"],
)
sales_director = PermissionSet(
    "sales_director",
    label="Sales: director",
    objects={
        **{name: ALL for name in ("lead", "opportunity", "opportunity_line", "competitor", *CUSTOMERS)},
        **{name: CLEAN_UP for name in ("product", *CATALOGUE)},
    },
    system=["export"],
)
sales_read = PermissionSet(
    "sales_read",
    label="Sales: read what is shared",
    objects={name: READ for name in ("lead", "opportunity", "opportunity_line", "competitor")},
)

roles = [
    Role("sales_director", label="Sales director", parent="ceo"),
    Role("sales_manager", label="Sales manager", parent="sales_director"),
    Role("sales_rep", label="Sales representative", parent="sales_manager"),
]

rights = [sales_rep, sales_manager, sales_director, sales_read, *roles]
