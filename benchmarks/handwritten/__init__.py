"""The limit: a policy as a plain Python function without an engine, and the parts of it that the peers borrow.

The function is written by `writing.py`, since nobody keeps two hundred rules right by hand twice; what it writes is
what a programmer would: `python -m benchmarks.handwritten chain-supermarket` prints it.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.handwritten.layout import Laid, Layout
from benchmarks.handwritten.writing import Writer
from benchmarks.policies import Policy

Outcome = dict[str, Any]


class HandWritten:
    """A policy written out. `lay_out` and `settle` serve all peers; `decide` is the whole function."""

    def __init__(self, policy: Policy) -> None:
        self.lay_out = Layout(policy)
        writer = Writer(policy)
        self.source = writer.source
        filename = f"<{policy.ruleset.id}, written out>"
        linecache.cache[filename] = (len(self.source), None, self.source.splitlines(True), filename)
        names = writer.constants
        exec(compile(self.source, filename, "exec"), names)  # noqa: S102  # the text that was just written
        self._decide: Callable[[Laid], Outcome] = names["decide"]
        self.settle: Callable[[Laid, Sequence[Any]], Outcome] = names["settle"]

    def decide(self, complaint: Mapping[str, Any]) -> Outcome:
        """Decide a complaint all of whose facts are known."""
        return self._decide(self.lay_out(complaint))
