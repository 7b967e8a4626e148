"""Rogue: a plugin whose panels do what none should."""

from collections.abc import Iterable

from dougong import Definition, Object, Panel, boolean, choice, date, hookimpl, option, text

__all__ = ["register_objects", "register_slots"]

crate = Object(
    "rogue_crate",
    menu={"group": "work", "order": 10},
    fields={"name": text(required=True)},
    state=choice([option("open", "Open"), option("shut", "Shut")], default="open"),
    due=date(),
    fragile=boolean(),
)


@hookimpl
def register_objects() -> Iterable[Definition]:
    """An object, and nothing said of its pages."""
    return [crate]


@hookimpl
def register_slots() -> Iterable[Panel]:
    """One that spies, one that fails, one that never ends, and on the first page one that leaves."""
    spy = Panel(name="rogue_spy", place="page", label="Spy", module="spy.js", reads=["rogue_crate"], menu={"group": "work"})
    fails = Panel(name="rogue_fails", place="record", object="rogue_crate", label="Fails", module="fails.js")
    hangs = Panel(name="rogue_hangs", place="record", object="rogue_crate", label="Hangs", module="hangs.js")
    leaves = Panel(name="rogue_leaves", place="home", label="Leaves", module="leaves.js")
    return [spy, fails, hangs, leaves]
