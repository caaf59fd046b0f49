"""The screen's frame."""
