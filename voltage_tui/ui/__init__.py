"""The screen: the only package that imports textual. It shows snapshots and asks for things."""
