"""What properties state about a decision, as terms, with the semantics of `properties` for actual decisions."""

from __future__ import annotations

from typing import cast

from complaint_rules.compile.effect import Duration, SetItem, amounts_of
from complaint_rules.compile.property import (
    EndsBy,
    Expectation,
    OneOf,
    Outcome,
    Present,
    Stands,
    StandsToFact,
    Within,
)
from complaint_rules.entries.slot import Key
from complaint_rules.prove.symbolic.amounts import rounded
from complaint_rules.prove.symbolic.capped import NOTHING, Capped, pick_capped
from complaint_rules.prove.symbolic.choices import plain
from complaint_rules.prove.symbolic.deadlines import RECEIVED, Orders, SymbolicSpan
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.remedies import FORBIDDEN, REQUIRED, SymbolicRemedy
from complaint_rules.prove.symbolic.terms import Number, Truth, any_of, both, either, no, pick, same
from complaint_rules.vocabulary import HAND_OVER, PAYABLE_REMEDIES, TRANSFERRED

REMEDY_STATUSES = ("forbidden", "permitted", "required")
ITEM_STATUSES = ("not_payable", "payable")
"""The words of statuses, by their numbers."""


def spans_of(outcome: Outcome, decision: SymbolicDecision) -> set[SymbolicSpan]:
    """The spans that an outcome's order depends on."""
    return _spans(outcome.name, decision) if outcome.part == "deadline" else set()


def _spans(clock: str, decision: SymbolicDecision) -> set[SymbolicSpan]:
    return {span for _, span in decision.spans(clock)}


def spans_within(expected: Expectation, decision: SymbolicDecision) -> set[SymbolicSpan]:
    """The spans that an expectation compares: the clock's and its own, from each of their starts."""
    if isinstance(expected, EndsBy):
        compared = {*_spans(expected.outcome.name, decision), *_spans(expected.clock, decision)}
        if not any(span.start == TRANSFERRED for span in compared):
            return compared
        handed = _spans(HAND_OVER, decision)
        return compared | handed | {at for span in compared for one in handed for at in _from_receipt(span, one)}
    if not isinstance(expected, Within):
        return set()
    spans = spans_of(expected.outcome, decision)
    return spans | {_limit(expected, span.start) for span in spans}


def _limit(expected: Within, start: str) -> SymbolicSpan:
    return SymbolicSpan(Duration(expected.count, expected.unit, ""), start)


# --- expectations of one decision


def holds_of(expected: Expectation, decision: SymbolicDecision, orders: Orders) -> Truth:
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
    if isinstance(expected, StandsToFact):
        complaint, fact = decision.complaint, expected.fact
        return both(complaint.known(fact), _stands(sum_of(outcome, decision), expected.order, complaint.number(fact)))
    if isinstance(expected, EndsBy):
        return _ends_by(expected, decision, orders)
    return _within(expected, decision, orders)


def _stands(value: Capped, order: str, fen: Number) -> Truth:
    if order in (">", ">="):
        return either(value.open, value.fen > fen if order == ">" else value.fen >= fen)
    test = value.fen < fen if order == "<" else value.fen <= fen if order == "<=" else value.fen == fen
    return both(no(value.open), test)


def _within(expected: Within, decision: SymbolicDecision, orders: Orders) -> Truth:
    """The earliest span of the clock ends no later than the limit from its own start."""
    earliest = orders.earliest(decision.spans(expected.outcome.name))
    return any_of(
        both(counts, no(orders.before(_limit(expected, span.start), span, by_text=False)))
        for span, counts in earliest.items()
    )


def _ends_by(expected: EndsBy, decision: SymbolicDecision, orders: Orders) -> Truth:
    """The earliest span of a clock ends no later than that of another, as far as the two can be compared."""
    ones, others = (orders.earliest(decision.spans(clock)) for clock in (expected.outcome.name, expected.clock))
    later = [
        both(mine, its, orders.before(other, one, by_text=False))
        for one, mine in ones.items()
        for other, its in others.items()
        if one.start == other.start
    ]
    mixed = [
        (one, other, both(mine, its))
        for one, mine in ones.items()
        for other, its in others.items()
        if {one.start, other.start} == {RECEIVED, TRANSFERRED}
    ]
    for hand_over, ends in orders.earliest(decision.spans(HAND_OVER)).items() if mixed else ():
        for one, other, there in mixed if hand_over.start == RECEIVED else ():
            first, second = (_from_receipt(span, hand_over) or [span] for span in (one, other))
            later.append(both(there, ends, orders.before(second[0], first[0], by_text=False)))
    return no(any_of(later))


