"""Events in the order in which their transactions were committed, for what follows from them: notifications, live pages."""
