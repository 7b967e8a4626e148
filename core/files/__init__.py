"""Uploaded files: received, kept under random keys, and cleared away when nothing refers to them."""
