"""Explain: why an entry is as it is, why not otherwise, what to ask next; worked out from a decision's own record."""
