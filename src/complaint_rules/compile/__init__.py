"""Compile: from sources to rules whose every name is resolved, ordered, and dated."""
