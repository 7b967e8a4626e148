"""Who is told of what: notifications that follow from events."""
