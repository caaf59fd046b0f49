"""The rules of the house, each a function over a source tree, and each seen to bite."""
