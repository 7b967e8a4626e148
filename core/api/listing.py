"""Every route of the server, in one place; those of plugins come from the host."""

from __future__ import annotations

from core.api import (
    audit,
    bulk,
    changes,
    deciding,
    deliveries,
    drawings,
    exports,
    files,
    finding,
    health,
    imports,
    incoming,
    jobs,
    live,
    meta,
    openapi,
    page_routes,
    plugins,
    processes,
    push,
    quality,
    records,
    session,
    signatures,
    ui,
    webhooks,
)
from core.api.routes import Declared

__all__ = ["ROUTES"]

ROUTES: tuple[Declared, ...] = (
    *session.ROUTES,
    *ui.ROUTES,
    *records.ROUTES,
    *quality.ROUTES,
    *signatures.ROUTES,
    *exports.ROUTES,
    *bulk.ROUTES,
    *changes.ROUTES,
    *audit.ROUTES,
    *finding.ROUTES,
    *files.ROUTES,
    *imports.ROUTES,
    *meta.ROUTES,
    *drawings.ROUTES,
    *plugins.ROUTES,
    *jobs.ROUTES,
    *processes.ROUTES,
    *live.ROUTES,
    *push.ROUTES,
    *deliveries.ROUTES,
    *webhooks.ROUTES,
    *incoming.ROUTES,
    *openapi.ROUTES,
    *health.ROUTES,
    *page_routes.ROUTES,
    *deciding.ROUTES,
)
