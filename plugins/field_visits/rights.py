"""Who goes out, and who looks after types of visits. Managers see the outings of their people by the hierarchy."""

from dougong import PermissionSet

__all__ = ["rights"]

OWN = {"create": True, "read": True, "edit": True, "delete": True}
GOING = ("outing", "visit", "visit_action")
TYPES = ("visit_type", "visit_type_action")

field_visits_work = PermissionSet(
    "field_visits_work",
    label="Field visits: go out",
    objects={**{name: OWN for name in GOING}, **{name: {"read": True} for name in TYPES}},
)
field_visits_manage = PermissionSet(
    "field_visits_manage",
    label="Field visits: look after types, see all",
    objects={**{name: {**OWN, "view_all": True} for name in GOING}, **{name: OWN for name in TYPES}},
    system=["export"],
)

rights = [field_visits_work, field_visits_manage]
