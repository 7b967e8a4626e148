"""Processes: runs of automations and approvals, stored, driven, and shown to people."""
