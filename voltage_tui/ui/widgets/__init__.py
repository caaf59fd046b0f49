"""Widgets that paint lines of cells."""
