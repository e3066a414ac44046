"""A ruleset for people: what it says, laid out in one language, set as text for a terminal or as a Markdown page."""
