"""What is configured: a tenant's definitions, the catalogue compiled from them, and the one path that changes them."""
