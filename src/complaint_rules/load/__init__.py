"""Load: from files to sources, every value with its place; knows the shape of a ruleset, not its meaning."""
