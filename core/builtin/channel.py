"""What an administrator has filled in for each way out of the tenant."""

from dougong import Object, json, secret, tags, text

__all__ = ["channel_settings"]

channel_settings = Object(
    "channel_settings",
    label="Channel",
    plural="Channels",
    icon="send",
    features=[],
    menu=False,
    fields={"name": text(required=True, unique=True, max_length=47, read_only=True, search=False)},
    values=json(read_only=True, help="What is filled in, but for secrets"),
    with_secrets=tags(label="Secrets that are set", read_only=True),
    secrets=secret(read_only=True),
)
