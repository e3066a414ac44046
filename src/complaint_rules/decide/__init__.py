"""Decide: from evaluated complaints to decisions, with dates, sums, questions and offers."""
