"""The symbolic encoding of a compiled ruleset, one small module for each part of a decision."""
