"""The authors' test kit: a pytest plugin with a tenant of one's own."""
