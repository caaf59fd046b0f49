"""What accountants take away: the same rows in many formats, and a manifest that proves them."""
