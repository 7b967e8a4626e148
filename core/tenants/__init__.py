"""Tenants: made, listed, upgraded, carried away as a file, and removed."""

from core.tenants.making import create_tenant, delete_tenant
from core.tenants.upgrading import upgrade_tenant

__all__ = ["create_tenant", "delete_tenant", "upgrade_tenant"]
