"""What happens when folders, documents, versions and files are saved."""

from dougong import Change, Conflict, Context, FieldProblem, Invalid, NotAllowed, hookimpl
from plugins.documents.reminders import plan_reminder

__all__ = ["record_before_delete", "record_before_save", "record_saved"]


@hookimpl
def record_before_save(ctx: Context, change: Change) -> None:
    """Fill in what follows from the rest, refuse what can't be."""
    match change.object:
        case "folder":
            refuse_circle(ctx, change)
            inherit_the_audience(ctx, change)
        case "document":
            show_the_version(ctx, change)
            check_out(ctx, change)
        case "document_version":
            number_the_version(ctx, change)


@hookimpl
def record_before_delete(ctx: Context, change: Change) -> None:
    """The version that is shown stays as long as its document."""
    if change.object == "document_version":
        shown = ctx.records.get("document", str(change.values["document"]), fields=["current"])["current"]
        if shown == change.id:
            raise Conflict("This is the current version: choose another one first, or delete the document")


@hookimpl
def record_saved(ctx: Context, change: Change) -> None:
    """A new version becomes the current one; its words become the document's; reviews of anything are remembered."""
    match change.object:
        case "document_version" if change.before is None:
            make_current(ctx, change.id, str(change.values["document"]))
        case "file" if "text" in change.changed:
            shown = ctx.records.list("document", filter=f"current.file = '{change.id}'", fields=["id"], limit=100)
            for found in shown.data:
                ctx.records.update("document", found["id"], {"text": change.values["text"]})
    plan_reminder(ctx, change)


# -- folders -------------------------------------------------------------------------------------------------


def refuse_circle(ctx: Context, change: Change) -> None:
    """A folder is never part of what is part of it."""
    above = change.values.get("parent") if "parent" in change.changed else None
    seen = {change.id}
    while above is not None:
        if above in seen:
            raise Invalid(errors=[FieldProblem("parent", "circle", "This folder is part of the one you are changing")])
        seen.add(above)
        above = ctx.records.get("folder", above, fields=["parent"])["parent"]


def inherit_the_audience(ctx: Context, change: Change) -> None:
    """A new folder is read by those who read the one it is part of, unless somebody says otherwise."""
    values = change.values
    if change.before is None and values.get("parent") and values.get("audience") == "nobody":
        above = ctx.records.get("folder", values["parent"], fields=["audience", "roles"])
        values["audience"], values["roles"] = above["audience"], above["roles"]


# -- documents -----------------------------------------------------------------------------------------------


def show_the_version(ctx: Context, change: Change) -> None:
    """A document shows one of its own versions, and is found by what is written there."""
    if "current" not in change.changed or change.values.get("current") is None:
        return
    version = ctx.records.get("document_version", change.values["current"], fields=["document", "file.text"])
    if version["document"] != change.id:
        raise Invalid(errors=[FieldProblem("current", "foreign", "This is a version of another document")])
    change.values["text"] = version["file.text"]


def check_out(ctx: Context, change: Change) -> None:
    """Whoever has checked a document out checks it in again; so may those who could delete it."""
    if "locked_by" not in change.changed:
        return
    me, wanted = ctx.actor.id, change.values.get("locked_by")
    before = None if change.before is None else change.before.get("locked_by")
    if wanted not in (None, me):
        raise Invalid(errors=[FieldProblem("locked_by", "other", "You check a document out for yourself alone")])
    if before not in (None, me) and not ctx.records.may("delete", "document", change.id):
        raise Conflict("Somebody else has checked this document out, and checks it in again")
    change.values["locked_at"] = ctx.now if wanted else None


def number_the_version(ctx: Context, change: Change) -> None:
    """Versions count up, are called like their file, and stay what they were."""
    values = change.values
    if change.before is not None:
        if change.changed & {"document", "file"}:
            raise Invalid(errors=[FieldProblem("file", "kept", "A version stays what it was; add a new one")])
        return
    document = ctx.records.get("document", values["document"], fields=["last_number", "locked_by", "locked_by.name"])
    if not ctx.records.may("edit", "document", values["document"]):
        raise NotAllowed("You may read this document, but not add versions to it")
    if document["locked_by"] not in (None, ctx.actor.id):
        raise Conflict("{name} has checked this document out", name=document["locked_by.name"] or "?")
    file = ctx.records.get("file", values["file"], fields=["name", "size"])
    number = (document["last_number"] or 0) + 1
    values.update(number=number, name=file["name"], size=file["size"], key=f"{values['document']} {number}")


def make_current(ctx: Context, version: str, document: str) -> None:
    """Let a document show its newest version."""
    found = ctx.records.get("document", document, fields=["current"])
    if found["current"] != version:
        ctx.records.update("document", document, {"current": version})
