"""Intake: files and streams of complaints, read one by one, with the place of every fact."""
