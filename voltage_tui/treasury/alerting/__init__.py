"""Alerts: rules judged whenever something changed, told once, remembered over restarts."""
