"""A ruleset for people, laid out in one language, and formatted as text for a terminal or as a Markdown page."""
