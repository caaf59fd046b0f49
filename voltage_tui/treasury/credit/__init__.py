"""Lines of credit watched: how much is used, how fast, when it would be all, and what used it."""
