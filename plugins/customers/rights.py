"""Permission sets to give to people who work with customers."""

from dougong import PermissionSet

__all__ = ["rights"]

WORK = {"create": True, "read": True, "edit": True, "delete": False}
CLEAN_UP = {**WORK, "delete": True}
READ = {"read": True}
READ_ALL = {"read": True, "view_all": True}
OBJECTS = ("account", "contact", "account_contact", "contact_point", "consent")

customers_work = PermissionSet(
    "customers_work",
    label="Customers: work with mine",
    objects={
        "account": {**WORK, "fields": {"credit_rating": "read", "credit_limit": "read"}},
        "contact": WORK,
        "account_contact": CLEAN_UP,
        "contact_point": CLEAN_UP,
        "consent": WORK,
    },
)
customers_manage = PermissionSet(
    "customers_manage", label="Customers: manage", objects={name: CLEAN_UP for name in OBJECTS}, system=["export"]
)
customers_read = PermissionSet(
    "customers_read", label="Customers: read what is shared", objects={name: READ for name in OBJECTS}
)
customers_read_all = PermissionSet(
    "customers_read_all", label="Customers: read all", objects={name: READ_ALL for name in OBJECTS}
)

rights = [customers_work, customers_manage, customers_read, customers_read_all]
