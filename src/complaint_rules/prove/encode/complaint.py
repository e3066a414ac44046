"""A complaint as unknowns: for every fact its state and its value, held to what the contract of facts allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from complaint_rules.compile.formulas import LONGEST_YEARS
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, NEVER_ABSENT, NUMERIC, OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.money import LARGEST_FEN
from complaint_rules.prove.encode.terms import (
    Model,
    Number,
    Truth,
    all_of,
    any_of,
    both,
    either,
    implies,
    no,
    number,
    same,
    truth,
)
from complaint_rules.prove.encode.workspace import Workspace

ALWAYS_GIVEN = frozenset({"id", "received_at", RECEIVED_ON, "kind", "occurred_on"})
"""Facts that are never unknown: the caller must state them, or they follow from what is stated."""

OTHER_TEXT = "something else"
_LARGEST_WHOLE = 10**9
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are asked about: events from `first` on, complaints received up to `last`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts that a question speaks of, and for texts the values that some rule names."""

    facts: tuple[Fact, ...]
    texts: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """In what a complaint differs from one that it is like.

    In some facts, by index; in which groups apply; or by answers that came in.
    """

    facts: frozenset[int] = frozenset()
    groups: bool = False
    answers: bool = False


class Unknowns(NamedTuple):
    """What stands for one fact: whether it has a value, and the value, as a number or word by word."""

    known: Truth
    number: Number | None
    words: dict[Any, Truth] | None


