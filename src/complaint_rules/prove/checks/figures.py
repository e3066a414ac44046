"""No sum of money is written twice: in a rule or the authority ladder, and as a parameter that could be named instead.

A sum counts as repeated where it equals a figure of a parameter, or is one fen from it, as 199.99 is from a limit
of 200.00. Sums below one yuan and figures that are not money (counts, days, percentages) are not compared: they are
equal by chance too often.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from complaint_rules.compile.amount import MONEY, Literally, parts
from complaint_rules.compile.condition import Compare, Constant, In, leaves
from complaint_rules.compile.effect import amounts_of
from complaint_rules.compile.names import Label
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.facts.fact import FactType
from complaint_rules.money import yuan
from complaint_rules.prove.finding import Finding
from complaint_rules.prove.session import Session, named, subjects_of
from complaint_rules.prove.wording import quoted, say

SMALLEST_FEN = 100
"""Smaller sums are not compared."""

NEAR_FEN = 1
"""The greatest distance from a figure at which a sum repeats it."""


def ask(session: Session) -> Iterator[Finding]:
    """Check the sums in the top layer's rules; the authority ladder is compared with the layer's parameters only."""
    parameters = list(session.ruleset.parameters.values())
    for rule in session.own_rules:
        for fen in dict.fromkeys(_sums(rule)):
            for words in _repeated(parameters, fen):
                message = say("repeated-figure", rule=named(rule), **words)
                yield Finding(
                    "repeated-figure",
                    message,
                    rule.place,
                    tuple(subjects_of(rule)),
                    (rule.id,),
                    help=say("name-parameter"),
                )
    own = [parameter for parameter in parameters if parameter.layer == session.own]
    for rung in session.ruleset.authority:
        for words in _repeated(own, rung.upto_fen or 0):
            message = say("repeated-rung", role=quoted(rung.role), **words)
            yield Finding("repeated-figure", message, session.header, (session.own,), help=say("keep-equal"))


def _sums(rule: CompiledRule) -> Iterator[int]:
    """The sums of money that a rule writes as numbers, in fen."""
    for leaf in leaves(rule.condition):
        if isinstance(leaf, Compare) and isinstance(leaf.operand, Constant) and leaf.fact.type is FactType.MONEY:
            assert isinstance(leaf.operand.value, int)
            yield leaf.operand.value
        elif isinstance(leaf, In) and leaf.fact.type is FactType.MONEY:
            yield from sorted(leaf.values)
    for effect in rule.effects:
        for amount in amounts_of(effect):
            for part in parts(amount.tree):
                if isinstance(part, Literally) and part.dimension == MONEY:
                    yield int(part.value)


def _repeated(parameters: Sequence[DatedParameter], fen: int) -> Iterator[dict[str, str | Label]]:
    """The figures that a sum repeats, in the words of a finding: the first of each parameter."""
    for parameter in parameters if fen >= SMALLEST_FEN else ():
        for start, figure in _figures(parameter):
            if abs(figure - fen) <= NEAR_FEN:
                relation = say("equal" if figure == fen else "next-to")
                shown = quoted(parameter.id)
                yield {"figure": str(yuan(fen)), "relation": relation, "parameter": shown, "start": start}
                break


def _figures(parameter: DatedParameter) -> Iterator[tuple[str, Fraction]]:
    if parameter.unit == "CNY":
        for step in parameter.steps:
            for one in (step.figure, *step.local.values()):
                if isinstance(one.value, int | Fraction):
                    yield step.start.isoformat(), Fraction(one.value)
