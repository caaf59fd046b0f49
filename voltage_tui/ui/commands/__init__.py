"""What keys do: the command object, those that work everywhere, and the lists made of them."""
