"""The forms that the tables of a log have had, oldest first."""
