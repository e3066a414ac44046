"""Sums that rules write as constants: a bound equal to one of these is the same throughout a region."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from complaint_rules.compile.amount import Amount, Literally, ParameterValue
from complaint_rules.compile.effect import SetItem, SetRemedy
from complaint_rules.compile.rule import Ruleset
from complaint_rules.money import format_fen
from complaint_rules.prove.difference import Comparison


def sums_said(comparison: Comparison) -> dict[str, set[str | None]]:
    """The sums in yuan that rules write as a constant or a parameter, by the path of the remedy or item."""
    found: dict[str, set[str | None]] = {}
    for ruleset in comparison.rulesets:
        for said in (said for rule in ruleset.rules for said in rule.effects):
            if isinstance(said, SetRemedy | SetItem):
                path = f"remedies.{said.kind}" if isinstance(said, SetRemedy) else f"items.{said.item}"
                words = found.setdefault(path, set())
                for amount in (said.least, said.most):
                    words |= {format_fen(fen) for fen in _outright(amount, ruleset)}
    return found


def _outright(amount: Amount | None, ruleset: Ruleset) -> Iterator[int]:
    if amount is None:
        return
    if isinstance(amount.tree, Literally):
        yield _fen(amount.tree.value)
    elif isinstance(amount.tree, ParameterValue):
        figures = ruleset.parameters[amount.tree.name].all_values()
        yield from (_fen(Fraction(value)) for value in figures if isinstance(value, int | Fraction))


def _fen(value: Fraction) -> int:
    """Rounded half up."""
    return int(value + Fraction(1, 2))
