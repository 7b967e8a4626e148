"""What a browser shows of a file without running anything of it: pictures and PDF as they are, of others the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.files.records import OBJECT, Download, download, store_of
from core.files.texts import text_of
from core.files.types import WITH_TEXT
from dougong import Conflict

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["PDF", "preview"]

PDF = "application/pdf"
#: What browsers draw by themselves.
DRAWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", PDF})


def preview(ctx: Ctx, id: str) -> Download:
    """What to show of a file that the actor may read. Raises NotFound, and Conflict for a kind that can't be shown."""
    ctx.records.get(OBJECT, id, fields=["id"])
    file = ctx.as_system().records.get(OBJECT, id, fields=["type", "key", "text"])
    if file["type"] in DRAWN:
        return download(ctx, id)
    if file["type"] not in WITH_TEXT:
        raise Conflict("Files of this kind can't be shown here; download it instead")
    path = store_of(ctx).path(file["key"] or "")
    ctx.unit.close()  # what the job hasn't read yet is read now, and others need the connection
    text = (file["text"] or text_of(path, str(file["type"]))).encode()
    return Download(name="", type="text/plain; charset=utf-8", size=len(text), content=iter((text,)))
