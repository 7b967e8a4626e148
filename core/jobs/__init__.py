"""Durable work done outside the request: the queue, the functions that do it, and the runner inside the server."""
