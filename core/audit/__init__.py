"""Who did what, when: what is noted for it, and the log gathered from all that is kept."""
