"""The whole program against a second process."""
