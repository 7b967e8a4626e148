"""Two years of selling in the demo company."""

from __future__ import annotations

from dougong import Context, hookimpl
from dougong.demo import make
from plugins.sales.demo.deals import Deal
from plugins.sales.demo.leads import converted_leads, invented_lead, lead_tasks
from plugins.sales.demo.world import look_around

__all__ = ["register_demo"]

LEADS, DEALS = 300, 1500
#: Percent off of some open deals in China, which their manager and from 35 % on the director are asked for.
DISCOUNTS = (25, 30, 40, 22)


@hookimpl
def register_demo(ctx: Context) -> None:
    """Deals with lines, activities and comments; leads, some of which became deals."""
    world = look_around(ctx)
    deals = [Deal(world) for _ in range(DEALS)]
    asked = [deal for deal in deals if not deal.closed and deal.record["owner_id"] in (world.staff["rep1"], world.staff["rep2"])]
    one_each = {deal.account["id"]: deal for deal in sorted(asked, key=lambda deal: str(deal.record["name"]))}
    for deal, discount in zip(list(one_each.values())[::-1], DISCOUNTS, strict=False):
        deal.give(discount)
    ids = make(ctx, "opportunity", [deal.record for deal in deals])
    together = list(zip(deals, ids, strict=True))
    make(ctx, "opportunity_line", [{**line, "opportunity": id} for deal, id in together for line in deal.lines])
    make(ctx, "activity", [task for deal, id in together for task in deal.tasks(id)])
    make(ctx, "comment", [comment for deal, id in together for comment in deal.comments(id)])
    leads = [invented_lead(world) for _ in range(LEADS)] + list(converted_leads(world, deals, ids))
    lead_ids = make(ctx, "lead", leads)
    make(
        ctx,
        "activity",
        [task for lead, id in zip(leads, lead_ids, strict=True) for task in lead_tasks(world, lead, id)],
    )
