"""Alerts: judged, kept, told once."""
