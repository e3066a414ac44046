"""The glossary of a ruleset: the labels that a view of a decision needs, from its rules or as stored with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from complaint_rules import vocabulary
from complaint_rules.compile.rule import Ruleset
from complaint_rules.decide.trace import Trace
from complaint_rules.facts.fact import Fact, FactType, declared_facts

if TYPE_CHECKING:
    from complaint_rules.decide.entries import Entries, Question

Pair = tuple[str, str]
"""A label in English and Chinese."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_TESTS = 4096

KNOWN: Mapping[str, Mapping[str, Pair]] = {
    "party": vocabulary.PARTIES,
    "clock": vocabulary.CLOCKS,
    "action": vocabulary.ACTIONS,
    "prohibited": vocabulary.PROHIBITED,
    "approval": vocabulary.APPROVALS,
}
"""The library's own labels, by kind; a stored decision brings those that differ."""

KINDS = ("tier", *KNOWN, "parameter", "clause", "rule")
"""The kinds of names for which a stored decision may bring labels."""


class Labelled(NamedTuple):
    """The label of one name."""

    kind: str
    name: str
    en: str
    zh: str


class OwnValue(NamedTuple):
    """The label of one value of a fact that the ruleset declares."""

    value: str
    en: str
    zh: str


class DeclaredFact(NamedTuple):
    """A fact that the ruleset declares, as far as a view needs it."""

    fact: str
    type: str
    unit: str | None
    en: str
    zh: str
    values: tuple[OwnValue, ...]


class StoredLabels(NamedTuple):
    """The labels that a stored decision brings: those that neither the library nor its trace has."""

    ruleset: Mapping[str, str]
    names: tuple[Labelled, ...]
    facts: tuple[DeclaredFact, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """Labels by name. `parameters` are titles; `clauses` is keyed by citation, `document/clause`."""

    title: Pair
    notice: Pair | None
    tiers: Mapping[str, Pair]
    parties: Mapping[str, Pair]
    clocks: Mapping[str, Pair]
    actions: Mapping[str, Pair]
    prohibited: Mapping[str, Pair]
    approvals: Mapping[str, Pair]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Pair]
    clauses: Mapping[str, Pair]
    rules: Mapping[str, Pair]
    timezone: tzinfo

    @classmethod
    def of(cls, ruleset: Ruleset) -> Glossary:
        """The labels of a ruleset."""
        names = ruleset.names
        return cls(
            title=ruleset.title,
            notice=ruleset.notice,
            tiers=names.tiers,
            parties=names.parties,
            clocks=names.clocks,
            actions=names.actions,
            prohibited=names.prohibited,
            approvals=names.approvals,
            facts=names.facts,
            parameters={name: one.title for name, one in ruleset.parameters.items()},
            clauses={
                f"{document}/{clause.id}": (clause.title.en, clause.title.zh)
                for document, file in ruleset.clauses.items()
                for clause in file.clauses
            },
            rules={rule.id: rule.title for rule in ruleset.rules},
            timezone=ruleset.timezone,
        )

    @classmethod
    def stored(cls, labels: StoredLabels, trace: Trace) -> Glossary:
        """The labels of a stored decision."""
        by_kind: dict[str, dict[str, Pair]] = {kind: dict(KNOWN.get(kind, {})) for kind in KINDS}
        for one in labels.names:
            by_kind[one.kind][one.name] = (one.en, one.zh)
        titles = {line.rule: line.title for part in (trace.rules, trace.undecided) for line in part}
        notice = trace.notice
        facts = {fact.path: fact for fact in declared_facts()}
        facts |= {one.fact: _fact(one, len(facts) + place) for place, one in enumerate(labels.facts)}
        return cls(
            title=(labels.ruleset["en"], labels.ruleset["zh"]),
            notice=None if notice is None else (notice["en"], notice["zh"]),
            tiers=by_kind["tier"],
            parties=by_kind["party"],
            clocks=by_kind["clock"],
            actions=by_kind["action"],
            prohibited=by_kind["prohibited"],
            approvals=by_kind["approval"],
            facts=facts,
            parameters=by_kind["parameter"],
            clauses=by_kind["clause"],
            rules={rule: (title["en"], title["zh"]) for rule, title in titles.items()} | by_kind["rule"],
            timezone=ZoneInfo(trace.calendar["timezone"]),
        )

    def to_store(self, entries: Entries, questions: tuple[Question, ...], trace: Trace) -> StoredLabels:
        """The labels that a decision needs and that neither the library nor the trace has."""
        affected = [path.partition(".")[2] for one in questions for path in one.affects]
        used = {*_named(entries), *affected, *_tested(trace)}
        kinds = {
            "party": self.parties,
            "clock": self.clocks,
            "action": self.actions,
            "prohibited": self.prohibited,
            "approval": self.approvals,
        }
        found = [Labelled("tier", name, *pair) for name, pair in self.tiers.items()]
        for kind, names in kinds.items():
            known = KNOWN[kind]
            found += [Labelled(kind, n, *pair) for n, pair in names.items() if n in used and known.get(n) != pair]
        found += [Labelled("parameter", name, *pair) for name, pair in self.parameters.items() if name in used]
        found += [Labelled("clause", cite, *self.clauses[cite]) for cite in _cited(trace) if cite in self.clauses]
        found += [Labelled("rule", rule, *self.rules[rule]) for rule in self._untitled(entries, trace)]
        own = tuple([_own(fact) for fact in self.facts.values() if fact.group == "extra"])
        return StoredLabels({"en": self.title[0], "zh": self.title[1]}, tuple(found), own)

    def _untitled(self, entries: Entries, trace: Trace) -> list[str]:
        """The rules that are named without their titles, or that have no Chinese title."""
        titles = {line.rule: line.title for part in (trace.rules, trace.undecided) for line in part}
        found = [*titles]
        found += [rule for one in trace.silenced for rule in (one.rule, *one.by)]
        found += [rule for one in entries.overridden for rule in (one.rule, *one.by)]
        titled = {rule: (title["en"], title["zh"]) for rule, title in titles.items()}
        return [rule for rule in dict.fromkeys(found) if titled.get(rule) != self.rules[rule]]


