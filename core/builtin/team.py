"""Groups of users that records are shared with."""

from dougong import Object, long_text, many_to_many, text, user

__all__ = ["team"]

team = Object(
    "team",
    icon="users-group",
    sharing="read",
    features=[],
    menu=False,
    fields={"name": text(required=True, unique=True, max_length=120)},
    lead=user(label="Team lead"),
    members=many_to_many("user"),
    description=long_text(),
)
