"""Plugins: where they are found, their life in a tenant, and their hooks."""
