"""The report of a log: pages that need no network, for people to read."""
