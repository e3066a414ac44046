"""Complaints to try, and programs that use the library."""
