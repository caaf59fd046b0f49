"""Entries of metadata for what is made: filled in from templates that the settings keep."""
