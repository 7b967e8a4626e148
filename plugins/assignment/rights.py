"""Who sets up assignment, and who sees why something came to whom."""

from dougong import PermissionSet, SharingRule

__all__ = ["rights"]

MANAGE = {"create": True, "read": True, "edit": True, "delete": True, "view_all": True, "modify_all": True}
READ_ALL = {"read": True, "view_all": True}

assignment_manage = PermissionSet(
    "assignment_manage",
    label="Assignment: set up",
    objects={**{name: MANAGE for name in ("assignment_rule", "assignment_person", "territory")}, "assignment": READ_ALL},
)
assignment_read = PermissionSet("assignment_read", label="Assignment: see what came to me and why", objects={"assignment": {"read": True}})
mine = SharingRule("assignments_to_who_got_them", "assignment", where="person = ME()", share_with={"permission_set": "assignment_read"})

rights = [assignment_manage, assignment_read, mine]
