"""Where a plugin takes part. Implement a hook with `@hookimpl`, with the parameters you need, under its name."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from dougong.channels import Channel
from dougong.context import ApproverSource, Change, Context, Endpoint, Job, Panel, Slot, Step
from dougong.definitions import Definition

__all__ = ["Hooks", "hookimpl", "hookspec"]

hookspec = pluggy.HookspecMarker("dougong")
hookimpl = pluggy.HookimplMarker("dougong")


class Hooks:
    """The hooks of the core."""

    @hookspec
    def register_objects(self) -> Iterable[Definition]:
        """The plugin's objects, extensions of others' objects, and any other definitions.

        Runs when the plugin is installed or upgraded in a tenant, and by `dougong plugin check`. Raising refuses the
        plugin. The answer must be the same each time: it may not look at data, time or environment.
        """
        return ()

    @hookspec
    def register_endpoints(self) -> Iterable[Endpoint]:
        """HTTP endpoints below `/x/<plugin>/`. Runs once, when the server starts. Raising refuses the plugin."""
        return ()

    @hookspec
    def register_jobs(self) -> Iterable[Job]:
        """Kinds of durable work. Runs once, when a process starts. A job is written by `ctx.enqueue`."""
        return ()

    @hookspec
    def register_automation_steps(self) -> Iterable[Step]:
        """Kinds of steps of automations and approvals. Runs once, when a process starts. A name that is taken refuses the plugin.

        Definitions can use them where the plugin is enabled; a process that meets one of a plugin that was switched off is held.
        """
        return ()

    @hookspec
    def register_approver_sources(self) -> Iterable[ApproverSource]:
        """Ways to find whom an approval asks. Runs once, when a process starts. A name that is taken refuses the plugin.

        Definitions can use them where the plugin is enabled; a step that asks one of a plugin that was switched off is held.
        """
        return ()

    @hookspec
    def register_channels(self) -> Iterable[Channel]:
        """Ways out of the tenant, beside e-mail and webhooks: SMS, a chat, a fax. Runs once, when a process starts.

        A channel is there where the plugin is enabled. Raising, and a second channel of the same name, refuses the plugin.
        """
        return ()

    @hookspec
    def register_slots(self) -> Iterable[Slot | Panel]:
        """What the plugin adds to pages: actions (`Slot`), and parts that it draws itself (`Panel`).

        Runs once, when the server starts. A panel that can't be, such as one whose file isn't there, refuses the plugin.
        """
        return ()

    @hookspec
    def register_demo(self, ctx: Context) -> None:
        """Fill a demo tenant with believable records of this plugin, the same each time.

        Runs once per demo tenant, in the order of the plugins' requirements, in a transaction of its own.
        """

    @hookspec
    def record_before_save(self, ctx: Context, change: Change) -> None:
        """Before a record is stored, in its transaction; also for each record of a bulk write and of an import.

        `change.values` may be changed: the values are validated once more. Raising `Invalid` refuses the write.
        Read other records through `ctx.records`; don't write here.
        """

    @hookspec
    def record_before_delete(self, ctx: Context, change: Change) -> None:
        """Before a record goes to the recycle bin, in its transaction. Raising `Conflict` refuses the deletion."""

    @hookspec
    def record_saved(self, ctx: Context, change: Change) -> None:
        """After the commit, for every record made, changed, deleted or restored.

        Each implementation runs on its own: raising can't hurt the request or other plugins; it is logged, and a
        plugin that keeps raising is switched off for that tenant, with a notice to its administrators.
        """
