"""Open pages hear of changes: what was changed, never its values, which each page then asks for with its own rights."""
