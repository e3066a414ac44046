"""Ask: what must hold of a ruleset, one kind of question in each module. How it is put into logic is `encode`'s."""
