"""Documents

Files with their versions, filed with the customer or deal they belong to and seen by whoever sees that; and folders of
what everybody, or some roles, may read.
"""

from collections.abc import Iterable

from dougong import Definition, Endpoint, Job, Slot, hookimpl, translations
from plugins.documents.demo import register_demo
from plugins.documents.document import document, document_version
from plugins.documents.endpoints import endpoints, slots
from plugins.documents.folder import folder
from plugins.documents.hooks import record_before_delete, record_before_save, record_saved
from plugins.documents.layouts import layouts
from plugins.documents.reminders import remind
from plugins.documents.rights import rights
from plugins.documents.views import views

__all__ = [
    "record_before_delete",
    "record_before_save",
    "record_saved",
    "register_demo",
    "register_endpoints",
    "register_jobs",
    "register_objects",
    "register_slots",
    "requires",
]

requires = ["customers"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [
        folder, document, document_version,
        *rights, *views, *layouts, *translations(__name__),
    ]  # fmt: skip


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """Filing a file, its next version, an earlier one again, checking out and in."""
    return endpoints


@hookimpl
def register_jobs() -> Iterable[Job]:
    """Reminders of reviews."""
    return [remind]


@hookimpl
def register_slots() -> Iterable[Slot]:
    """The same as buttons of pages."""
    return slots
