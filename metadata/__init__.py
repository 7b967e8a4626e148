"""The definitions of a tenant: what kinds there are, how layers merge, and the plan for a change."""
