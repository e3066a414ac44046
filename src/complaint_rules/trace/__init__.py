"""Trace: what an auditor reads and replays, as data, with views (text, HTML) separate from it."""
