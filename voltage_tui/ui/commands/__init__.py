"""The screen's commands."""
