"""Field visits

Going out to customers: what is planned for the week, who is out and where, arriving and leaving with the place and the
server's clock, what has to be done on site, and the contact record that each outing leaves behind.
"""

from collections.abc import Iterable

from dougong import Definition, Endpoint, Slot, hookimpl, translations
from plugins.field_visits.demo import register_demo
from plugins.field_visits.endpoints import endpoints, slots
from plugins.field_visits.hooks import record_before_save, record_saved
from plugins.field_visits.layouts import layouts
from plugins.field_visits.objects import objects
from plugins.field_visits.rights import rights
from plugins.field_visits.views import views

__all__ = ["record_before_save", "record_saved", "register_demo", "register_endpoints", "register_objects", "register_slots", "requires"]

requires = ["customers"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [*objects, *rights, *views, *layouts, *translations(__name__)]


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """Planning a week again, the shortest way, what it takes to arrive, and writing down a visit."""
    return endpoints


@hookimpl
def register_slots() -> Iterable[Slot]:
    """These as buttons of pages, and arriving and leaving."""
    return slots
