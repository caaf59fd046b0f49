"""The close of a month: what each wallet's rows add up to, and months that are sealed."""
