"""Makes the dictionary that records are packed with, of what the decisions of the shipped cases say again and again.

`python -m benchmarks.packing FILE` writes one. A dictionary that logs were packed with never changes: another one is a
further version (see `complaint_rules.audit.packing`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.complaints import of_cases
from complaint_rules import Engine
from complaint_rules.load.place import shipped_ids

WINDOW = 32_768
"""Bytes that zlib looks back at."""

LISTS = ("rules", "undecided", "parameters", "silenced", "facts")


def text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def fragments(record: dict[str, Any]) -> Iterator[str]:
    """What of a record may be in others too: the entries of its lists, and their labels by themselves."""
    decision = record["decision"]
    for name, value in decision.items():
        if isinstance(value, list):
            yield from map(text, value)
        elif name not in ("trace", "complaint_id"):
            yield f'"{name}":{text(value)}'
    for name in LISTS:
        for line in decision["trace"][name]:
            yield text({key: value for key, value in line.items() if key != "held"})[1:-1]
    yield text(decision["trace"]["assumptions"])[1:-1]
    yield text(record["provenance"])


def main() -> None:
    counts: Counter[str] = Counter()
    for ruleset in shipped_ids():
        engine = Engine.load(ruleset, engine="python")
        found: Counter[str] = Counter()
        complaints = of_cases(ruleset)
        for complaint in complaints:
            found.update({*fragments(engine.decide(complaint).record().to_dict())})
        for fragment, count in found.items():
            counts[fragment] += count / len(complaints)  # type: ignore[assignment]  # each ruleset counts alike
    chosen: list[str] = []
    size = 0
    worth = sorted(counts, key=lambda one: (-counts[one] * min(len(one.encode()), 400) / len(one.encode()) ** 0.5, one))
    for fragment in worth:
        size += len(fragment.encode())
        if size > WINDOW:
            break
        if not any(fragment in other for other in chosen):
            chosen.append(fragment)
    data = ",".join(reversed(chosen)).encode()[-WINDOW:]
    Path(sys.argv[1]).write_bytes(data)
    print(f"{len(data):,} bytes")


if __name__ == "__main__":
    main()
