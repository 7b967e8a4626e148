"""The runtime: tenants, identity, records, rights, jobs, plugin host, HTTP and command line."""
