"""Who may do what with articles: permission sets, and the rule that opens what is published."""

from dougong import PermissionSet, SharingRule

__all__ = ["rights"]

READ = {"read": True}
WORK = {"create": True, "read": True, "edit": True}
EVERYTHING = {**WORK, "delete": True, "view_all": True, "modify_all": True}
OBJECTS = ("folder", "article", "article_use")
IN_FORCE = "status = 'published' AND (expires_on = NULL OR expires_on >= TODAY())"
READS_FOLDER = "(folder = NULL OR folder.audience = 'everybody' OR folder.audience = 'roles' AND HAS(folder.roles, MY_ROLE()))"

knowledge_read = PermissionSet(
    "knowledge_read",
    label="Knowledge: read, vote and use",
    objects={"folder": READ, "article": READ, "article_vote": WORK, "article_use": WORK},
)
knowledge_write = PermissionSet(
    "knowledge_write",
    label="Knowledge: write articles",
    objects={"folder": READ, "article": WORK, "article_vote": WORK, "article_use": WORK},
)
knowledge_publish = PermissionSet(
    "knowledge_publish",
    label="Knowledge: review and publish",
    objects={**{name: EVERYTHING for name in OBJECTS}, "article_vote": {**WORK, "view_all": True}},
    system=["export"],
)
published_articles = SharingRule(
    "published_articles", "article", where=f"{IN_FORCE} AND {READS_FOLDER}", share_with={"everyone": True}
)

rights = [knowledge_read, knowledge_write, knowledge_publish, published_articles]
