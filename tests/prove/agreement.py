"""One complaint, its facts fixed, through the ruleset in logic; and where that differs from a real decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.decision import Decision
from complaint_rules.facts.complaint import Complaint
from complaint_rules.facts.fact import NUMERIC, Fact, FactType
from complaint_rules.facts.sheet import FactSheet, SheetMaker
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.prove.encode.amounts import NotEncodedError
from complaint_rules.prove.encode.choices import DISPUTED, Chosen
from complaint_rules.prove.encode.complaint import OTHER_TEXT, Days, SymbolicComplaint, ordinal
from complaint_rules.prove.encode.decision import SymbolicDecision
from complaint_rules.prove.encode.reading import read_by
from complaint_rules.prove.encode.terms import Model, Truth, all_of, same
from complaint_rules.prove.encode.workspace import Workspace

REMEDY = ("forbidden", "permitted", "required")
ITEM = ("not_payable", "pending", "payable")
ALL_DAYS = Days(date(1990, 1, 1), date(2199, 1, 1))


class Logic:
    """A ruleset in logic, with everything of its decisions put into terms."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.space = Workspace(60)
        self.complaint = SymbolicComplaint(ruleset, read_by(ruleset), ALL_DAYS, self.space)
        self.decision = SymbolicDecision(ruleset, self.complaint, self.space, "")
        self.sheets = SheetMaker(ruleset.facts, ruleset.presume, ruleset.timezone)
        self.entries: dict[tuple[str, str], Any] = {}
        for group, name in self.decision.keys:
            if group in ("remedies", "items"):
                try:
                    settle = self.decision.remedy if group == "remedies" else self.decision.item
                    self.entries[group, name] = settle(name)
                except NotEncodedError:
                    continue

    def differences(self, complaint: Mapping[str, Any], decision: Decision) -> list[str] | None:
        """Where logic and decision differ; None where dependants are listed, whom logic knows as years only."""
        terms = fixed(self.complaint, self.sheets.sheet(Complaint.of(complaint)))
        if terms is None:
            return None
        model = self.space.settled(terms)
        return [*self._rules(model, decision), *self._choices(model, decision), *self._entries(model, decision)]

    def _rules(self, model: Model, decision: Decision) -> Iterator[str]:
        real = decision.resolution.grades
        for position, grades in enumerate(self.decision.grades):
            grade = sum(model.holds(grades.at_least(level)) for level in (1, 2, 3))
            if grade != real.get(position, 0):
                yield f"{self.ruleset.rules[position].id}: grade {grade}, really {real.get(position, 0)}"

    def _choices(self, model: Model, decision: Decision) -> Iterator[str]:
        for attribute in ("severity", "lead", "liability"):
            chosen = self.decision.chosen(attribute)
            choice = decision.resolution.choice(attribute)
            working, possible = _named([choice.value]), _named(choice.could_be)
            if _held(chosen, model) != working or _possible(chosen, model) != possible:
                found = f"{_held(chosen, model)} of {_possible(chosen, model)}"
                yield f"{attribute}: {found}, really {working} of {possible}"

    def _entries(self, model: Model, decision: Decision) -> Iterator[str]:
        real: dict[tuple[str, str], Any] = {("remedies", one.kind): one for one in decision.remedies}
        real |= {("items", one.item): one for one in decision.items}
        for key, entry in self.entries.items():
            there = model.holds(entry.there)
            if there != (key in real):
                yield f"{key}: there is {'an' if there else 'no'} entry"
            elif there:
                words = REMEDY if key[0] == "remedies" else ITEM
                most = None if model.holds(entry.most.open) else model.value(entry.most.fen)
                found = (words[model.value(entry.status)], model.value(entry.least), most)
                wanted = (real[key].status, real[key].min_fen, real[key].max_fen)
                if found[: 1 if wanted[1] is None else 3] != wanted[: 1 if wanted[1] is None else 3]:
                    yield f"{key}: {found}, really {wanted}"
        for action in self.ruleset.names.actions:
            found_ = [when for counts, when in self.decision.when(action) if model.holds(counts)]
            really = [one.when for one in decision.actions if one.do == action]
            if found_ != really:
                yield f"{action}: {found_}, really {really}"


def _held(chosen: Chosen, model: Model) -> set[str | None]:
    return {value for value in chosen.outcomes if model.holds(chosen.working(value))}


def _possible(chosen: Chosen, model: Model) -> set[str | None]:
    return {value for value in chosen.outcomes if model.holds(chosen.could_be(value))}


def _named(values: Any) -> set[str | None]:
    return {value if value is None or not disputed else value + DISPUTED for value, disputed in values}


def fixed(complaint: SymbolicComplaint, sheet: FactSheet) -> Truth | None:
    """That the complaint is the one of a sheet."""
    parts: list[Truth] = []
    for fact in complaint.facts:
        value = sheet.values[fact.index]
        if fact.group is not None:
            parts.append(same(complaint.present(fact.group), value is not ABSENT))
        if value is ABSENT:
            continue
        parts.append(complaint.unknown(fact) if value is UNKNOWN else complaint.known(fact))
        if value is not UNKNOWN:
            if fact.type is FactType.DEPENDANTS:
                return None
            parts.append(_is(complaint, fact, value))
    return all_of(parts)


def _is(complaint: SymbolicComplaint, fact: Fact, value: Any) -> Truth:
    if fact.type in NUMERIC:
        return same(complaint.number(fact), ordinal(value))
    words = complaint.words(fact)
    if fact.type is FactType.TEXT_SET:
        return all_of(same(term, word in value) for word, term in words.items())
    if fact.type is FactType.TEXT:
        return words.get(value, words[OTHER_TEXT])
    return complaint.is_one_of(fact, [value]) if words else True
