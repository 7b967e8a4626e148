"""The page of a document; the others are drawn as they come."""

from dougong import Layout

__all__ = ["layouts"]

document = Layout(
    "document",
    "document",
    preview="current.file",
    header=["kind", "about", "folder", "status", "owner_id"],
    sections=[
        {"label": "Document", "columns": 2, "fields": ["name", "kind", "about", "folder", "status", "language", "owner_id"]},
        {"label": "Version", "columns": 2, "fields": ["current", "last_number", "locked_by", "locked_at"]},
        {"label": "Review", "columns": 2, "fields": ["review_on", "expires_on"]},
        {"label": "About it", "columns": 1, "fields": ["description"]},
    ],
    related=[{"object": "document_version", "field": "document", "label": "Versions", "columns": ["number", "file", "note", "created_by", "created_at"]}],
)  # fmt: skip

layouts = [document]
