"""`check`: runs all checks on a ruleset, and reports what was found, what was proved and what is unsettled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from complaint_rules.compile.condition import leaves
from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import Place
from complaint_rules.prove.checks import (
    cells,
    clocks,
    completeness,
    conflicts,
    dates,
    figures,
    properties,
    ranges,
    reach,
    statute,
)
from complaint_rules.prove.finding import Finding, Report, accept
from complaint_rules.prove.session import Session
from complaint_rules.prove.simplified import simplified

ASKERS: tuple[Callable[[Session], Iterator[Finding]], ...] = (
    completeness.ask,
    clocks.ask,
    conflicts.ask,
    reach.ask,
    cells.ask,
    ranges.ask,
    statute.ask,
    dates.ask,
    figures.ask,
    properties.ask,
)
"""All checks, in the order in which their findings are shown."""


def check(ruleset: Ruleset, progress: Callable[[int, int], None] | None = None, header: Place | None = None) -> Report:
    """Prove a ruleset consistent, or find complaints that show where it is not.

    Args:
        ruleset: the compiled stack.
        progress: called with the number of questions answered and, roughly, of all questions.
        header: where the top layer's header is; findings about the whole layer are shown there.

    Returns:
        The findings, accepted ones included, the number of questions answered, and what could not be settled.

    Raises:
        WitnessError: an engine does not confirm a finding; a fault of the prover.
        ProverMissingError: Z3 is not installed.
    """
    session = Session(ruleset, header)
    if progress is not None:
        of = _about(session)
        session.progress = lambda done: progress(done, of)
    found = [finding for ask in ASKERS for finding in ask(session)]
    findings = accept(found, ruleset.accepted, session.own)
    return Report(
        ruleset.id,
        ruleset.digest,
        findings,
        session.unsettled,
        dict(session.answered),
        session.space.asked,
        list(simplified(ruleset)),
    )


def _about(session: Session) -> int:
    """About how many questions there are."""
    rules = session.own_rules
    tests = sum(len(list(leaves(rule.condition))) for rule in rules)
    return 2 * len(rules) + 2 * tests + len(session.decision.keys) + len(session.ruleset.properties)
