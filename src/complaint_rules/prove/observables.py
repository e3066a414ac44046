"""Every output of two symbolic decisions: whether they differ, and in which words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from complaint_rules.entries.slot import Key
from complaint_rules.money import parse_fen
from complaint_rules.prove.changes import NO_LIMIT, YES, ladder_word, span_word, sum_word
from complaint_rules.prove.symbolic.capped import Capped
from complaint_rules.prove.symbolic.choices import Single
from complaint_rules.prove.symbolic.deadlines import Orders
from complaint_rules.prove.symbolic.decision import SymbolicDecision
from complaint_rules.prove.symbolic.outcomes import groups_of, item_words, remedy_words
from complaint_rules.prove.symbolic.terms import Model, Truth, any_of, both, either, no, same
from complaint_rules.vocabulary import APPROVED_AS, MONEY_REMEDIES, PUBLIC_REMEDY

Wording: TypeAlias = Mapping[str, Truth]
"""For each word that an output may have, whether it has it; where it has none of them, it has no entry."""


class Observable(ABC):
    """One output in two decisions, by its path."""

    path: str

    @property
    @abstractmethod
    def differs(self) -> Truth:
        """Whether the decisions differ in it."""

    @abstractmethod
    def words(self, model: Model) -> tuple[str | None, str | None]:
        """The words of the two decisions in a model."""

    @abstractmethod
    def says(self, old: str | None, new: str | None) -> Truth:
        """Whether the decisions have these words."""


@dataclass(frozen=True, slots=True)
class Worded(Observable):
    """An output that has one of a few words."""

    path: str
    old: Wording
    new: Wording

    @property
    def differs(self) -> Truth:
        """Whether the decisions differ in it."""
        return any_of(_unlike(self.old.get(w, False), self.new.get(w, False)) for w in {**self.old, **self.new})

    def words(self, model: Model) -> tuple[str | None, str | None]:
        """The words of the two decisions in a model."""
        found = [next((w for w, held in one.items() if model.holds(held)), None) for one in (self.old, self.new)]
        return found[0], found[1]

    def says(self, old: str | None, new: str | None) -> Truth:
        """Whether the decisions have these words."""
        return both(_has(self.old, old), _has(self.new, new))


@dataclass(frozen=True, slots=True)
class Bound(Observable):
    """A sum, where there is an entry."""

    path: str
    old: tuple[Truth, Capped]
    new: tuple[Truth, Capped]

    @property
    def differs(self) -> Truth:
        """Whether the decisions differ in it."""
        (ours, one), (theirs, other) = self.old, self.new
        unequal = either(_unlike(one.open, other.open), both(no(one.open), _unlike(one.fen, other.fen)))
        return either(_unlike(ours, theirs), both(ours, unequal))

    def words(self, model: Model) -> tuple[str | None, str | None]:
        """The words of the two decisions in a model."""
        found = [
            sum_word(None if model.holds(bound.open) else model.value(bound.fen)) if model.holds(there) else None
            for there, bound in (self.old, self.new)
        ]
        return found[0], found[1]

    def says(self, old: str | None, new: str | None) -> Truth:
        """Whether the decisions have these words."""
        return both(_comes_to(*self.old, old), _comes_to(*self.new, new))


def _comes_to(there: Truth, bound: Capped, word: str | None) -> Truth:
    if word is None:
        return no(there)
    if word == NO_LIMIT:
        return both(there, bound.open)
    return both(there, no(bound.open), same(bound.fen, parse_fen(word)))


def _has(wording: Wording, word: str | None) -> Truth:
    return no(any_of(wording.values())) if word is None else wording.get(word, False)


def _unlike(one: Truth, other: Truth) -> Truth:
    """Whether two truths, or two numbers, are not equal; False where they are the same term."""
    if not isinstance(one, bool | int) and not isinstance(other, bool | int) and one.get_id() == other.get_id():
        return False
    return no(same(one, other))


# --- the observables of an output


def observables_of(key: Key, old: SymbolicDecision, new: SymbolicDecision, orders: Orders) -> list[Observable]:
    """The observables in which two decisions may differ on an output.

    Raises:
        NotEncodedError: it depends on an amount that can't be encoded.
    """
    found: list[Observable] = []
    if key[0] in ("remedies", "items"):
        found += _bounds(key, old, new)
    ours, theirs = _worded(key, old, orders), _worded(key, new, orders)
    found += [Worded(path, ours.get(path, {}), theirs.get(path, {})) for path in dict.fromkeys([*ours, *theirs])]
    return found


def _worded(key: Key, decision: SymbolicDecision, orders: Orders) -> dict[str, Wording]:
    group, name = key
    if group in ("severity", "lead", "liability"):
        return dict(_chosen(group, decision))
    if group == "support":
        return {f"department.support.{name}": {YES: decision.helps(name)}}
    if group == "deadlines":
        earliest = orders.earliest(decision.spans(name))
        return {f"deadlines.{name}": {span_word(one.within.text, one.start): there for one, there in earliest.items()}}
    if group == "approvals":
        return {f"approvals.{name.replace(' ', '.')}": {YES: decision.speaks(key)}}
    if group == "actions":
        return {f"actions.{name}": {when: there for there, when in decision.when(name)}}
    if group == "prohibited":
        return {f"prohibited.{name}": {YES: decision.prohibits(name)}}
    return dict(_remedy(name, decision) if group == "remedies" else _item(name, decision))


def _chosen(attribute: str, decision: SymbolicDecision) -> Iterator[tuple[str, Wording]]:
    chosen = decision.chosen(attribute)
    working = {value: chosen.is_value(value) for value in chosen.outcomes if value is not None}
    path = {"severity": "severity.tier", "lead": "department.lead", "liability": "liability.finding"}[attribute]
    yield path, working
    if isinstance(chosen, Single):
        review = "review.department" if attribute == "lead" else "review.liability"
        yield review, {YES: chosen.disagree}


def _remedy(kind: str, decision: SymbolicDecision) -> Iterator[tuple[str, Wording]]:
    if ("remedies", kind) not in decision.keys:
        return
    entry, path = decision.remedy(kind), f"remedies.{kind}"
    yield f"{path}.status", remedy_words(kind, decision)
    yield f"review.{path}", {YES: either(entry.clash, entry.empty)}
    groups = {group: both(entry.there, belongs) for group, belongs in groups_of(kind, decision).items() if group}
    yield f"{path}.group", groups
    choices: dict[str, Truth] = {}
    for group, belongs in groups.items():
        choice = decision.ruleset.names.alternatives[group].choice
        if choice is not None:
            choices[choice] = either(choices.get(choice, False), belongs)
    yield f"{path}.choice", choices
    if kind == PUBLIC_REMEDY:
        yield f"{path}.public", {YES: both(entry.there, entry.public)}


def _item(item: str, decision: SymbolicDecision) -> Iterator[tuple[str, Wording]]:
    if ("items", item) not in decision.keys:
        return
    entry, path = decision.item(item), f"items.{item}"
    yield f"{path}.status", item_words(item, decision)
    yield f"review.{path}", {YES: entry.clash}


def _bounds(key: Key, old: SymbolicDecision, new: SymbolicDecision) -> Iterator[Observable]:
    group, name = key
    if group == "remedies" and name not in MONEY_REMEDIES:
        return
    (ours, low, high), (theirs, least, most) = _sums(key, old), _sums(key, new)
    yield Bound(f"{group}.{name}.min", (ours, low), (theirs, least))
    yield Bound(f"{group}.{name}.max", (ours, high), (theirs, most))
    if group == "remedies" and old.ruleset.authority != new.ruleset.authority:
        yield Worded(f"{group}.{name}.ladder", _ladder(name, old), _ladder(name, new))


def _sums(key: Key, decision: SymbolicDecision) -> tuple[Truth, Capped, Capped]:
    if key not in decision.keys:
        return False, Capped(0, False), Capped(0, False)
    entry = decision.remedy(key[1]) if key[0] == "remedies" else decision.item(key[1])
    return entry.there, Capped(entry.least, False), entry.most


# --- who may approve


def _ladder(kind: str, decision: SymbolicDecision) -> Wording:
    """Who approves up to which sum: the rungs that the sum may need, from the highest that a rule names."""
    rungs = decision.ruleset.authority
    if ("remedies", kind) not in decision.keys or not rungs:
        return {}
    entry = decision.remedy(kind)
    granted = both(entry.there, entry.status > 0)
    found: dict[str, Truth] = {}
    higher: Truth = granted
    for last, rung in enumerate(rungs):
        stops = False if rung.upto_fen is None else both(no(entry.most.open), entry.most.fen <= rung.upto_fen)
        ends = higher if last == len(rungs) - 1 else both(higher, stops)
        cut = stops if last == len(rungs) - 1 else True
        for is_cut in (True, False):
            steps = [(one.role, one.upto_fen) for one in rungs[: last + 1]]
            if is_cut:
                steps[-1] = (rung.role, None)
            _add_words(found, kind, decision, steps, both(ends, cut if is_cut else no(cut)))
        higher = both(higher, no(stops))
    return found


def _add_words(
    found: dict[str, Truth], kind: str, decision: SymbolicDecision, steps: list[tuple[str, int | None]], ends: Truth
) -> None:
    """Add the words that these steps may have, depending on the first role that a rule names."""
    left = ends
    for start in range(len(steps) - 1, -1, -1):
        named = any_of(
            decision.speaks(("approvals", f"{purpose} {steps[start][0]}")) for purpose in APPROVED_AS.get(kind, ())
        )
        word = ladder_word(steps[start:]) or ""
        there = left if start == 0 else both(left, named)
        found[word] = either(found.get(word, False), there)
        left = both(left, no(named))
