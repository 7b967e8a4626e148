"""More phone numbers, e-mail addresses and places of a company or person."""

from dougong import Object, address, any_reference, boolean, choice, options, rule, text

__all__ = ["contact_point"]

KINDS = options(
    {"email": "E-mail", "wechat": "WeChat", "whatsapp": "WhatsApp"},
    phone="teal", mobile="cyan", email="indigo", fax="gray", wechat="green", whatsapp="lime", address="orange",
    other="gray",
)  # fmt: skip
USES = ["work", "home", "billing", "delivery", "headquarters", "branch", "warehouse", "other"]

contact_point = Object(
    "contact_point",
    label="Way to reach",
    plural="Ways to reach",
    icon="at",
    sharing="parent",
    parent="about",
    name_field="value",
    features=[],
    menu=False,
    about=any_reference(["account", "contact"], required=True, on_delete="cascade", label="Of"),
    kind=choice(KINDS, required=True, default="phone"),
    use=choice(USES, default="work"),
    value=text(
        search=True, index=True, help="The number or address as you would write it", required_when="kind <> 'address'"
    ),
    address=address(visible_when="kind = 'address'", required_when="kind = 'address'"),
    primary=boolean(default=False, help="The first one of its kind to try"),
    note=text(),
    external_id=text(
        label="External ID", unique=True, max_length=120, track=False, help="What another system calls this"
    ),
    rules=[
        rule(
            "email_has_an_at",
            "kind = 'email' AND NOT CONTAINS(value, '@')",
            "An e-mail address has an @",
            field="value",
        )
    ],
)
