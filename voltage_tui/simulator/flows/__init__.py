"""What happens by itself: approval, settlement, expiry, pricing, deliveries."""
