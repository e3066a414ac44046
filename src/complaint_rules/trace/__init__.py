"""Trace: what an auditor reads and replays. Data first; views (text, HTML) apart from it."""
