"""Decision tables: which rows hold for some values, and what they say then."""