class SymbolicComplaint:
    """One complaint of which nothing is settled yet."""

    def __init__(
        self,
        ruleset: Ruleset,
        vocabulary: Vocabulary,
        days: Days,
        space: Workspace,
        name: str = "",
        like: SymbolicComplaint | None = None,
        but: Likeness | None = None,
    ) -> None:
        """Lay a complaint out.

        Args:
            ruleset: whose presumptions count.
            vocabulary: the facts that it is made of.
            days: when it may happen and be received.
            space: where its limits are held.
            name: a prefix for its unknowns.
            like: another complaint with which it shares its unknowns.
            but: in what it differs from that one.
        """
        self.ruleset = ruleset
        self.vocabulary = vocabulary
        self.facts = vocabulary.facts
        self._name = name
        self._like = like
        self._but = but or Likeness()
        self._of: dict[int, Unknowns] = {}
        self._present: dict[str, Truth] = {}
        by_path = {fact.path: fact for fact in self.facts}
        for fact in self.facts:
            self._lay(fact, space)
        kinds = self.words(by_path["kind"])
        for kind, group in OWN_GROUP.items():
            space.hold(implies(kinds[kind], self.present(group)))
        self.occurred_on: Number = self.number(by_path["occurred_on"])
        self.received_on: Number = self.number(by_path[RECEIVED_ON])
        space.hold(all_of(days.first.toordinal() <= day for day in (self.occurred_on, self.received_on)))
        space.hold(all_of(day <= days.last.toordinal() for day in (self.occurred_on, self.received_on)))

    def _lay(self, fact: Fact, space: Workspace) -> None:
        group = fact.group
        if group is not None and group not in NEVER_ABSENT and group not in self._present:
            self._present[group] = self._presence(group)
        self._of[fact.index] = self._unknowns(fact, space)

    def _presence(self, group: str) -> Truth:
        """Whether a group applies."""
        if self._like is not None and not self._but.groups:
            return self._like.present(group)
        return truth(f"{self._name}{group}?present")

    def _unknowns(self, fact: Fact, space: Workspace) -> Unknowns:
        """What stands for a fact."""
        if self._like is not None and fact.index not in self._but.facts:
            return self._shared(fact, self._like.unknowns(fact))
        return self._fresh(fact, space)

    def _shared(self, fact: Fact, other: Unknowns) -> Unknowns:
        """A fact taken over from the other complaint; an answer may have come in."""
        if not self._but.answers or other.known is True:
            return other
        return other._replace(known=either(other.known, truth(f"{self._name}{fact.path}?answered")))

    def _fresh(self, fact: Fact, space: Workspace) -> Unknowns:
        name = f"{self._name}{fact.path}"
        given = fact.path in ALWAYS_GIVEN or fact.index in self.ruleset.presume
        known: Truth = True if given else truth(f"{name}?known")
        if fact.type in NUMERIC or fact.type is FactType.DEPENDANTS:
            low, high = limits(fact)
            value = number(name)
            space.hold(both(low <= value, value <= high))
            return Unknowns(known, value, None)
        if fact.type is FactType.BOOL:
            yes = truth(name)
            return Unknowns(known, None, {True: yes, False: no(yes)})
        if fact.type in FINITE or fact.type in (FactType.TEXT, FactType.TEXT_SET):
            return Unknowns(known, None, self._fresh_words(fact, name, space))
        return Unknowns(known, None, None)

    def _fresh_words(self, fact: Fact, name: str, space: Workspace) -> dict[Any, Truth]:
        words = fact.values if fact.type in FINITE else self.vocabulary.texts.get(fact.index, ())
        if fact.type is FactType.TEXT:
            words = (*words, OTHER_TEXT)
        values = {word: truth(f"{name}={word}") for word in words}
        if fact.type is not FactType.TEXT_SET:
            space.hold(any_of(values.values()))
            for one, other in combinations(values.values(), 2):
                space.hold(either(no(one), no(other)))
        return values

    def unknowns(self, fact: Fact) -> Unknowns:
        """What stands for a fact."""
        return self._of[fact.index]

    def shares(self, facts: Iterable[Fact]) -> bool:
        """Whether facts are the very unknowns of the complaint that it is like."""
        other = self._like
        return other is not None and all(
            self.unknowns(fact) is other.unknowns(fact) and self.present(fact.group) is other.present(fact.group)
            for fact in facts
        )

    # --- states

    def present(self, group: str | None) -> Truth:
        """Whether a group of facts applies."""
        return True if group is None else self._present.get(group, True)

    def known(self, fact: Fact) -> Truth:
        """Whether a fact has a value, stated or presumed."""
        return both(self.present(fact.group), self._of[fact.index].known)

    def unknown(self, fact: Fact) -> Truth:
        """Whether an answer may still come."""
        return both(self.present(fact.group), no(self._of[fact.index].known))

    def absent(self, fact: Fact) -> Truth:
        """Whether the fact's group does not apply."""
        return no(self.present(fact.group))

    # --- values, which mean something only where the fact is known

    def number(self, fact: Fact) -> Number:
        """The value of a number, a sum in fen, a day as its ordinal; of dependants, the years of their support."""
        return self._of[fact.index].number

    def words(self, fact: Fact) -> dict[Any, Truth]:
        """The values of a fact that has a list of them, each with whether it has it, or contains it."""
        return self._of[fact.index].words or {}

    def is_one_of(self, fact: Fact, values: Iterable[Any]) -> Truth:
        """Whether the value is one of these; of a set of texts, whether it contains one of them.

        Terms are made in an order of their own, whatever that of the values: models, and so witnesses, depend on it.
        """
        if fact.type in NUMERIC:
            return any_of(same(self.number(fact), value) for value in sorted(map(ordinal, values)))
        words, wanted = self.words(fact), set(values)
        assert wanted <= words.keys(), (fact.path, wanted)
        return any_of(term for word, term in words.items() if word in wanted)

    # --- reading a model

    def stated(self, model: Model) -> dict[int, Any]:
        """The facts that a model knows, by index, with values as a fact sheet has them (days as dates)."""
        return {fact.index: self._value(fact, model) for fact in self.facts if model.holds(self.known(fact))}

    def groups(self, model: Model) -> set[str]:
        """The groups that a model has present."""
        return {group for group, there in self._present.items() if model.holds(there)}

    def _value(self, fact: Fact, model: Model) -> Any:
        if self.number(fact) is not None:
            value = model.value(self.number(fact))
            return date.fromordinal(value) if fact.type is FactType.DATE else value
        held = [word for word, term in self.words(fact).items() if model.holds(term)]
        if fact.type is FactType.TEXT_SET:
            return frozenset(held)
        return held[0] if held else None


def ordinal(value: Any) -> int:
    """A day as its ordinal; whole numbers and fen as they are."""
    return value.toordinal() if isinstance(value, date) else int(value)


@cache
def limits(fact: Fact) -> tuple[int, int]:
    """The least and the greatest value that the contract lets a number, a sum or a day have."""
    if fact.type is FactType.DEPENDANTS:
        return 0, LONGEST_YEARS
    if fact.type is FactType.DATE:
        return date(_FIRST_YEAR, 1, 1).toordinal(), date(_LAST_YEAR, 12, 31).toordinal()
    if fact.type is FactType.INTEGER:
        return fact.least, _LARGEST_WHOLE if fact.most is None else fact.most
    return 0, LARGEST_FEN
