"""The entries of a decision: how the rules that speak of one are settled, written once for all readers."""
