"""What people say to each other about a record."""

from dougong import Object, any_reference, long_text, many_to_many

__all__ = ["comment"]

comment = Object(
    "comment",
    icon="message",
    sharing="parent",
    parent="about",
    name_field="body",
    features=[],
    menu=False,
    about=any_reference("*", required=True, on_delete="cascade"),
    body=long_text(label="Text", required=True, max_length=20_000),
    mentions=many_to_many("user", help="Who is told of it"),
)
