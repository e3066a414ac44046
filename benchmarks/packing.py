"""Trains the dictionary that records are packed with, on records of the shipped cases and of random complaints.

`python -m benchmarks.packing` trains one on every second record, and prints how well it packs the others.
`python -m benchmarks.packing FILE` trains one on all records and writes it. A dictionary that logs were packed with
never changes: another one is a further version (see `complaint_rules.audit.packing`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean

from zstandard import ZstdCompressionDict, ZstdCompressor, train_dictionary

from benchmarks.complaints import at_random, of_cases
from complaint_rules import Engine
from complaint_rules.audit.packing import LEVEL
from complaint_rules.audit.stored_json import dump
from complaint_rules.load.place import shipped_ids

SIZE = 256 * 1024
RANDOM = 200
"""Random complaints a ruleset."""


def records() -> list[bytes]:
    """Records as JSON text, unpacked."""
    found = []
    for ruleset in shipped_ids():
        engine = Engine.load(ruleset, engine="python")
        for complaint in [*of_cases(ruleset), *at_random(RANDOM, seed=5)]:
            found.append(dump(engine.record(complaint).to_dict()))
    return found


def trained(samples: list[bytes]) -> ZstdCompressionDict:
    """A dictionary of such records."""
    return train_dictionary(SIZE, samples, level=LEVEL)


def main() -> None:
    """Write a dictionary to the named file, or print how well one packs."""
    texts = records()
    if len(sys.argv) > 1:
        data = trained(texts).as_bytes()
        Path(sys.argv[1]).write_bytes(data)
        print(f"{len(data):,} bytes, of {len(texts):,} records")
        return
    compressor = ZstdCompressor(LEVEL, dict_data=trained(texts[::2]))
    others = texts[1::2]
    sizes = sorted(len(compressor.compress(text)) for text in others)
    print(
        f"{len(others):,} records of {mean(map(len, others)):,.0f} bytes pack to {mean(sizes):,.0f} in the mean, "
        f"{sizes[len(sizes) * 99 // 100]:,} at p99, {sizes[-1]:,} at most"
    )


if __name__ == "__main__":
    main()
