"""Who is asking: passwords, sessions, tokens, and the one statement that answers it."""
