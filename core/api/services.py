"""What the rim and the views share: one of each per process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.api.hosts import Hosts
from core.api.kept import Kept
from core.api.metrics import Metrics
from core.api.pages import Pages
from core.api.rates import Rates
from core.api.readiness import Readiness
from core.api.routes import Declared
from core.live.hub import Hub

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["Services"]


@dataclass(frozen=True, kw_only=True)
class Services:
    """Made with the app."""

    platform: Platform
    live: Hub
    hosts: Hosts
    pages: Pages
    readiness: Readiness
    routes: tuple[Declared, ...]
    rates: Rates = field(default_factory=Rates)
    metrics: Metrics = field(default_factory=Metrics)
    descriptions: Kept[dict[str, Any]] = field(default_factory=lambda: Kept(50))
    drawings: Kept[dict[str, Any]] = field(default_factory=lambda: Kept(200))
