"""What the treasury reads over and over, one job per file."""
