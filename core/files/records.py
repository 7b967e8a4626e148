"""Files as records: what was uploaded joins the record it is about, and is read by who may read that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.files.receiving import Received
from core.files.store import FileStore
from core.files.types import WITH_TEXT
from dougong import BadRequest, Conflict, NotAllowed

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["OBJECT", "READ_FILE", "Download", "attach", "content_of", "download", "store_of", "sweep"]

OBJECT = "file"
#: The job that reads what is written in a file; `core.files.texts` does it.
READ_FILE = "core.read_file"


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to be sent."""

    name: str
    type: str
    size: int
    content: Iterator[bytes]


def store_of(ctx: Ctx) -> FileStore:
    """Where the tenant's files lie."""
    return FileStore(ctx.platform.config.data, ctx.tenant)


def attach(ctx: Ctx, received: Received) -> dict[str, Any]:
    """Keep a received file, as a record; about the record that the form names, if any."""
    about = _about(ctx, received)
    key = store_of(ctx).keep(received.path)
    try:
        id = _create(ctx, received, about, key)
    except BaseException:
        store_of(ctx).remove(key)
        raise
    if received.type in WITH_TEXT:
        ctx.as_system().enqueue(READ_FILE, {"file": id})
    return ctx.records.get(OBJECT, id)


def download(ctx: Ctx, id: str) -> Download:
    """A file that the actor may read. Raises NotFound."""
    ctx.records.get(OBJECT, id, fields=["id"])
    file = ctx.as_system().records.get(OBJECT, id, fields=["name", "type", "size", "key"])
    content = store_of(ctx).read(file["key"] or "")
    return Download(name=file["name"], type=file["type"] or "application/octet-stream", size=file["size"] or 0, content=content)


def content_of(ctx: Ctx, id: str) -> tuple[Path, str]:
    """Where the bytes of a file lie that the actor may read, and its name. Raises NotFound."""
    ctx.records.get(OBJECT, id, fields=["id"])
    file = ctx.as_system().records.get(OBJECT, id, fields=["name", "key"])
    return store_of(ctx).path(file["key"] or ""), file["name"]


def sweep(ctx: Ctx) -> int:
    """Delete the bytes that no record speaks of, a day after they came; answers how many files that were."""
    store = store_of(ctx)
    gone = [key for key in store.stale() if not _is_known(ctx, key)]
    for key in gone:
        store.remove(key)
    return len(gone)


def _about(ctx: Ctx, received: Received) -> dict[str, str] | None:
    """The record that the form names: it must be one that the actor sees, of an object that takes files."""
    object, id = received.fields.get("object"), received.fields.get("id")
    if not ctx.records.access(OBJECT).create:
        raise NotAllowed("You may not upload files")
    if not object or not id:
        if object or id:
            raise BadRequest("Say what the file is about by both: object and id")
        return None
    ctx.records.get(object, id, fields=["id"])
    kind = ctx.catalogue.object(object)
    if "files" not in kind.features:
        raise Conflict("{object} takes no files", object=kind.label)
    return {"object": object, "id": id}


def _create(ctx: Ctx, received: Received, about: dict[str, str] | None, key: str) -> str:
    """The record, written by the platform in the actor's name: nobody else may say what a file's content is."""
    values = {
        "name": received.name,
        "about": about,
        "size": received.size,
        "type": received.type,
        "digest": received.digest,
        "key": key,
        "owner_id": ctx.actor.id,
        "created_by": ctx.actor.id,
    }
    (result,) = ctx.as_system().records.bulk(OBJECT, "create", [values], atomic=True, backdate=True)
    return str(result["id"])


def _is_known(ctx: Ctx, key: str) -> bool:
    table = ctx.catalogue.object(OBJECT).table
    statement = ctx.store.statement(
        ("file.key", ctx.catalogue.version), lambda: sa.select(table.c.id).where(table.c.key == sa.bindparam("key")).limit(1)
    )
    return bool(ctx.unit.rows(statement, {"key": key}))
