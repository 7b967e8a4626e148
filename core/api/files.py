"""Files over HTTP: sent in a form, fetched as a download that no browser opens in our name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from core.api.ask import Answer, Ask
from core.api.headers import FILE_POLICY, PDF_POLICY, PREVIEW_POLICY
from core.api.idempotency import once
from core.api.routes import MEGA, Body, Route
from core.api.schemas import RECORD
from core.files.previews import PDF, preview
from core.files.receiving import LARGEST, receive
from core.files.records import attach, download, store_of

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def upload(ctx: Ctx, ask: Ask) -> Answer:
    """Take a file in; with `object` and `id` it belongs to that record."""
    ctx.unit.close()  # receiving takes as long as the sender likes; others need the connection
    with receive(ask.request, store_of(ctx)) as received:
        said = repr((received.name, received.digest, sorted(received.fields.items())))

        def keep() -> Answer:
            record = attach(ctx, received)
            place = f"/api/v1/files/{record['id']}"
            return Answer(record, 201, [("Location", place)])

        return once(ctx, ask, said, keep)


def fetch(ctx: Ctx, ask: Ask) -> Answer:
    """Send a file out."""
    file = download(ctx, ask.path["id"])
    ctx.unit.close()
    headers = [("Content-Disposition", _disposition(file.name)), ("Content-Length", str(file.size))]
    return Answer(stream=file.content, headers=headers, type=file.type, policy=FILE_POLICY)


def show(ctx: Ctx, ask: Ask) -> Answer:
    """Send what a browser may show of a file."""
    file = preview(ctx, ask.path["id"])
    ctx.unit.close()
    headers = [("Content-Disposition", "inline"), ("Content-Length", str(file.size))]
    policy = PDF_POLICY if file.type == PDF else PREVIEW_POLICY
    return Answer(stream=file.content, headers=headers, type=file.type, policy=policy)


def _disposition(name: str) -> str:
    """To be saved under its name (RFC 6266), never to be shown as one of our pages."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() or sign in "-_. " else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


FORM = Body(
    {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "object": {"type": "string"},
            "id": {"type": "string"},
        },
        "required": ["file"],
        "additionalProperties": False,
    },
    checked=False,
    media="multipart/form-data",
    most=LARGEST + MEGA,
)

ROUTES = (
    Route(
        method="POST", rule="/api/v1/files", view=upload, group="files", summary="Upload a file", object="file",
        action="create", body=FORM, idempotency="stored", rate="heavy", answers={201: RECORD},
    ),
    Route(
        method="GET", rule="/api/v1/files/<id>", view=fetch, group="files", summary="Download a file", object="file",
        action="read", ids=("id",), answers={200: {"type": "string", "format": "binary"}},
    ),
    Route(
        method="GET", rule="/api/v1/files/<id>/preview", view=show, group="files", object="file", action="read", ids=("id",),
        summary="Show a file: pictures and PDF as they are, of others the text", answers={200: {"type": "string", "format": "binary"}},
    ),
)  # fmt: skip
