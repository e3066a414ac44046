"""Mutation testing: small mutations of a ruleset, and whether its cases and properties kill them."""
