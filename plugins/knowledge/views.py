"""The lists of articles."""

from dougong import View

__all__ = ["views"]

DUE = ["name", "review_on", "expires_on", "folder", "status", "owner_id"]
ARTICLES = ["number", "name", "folder", "language", "helpful_share", "use_count", "published_at"]
REVIEW_DUE = "status <> 'archived' AND review_on <= DATEADD(TODAY(), 14, 'day')"
EXPIRED = "status <> 'archived' AND expires_on < TODAY()"

views = [
    View("published_articles", "article", label="Published", filter="status = 'published'", columns=ARTICLES, sort="-published_at", default=True, order=10),
    View("articles_by_state", "article", label="By state", form="board", group_by="status", card=["name", "folder", "language", "owner_id"], sort="-updated_at", order=20),
    View("my_articles", "article", label="My articles", filter="owner_id = ME()", columns=["name", "status", "language", "updated_at"], sort="-updated_at", order=30),
    View("articles_in_review", "article", label="To review", filter="status = 'review'", columns=["name", "folder", "language", "owner_id", "updated_at"], sort="updated_at", order=40),
    View("articles_to_review", "article", label="Review due", filter=REVIEW_DUE, columns=DUE, sort="review_on", order=50),
    View("expired_articles", "article", label="Out of date", filter=EXPIRED, columns=DUE, sort="expires_on", order=60),
    View("unhelpful_articles", "article", label="Not helpful", filter="status = 'published' AND unhelpful_count > helpful_count", columns=["name", "helpful_count", "unhelpful_count", "owner_id"], sort="-unhelpful_count", order=70),
    View("most_used_articles", "article", label="Most used", filter="use_count > 0", columns=["name", "use_count", "helpful_share", "owner_id"], sort="-use_count", order=80),
]  # fmt: skip
