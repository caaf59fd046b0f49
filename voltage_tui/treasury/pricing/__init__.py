"""What a bitcoin was worth at each payment's moment, and where that is known from (S-69)."""
