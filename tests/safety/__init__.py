"""The safety rules (S-1 to S-50) and the tests that hold them, as a table made of their marks."""
