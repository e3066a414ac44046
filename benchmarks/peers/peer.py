"""What a peer is to this measurement: it tells which of a policy's conditions are true of a row of facts.

All that a decision needs beside that is the same code for every peer (`benchmarks.handwritten`), so a peer is timed for
what it is made for, and is charged with nothing that it can't do.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from benchmarks.policies import Tree

Row = dict[str, Any]
Met = Sequence[Any]
"""Whether each condition is true, in the policy's order; any truthy value will do."""

Match = Callable[[Row], Met]
MatchMany = Callable[[Sequence[Row]], list[Met]]


@dataclass(frozen=True)
class Question:
    """What is asked of a peer: the conditions, and the facts that they test with the types that they have."""

    conditions: Sequence[Tree]
    facts: dict[str, str]
    values: dict[str, tuple[Any, ...]]
    """The values that a fact may have, where they are listed."""


@dataclass(frozen=True)
class Peer:
    """One way of using one library.

    `write` turns the conditions into the library's language; `load` reads that, as a service would at its start, and
    returns what decides. Where `batched`, that takes many rows at once. `unsafe` says why threads can't share it.
    """

    name: str
    package: str
    module: str
    write: Callable[[Question], Any]
    load: Callable[[Any], Any]
    explains: bool = False
    batched: bool = False
    unsafe: str | None = None

    @property
    def installed(self) -> bool:
        """Whether the library can be had here."""
        return importlib.util.find_spec(self.module) is not None

    @property
    def version(self) -> str:
        """The library's name and version."""
        return f"{self.package} {metadata.version(self.package)}"


def flags(numbers: Sequence[int], size: int) -> Met:
    """The numbers of the conditions that are true, as one flag a condition."""
    met = bytearray(size)
    for number in numbers:
        met[number] = 1
    return met
