"""What is done with documents in one step, and the buttons for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dougong import (
    Context,
    Endpoint,
    FieldProblem,
    Invalid,
    Request,
    Slot,
    any_reference,
    file,
    long_text,
    reference,
    text,
)
from plugins.documents.document import FILED_WITH
from plugins.documents.hooks import make_current
from plugins.documents.templates import NEEDED, content_from

__all__ = ["endpoints", "slots"]

NEW_VERSION = {"file": file(label="File", required=True), "note": long_text(label="Why", help="What is new in it")}
NEW_DOCUMENT = {
    **NEW_VERSION,
    "name": text(label="Name", help="The name of the file, where you leave it out"),
    "about": any_reference(FILED_WITH, label="Filed with"),
    "folder": reference("folder", label="Folder"),
}
FROM_TEMPLATE = {
    "name": text(label="Name", required=True),
    "about": any_reference(FILED_WITH, label="Filed with", help="What the template says in braces, such as {name}, is filled in from it"),
    "folder": reference("folder", label="Folder"),
}


def file_document(ctx: Context, request: Request) -> dict[str, Any]:
    """An uploaded file becomes a document, and its first version."""
    form = checked(request.body, NEW_DOCUMENT)
    values = {name: value for name, value in form.items() if name not in NEW_VERSION}
    if not values.get("name"):
        values["name"] = ctx.records.get("file", form["file"], fields=["name"])["name"].rpartition(".")[0]
    document = ctx.records.create("document", values)["id"]
    return add_version_to(ctx, document, form)


def make_of_template(ctx: Context, request: Request) -> dict[str, Any]:
    """A template becomes a document of its own, filed with a record or in a folder."""
    form = checked(request.body, FROM_TEMPLATE)
    template = ctx.records.get("document", request.ids["document"], fields=NEEDED)
    content = content_from(ctx, template, form.get("about"))
    ending = template["current.name"].rpartition(".")[2]
    values = {"language": template["language"], **{name: value for name, value in form.items() if value is not None}}
    document = ctx.records.create("document", values)["id"]
    return add_version_to(ctx, document, {"file": ctx.upload(f"{form['name']}.{ending}".replace("/", "-"), content)})


def add_version(ctx: Context, request: Request) -> dict[str, Any]:
    """An uploaded file becomes the next version of a document."""
    return add_version_to(ctx, request.ids["document"], checked(request.body, NEW_VERSION))


def add_version_to(ctx: Context, document: str, form: Mapping[str, Any]) -> dict[str, Any]:
    """The version, and the document that shows it, in one transaction."""
    values = {"document": document, "file": form["file"], "note": form.get("note")}
    version = ctx.records.create("document_version", values)
    make_current(ctx, version["id"], document)
    return {"document": document, "version": version["id"], "number": version["number"]}


def bring_back(ctx: Context, request: Request) -> dict[str, Any]:
    """An earlier version becomes the current one again; those after it stay."""
    version = ctx.records.get("document_version", request.ids["version"], fields=["document", "number"])
    make_current(ctx, request.ids["version"], version["document"])
    return {"document": version["document"], "version": version["id"], "number": version["number"]}


def check_out(ctx: Context, request: Request) -> dict[str, Any]:
    """Keep others from adding versions until the document is checked in."""
    return lock(ctx, request.ids["document"], ctx.actor.id)


def check_in(ctx: Context, request: Request) -> dict[str, Any]:
    """Let others add versions again."""
    return lock(ctx, request.ids["document"], None)


def lock(ctx: Context, document: str, holder: str | None) -> dict[str, Any]:
    locked = ctx.records.update("document", document, {"locked_by": holder})
    return {"document": document, "locked_by": locked["locked_by"], "locked_at": locked["locked_at"]}


def checked(form: Mapping[str, Any], fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Name every field that the form doesn't have, and every one that it lacks."""
    unknown = [FieldProblem(name, "unknown", "There is no such field") for name in sorted(set(form) - set(fields))]
    required = [name for name, field in fields.items() if field.document.get("required") and form.get(name) is None]
    problems = unknown + [FieldProblem(name, "required", "This is needed") for name in required]
    if problems:
        raise Invalid(errors=problems)
    return form


def endpoint(path: str, object: str, action: str, view: Any, summary: str) -> Endpoint:
    return Endpoint(method="POST", path=path, object=object, action=action, view=view, summary=summary)


endpoints = [
    endpoint("documents", "document", "create", file_document, "File an uploaded file as a document"),
    endpoint("documents/<document:document>/copies", "document", "create", make_of_template, "Make a document of a template"),
    endpoint("documents/<document:document>/versions", "document_version", "create", add_version, "Add a version to a document"),
    endpoint("versions/<document_version:version>/bring-back", "document", "edit", bring_back, "Make an earlier version the current one"),
    endpoint("documents/<document:document>/check-out", "document", "edit", check_out, "Keep others from adding versions"),
    endpoint("documents/<document:document>/check-in", "document", "edit", check_in, "Let others add versions again"),
]


def slot(name: str, label: str, object: str, icon: str, endpoint: str, fields: Mapping[str, Any], **more: Any) -> Slot:
    documents = {name: field.document for name, field in fields.items()}
    place = more.pop("place", "record.header.action")
    return Slot(name=name, place=place, label=label, object=object, icon=icon, endpoint=endpoint, fields=documents, **more)


slots = [
    slot("file_document", "Upload", "document", "upload", "documents", NEW_DOCUMENT, place="list.toolbar"),
    slot("add_document_version", "New version", "document", "file-plus", "documents/{id}/versions", NEW_VERSION),
    slot("use_template", "Use this template", "document", "copy", "documents/{id}/copies", FROM_TEMPLATE, visible_when="kind = 'template'"),
    slot("check_out_document", "Check out", "document", "lock", "documents/{id}/check-out", {}, visible_when="locked_by = NULL"),
    slot("check_in_document", "Check in", "document", "lock-open", "documents/{id}/check-in", {}, visible_when="locked_by <> NULL"),
    slot("bring_back_version", "Bring back", "document_version", "history", "versions/{id}/bring-back", {}),
]
