"""Completions: what an incomplete complaint's decision is, by all values that its unknown facts may take."""
