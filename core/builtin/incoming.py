"""Addresses at which other systems tell us something."""

from dougong import Object, boolean, datetime, secret, text

__all__ = ["incoming_webhook"]

incoming_webhook = Object(
    "incoming_webhook",
    label="Incoming webhook",
    plural="Incoming webhooks",
    icon="webhook",
    features=[],
    menu=False,
    fields={
        "name": text(required=True, max_length=120),
        "secret": secret(read_only=True),
    },
    target=text(required=True, max_length=120, search=False, help="Who is told, such as automation:big_deal"),
    active=boolean(default=True),
    secret_before=secret(read_only=True, label="Secret of before"),
    changed_at=datetime(label="Secret changed on", read_only=True, track=False),
)
