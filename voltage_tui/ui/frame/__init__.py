"""What stays around every page: who and how fresh on top, the tabs, the keys at the bottom."""
