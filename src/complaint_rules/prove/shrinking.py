"""Shrinking of witnesses: facts that a witness does not need are dropped.

A model of the solver is a complete complaint. Most of its facts have nothing to do with the finding: groups first, then
single facts are dropped, from all complaints of the witness or from one, as long as the rest still shows the
finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Complaint = Mapping[str, Any]
Path = tuple[str, ...]

_NEEDED = frozenset({"id", "received_at", "kind"})


def shrink(witness: Sequence[Complaint], suffices: Callable[[Sequence[Complaint]], bool]) -> tuple[dict[str, Any], ...]:
    """The same complaints with as few facts as suffice.

    Args:
        witness: the complaints, which suffice.
        suffices: whether complaints with fewer facts still do.
    """
    found = tuple(dict(one) for one in witness)
    for deep in (False, True):
        paths = list(_paths(found, deep=deep))
        size = len(paths)
        while size >= 1:  # many at a time first
            for at in range(0, len(paths), size):
                found = _smaller(found, paths[at : at + size], suffices)
            size //= 2
    return found


def _smaller(
    found: tuple[dict[str, Any], ...], paths: Sequence[Path], suffices: Callable[[Sequence[Complaint]], bool]
) -> tuple[dict[str, Any], ...]:
    """The complaints without some facts, in all of them or in one, where that suffices."""
    everywhere = range(len(found))
    for places in (everywhere, *([place] for place in everywhere if len(found) > 1)):
        smaller = tuple(_left(one, paths) if at in places else one for at, one in enumerate(found))
        if smaller != found and suffices(smaller):
            found = smaller
    return found


def _left(complaint: dict[str, Any], paths: Sequence[Path]) -> dict[str, Any]:
    for path in paths:
        complaint = _without(complaint, path)
    return complaint


def _paths(complaints: Sequence[Complaint], *, deep: bool) -> Iterator[Path]:
    """The groups and facts that complaints state, each once; with `deep` the facts within groups."""
    seen: dict[Path, None] = {}
    for complaint in complaints:
        for name, value in complaint.items():
            if name in _NEEDED:
                continue
            if isinstance(value, Mapping):
                seen.update(dict.fromkeys([(name, inner) for inner in value] if deep else [(name,)]))
            elif deep:
                seen[name,] = None
    yield from seen


def _without(complaint: Complaint, path: Path) -> dict[str, Any]:
    """A complaint without a group or a fact; a fact's group stays even if it is empty."""
    name, *inner = path
    if not inner:
        return {key: value for key, value in complaint.items() if key != name}
    group = complaint.get(name)
    if not isinstance(group, Mapping):
        return dict(complaint)
    return {**complaint, name: {key: value for key, value in group.items() if key != inner[0]}}
