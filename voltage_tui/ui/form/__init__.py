"""What pages that are filled in are made of."""
