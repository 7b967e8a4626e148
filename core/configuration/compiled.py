"""From a tenant's rows to its catalogue."""

from __future__ import annotations

from core.configuration.rows import Stored
from metadata.catalogue import Catalogue

__all__ = ["compile_catalogue"]


def compile_catalogue(stored: Stored, previous: Catalogue | None = None) -> Catalogue:
    """The catalogue of the rows that count; what is the same as in `previous` is taken over."""
    return Catalogue.build(stored.active(), version=stored.version, previous=previous, plugins=stored.enabled)
