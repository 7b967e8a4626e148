"""What everybody may do, and who may do everything."""

from core.builtin.import_template import shared_templates
from core.builtin.saved_view import shared_views
from dougong import PermissionSet, Role

__all__ = ["rights"]

OWN = {"create": True, "read": True, "edit": True, "delete": True}
READ = {"read": True}

administrator = PermissionSet("administrator", system=["administer", "export"])
standard = PermissionSet(
    "standard",
    label="Everybody",
    objects={
        "user": READ,
        "team": READ,
        "currency_rate": READ,
        "activity": OWN,
        "comment": OWN,
        "file": OWN,
        "saved_view": OWN,
        "import_template": OWN,
        "follow": OWN,
        "absence": OWN,
        "notification": {"read": True, "edit": True, "delete": True},
    },
)
ceo = Role("ceo", label="Management")

rights = [administrator, standard, ceo, shared_views, shared_templates]
