"""What a person pastes to be paid, and what a payer is shown: BOLT #11, BIP21, addresses. Pure."""