def _from_receipt(span: SymbolicSpan, hand_over: SymbolicSpan) -> list[SymbolicSpan]:
    """A span from the hand-over as one from receipt, with the hand-over as late as allowed; none for any other."""
    if span.start != TRANSFERRED or hand_over.start != RECEIVED:
        return []
    return [SymbolicSpan(span.within, RECEIVED, hand_over.within)]


def _words(outcome: Outcome, decision: SymbolicDecision) -> list[tuple[Truth, str]]:
    """The words that a decision may have for an outcome, each with whether it has it."""
    name, part = outcome.name, outcome.part
    if part in ("severity", "lead", "liability"):
        chosen = decision.chosen(part)
        return [(chosen.is_value(value), plain(value) or "") for value in chosen.outcomes if value is not None]
    if part == "remedy":
        return [(there, word) for word, there in remedy_words(name, decision).items()]
    if part == "item":
        return [(there, word) for word, there in item_words(name, decision).items()]
    if part == "action":
        return decision.when(name)
    if part == "approval":
        return [
            (decision.speaks(key), key[1].split(" ", 1)[1])
            for key in decision.keys
            if key[0] == "approvals" and key[1].split(" ", 1)[0] == name
        ]
    there = {"support": decision.helps, "prohibit": decision.prohibits}
    return [(there[part](name) if part in there else decision.speaks(("deadlines", name)), name)]


def remedy_words(kind: str, decision: SymbolicDecision) -> dict[str, Truth]:
    """The statuses that a remedy may have, each with whether it has it."""
    if ("remedies", kind) not in decision.keys:
        return {}
    remedy = decision.remedy(kind)
    return {word: both(remedy.there, same(remedy.status, at)) for at, word in enumerate(REMEDY_STATUSES)}


def item_words(name: str, decision: SymbolicDecision) -> dict[str, Truth]:
    """The statuses that an item may have, each with whether it has it."""
    if ("items", name) not in decision.keys:
        return {}
    item = decision.item(name)
    return {word: both(item.there, same(item.status, at)) for at, word in enumerate(ITEM_STATUSES)}


def sum_of(outcome: Outcome, decision: SymbolicDecision) -> Capped:
    """A bound in fen: 0 where there is no entry.

    Raises:
        NotEncodedError: it depends on an amount that can't be encoded.
    """
    if outcome.part == "payable":
        return payable(outcome.aspect, decision)
    if _key_of(outcome) not in decision.keys:
        return NOTHING
    entry = decision.remedy(outcome.name) if outcome.part == "remedy" else decision.item(outcome.name)
    bound = Capped(entry.least, False) if outcome.aspect == "min" else entry.most
    return pick_capped(entry.there, bound, NOTHING)


def _key_of(outcome: Outcome) -> Key:
    """The slot of a remedy or an item."""
    return "remedies" if outcome.part == "remedy" else "items", outcome.name


def payable(aspect: str, decision: SymbolicDecision) -> Capped:
    """The least or the most that is payable, with the semantics of `decide.payable`.

    Raises:
        NotEncodedError: it depends on an amount that can't be encoded.
    """
    parts = _payable_parts(aspect, decision).values()
    total: Number = 0
    for part in parts:
        total = total + pick(part.open, 0, part.fen)
    complaint = decision.complaint
    left = rounded(total, decision.unit) - complaint.number(complaint.already_paid)
    return Capped(pick(left >= 0, left, 0), any_of(part.open for part in parts))


def _payable_parts(aspect: str, decision: SymbolicDecision) -> dict[str, Capped]:
    """What each remedy, group of alternatives and item adds to the sum payable, unrounded."""
    found: dict[str, Capped] = {}
    for group, name in decision.keys:
        if group == "remedies" and name in PAYABLE_REMEDIES:
            remedy = cast("SymbolicRemedy", decision.unrounded((group, name)))
            counts = remedy.status == REQUIRED if aspect == "min" else remedy.status > FORBIDDEN
            share = _share(both(remedy.there, counts), aspect, remedy.least, remedy.most)
            for members, belongs in groups_of(name, decision).items():
                place = f"remedies.{name}" if members is None else f"alternatives.{members}"
                mine = pick_capped(belongs, share, NOTHING)
                found[place] = mine.higher(found.get(place, NOTHING))
        elif group == "items":
            item = decision.unrounded((group, name))
            found[f"items.{name}"] = _share(item.there, aspect, item.least, item.most)
    return found


