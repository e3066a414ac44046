"""What properties say of a decision, over terms. The same laws as the room `properties` has for real decisions."""

from __future__ import annotations

from typing import Any

from complaint_rules.compile.effect import Duration
from complaint_rules.compile.property import Expectation, OneOf, Outcome, Present, Stands, Within
from complaint_rules.prove.encode.choices import plain
from complaint_rules.prove.encode.deadlines import Moment, Span, rank
from complaint_rules.prove.encode.decision import SymbolicDecision
from complaint_rules.prove.encode.outputs import NOTHING, Capped, pick_capped
from complaint_rules.prove.encode.remedies import FORBIDDEN, PERMITTED
from complaint_rules.prove.encode.terms import Number, Truth, any_of, both, either, no, pick

_IN_PAYABLE = ("compensation", "refund", "discount", "statutory_damages")
_REMEDY_STATUSES = ("forbidden", "permitted", "required")
_ITEM_STATUSES = ("not_payable", "pending", "payable")


def no_moment(spans: set[Any]) -> Moment:
    """Any moment, where there is at most one span to put in order."""
    return Moment(None, dict.fromkeys(spans, 1))


def spans_of(outcome: Outcome, decision: SymbolicDecision) -> set[Any]:
    """The spans that an outcome's order depends on."""
    return {span for _, span in decision.spans(outcome.name)} if outcome.part == "deadline" else set()


def spans_within(expected: Expectation, decision: SymbolicDecision) -> set[Any]:
    """The spans that an expectation compares: the clock's and its own, from each start of theirs."""
    if not isinstance(expected, Within):
        return set()
    spans = spans_of(expected.outcome, decision)
    return spans | {_limit(expected, span.start) for span in spans}


def _limit(expected: Within, start: str) -> Span:
    return Span(Duration(expected.count, expected.unit, ""), start)


# --- expectations of one decision


def holds_of(expected: Expectation, decision: SymbolicDecision, moment: Moment) -> Truth:
    """Whether a decision meets one expectation."""
    outcome = expected.outcome
    if isinstance(expected, OneOf):
        words = _words(outcome, decision)
        there = any_of(truth for truth, _ in words)
        named = any_of(truth for truth, word in words if word in expected.values)
        return either(named, both(None in expected.values, no(there)))
    if isinstance(expected, Present):
        there = any_of(truth for truth, _ in _words(outcome, decision))
        return there if expected.there else no(there)
    if isinstance(expected, Stands):
        return _stands(sum_of(outcome, decision), expected.order, expected.fen)
    return _within(expected, decision, moment)


def _stands(value: Capped, order: str, fen: int) -> Truth:
    if order in (">", ">="):
        return either(value.open, value.fen > fen if order == ">" else value.fen >= fen)
    test = value.fen < fen if order == "<" else value.fen <= fen if order == "<=" else value.fen == fen
    return both(no(value.open), test)


def _within(expected: Within, decision: SymbolicDecision, moment: Moment) -> Truth:
    """The earliest span of the clock ends no later than the limit from its own start."""
    spans = decision.spans(expected.outcome.name)
    earliest = rank(spans, moment.ranks)
    starts = sorted({span.start for _, span in spans})
    return any_of(
        both(there, earliest == moment.ranks[span], moment.ranks[span] <= moment.ranks[_limit(expected, start)])
        for start in starts
        for there, span in spans
        if span.start == start
    )


def _words(outcome: Outcome, decision: SymbolicDecision) -> list[tuple[Truth, str]]:
    """The words that a decision may have for an outcome, each with whether it has it."""
    name, part = outcome.name, outcome.part
    if part in ("severity", "lead", "liability"):
        chosen = decision.chosen(part)
        return [(chosen.working(value), plain(value) or "") for value in chosen.outcomes if value is not None]
    if part == "remedy":
        if ("remedies", name) not in decision.keys:
            return []
        remedy = decision.remedy(name)
        return [(both(remedy.there, remedy.status == at), word) for at, word in enumerate(_REMEDY_STATUSES)]
    if part == "item":
        if ("items", name) not in decision.keys:
            return []
        item = decision.item(name)
        return [(both(item.there, item.status == at), word) for at, word in enumerate(_ITEM_STATUSES)]
    if part == "action":
        return decision.when(name)
    if part == "approval":
        return [
            (decision.fires(key), key[1].split(" ", 1)[1])
            for key in decision.keys
            if key[0] == "approvals" and key[1].split(" ", 1)[0] == name
        ]
    if part == "support":
        return [(both(decision.fires(("support", name)), no(decision.chosen("lead").working(name))), name)]
    if part == "prohibit":
        return [(decision.fires(("prohibited", name)), name)]
    return [(decision.fires(("deadlines", name)), name)]


