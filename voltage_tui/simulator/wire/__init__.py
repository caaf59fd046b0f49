"""How things are written on the wire, as the API reference shows them."""
