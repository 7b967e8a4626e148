"""Whom we sell against, and how we win."""

from dougong import Object, choice, long_text, options, reference, rollup, text, url

__all__ = ["competitor"]

competitor = Object(
    "competitor",
    icon="swords",
    color="red",
    sharing="write",
    features=["comments", "files"],
    menu={"group": "sales", "order": 40},
    fields={"name": text(required=True, unique=True)},
    website=url(),
    account=reference("account", help="Its record among the accounts, if there is one"),
    threat=choice(options(low="green", medium="yellow", high="red")),
    strengths=long_text(),
    weaknesses=long_text(),
    strategy=long_text(label="How we win"),
    deal_count=rollup("opportunity.competitor", "count", label="Deals"),
    lost_count=rollup("opportunity.competitor", "count", filter="stage = 'lost'", label="Lost to them"),
    won_count=rollup("opportunity.competitor", "count", filter="stage = 'won'", label="Won against them"),
)
