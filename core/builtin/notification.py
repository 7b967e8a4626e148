"""What people are told of, and what they want to be told of."""

from dougong import Object, any_reference, choice, datetime, integer, option, text
from dougong import user as user_field

__all__ = ["KINDS", "follow", "notification"]

KINDS = [
    option("assigned", "Handed over to me", color="blue", icon="user-check"),
    option("mentioned", "Mentions of me", color="grape", icon="at"),
    option("commented", "Comments", color="teal", icon="message"),
    option("activity", "Activities", color="orange", icon="activity"),
    option("changed", "Changes", color="gray", icon="pencil"),
    option("shared", "Shared with me", color="indigo", icon="share"),
    option("task", "Decisions that wait for me", color="orange", icon="checkbox"),
    option("decided", "What became of my requests", color="green", icon="circle-check"),
    option("told", "Messages of automations", color="blue", icon="bolt"),
    option("held", "Processes that need repair", color="red", icon="alert-triangle"),
    option("gone", "Webhooks that were switched off", color="red", icon="webhook"),
]

notification = Object(
    "notification",
    icon="bell",
    name_field="kind",
    features=[],
    menu=False,
    indexes=[["owner_id", "read_at", "updated_at"], ["owner_id", "updated_at"]],
    kind=choice(KINDS, required=True, read_only=True),
    about=any_reference("*", required=True, on_delete="cascade", read_only=True, track=False),
    caused_by=user_field(label="By", read_only=True, track=False),
    message=text(max_length=500, read_only=True, track=False, help="What it says, where it is more than that something happened"),
    times=integer(default=1, read_only=True, help="How often it has happened since it was last read"),
    read_at=datetime(label="Read on", track=False),
)

follow = Object(
    "follow",
    icon="star",
    features=[],
    menu=False,
    about=any_reference("*", required=True, on_delete="cascade", help="Its owner is told of what happens to this record"),
)
