"""Checks: what must hold for a ruleset, one kind of question in each module; `symbolic` has the encoding."""
