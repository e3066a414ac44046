"""Encode: a compiled ruleset as logic, one small module for each part of a decision."""
