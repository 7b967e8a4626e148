"""Public pool

What nobody is looking after: leads and accounts go back there when they are neglected, members of the pool take them, and
everybody can see beforehand who will lose what.
"""

from collections.abc import Iterable

from dougong import Definition, Endpoint, Job, Panel, Slot, Step, hookimpl, translations
from plugins.pool.claiming import endpoints, slots
from plugins.pool.demo import register_demo
from plugins.pool.hooks import record_before_save, record_saved
from plugins.pool.layouts import layouts
from plugins.pool.objects import objects
from plugins.pool.preview import preview, preview_panel
from plugins.pool.recycling import automation, recycle, recycle_now, recycle_slot, recycle_step
from plugins.pool.rights import rights
from plugins.pool.views import views

__all__ = [
    "record_before_save",
    "record_saved",
    "register_automation_steps",
    "register_demo",
    "register_endpoints",
    "register_jobs",
    "register_objects",
    "register_slots",
    "requires",
]

requires = ["customers", "sales"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [*objects, *rights, *views, *layouts, automation, *translations(__name__)]


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """Taking, handing out, emptying neglected desks now, and seeing beforehand whose."""
    return [*endpoints, recycle_now, preview]


@hookimpl
def register_slots() -> Iterable[Slot | Panel]:
    """The same as buttons, and the preview on the page of a pool."""
    return [*slots, recycle_slot, preview_panel]


@hookimpl
def register_jobs() -> Iterable[Job]:
    """The work on many records."""
    return [recycle]


@hookimpl
def register_automation_steps() -> Iterable[Step]:
    """What an automation says to have a pool take back what is neglected."""
    return [recycle_step]