def sum_of(outcome: Outcome, decision: SymbolicDecision) -> Capped:
    """A bound in fen: 0 where there is no entry.

    Raises:
        NotEncodedError: it hangs on an amount that is not put into logic.
    """
    if outcome.part == "payable":
        return _payable(outcome.aspect, decision)
    group = "remedies" if outcome.part == "remedy" else "items"
    if (group, outcome.name) not in decision.keys:
        return NOTHING
    entry = decision.remedy(outcome.name) if outcome.part == "remedy" else decision.item(outcome.name)
    bound = Capped(entry.least, False) if outcome.aspect == "min" else entry.most
    return pick_capped(entry.there, bound, NOTHING)


def _payable(aspect: str, decision: SymbolicDecision) -> Capped:
    parts = _payable_parts(aspect, decision).values()
    total: Number = 0
    for part in parts:
        total = total + part.fen
    return Capped(total, any_of(part.open for part in parts))


def _payable_parts(aspect: str, decision: SymbolicDecision) -> dict[str, Capped]:
    """What each remedy and item adds to the sum payable; no bound counts as 0 fen."""
    found = {}
    for group, name in decision.keys:
        if group == "remedies" and name in _IN_PAYABLE:
            remedy = decision.remedy(name)
            counts = both(remedy.there, remedy.status > (PERMITTED if aspect == "min" else FORBIDDEN))
            bound = Capped(remedy.least, False) if aspect == "min" else remedy.most
        elif group == "items":
            item = decision.item(name)
            counts, bound = item.there, Capped(item.least, False) if aspect == "min" else item.most
        else:
            continue
        found[name] = Capped(pick(both(counts, no(bound.open)), bound.fen, 0), both(counts, bound.open))
    return found


# --- order between two decisions


def parts_exceed(outcome: Outcome, low: SymbolicDecision, high: SymbolicDecision, moment: Moment) -> list[Truth]:
    """For each part that an outcome is the sum of, whether it falls; if none does, neither does the sum."""
    if outcome.part != "payable":
        return [exceeds(outcome, low, high, moment)]
    ones, others = (_payable_parts(outcome.aspect, decision) for decision in (low, high))
    return [others[name].below(ones[name]) for name in ones]


def exceeds(outcome: Outcome, low: SymbolicDecision, high: SymbolicDecision, moment: Moment) -> Truth:
    """Whether the outcome of the first decision lies above that of the second, which it never should."""
    if outcome.aspect in ("min", "max"):
        return sum_of(outcome, high).below(sum_of(outcome, low))
    if outcome.part == "deadline":
        return rank(low.spans(outcome.name), moment.ranks) > rank(high.spans(outcome.name), moment.ranks)
    if outcome.part == "severity":
        ranks = low.ruleset.names.ranks
        one, other = low.chosen("severity"), high.chosen("severity")
        return any_of(
            both(one.working(above), other.working(below))
            for above in one.outcomes
            for below in other.outcomes
            if ranks.get(above or "", 0) > ranks.get(below or "", 0)
        )
    return _order(outcome, low) > _order(outcome, high)


def _order(outcome: Outcome, decision: SymbolicDecision) -> Number:
    if outcome.part == "remedy":
        if ("remedies", outcome.name) not in decision.keys:
            return 0
        remedy = decision.remedy(outcome.name)
        return pick(remedy.there, remedy.status, 0)
    ladder = [rung.role for rung in decision.ruleset.authority]
    found: Number = 0
    for there, role in sorted(_words(outcome, decision), key=lambda entry: _rung(entry[1], ladder)):
        found = pick(there, _rung(role, ladder), found)
    return found


def _rung(role: str, ladder: list[str]) -> int:
    return 1 + (ladder.index(role) if role in ladder else len(ladder))


__all__ = ["exceeds", "holds_of", "no_moment", "parts_exceed", "spans_of", "spans_within", "sum_of"]
