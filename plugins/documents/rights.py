"""Who may do what with documents: permission sets, and the rules that open what is public."""

from dougong import PermissionSet, SharingRule
from plugins.documents.folder import READS_FOLDER

__all__ = ["rights"]

READ = {"read": True}
OWN = {"create": True, "read": True, "edit": True, "delete": True}
EVERYTHING = {**OWN, "view_all": True, "modify_all": True}
OBJECTS = ("folder", "document", "document_version")
IN_FORCE = "status = 'current' AND (expires_on = NULL OR expires_on >= TODAY())"

documents_read = PermissionSet("documents_read", label="Documents: read", objects={name: READ for name in OBJECTS})
documents_work = PermissionSet(
    "documents_work",
    label="Documents: file",
    objects={"folder": READ, "document": OWN, "document_version": {**OWN, "delete": False}},
)
documents_manage = PermissionSet(
    "documents_manage",
    label="Documents: look after folders",
    objects={name: EVERYTHING for name in OBJECTS},
    system=["export"],
)
public = [
    SharingRule("public_folders", "folder", where=READS_FOLDER.replace("folder.", ""), share_with={"everyone": True}),
    SharingRule(
        "public_documents",
        "document",
        where=f"about.id = NULL AND {IN_FORCE} AND {READS_FOLDER}",
        share_with={"everyone": True},
    ),
]

rights = [documents_read, documents_work, documents_manage, *public]
