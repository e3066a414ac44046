"""Witnesses: from a model the complaint with the fewest facts, written as its author would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from complaint_rules.compile.condition import Among, Compare, Constant, OfParameter, leaves
from complaint_rules.compile.rule import Ruleset
from complaint_rules.facts.fact import FINITE, NUMERIC, OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.stating import put, written
from complaint_rules.prove.encode.complaint import ALWAYS_GIVEN, Days, SymbolicComplaint, limits
from complaint_rules.prove.encode.reading import conditions
from complaint_rules.prove.encode.terms import Model, Truth, no, same
from complaint_rules.prove.encode.usual import TEN_O_CLOCK, USUAL_DAY, round_figures
from complaint_rules.prove.encode.workspace import Wish, Workspace


class Witnesses:
    """Cuts complaints down. One complaint, or two that are wanted as alike as can be."""

    def __init__(self, ruleset: Ruleset, space: Workspace, days: Days) -> None:
        self._ruleset = ruleset
        self._space = space
        self._usual = min(max(USUAL_DAY, days.first), days.last)
        self._near = _thresholds(ruleset)

    def smallest(
        self, terms: Sequence[Truth], complaints: Sequence[SymbolicComplaint], hour: time | None = None
    ) -> tuple[dict[str, Any], ...]:
        """The complaints of a model that states as little as possible, and that in round figures.

        Args:
            terms: what must hold; it can.
            complaints: those to write down.
            hour: at what time of the day they are received.
        """
        model = self._space.narrowed(terms, self._wishes(complaints))
        return tuple(self.written(one, model, hour or TEN_O_CLOCK) for one in complaints)

    def _wishes(self, complaints: Sequence[SymbolicComplaint]) -> Iterator[Wish]:
        """To say little first, then to say it in round figures."""
        first = complaints[0]
        for at, one in enumerate(complaints):
            yield Wish(("received", at), True, same(one.received_on, self._usual.toordinal()))
            yield Wish(("occurred", at), True, same(one.occurred_on, one.received_on))
        for group in sorted({fact.group for fact in first.facts if fact.group is not None}):
            for at, one in enumerate(complaints):
                yield Wish((group, at), one.present(group), no(one.present(group)))
        for fact in reversed(first.facts):
            if fact.path not in ALWAYS_GIVEN:
                for at, one in enumerate(complaints):
                    yield Wish((fact.path, at), one.known(fact), self._left_out(one, fact))
        for fact in first.facts:
            for at, one in enumerate(complaints):
                for value in self._simple(one, fact):
                    yield Wish((fact.path, at, "value"), one.known(fact), value)

    def _left_out(self, complaint: SymbolicComplaint, fact: Fact) -> Truth:
        """That a fact need not be stated."""
        if fact.index not in self._ruleset.presume:
            return no(complaint.known(fact))
        return complaint.is_one_of(fact, [self._ruleset.presume[fact.index]])

    def _simple(self, complaint: SymbolicComplaint, fact: Fact) -> Iterator[Truth]:
        """Values that are easy to read, best first; for days that of receipt."""
        if fact.type is FactType.DATE and fact.path not in ALWAYS_GIVEN:
            yield same(complaint.number(fact), complaint.received_on)
        elif fact.type in NUMERIC and fact.type is not FactType.DATE:
            low, high = limits(fact)
            if fact.index in self._ruleset.presume:
                yield same(complaint.number(fact), self._ruleset.presume[fact.index])
            for value in dict.fromkeys((*round_figures(fact), *self._near.get(fact.index, ()))):
                if low <= value <= high:
                    yield same(complaint.number(fact), value)
        elif fact.path == "kind":
            yield complaint.is_one_of(fact, ["other"])
            yield complaint.is_one_of(fact, ["service_quality"])
        elif fact.type in FINITE:
            yield from (complaint.is_one_of(fact, [value]) for value in fact.values[:-1])

    # --- writing

    def written(self, complaint: SymbolicComplaint, model: Model, hour: time) -> dict[str, Any]:
        """A model's complaint, as a caller would state it."""
        received = date.fromordinal(model.value(complaint.received_on))
        moment = datetime.combine(received, hour, self._ruleset.timezone)
        stated = complaint.stated(model)
        kind = next(value for index, value in stated.items() if self._ruleset.facts[index].path == "kind")
        made: dict[str, Any] = {"id": "witness", "received_at": moment.isoformat(), "kind": kind}
        present = complaint.groups(model)
        for fact in complaint.facts:
            if fact.index not in stated or fact.path in ("id", "received_at", RECEIVED_ON, "kind"):
                continue
            value = stated[fact.index]
            if self._goes_without_saying(fact, value, received):
                continue
            put(made, fact, _supported(value) if fact.type is FactType.DEPENDANTS else written(fact, value))
        for group in sorted(present):
            if group not in made and group != OWN_GROUP.get(kind):
                made[group] = {}
        return made

    def _goes_without_saying(self, fact: Fact, value: Any, received: date) -> bool:
        if fact.path == "occurred_on":
            return bool(value == received)
        return fact.index in self._ruleset.presume and bool(self._ruleset.presume[fact.index] == value)


def _supported(years: int) -> list[dict[str, Any]]:
    """One dependant with one supporter, who is supported for so many years."""
    if years == 0:
        return []
    if years <= 18:
        return [{"age": 18 - years, "incapable": False, "supporters": 1}]
    return [{"age": 80 - years, "incapable": True, "supporters": 1}]


def _thresholds(ruleset: Ruleset) -> dict[int, tuple[int, ...]]:
    """Numbers at and around which rules decide differently, by fact."""
    found: dict[int, set[int]] = {}
    for condition in conditions(ruleset):
        for leaf in leaves(condition):
            if isinstance(leaf, Among) and leaf.fact.type in NUMERIC:
                found.setdefault(leaf.fact.index, set()).update(v for v in leaf.values if isinstance(v, int))
            elif isinstance(leaf, Compare) and isinstance(leaf.operand, Constant | OfParameter):
                found.setdefault(leaf.fact.index, set()).update(_figures(leaf, ruleset))
    return {
        index: tuple(sorted({value + shift for value in values for shift in (0, -1, 1)}))
        for index, values in found.items()
    }


def _figures(leaf: Compare, ruleset: Ruleset) -> Iterator[int]:
    if isinstance(leaf.operand, Constant):
        if isinstance(leaf.operand.value, int):
            yield leaf.operand.value
    elif isinstance(leaf.operand, OfParameter):
        figures = ruleset.parameters[leaf.operand.name].values
        yield from (int(value) for _, value in figures if isinstance(value, int))


__all__ = ["Witnesses"]
