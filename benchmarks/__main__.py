"""Run every measurement and print the tables: `python -m benchmarks`."""

from __future__ import annotations

import platform

from benchmarks import speed, start


def main() -> None:
    """Print all tables, as Markdown."""
    print(f"Python {platform.python_version()} on {platform.machine()}, one core; medians of {speed.ROUNDS} rounds\n")
    print("| ruleset | engine | load | depth | decisions/s | us each | fastest-slowest us |")
    print("|---|---|---|---|---:|---:|---:|")
    for ruleset in speed.RULESETS:
        for row in speed.measure(ruleset):
            spread = f"{row.fastest:.0f}-{row.slowest:.0f}"
            print(
                f"| {row.ruleset} | {row.engine} | {row.load} | {row.depth} | {row.per_second:,.0f} | {row.median:.1f} "
                f"| {spread} |"
            )
    print("\nWhere the time of one `decide` goes (us, over the cases)\n")
    print("| ruleset | engine | validate | lay out | match | settle |")
    print("|---|---|---:|---:|---:|---:|")
    for ruleset in speed.RULESETS:
        for engine, parts in speed.stages(ruleset).items():
            print(f"| {ruleset} | {engine} | " + " | ".join(f"{time:.1f}" for time in parts.values()) + " |")
    print("\nStart-up in a fresh process (ms)\n")
    print("| ruleset | engine | import | load and compile | first decision | load again |")
    print("|---|---|---:|---:|---:|---:|")
    for ruleset in speed.RULESETS:
        for engine in ("rete", "python"):
            parts = start.measure(ruleset, engine)
            print(f"| {ruleset} | {engine} | " + " | ".join(f"{time:.0f}" for time in parts.values()) + " |")


if __name__ == "__main__":
    main()
