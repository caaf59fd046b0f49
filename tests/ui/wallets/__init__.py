"""Page 2 and what is opened from it."""
