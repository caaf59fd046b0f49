"""The lock (safety rules S-45 and S-49): nothing of the treasury is shown, nothing can be sent."""
