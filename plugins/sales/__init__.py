"""Sales

From the first sign of interest to the signed deal: leads, their conversion, opportunities along a pipeline, what is
sold in them, and whom you sell against.
"""

from collections.abc import Iterable

from dougong import Definition, Endpoint, Slot, hookimpl, translations
from plugins.sales.competitor import competitor
from plugins.sales.conversion import convert_lead, convert_lead_slot
from plugins.sales.demo import register_demo
from plugins.sales.duplicates import duplicate_rules
from plugins.sales.hooks import record_before_save, record_saved
from plugins.sales.layouts import layouts
from plugins.sales.lead import lead
from plugins.sales.opportunity import opportunity, opportunity_number
from plugins.sales.opportunity_line import opportunity_line
from plugins.sales.processes import processes
from plugins.sales.rights import rights
from plugins.sales.views import views

__all__ = [
    "record_before_save",
    "record_saved",
    "register_demo",
    "register_endpoints",
    "register_objects",
    "register_slots",
    "requires",
]

requires = ["customers", "products"]


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [
        lead, opportunity, opportunity_number, opportunity_line, competitor,
        *rights, *views, *layouts, *duplicate_rules, *processes, *translations(__name__),
    ]  # fmt: skip


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """What can be asked of this plugin over HTTP beyond its records."""
    return [convert_lead]


@hookimpl
def register_slots() -> Iterable[Slot]:
    """What this plugin adds to pages."""
    return [convert_lead_slot]
