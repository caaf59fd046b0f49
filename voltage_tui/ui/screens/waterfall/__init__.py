"""Why money cannot be spent: from total to available, each step opening its rows."""
