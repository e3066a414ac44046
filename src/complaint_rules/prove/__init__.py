"""Prove: what must hold of every complaint. `ask` says what is asked, `encode` how a ruleset becomes logic."""
