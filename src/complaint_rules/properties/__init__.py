"""Properties: checks them on decisions."""
