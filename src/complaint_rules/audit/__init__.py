"""The decision log: what was decided, by which rules, so that it can't be changed unseen and can be decided again."""
