"""A complete complaint as variables: the value of every fact, constrained to what the contract of facts allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from complaint_rules.compile.formulas import LONGEST_YEARS, is_complete, support_years
from complaint_rules.compile.lawdays import DAY_FACT, LawOf
from complaint_rules.compile.parameter import DatedParameter
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, NEVER_ABSENT, NUMERIC, OWN_GROUP, RECEIVED_ON, Fact, FactType, ordinal
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.facts.stating import other_text
from complaint_rules.money import LARGEST_FEN
from complaint_rules.prove.symbolic.terms import (
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
from complaint_rules.prove.symbolic.workspace import Workspace

ALWAYS_GIVEN = frozenset({"id", "received_at", RECEIVED_ON, "kind", "occurred_on", "settled_on"})
"""Facts that are never unknown: the caller must state them, or they follow from what is stated."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days considered: events from `first` on, complaints received up to `last`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts that a query is about, and for texts the values that some rule names."""

    facts: tuple[Fact, ...]
    texts: dict[int, tuple[str, ...]]

    def other(self, fact: Fact) -> str:
        """A text that represents all values of a fact that no rule names."""
        return other_text(self.texts.get(fact.index, ()))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a complaint may differ from the one that it shares variables with.

    In some facts, by index; or in which groups apply.
    """

    facts: frozenset[int] = frozenset()
    groups: bool = False


class Unknowns(NamedTuple):
    """The variables of one fact: whether it has a value, and the value, as a number or word by word."""

    known: Truth
    number: Number | None
    words: dict[Any, Truth] | None


class SymbolicComplaint:
    """One complaint whose facts are variables."""

    def __init__(
        self,
        ruleset: Ruleset,
        vocabulary: Vocabulary,
        days: Days,
        space: Workspace,
        name: str = "",
        like: SymbolicComplaint | None = None,
        but: Likeness | None = None,
        unsaid: Collection[str] = (),
    ) -> None:
        """Create the variables and their constraints.

        Args:
            ruleset: the ruleset whose presumptions apply.
            vocabulary: the facts that it is made of.
            days: when it may happen and be received.
            space: the workspace that gets its constraints.
            name: a prefix for its variables.
            like: another complaint with which it shares its variables.
            but: how it may differ from that one.
            unsaid: the paths of facts that may be left out; all others are stated, since complaints are complete.
        """
        self.ruleset = ruleset
        self.vocabulary = vocabulary
        self.facts = vocabulary.facts
        self._space = space
        self._name = name
        self._like = like
        self._but = but or Likeness()
        self._unsaid = unsaid
        self._of: dict[int, Unknowns] = {}
        self._rests: dict[int, Number] = {}
        self._present: dict[str, Truth] = {}
        self._unstated = {
            name: number(f"parameters.{name}") for name, one in ruleset.parameters.items() if _may_lack(one, days)
        }
        self._space.hold(all_of(both(figure >= 0, figure <= LARGEST_FEN) for figure in self._unstated.values()))
        by_path = {fact.path: fact for fact in self.facts}
        for fact in self.facts:
            self._lay_first(fact)
        self.already_paid = by_path["already_paid"]
        kinds = self.words(by_path["kind"])
        for kind, group in OWN_GROUP.items():
            self._space.hold(implies(kinds[kind], self.present(group)))
        self.occurred_on: Number = self.number(by_path["occurred_on"])
        self.received_on: Number = self.number(by_path[RECEIVED_ON])
        settled = by_path.get("settled_on")
        self.settled_on: Number = self.received_on if settled is None else self.number(settled)
        """The day of the settlement; that of the receipt where nothing depends on it."""
        self._by_path = by_path
        for day in (self.occurred_on, self.received_on, self.settled_on):
            self._space.hold(both(days.first.toordinal() <= day, day <= days.last.toordinal()))

    def _lay(self, fact: Fact) -> None:
        group = fact.group
        if group is not None and group not in NEVER_ABSENT and group not in self._present:
            self._present[group] = self._presence(group)
        self._of[fact.index] = self._unknowns(fact)
        if fact.divisor != 1:
            self._rests[fact.index] = self._rest(fact)

    def _rest(self, fact: Fact) -> Number:
        """The remainder of the division by which a fact is derived from its source, as sums read it.

        It is zero where the fact itself is stated, and then the source may have any value.
        """
        rest = self._fresh_rest(fact) if self._like is None else self._like.rest(fact)
        self._space.hold(both(rest >= 0, rest < fact.divisor))
        whole = self.number(fact) * fact.divisor + rest
        self._space.hold(either(rest == 0, whole <= LARGEST_FEN))
        source = next((one for one in self.facts if one.path == fact.source), None)
        if source is not None:
            self._lay_first(source)
            self._space.hold(either(rest == 0, whole == self.number(source)))
        return rest

    def _fresh_rest(self, fact: Fact) -> Number:
        return self._number(f"{fact.path}.rest")

    def _truth(self, name: str) -> Truth:
        return self._variable(truth(f"{self._name}{name}"))

    def _number(self, name: str) -> Number:
        return self._variable(number(f"{self._name}{name}"))

    def _variable(self, fresh: Any) -> Any:
        return fresh if self._like is None else self._space.owned(fresh, self._name)

    def _lay_first(self, fact: Fact) -> None:
        if fact.index not in self._of:
            self._lay(fact)

    def _presence(self, group: str) -> Truth:
        """Whether a group applies."""
        if self._like is not None and not self._but.groups:
            return self._like.present(group)
        return self._truth(f"{group}?present")

    def _unknowns(self, fact: Fact) -> Unknowns:
        """The variables of a fact."""
        if self._like is not None and fact.index not in self._but.facts:
            return self._like.unknowns(fact)
        return self._fresh(fact)

    def _fresh(self, fact: Fact) -> Unknowns:
        name = fact.path
        known: Truth = self._truth(f"{name}?said") if fact.path in self._unsaid or fact.may_be_absent else True
        if fact.type in NUMERIC or fact.type is FactType.DEPENDANTS:
            low, high = limits(fact)
            value = self._number(name)
            self._space.hold(both(low <= value, value <= high))
            return Unknowns(known, value, None)
        if fact.type is FactType.BOOL:
            yes = self._truth(name)
            return Unknowns(known, None, {True: yes, False: no(yes)})
        if fact.type in FINITE or fact.type in (FactType.TEXT, FactType.TEXT_SET):
            return Unknowns(known, None, self._fresh_words(fact, name))
        return Unknowns(known, None, None)

    def _fresh_words(self, fact: Fact, name: str) -> dict[Any, Truth]:
        words = fact.values if fact.type in FINITE else self.vocabulary.texts.get(fact.index, ())
        if fact.type is FactType.TEXT:
            words = (*words, self.vocabulary.other(fact))
        values = {word: self._truth(f"{name}={number}") for number, word in enumerate(words)}
        if fact.type is not FactType.TEXT_SET:
            self._space.hold(any_of(values.values()))
            for one, other in combinations(values.values(), 2):
                self._space.hold(either(no(one), no(other)))
        return values

    def unknowns(self, fact: Fact) -> Unknowns:
        """The variables of a fact."""
        return self._of[fact.index]

    def shares(self, facts: Iterable[Fact]) -> bool:
        """Whether it shares the variables of all these facts with the other complaint."""
        other = self._like
        return other is not None and all(
            self.unknowns(fact) is other.unknowns(fact) and self.present(fact.group) is other.present(fact.group)
            for fact in facts
        )

    def is_as(self, sheet: FactSheet) -> Truth:
        """That it agrees with a fact sheet; what is unknown there may have any value."""
        parts: list[Truth] = []
        for fact in self.facts:
            value = sheet.values[fact.index]
            if fact.may_be_absent:
                parts.append(same(self.known(fact), value is not ABSENT))
            elif fact.group is not None:
                parts.append(same(self.present(fact.group), value is not ABSENT))
            if fact.divisor != 1 and value is not ABSENT and value is not UNKNOWN:
                parts.append(same(self.rest(fact), int(sheet.sums[fact.index] * fact.divisor) % fact.divisor))
            if value is not ABSENT and value is not UNKNOWN:
                parts.append(self._is(fact, value))
        return all_of(parts)

    def _is(self, fact: Fact, value: Any) -> Truth:
        if fact.type in NUMERIC:
            return same(self.number(fact), ordinal(value))
        if fact.type is FactType.DEPENDANTS:
            years = max(map(support_years, value), default=0) if is_complete(value) else None
            return True if years is None else same(self.number(fact), years)
        words = self.words(fact)
        if fact.type is FactType.TEXT_SET:
            return all_of(same(term, word in value) for word, term in words.items())
        if fact.type is FactType.TEXT:
            return words.get(value, words[self.vocabulary.other(fact)])
        return self.is_one_of(fact, [value]) if words else True

    def figures_of(self, model: Model) -> Truth:
        """That missing figures have the values of a model."""
        return all_of(same(figure, model.value(figure)) for figure in self._unstated.values())

    def unstated_figure(self, parameter: str) -> Number:
        """The number that represents a parameter's missing figure, the same for all complaints."""
        return self._unstated.get(parameter, 0)

    # --- what picks law and figures

    def day_of(self, law_of: LawOf) -> Number:
        """The day that applies to a rule or a figure."""
        return {"occurred": self.occurred_on, "received": self.received_on, "settled": self.settled_on}[law_of]

    def is_place(self, by: str | None, place: str) -> Truth:
        """Whether the fact that names the place has this value."""
        fact = self._by_path.get(by or "")
        return False if fact is None else both(self.present(fact.group), self.is_one_of(fact, [place]))

    @property
    def picking(self) -> list[Fact]:
        """The facts that pick law and figures."""
        return [fact for path in picking_facts(self.ruleset) if (fact := self._by_path.get(path)) is not None]

    # --- states

    def present(self, group: str | None) -> Truth:
        """Whether a group of facts applies."""
        return True if group is None else self._present.get(group, True)

    def known(self, fact: Fact) -> Truth:
        """Whether a fact has a value, stated or presumed."""
        return both(self.present(fact.group), self._of[fact.index].known)

    def unknown(self, fact: Fact) -> Truth:
        """Whether the fact applies and has no value, so that an answer may still come."""
        return False if fact.may_be_absent else both(self.present(fact.group), no(self._of[fact.index].known))

    def absent(self, fact: Fact) -> Truth:
        """Whether the fact does not apply: its group, or itself."""
        return no(self.known(fact) if fact.may_be_absent else self.present(fact.group))

    # --- values, which mean something only where the fact is known

    def number(self, fact: Fact) -> Number:
        """The value of a number, a sum in fen, a day as its ordinal; of dependants, the years of their support."""
        return self._of[fact.index].number

    def rest(self, fact: Fact) -> Number:
        """The remainder that a sum reads in addition to a fact's whole number, over the fact's divisor."""
        return self._rests[fact.index]

    def shares_paid(self, other: SymbolicComplaint) -> bool:
        """Whether the sum already paid is shared with another complaint."""
        return self.unknowns(self.already_paid) is other.unknowns(other.already_paid)

    def words(self, fact: Fact) -> dict[Any, Truth]:
        """The values of a fact that has a list of them, each with whether the fact has or contains it."""
        return self._of[fact.index].words or {}

    def is_one_of(self, fact: Fact, values: Iterable[Any]) -> Truth:
        """Whether the value is one of these; of a set of texts, whether it contains one of them.

        The order of the terms does not depend on that of the values, since models, and so witnesses, depend on it.
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
        """The groups that apply in a model."""
        return {group for group, there in self._present.items() if model.holds(there)}

    def _value(self, fact: Fact, model: Model) -> Any:
        if self.number(fact) is not None:
            value = model.value(self.number(fact))
            return date.fromordinal(value) if fact.type is FactType.DATE else value
        held = [word for word, term in self.words(fact).items() if model.holds(term)]
        if fact.type is FactType.TEXT_SET:
            return frozenset(held)
        return held[0] if held else None


def _may_lack(parameter: DatedParameter, days: Days) -> bool:
    """Whether there may be no figure on some of the days."""
    steps = parameter.steps
    return not steps or steps[0].start > days.first or None in parameter.all_values()


def always_read(ruleset: Ruleset) -> list[str]:
    """The paths of the facts that a decision depends on whatever its rules read."""
    return ["kind", "already_paid", *picking_facts(ruleset)]


def picking_facts(ruleset: Ruleset) -> list[str]:
    """The paths of the facts that pick law and figures: days, and the places by which figures differ."""
    law_of = {*[rule.law_of for rule in ruleset.rules], *[one.law_of for one in ruleset.parameters.values()]}
    days = [path for law, path in DAY_FACT.items() if law != "settled" or law in law_of]
    places = [one.by for one in ruleset.parameters.values() if one.by is not None]
    return [*dict.fromkeys([*days, *places])]


def limits(fact: Fact) -> tuple[int, int]:
    """The least and the greatest number that may represent a fact's value."""
    if fact.type is FactType.DEPENDANTS:
        return 0, LONGEST_YEARS
    return fact.least, fact.most
