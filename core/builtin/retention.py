"""How long a tenant keeps what is good for a while."""

from dougong import Settings, integer

__all__ = ["retention"]

retention = Settings(
    "retention",
    fields={
        "change_sets": integer(
            default=30, min=1, max=3650, label="Days in which imports and bulk work can be put back"
        ),
        "deliveries": integer(default=90, min=1, max=3650, label="Days in which e-mails and webhooks that went out are listed"),
        "audit": integer(default=730, min=30, max=3650, label="Days in which it is kept who signed in, exported and switched modules"),
    },
)
