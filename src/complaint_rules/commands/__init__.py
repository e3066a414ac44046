"""What each command does, without its options: plain functions that take a console and return an exit code."""
