"""Proves what must hold for every complaint: `checks` has the questions, `symbolic` the encoding of a ruleset."""
