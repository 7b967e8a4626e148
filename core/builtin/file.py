"""Uploaded files: what is known of them; the bytes lie in the file store."""

from dougong import Object, any_reference, integer, long_text, text

__all__ = ["file"]

file = Object(
    "file",
    icon="file",
    sharing="parent",
    parent="about",
    features=[],
    menu=False,
    fields={"name": text(required=True)},
    about=any_reference("*", on_delete="cascade"),
    size=integer(min=0, read_only=True, help="In bytes"),
    type=text(read_only=True, max_length=127, help="The kind of content, as a media type"),
    text=long_text(
        read_only=True, heavy=True, track=False, search=True, max_length=200_000, help="What is written in it, for finding it"
    ),
    digest=text(read_only=True, index=True, max_length=64, track=False, help="SHA-256 of the content"),
    key=text(read_only=True, max_length=255, track=False, help="Where the file store keeps it"),
)
