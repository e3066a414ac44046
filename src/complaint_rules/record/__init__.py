"""The decision record: one JSON document with all inputs of a decision, and its digest."""
