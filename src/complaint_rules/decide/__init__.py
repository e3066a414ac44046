"""Decide: from resolved claims to the decision, with dates, sums, questions and offers."""
