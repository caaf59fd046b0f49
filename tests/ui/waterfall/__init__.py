"""Why it cannot be spent, as lines."""
