"""What a process does next: automations, approvals and timers as pure functions. Stores nothing, sends nothing."""
