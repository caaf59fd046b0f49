"""Page 6, Alerts: what is raised, what became of what was, and the rules."""
