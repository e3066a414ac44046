"""How cost grows with rules that do not apply: the same complaints' worth of rules fire, however many there are."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import alone, synthetic
from benchmarks.memory import names
from benchmarks.outcomes import DifferError

COUNT = 100
PATIENCE = 60
"""Seconds for one contestant and size, loading included; beyond that it is left out."""


class Growth(NamedTuple):
    """Microseconds for one decision by number of rules, and milliseconds to load; or why there are none."""

    contestant: str
    sizes: tuple[int, ...]
    times: tuple[float | None, ...]
    loads: tuple[float | None, ...]
    failures: tuple[str | None, ...]


def measure(only: Sequence[str] = (), sizes: Sequence[int] = synthetic.SIZES) -> list[Growth]:
    """All contestants on all sizes; one that fails on a size is not asked for a larger one."""
    found: dict[str, list[alone.Alone | str]] = {name: [] for name in names() if not only or name in only}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            ruleset = synthetic.write(Path(folder) / str(size), size)
            complaints = synthetic.complaints(size, COUNT, seed=size)
            for results in found.values():
                name = next(one for one, other in found.items() if other is results)
                failed = bool(results) and isinstance(results[-1], str)
                results.append(results[-1] if failed else alone.measure(ruleset, name, complaints, PATIENCE))
            _compare(size, {name: results[-1] for name, results in found.items()})
    return [
        Growth(
            name,
            tuple(sizes),
            tuple(None if isinstance(one, str) else one.median for one in results),
            tuple(None if isinstance(one, str) else one.load_ms for one in results),
            tuple(one if isinstance(one, str) else None for one in results),
        )
        for name, results in found.items()
    ]


def _compare(size: int, results: dict[str, alone.Alone | str]) -> None:
    """Stop unless the same rules fired for all.

    Raises:
        DifferError: naming the two that differ.
    """
    done = {name: one.fired for name, one in results.items() if not isinstance(one, str)}
    for name, fired in done.items():
        first = next(iter(done))
        if fired != done[first]:
            raise DifferError(f"{name} fires other rules than {first} among {size:,} rules")
