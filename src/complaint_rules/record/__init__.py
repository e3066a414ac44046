"""The decision record: one JSON document with all that a decision was made of, and its digest."""
