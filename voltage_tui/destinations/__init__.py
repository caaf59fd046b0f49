"""What a person pastes or shows: BOLT11 invoices, addresses, BIP21 URIs. Pure."""
