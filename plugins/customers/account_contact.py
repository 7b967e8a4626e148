"""Which person plays which part in which company, since when and until when."""

from dougong import Object, boolean, choice, date, long_text, options, reference, rule, text

__all__ = ["account_contact"]

ROLES = options(
    {"champion": "Champion (speaks for us)", "user": "User of the product", "technical": "Technical contact"},
    decision_maker="grape", influencer="violet", champion="green", opponent="red", gatekeeper="orange", user="blue",
    technical="cyan", purchasing="teal", finance="yellow", legal="gray", other="gray",
)  # fmt: skip

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
