"""Mutation testing: small slips made in a ruleset on purpose, and whether its cases and properties notice them."""
