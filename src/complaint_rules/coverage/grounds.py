"""Grounds: every rule, table and parameter cites registered clauses or says that it is an assumption.

The compiler refuses one that does not. Here it is a hole, and is mended, so that the rest of the matrix can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from complaint_rules.coverage.finding import CoverageFinding
from complaint_rules.load import source
from complaint_rules.load.document import Located
from complaint_rules.load.folder import Layer

Stated = TypeVar("Stated", source.Rule, source.Table, source.Parameter)


def without_ground(layers: Sequence[Layer]) -> Iterator[CoverageFinding]:
    """The citations of clauses that are not registered, and rules that cite nothing and aren't assumptions."""
    known = _clauses(layers)
    for layer in layers:
        for kind, name, shape, at in _stated(layer):
            if not shape.cite and shape.basis is None:
                yield CoverageFinding("without-ground", at.place(), (kind, f"{layer.id}/{name}"))
            for index, cite in enumerate(shape.cite):
                if cite not in known:
                    yield CoverageFinding("unknown-clause", at.place("cite", index), (kind, f"{layer.id}/{name}", cite))


def mended(layers: Sequence[Layer]) -> list[Layer]:
    """The layers without unknown citations; what then cites nothing is treated as an assumption."""
    known = _clauses(layers)
    return [
        replace(
            layer,
            rules=[(_mend(rule, known), at) for rule, at in layer.rules],
            tables=[(_mend(table, known), at) for table, at in layer.tables],
            parameters={name: (_mend(one, known), at) for name, (one, at) in layer.parameters.items()},
        )
        for layer in layers
    ]


def _mend(shape: Stated, known: frozenset[str]) -> Stated:
    cites = [cite for cite in shape.cite if cite in known]
    if cites == shape.cite and (cites or shape.basis):
        return shape
    update: dict[str, Any] = {"cite": cites}
    if not cites and shape.basis is None:
        update |= {"basis": "assumption", "reason": source.Label(en="nothing is cited", zh="未注明出处")}
    return shape.model_copy(update=update)


def _stated(layer: Layer) -> Iterator[tuple[str, str, source.Rule | source.Table | source.Parameter, Located]]:
    yield from (("rule", rule.id, rule, at) for rule, at in layer.rules)
    yield from (("table", table.id, table, at) for table, at in layer.tables)
    yield from (("parameter", name, one, at) for name, (one, at) in layer.parameters.items())


def _clauses(layers: Sequence[Layer]) -> frozenset[str]:
    """All citations that lead to a registered clause; of two documents with one name the higher layer's counts."""
    documents = {name: file for layer in layers for name, file in layer.clauses.items()}
    return frozenset(f"{name}/{clause.id}" for name, file in documents.items() for clause in file.clauses)
