"""The demo company: who works there, and in which roles and teams. Its records come from the plugins' `register_demo`."""

from core.demo.company import ADMINISTRATOR, PASSWORD, make_company
from core.demo.definitions import definitions

__all__ = ["ADMINISTRATOR", "PASSWORD", "definitions", "make_company"]
