"""Page 6, and how alerts are told."""
