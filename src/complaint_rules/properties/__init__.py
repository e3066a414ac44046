"""Properties held against real decisions."""
