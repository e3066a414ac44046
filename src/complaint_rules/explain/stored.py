"""Why, for a stored decision: what its trace says of the rules behind an entry; all other questions need the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NoReturn

from complaint_rules.decide.decision import DecisionBase
from complaint_rules.decide.trace import RuleLine
from complaint_rules.explain.paths import Entry, entries_of, find_entry
from complaint_rules.explain.why import (
    Explanation,
    attributes_read,
    payable_parts,
    rules_behind,
    said_of,
    waits_of,
)
from complaint_rules.trace.whatever import whatever


class StoredExplainer:
    """Explains stored decisions."""

    def explain(self, decision: DecisionBase, path: str) -> Explanation:
        """Why an entry is as it is, as far as the trace says.

        Raises:
            PathError: the decision has no such entry.
        """
        return _explain(decision, find_entry(path, decision))

    def explain_all(self, decision: DecisionBase) -> list[Explanation]:
        """Why each entry is as it is, as far as the trace says."""
        return [_explain(decision, entry) for entry in entries_of(decision)]

    def why_not(self, decision: DecisionBase, wanted: str) -> NoReturn:  # noqa: ARG002 - the signature of `Explainer`
        """Refuse: only the rules can say.

        Raises:
            RulesetNeededError: always.
        """
        raise decision.needs_rules("why_not")

    def next_questions(self, decision: DecisionBase) -> NoReturn:
        """Refuse: only the rules can say.

        Raises:
            RulesetNeededError: always.
        """
        raise decision.needs_rules("next_questions")

    def first_question(self, decision: DecisionBase, passed: Collection[str] = ()) -> NoReturn:  # noqa: ARG002 - likewise
        """Refuse: only the rules can say.

        Raises:
            RulesetNeededError: always.
        """
        raise decision.needs_rules("first_question")


def _explain(decision: DecisionBase, entry: Entry) -> Explanation:
    data, trace = said_of(decision, entry), decision.trace
    because, waits_for = rules_behind(data), waits_of(data)
    rules = tuple(_lines(decision, because))
    outputs = (entry.path, "department" if entry.path == "department.lead" else entry.path)
    return Explanation(
        path=entry.path,
        entry=data,
        rules=rules,
        grounds=(),
        waits_for=waits_for,
        whatever=whatever(because, waits_for, trace),
        silenced=(),
        overridden=tuple([one for one in trace.overridden if one.output in outputs]),
        parameters=(),
        assumptions=tuple([line.rule for line in rules if line.basis]),
        parts=tuple(_parts(decision, entry, rules)),
        decision=decision,
    )


def _lines(decision: DecisionBase, because: tuple[str, ...]) -> Iterator[RuleLine]:
    """The lines of the trace for some rules, including rules that may yet fire."""
    trace = decision.trace
    found = {
        one.rule: RuleLine(
            rule=one.rule,
            certain=False,
            title=one.title,
            cite=one.cite,
            basis=one.basis,
            reason=one.reason,
            confidence=one.confidence,
            binding=one.binding,
            place=one.place,
            held=(),
        )
        for one in trace.undecided
    }
    found |= {line.rule: line for line in trace.rules}
    yield from [found[rule] for rule in because if rule in found]


def _parts(decision: DecisionBase, entry: Entry, rules: tuple[RuleLine, ...]) -> Iterator[Explanation]:
    for path in payable_parts(decision) if entry.path == "payable" else ():
        yield _explain(decision, find_entry(path, decision))
    decided = {
        "severity": decision.severity.tier,
        "lead": decision.department.lead,
        "liability": decision.liability.finding,
    }
    for part in attributes_read(rules):
        if decided[part] is not None:
            path = "department.lead" if part == "lead" else part
            if path != entry.path:
                yield _explain(decision, find_entry(path, decision))
