"""Assignment

Who gets a new lead: rules by criteria, in turn, by load, by skill or by territory, that pass over who is away or has enough, and say why.
"""

from collections.abc import Iterable

from dougong import Automation, Definition, Endpoint, Slot, Step, hookimpl, translations
from plugins.assignment.assigning import assign_endpoints, assign_slots, assign_step
from plugins.assignment.demo import register_demo
from plugins.assignment.hooks import record_before_save
from plugins.assignment.objects import objects
from plugins.assignment.pages import pages
from plugins.assignment.rights import rights

__all__ = [
    "record_before_save",
    "register_automation_steps",
    "register_demo",
    "register_endpoints",
    "register_objects",
    "register_slots",
    "requires",
]

requires = ["customers", "sales"]

new_leads = Automation(
    "assign_new_leads",
    label="New leads without an owner are assigned",
    help="The first assignment rule that fits and has somebody free decides; what none takes stays as it is",
    on={"object": "lead", "events": ["created"], "when": "owner_id = NULL"},
    steps=[{"id": "assign", "do": "assignment_assign"}],
)


@hookimpl
def register_objects() -> Iterable[Definition]:
    """Everything that this plugin declares."""
    return [*objects, *rights, *pages, new_leads, *translations(__name__)]


@hookimpl
def register_endpoints() -> Iterable[Endpoint]:
    """Having the rules decide once more."""
    return assign_endpoints


@hookimpl
def register_slots() -> Iterable[Slot]:
    """The same as a button."""
    return assign_slots


@hookimpl
def register_automation_steps() -> Iterable[Step]:
    """What an automation says to have a record assigned."""
    return [assign_step]
