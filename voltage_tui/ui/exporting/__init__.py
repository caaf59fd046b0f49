"""Exports as the screen asks for them."""
