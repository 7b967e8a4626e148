"""Pools, their rules, the log of who got and lost what, and where a lead or an account lies meanwhile."""

from dougong import (
    Extension,
    Object,
    any_reference,
    boolean,
    choice,
    datetime,
    integer,
    long_text,
    many_to_many,
    option,
    options,
    reference,
    rule,
    tags,
    text,
    user,
)

__all__ = ["objects"]

HELD = ["lead", "account"]

pool = Object(
    "pool",
    label="Public pool",
    icon="pool",
    color="cyan",
    features=[],
    menu={"group": "sales", "order": 50},
    fields={"name": text(required=True, unique=True, max_length=120)},
    holds=choice([option("lead", "Leads"), option("account", "Accounts")], required=True, default="lead"),
    active=boolean(default=True, help="Only active pools take records back"),
    position=integer(default=10, min=0, help="Of several pools that would take a record, the one with the lowest number does"),
    where=long_text(label="Which records", help="A condition, such as converted_at = NULL; without one all of them"),
    spared=long_text(label="Never recycled", help="A condition that keeps records with their owner, such as rating = 'hot'"),
    spare_open_deals=boolean(default=True, label="Spare open deals", help="Accounts with an open deal stay with their owner", visible_when="holds = 'account'"),
    members=many_to_many("user", help="Who sees and takes what lies in the pool"),
    team=reference("team", help="Its members belong to the pool as well"),
    roles=tags(help="Names of roles, whose holders belong to the pool as well"),
    readers=long_text(read_only=True, heavy=True, track=False, help="All who belong to the pool"),
    hold_most=integer(min=1, label="Held at most", help="How many such records a member may have at the same time"),
    day_most=integer(min=1, label="Taken a day at most", help="How many a member may take from the pool on one day"),
    cooling_days=integer(min=0, default=30, label="Cooling-off days", help="How long whoever lost or gave up a record may not take it again"),
    warn_days=integer(min=0, default=3, label="Warned days before", help="How long before the owner gets a task that says so; 0: not at all"),
)  # fmt: skip

pool_rule = Object(
    "pool_rule",
    label="Recycle rule",
    icon="recycle",
    sharing="parent",
    parent="pool",
    features=[],
    menu=False,
    fields={"name": text(required=True, max_length=120)},
    pool=reference("pool", required=True, on_delete="cascade"),
    clock=choice(
        [option("contact", "Since the last contact"), option("owner", "Since this owner has it")],
        label="Days count", required=True, default="contact",
    ),
    days=integer(min=1, required=True),
    where=long_text(label="Which records", help="A condition, such as tier = 'a'; without one all that the pool takes"),
    active=boolean(default=True),
)  # fmt: skip

pool_move = Object(
    "pool_move",
    label="Coming and going",
    plural="Comings and goings",
    icon="history",
    name_field="reason",
    features=[],
    menu=False,
    indexes=[["owner_id", "kind", "created_at"]],
    pool=reference("pool", required=True, on_delete="cascade"),
    record=any_reference(HELD, required=True, on_delete="cascade"),
    kind=choice(
        options(
            {"recycled": "Taken back", "released": "Given back", "claimed": "Taken", "assigned": "Handed out"},
            recycled="orange", released="gray", claimed="green", assigned="blue",
        ),
        required=True,
    ),
    person=user(required=True, help="Who lost it, gave it back or got it"),
    by=user(help="Whose doing it was, where it was another's"),
    reason=text(max_length=200),
    number=integer(help="Which one of those that this person took"),
    key=text(unique=True, track=False, max_length=120, help="Two takings at the same time can't have the same number"),
)  # fmt: skip


def lies_in_pool(object: str) -> Extension:
    """Where a record lies, and since when its owner has it."""
    fits = rule("lies_in_a_pool_for_it", f"pool <> NULL AND pool.holds <> '{object}'", "This pool is for other records", field="pool")
    return Extension(
        object,
        rules=[fits],
        pool=reference("pool", label="In the pool"),
        pooled_at=datetime(label="In the pool since", read_only=True, track=False),
        owned_since=datetime(label="With this owner since", read_only=True, track=False),
    )


objects = [pool, pool_rule, pool_move, *(lies_in_pool(object) for object in HELD)]
