"""Who is away, and who acts for them meanwhile."""

from dougong import Object, choice, datetime, option, tags, text, user

__all__ = ["absence"]

absence = Object(
    "absence",
    icon="beach",
    name_field="reason",
    features=[],
    menu=False,
    indexes=[["person", "ends_at"]],
    rules=[],
    reason=text(required=True, max_length=120, help="Such as holidays"),
    person=user(required=True, help="Who is away"),
    begins_at=datetime(label="From", required=True),
    ends_at=datetime(label="Until", required=True),
    agent=user(label="Acts meanwhile", help="Gets what would have been for them to decide"),
    mode=choice(
        [
            option("redirect", "Decides instead"),
            option("share", "Decides beside them"),
            option("notify", "Is only told"),
        ],
        default="redirect",
        required=True,
    ),
    objects=tags(label="Only for", help="Names of objects; without any all of them"),
)
