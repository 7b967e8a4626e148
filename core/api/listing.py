"""Every route of the server, in one place; those of plugins come from the host."""

from __future__ import annotations

from core.api import finding, health, page_routes, records, session
from core.api.routes import Declared

__all__ = ["ROUTES"]

ROUTES: tuple[Declared, ...] = (
    *session.ROUTES,
    *records.ROUTES,
    *finding.ROUTES,
    *health.ROUTES,
    *page_routes.ROUTES,
)
