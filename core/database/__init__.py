"""Where data lies: engines, the control database, the tenants' stores, and the unit of work."""
