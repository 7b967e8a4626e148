"""Tenants: made, upgraded, carried away as a file, brought back, and removed."""

from core.tenants.making import create_tenant, delete_tenant
from core.tenants.packing import export_tenant
from core.tenants.unpacking import import_tenant
from core.tenants.upgrading import upgrade_tenant

__all__ = ["create_tenant", "delete_tenant", "export_tenant", "import_tenant", "upgrade_tenant"]
