"""Resolve: from graded rules to one answer for each part of the decision; exceptions, layers, safe choices, reviews."""