def _share(counts: Truth, aspect: str, least: Number, most: Capped) -> Capped:
    return pick_capped(counts, Capped(least, False) if aspect == "min" else most, NOTHING)


def groups_of(kind: str, decision: SymbolicDecision) -> dict[str | None, Truth]:
    """The groups of alternatives that a remedy may belong to, None for none, each with whether it does."""
    named = decision.remedy(kind).groups
    declared = next((one.id for one in decision.ruleset.names.alternatives.values() if kind in one.of), None)
    found: dict[str | None, Truth] = {name: there for name, there in named.items()}  # noqa: C416  # other keys
    found[declared] = either(found.get(declared, False), no(any_of(named.values())))
    return found


# --- order between two decisions


def ways_to_exceed(outcome: Outcome, low: SymbolicDecision, high: SymbolicDecision, orders: Orders) -> list[Truth]:
    """Terms of which one is true wherever the outcome falls, easier to refute: where none can be true, it never falls.

    A sum payable falls only if one of its parts does. A bound of a remedy or an item is made of its candidates'
    amounts by minimum and maximum alone, so it falls only if other candidates count or one of the amounts falls.
    """
    if outcome.part == "payable" and high.complaint.shares_paid(low.complaint):
        ones, others = (_payable_parts(outcome.aspect, decision) for decision in (low, high))
        return [any_of(others[name].below(ones[name]) for name in ones)]
    falls = exceeds(outcome, low, high, orders)
    if outcome.part in ("remedy", "item") and outcome.aspect in ("min", "max"):
        changed, some = _candidates_fall(_key_of(outcome), low, high)
        return [both(changed, falls), some]
    return [falls]


def _candidates_fall(key: Key, low: SymbolicDecision, high: SymbolicDecision) -> tuple[Truth, Truth]:
    """Whether other candidates count; and whether an amount of a candidate that counts falls."""
    changed: list[Truth] = []
    falls: list[Truth] = []
    for one, other in zip(low.candidates(key), high.candidates(key), strict=True):
        counts = no(same(one.fires, other.fires))
        if isinstance(one.effect, SetItem):
            counts = either(counts, no(same(low.meets_needs(one.effect), high.meets_needs(one.effect))))
        for amount in amounts_of(one.effect):
            before, after = low.sum_of(amount), high.sum_of(amount)
            counts = either(counts, no(same(before.absent, after.absent)))
            falls.append(both(one.fires, after.fen < before.fen))
        changed.append(counts)
    return any_of(changed), any_of(falls)


def exceeds(outcome: Outcome, low: SymbolicDecision, high: SymbolicDecision, orders: Orders) -> Truth:
    """Whether the outcome of the first decision exceeds that of the second, which it never should."""
    if outcome.aspect in ("min", "max"):
        return sum_of(outcome, high).below(sum_of(outcome, low))
    if outcome.part == "deadline":
        return _ends_later(outcome, low, high, orders)
    if outcome.part == "severity":
        ranks = low.ruleset.names.ranks
        one, other = low.chosen("severity"), high.chosen("severity")
        return any_of(
            both(one.is_value(above), other.is_value(below))
            for above in one.outcomes
            for below in other.outcomes
            if ranks.get(above or "", 0) > ranks.get(below or "", 0)
        )
    return _order(outcome, low) > _order(outcome, high)


def _ends_later(outcome: Outcome, low: SymbolicDecision, high: SymbolicDecision, orders: Orders) -> Truth:
    """Whether a clock of the first decision ends after that of the second; one that is not set ends after all."""
    ones, others = (orders.earliest(decision.spans(outcome.name)) for decision in (low, high))
    unset = both(no(any_of(ones.values())), any_of(others.values()))
    return either(
        unset,
        *[
            both(mine, its, orders.before(other, one, by_text=False))
            for one, mine in ones.items()
            for other, its in others.items()
        ],
    )


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


__all__ = ["exceeds", "groups_of", "holds_of", "payable", "spans_of", "spans_within", "sum_of", "ways_to_exceed"]
