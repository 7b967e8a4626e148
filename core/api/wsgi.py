"""The app as a WSGI server starts it, configured by the environment."""

from __future__ import annotations

from flask import Flask

from core.api.app import create_app
from core.config import Config

__all__ = ["make"]


def make() -> Flask:
    """The app; called by the server in each of its processes."""
    return create_app(Config.from_environment())
