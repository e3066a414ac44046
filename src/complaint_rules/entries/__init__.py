"""The entries of a decision: how the effects of several rules on one entry are settled, defined once for all users."""
