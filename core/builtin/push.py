"""Devices that are told of notifications, and the key that their push services know this tenant by."""

from dougong import Object, secret, text

__all__ = ["push_key", "push_subscription"]

push_subscription = Object(
    "push_subscription",
    icon="bell-ringing",
    features=[],
    menu=False,
    fields={"name": text(label="Device", required=True, max_length=120, track=False)},
    endpoint=text(label="Address at the push service", required=True, max_length=1000, read_only=True, track=False, search=False),
    public_key=text(required=True, max_length=120, read_only=True, track=False, search=False),
    auth=secret(label="Secret shared with the device", read_only=True),
    session=text(required=True, unique=True, max_length=64, read_only=True, track=False, search=False, help="The sign-in that it ends with"),
)

push_key = Object(
    "push_key",
    icon="key",
    features=[],
    menu=False,
    fields={"name": text(required=True, unique=True, max_length=20, read_only=True, track=False, search=False)},
    public=text(label="Public key", required=True, max_length=120, read_only=True, track=False, search=False),
    private=secret(label="Private key", read_only=True),
)
