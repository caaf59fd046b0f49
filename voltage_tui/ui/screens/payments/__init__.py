"""Page 3, Payments: what is under way, what came of the rest, and one payment seen closely."""
