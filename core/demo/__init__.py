"""The demo company: who works there, in which roles and teams. Its records come from the plugins' `register_demo`."""

from core.demo.company import ADMINISTRATOR, PASSWORD, make_company
from core.demo.definitions import definitions
from core.demo.making import DEMO_TENANT, make_demo

__all__ = ["ADMINISTRATOR", "DEMO_TENANT", "PASSWORD", "definitions", "make_company", "make_demo"]