def _fact(one: DeclaredFact, index: int) -> Fact:
    kind = FactType(one.type)
    values = (False, True) if kind is FactType.BOOL else tuple([value.value for value in one.values])
    labels = {value.value: (value.en, value.zh) for value in one.values}
    return Fact(one.fact, kind, index, one.en, one.zh, one.unit, values, "extra", labels=labels)


def _own(fact: Fact) -> DeclaredFact:
    values = () if fact.type is FactType.BOOL else fact.values
    labelled = tuple([OwnValue(value, *fact.label_of(value)) for value in values])
    return DeclaredFact(fact.path, fact.type.value, fact.unit, fact.en, fact.zh, labelled)


def _named(entries: Entries) -> Iterator[str | None]:
    """The names in the entries that may have labels."""
    department = entries.department
    yield from (department.lead, *department.support, *department.could_be)
    for deadline in entries.deadlines:
        yield deadline.clock
    for approval in entries.approvals:
        yield from (approval.role, approval.purpose)
    for remedy in entries.remedies:
        yield from [step.role for step in remedy.approval_ladder]
    for item in entries.items:
        yield from [name.removeprefix("parameters.") for name in item.missing]
    for action in entries.actions:
        yield from (action.do, action.when)
    for prohibition in entries.prohibited:
        yield prohibition.do
    for one in entries.overridden:
        yield one.output.partition(".")[2]


def _tested(trace: Trace) -> Iterator[str]:
    """The names in satisfied tests, in facts that name parties, and in figures."""
    for line in trace.rules:
        for held in line.held:
            yield from _names_in(held.test)
            if isinstance(held.value, str):
                yield held.value
    for fact in trace.facts:
        if isinstance(fact.value, list):
            yield from [value for value in fact.value if isinstance(value, str)]
    for parameter in trace.parameters:
        yield parameter.parameter


@lru_cache(MOST_TESTS)
def _names_in(test: str) -> tuple[str, ...]:
    return tuple(_NAME.findall(test))


def _cited(trace: Trace) -> dict[str, None]:
    """The clauses that are cited, each once."""
    cites = [line.cite for line in trace.rules] + [line.cite for line in trace.silenced]
    cites += [line.cite for line in trace.undecided] + [line.cite for line in trace.parameters]
    return dict.fromkeys([cite for some in cites for cite in some])
