"""The lists of documents."""

from dougong import View

__all__ = ["views"]

DOCUMENTS = ["name", "kind", "about", "folder", "last_number", "owner_id", "updated_at"]
DUE = ["name", "review_on", "expires_on", "folder", "status", "owner_id"]
REVIEW_DUE = "status <> 'archived' AND review_on <= DATEADD(TODAY(), 14, 'day')"
EXPIRED = "status <> 'archived' AND expires_on < TODAY()"

views = [
    View("all_documents", "document", label="All documents", columns=DOCUMENTS, sort="-updated_at", default=True, order=10),
    View("my_documents", "document", label="My documents", filter="owner_id = ME()", columns=DOCUMENTS, sort="-updated_at", order=20),
    View("public_documents", "document", label="Public documents", filter="about.id = NULL AND status = 'current'", columns=["name", "kind", "folder", "language", "updated_at"], group_by="folder", sort="name", order=30),
    View("documents_by_kind", "document", label="By kind", form="board", group_by="kind", card=["name", "about", "owner_id"], sort="-updated_at", order=40),
    View("documents_to_review", "document", label="Review due", filter=REVIEW_DUE, columns=DUE, sort="review_on", order=50),
    View("expired_documents", "document", label="Out of date", filter=EXPIRED, columns=DUE, sort="expires_on", order=60),
    View("documents_checked_out", "document", label="Checked out", filter="locked_by <> NULL", columns=["name", "about", "locked_by", "locked_at"], sort="locked_at", order=70),
    View("all_folders", "folder", label="All folders", columns=["name", "parent", "audience", "roles", "owner_id"], sort="name", default=True),
]  # fmt: skip
