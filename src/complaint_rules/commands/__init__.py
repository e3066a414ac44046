"""The commands without their options: plain functions that take a console and return an exit code."""
