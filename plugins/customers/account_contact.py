"""Which person plays which part in which company, since when and until when."""

from dougong import Object, boolean, choice, date, long_text, option, reference, rule, text

__all__ = ["account_contact"]

ROLES = [
    option("decision_maker", color="grape"),
    option("influencer", color="violet"),
    option("champion", "Champion (speaks for us)", color="green"),
    option("opponent", color="red"),
    option("gatekeeper", color="orange"),
    option("user", "User of the product", color="blue"),
    option("technical", "Technical contact", color="cyan"),
    option("purchasing", color="teal"),
    option("finance", color="yellow"),
    option("legal", color="gray"),
    option("other", color="gray"),
]

account_contact = Object(
    "account_contact",
    label="Contact role",
    icon="users",
    sharing="parent",
    parent="account",
    features=[],
    menu=False,
    fields={"name": text(read_only=True, help="Made from the person's and the company's name")},
    account=reference("account", required=True, on_delete="cascade"),
    contact=reference("contact", required=True, on_delete="cascade"),
    role=choice(ROLES, required=True, default="user"),
    primary=boolean(default=False, help="The first one to call; each company has one"),
    since=date(),
    until=date(help="Those who left stay in the history"),
    note=long_text(),
    rules=[rule("ends_after_it_began", "until < since", "It can't end before it began", field="until")],
)
