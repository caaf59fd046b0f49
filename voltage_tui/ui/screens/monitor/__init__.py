"""`--monitor`: the first screen for a second display, read from three metres and without a key."""
