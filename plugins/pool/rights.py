"""Who sees pools and what lies in them."""

from dougong import PermissionSet, SharingRule

__all__ = ["rights"]

READ = {"read": True}
MANAGE = {"create": True, "read": True, "edit": True, "delete": True, "view_all": True, "modify_all": True}
OPEN = {"read": True, "view_all": True}
BELONGS = "CONTAINS({path}, TEXT(ME()))"
MEMBERS = {"permission_set": "pool_work"}

pool_work = PermissionSet(
    "pool_work", label="Public pool: take and give back", objects={name: READ for name in ("pool", "pool_rule", "pool_move")}
)
pool_manage = PermissionSet(
    "pool_manage", label="Public pool: set up and hand out", objects={"pool": MANAGE, "pool_rule": MANAGE, "pool_move": OPEN}
)
pools = SharingRule("pools_to_members", "pool", where=BELONGS.format(path="readers"), share_with=MEMBERS)
moves = SharingRule("pool_moves_to_members", "pool_move", where=BELONGS.format(path="pool.readers"), share_with=MEMBERS)
held = [
    SharingRule(f"pooled_{object}s_to_members", object, where=f"pool <> NULL AND {BELONGS.format(path='pool.readers')}", share_with=MEMBERS)
    for object in ("lead", "account")
]

rights = [pool_work, pool_manage, pools, moves, *held]
