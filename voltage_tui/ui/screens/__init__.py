"""The pages, a folder each, and the base they share; each is imported when first shown."""
