"""The one read door and the one write door to records."""
