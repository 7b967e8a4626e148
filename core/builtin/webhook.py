"""Who wants to hear of records at a URL."""

from dougong import Object, boolean, datetime, secret, tags, text

__all__ = ["webhook_subscription"]

webhook_subscription = Object(
    "webhook_subscription",
    label="Webhook",
    icon="webhook",
    name_field="url",
    features=[],
    menu=False,
    fields={
        "url": text(label="Address", required=True, max_length=2000, search=False),
        "events": tags(required=True, help="created, updated, deleted, restored"),
        "filter": text(max_length=2000, search=False, help="Which records"),
        "secret": secret(read_only=True),
    },
    objects=tags(required=True),
    active=boolean(default=True),
    secret_before=secret(read_only=True, label="Secret of before"),
    changed_at=datetime(label="Secret changed on", read_only=True, track=False),
)
