"""The small search language of `/`: what a person types, what it means, and what it finds."""
