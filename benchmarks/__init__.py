"""Measurements: what they measure and how is said in each module; `python -m benchmarks` runs them all."""
