"""Witnesses: the complaint of a model with the fewest facts, written as a caller would state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from complaint_rules.compile.condition import Compare, Constant, In, OfParameter, leaves
from complaint_rules.compile.rule import Ruleset
from complaint_rules.errors import ComplaintError
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import FINITE, NUMERIC, OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.sheet import FactSheet, SheetMaker
from complaint_rules.facts.stating import put, written
from complaint_rules.money import format_fen
from complaint_rules.prove.shrinking import shrink
from complaint_rules.prove.symbolic.complaint import ALWAYS_GIVEN, Days, SymbolicComplaint, limits
from complaint_rules.prove.symbolic.reading import conditions
from complaint_rules.prove.symbolic.terms import Model, Truth, all_of, both, no, same
from complaint_rules.prove.symbolic.usual import TEN_O_CLOCK, USUAL_DAY, round_figures
from complaint_rules.prove.symbolic.workspace import Wish, Workspace

ID = "witness"
"""The id of a witness, unless a rule requires another."""


class Witness(NamedTuple):
    """One complaint, or two, of a model: whole, and shrunk to the facts that cause what they show."""

    whole: tuple[dict[str, Any], ...]
    least: tuple[dict[str, Any], ...]


class Witnesses:
    """Writes the complaints of models: one complaint, or two that are as similar as possible."""

    def __init__(self, ruleset: Ruleset, space: Workspace, days: Days) -> None:
        self._ruleset = ruleset
        self._space = space
        self._usual = min(max(USUAL_DAY, days.first), days.last)
        self._near = _thresholds(ruleset)
        self._by_path = {fact.path: fact for fact in ruleset.facts}
        self._sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)

    def simplest(
        self,
        terms: Sequence[Truth],
        complaints: Sequence[SymbolicComplaint],
        hour: time | None = None,
        given: Sequence[Truth] = (),
    ) -> Witness:
        """The complaints of a model in round figures, whole and shrunk to the facts that imply the terms.

        Args:
            terms: what must hold; satisfiable.
            complaints: the complaints to write.
            hour: at what time of the day they are received.
            given: further assumptions, whatever the complaints state.

        Raises:
            ValueError: the terms can't hold, or no model was found in time.
        """
        model = self._space.narrowed([*terms, *given], self._wishes(complaints))
        whole = tuple(self.written(one, model, hour or TEN_O_CLOCK) for one in complaints)
        solver = self._space.solver_about(no(all_of(terms)), *given, complaints[0].figures_of(model))

        def suffices(stated: Sequence[Mapping[str, Any]]) -> bool:
            try:
                sheets = [self._sheets.sheet(Complaint.of(one)) for one in stated]
            except ComplaintError:
                return False
            said = [one.is_as(sheet) for one, sheet in zip(complaints, sheets, strict=True)]
            return _share_alike(complaints, sheets) and solver.check(*said)[0] == "unsat"

        return Witness(whole, shrink(whole, suffices))

    def _wishes(self, complaints: Sequence[SymbolicComplaint]) -> Iterator[Wish]:
        """Soft constraints: first to state little, then to use round figures."""
        first = complaints[0]
        for at, one in enumerate(complaints):
            yield Wish(("received", at), True, same(one.received_on, self._usual.toordinal()))
            yield Wish(("occurred", at), True, same(one.occurred_on, one.received_on))
            yield Wish(("settled", at), True, same(one.settled_on, one.received_on))
        for group in sorted({fact.group for fact in first.facts if fact.group is not None}):
            for at, one in enumerate(complaints):
                yield Wish((group, at), one.present(group), no(one.present(group)))
        for fact in reversed(first.facts):
            if fact.path not in ALWAYS_GIVEN and fact.index in self._ruleset.presume:
                for at, one in enumerate(complaints):
                    yield Wish((fact.path, at), one.known(fact), self._left_out(one, fact))
        for fact in first.facts:
            for at, one in enumerate(complaints):
                for value in self._simple(one, fact):
                    yield Wish((fact.path, at, "value"), one.known(fact), value)

    def _left_out(self, complaint: SymbolicComplaint, fact: Fact) -> Truth:
        """That a fact has its presumed value and need not be stated."""
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
                    stated = True if fact.divisor == 1 else same(complaint.rest(fact), 0)
                    yield both(same(complaint.number(fact), value), stated)
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
        id = self._id(complaint, stated)
        made: dict[str, Any] = {"id": id, "received_at": moment.isoformat(), "kind": kind}
        present = complaint.groups(model)
        for fact in complaint.facts:
            if fact.index not in stated or fact.path in ("id", "received_at", RECEIVED_ON, "kind"):
                continue
            value = stated[fact.index]
            if self._goes_without_saying(fact, value, received):
                continue
            rest = 0 if fact.divisor == 1 else model.value(complaint.rest(fact))
            if rest:  # not stated itself, but derived from its source
                put(made, self._by_path[str(fact.source)], format_fen(value * fact.divisor + rest))
                continue
            put(made, fact, _supported(value) if fact.type is FactType.DEPENDANTS else written(fact, value))
        for group in sorted(present):
            if group not in made and group != OWN_GROUP.get(kind):
                made[group] = {}
        return made

    @staticmethod
    def _id(complaint: SymbolicComplaint, stated: Mapping[int, Any]) -> str:
        """The id, which rules may read; `witness` where no rule names the model's id or `witness` itself."""
        fact = next((fact for fact in complaint.facts if fact.path == "id"), None)
        if fact is None:
            return ID
        id: str = stated[fact.index]
        is_named = ID in complaint.vocabulary.texts.get(fact.index, ())
        return ID if id == complaint.vocabulary.other(fact) and not is_named else id

    def _goes_without_saying(self, fact: Fact, value: Any, received: date) -> bool:
        if fact.source == RECEIVED_ON:
            return bool(value == received)
        return fact.index in self._ruleset.presume and bool(self._ruleset.presume[fact.index] == value)


def _share_alike(complaints: Sequence[SymbolicComplaint], sheets: Sequence[FactSheet]) -> bool:
    """Whether the complaints have equal values for the facts that they share."""
    first, *others = complaints
    return all(
        sheets[0].values[fact.index] == sheet.values[fact.index]
        for other, sheet in zip(others, sheets[1:], strict=True)
        for fact in first.facts
        if other.unknowns(fact) is first.unknowns(fact)
    )


def _supported(years: int) -> list[dict[str, Any]]:
    """One dependant with one supporter, who is supported for so many years."""
    if years == 0:
        return []
    if years <= 18:
        return [{"age": 18 - years, "incapable": False, "supporters": 1}]
    return [{"age": 80 - years, "incapable": True, "supporters": 1}]


def _thresholds(ruleset: Ruleset) -> dict[int, tuple[int, ...]]:
    """Boundary values: numbers at and around thresholds, by the index of the fact."""
    found: dict[int, set[int]] = {}
    for condition in conditions(ruleset):
        for leaf in leaves(condition):
            if isinstance(leaf, In) and leaf.fact.type in NUMERIC:
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
        figures = ruleset.parameters[leaf.operand.name].all_values()
        yield from (int(value) for value in figures if isinstance(value, int))


__all__ = ["Witnesses"]
