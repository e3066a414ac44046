"""The versions of the tables of a log, oldest first."""
