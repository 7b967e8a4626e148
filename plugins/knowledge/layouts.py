"""The pages of articles."""

from dougong import Layout

__all__ = ["layouts"]

article = Layout(
    "article",
    "article",
    path="status",
    header=["number", "folder", "language", "helpful_share", "owner_id"],
    sections=[
        {"label": "Article", "columns": 1, "fields": ["name", "summary", "body"]},
        {"label": "Finding it", "columns": 2, "fields": ["folder", "language", "translation_of", "synonyms", "products", "status"]},
        {"label": "Publishing", "columns": 2, "fields": ["published_at", "published_by", "review_on", "expires_on", "owner_id"]},
        {"label": "Worth", "columns": 2, "fields": ["helpful_count", "unhelpful_count", "helpful_share", "use_count"]},
    ],
    related=[
        {"object": "article", "field": "translation_of", "label": "In other languages", "columns": ["name", "language", "status"]},
        {"object": "article_use", "field": "article", "label": "Used for", "columns": ["about", "note", "owner_id", "created_at"]},
        {"object": "article_vote", "field": "article", "label": "Votes", "columns": ["helpful", "comment", "owner_id"]},
    ],
)  # fmt: skip

layouts = [article]
