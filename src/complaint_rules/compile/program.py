"""A program: a ruleset for one span of law, with the rules in force, figures resolved and alternatives expanded.

A complaint's days (of the event, the receipt and the settlement) select its program. Figures that only sums read are
not part of a program: they differ by year and by place, and are appended to the facts in the complaint's fact sheet. So
a program serves all years and places with the same rules in force and the same ones of these figures missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from math import lcm
from threading import Lock
from types import MappingProxyType
from typing import Any, NamedTuple

from complaint_rules.compile.alternatives import Alternative, alternatives
from complaint_rules.compile.condition import parameters_tested
from complaint_rules.compile.effect import SetDeadline, parameters_of
from complaint_rules.compile.lawdays import DAY_FACT, LAW_OF, LawDays, LawOf, all_on
from complaint_rules.compile.parameter import FigureInForce, Value
from complaint_rules.compile.rule import CompiledRule, Ruleset
from complaint_rules.compile.slot import Slot
from complaint_rules.facts.sheet import FactSheet

ANY_DAY = date(2026, 1, 1)
"""The day that represents the only span of a ruleset that never changes."""

MOST_PROGRAMS = 64
"""The maximum number of cached programs of one ruleset; the oldest is evicted first."""

MOST_KEYS = 8192
"""The maximum number of cached combinations of spans and places; a full cache is cleared."""

Key = tuple[tuple[int, ...], tuple[Any, ...]]
"""The spans of law that a complaint's days lie in, and the values of the facts that name places."""

Signature = tuple[Any, ...]
"""The identity of a program: the rules in force, as a mask, and the figures that are part of it."""


class Circumstances(NamedTuple):
    """What selects a program: three days, and the places by the fact that names each; other places use the default."""

    days: LawDays
    places: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What the engines match and the resolver reads. `rules[p]` is the rule at position *p*; None: not in force.

    `figures` has for every parameter its figure, None where there is none, or the slot of a figure that is appended to
    the fact sheet.
    """

    ruleset: Ruleset
    circumstances: Circumstances
    rules: tuple[CompiledRule | None, ...]
    figures: dict[str, Any]
    alternatives: tuple[Alternative, ...]

    @property
    def matched_by(self) -> tuple[Any, ...]:
        """The key of a program's matcher: the rules in force, and the figures that conditions compare with."""
        tested = {name for rule in self.rules if rule is not None for name in parameters_tested(rule.condition)}
        rules = tuple([rule is not None for rule in self.rules])
        return rules, tuple([(name, self.figures[name]) for name in sorted(tested)])


class LawSpans:
    """The spans between two changes of the law, for each day that may select a rule or a figure; and the places."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._changes = {law_of: turns for law_of in LAW_OF if (turns := changes(ruleset, law_of))}
        by_path = {fact.path: fact.index for fact in ruleset.facts}
        self._turning = [(by_path[DAY_FACT[law_of]], turns) for law_of, turns in self._changes.items()]
        parameters = ruleset.parameters.values()
        by = dict.fromkeys([one.by for one in parameters if one.by is not None])
        self._places = {
            path: frozenset([place for one in parameters if one.by == path for place in one.places]) for path in by
        }
        self._named = [by_path[path] for path in by]

    def key(self, sheet: FactSheet) -> Key:
        """The spans and places of a complaint."""
        values = sheet.values
        spans = tuple([bisect_right(turns, values[index]) for index, turns in self._turning])
        return spans, tuple([values[index] for index in self._named])

    def key_of(self, circumstances: Circumstances) -> Key:
        """The spans and places of some days and places."""
        days, places = circumstances
        spans = tuple([bisect_right(turns, days.of(law_of)) for law_of, turns in self._changes.items()])
        return spans, tuple([places.get(path) for path in self._places])

    def circumstances(self, key: Key) -> Circumstances:
        """Days and places that represent all others with the same key."""
        spans, places = key
        days = {
            law_of: turns[span - 1] if span else turns[0] - timedelta(days=1)
            for span, (law_of, turns) in zip(spans, self._changes.items(), strict=True)
        }
        usual = next(iter(days.values()), ANY_DAY)
        named = zip(self._places.items(), places, strict=True)
        return Circumstances(
            LawDays(*[days.get(law_of, usual) for law_of in LAW_OF]),
            {path: place for (path, known), place in named if place in known},
        )

    def days(self) -> tuple[date, ...]:
        """A day of each span between two changes of any law, in order."""
        turns = sorted({day for one in self._changes.values() for day in one})
        return (turns[0] - timedelta(days=1), *turns) if turns else (ANY_DAY,)


class Ruling(NamedTuple):
    """What decides a complaint: the program, and the figures for its days and place; `laid` goes to its fact sheet."""

    program: Program
    stated: Mapping[str, FigureInForce]
    laid: tuple[int, ...]


class Programs:
    """The programs of one ruleset, each made when a complaint first needs it. May be used from many threads."""

    def __init__(self, ruleset: Ruleset, make: Callable[[Circumstances], Program] | None = None) -> None:
        """Find the spans of law.

        Args:
            ruleset: the compiled stack.
            make: makes a program; by default `make_program`.
        """
        self.ruleset = ruleset
        self.spans = LawSpans(ruleset)
        self._slots = slots_of(ruleset)
        self._make = make or partial(make_program, ruleset)
        self._by_key: dict[Key, Ruling] = {}
        self._made: dict[Signature, Program] = {}
        self._lock = Lock()

    def of(self, sheet: FactSheet) -> Program:
        """The program that decides a complaint; appends its figures to the fact sheet."""
        ruling = self.ruling(sheet)
        self.lay(sheet, ruling)
        return ruling.program

    def lay(self, sheet: FactSheet, ruling: Ruling) -> None:
        """Append figures to a complaint's fact sheet."""
        sheet.lay(ruling.laid, ruling.stated)

    def ruling(self, sheet: FactSheet) -> Ruling:
        """What decides a complaint."""
        key = self.spans.key(sheet)
        return self._by_key.get(key) or self._rule(key)

    def on(self, day: date) -> Program:
        """The program for an event, a receipt and a settlement on the same day, in no particular place."""
        return self.under(Circumstances(all_on(day))).program

    def days(self) -> tuple[date, ...]:
        """A day of each span of law, in order."""
        return self.spans.days()

    def days_in_use(self) -> tuple[date, ...]:
        """A day of each span of law that was asked for, in order."""
        keys = [*self._by_key]
        return tuple(sorted({day for key in keys for day in self.spans.circumstances(key).days}))

    def under(self, circumstances: Circumstances) -> Ruling:
        """What decides complaints under some circumstances."""
        key = self.spans.key_of(circumstances)
        return self._by_key.get(key) or self._rule(key)

    def _rule(self, key: Key) -> Ruling:
        with self._lock:
            circumstances = self.spans.circumstances(key)
            stated = stated_under(self.ruleset, circumstances)
            signature = self._signed(circumstances, stated)
            program = self._made.get(signature)
            if program is None:
                if len(self._made) >= MOST_PROGRAMS:
                    self._drop(next(iter(self._made)))
                program = self._made[signature] = self._make(circumstances)
            if len(self._by_key) >= MOST_KEYS:
                self._by_key.clear()
            laid = tuple([_laid(stated[name], slot) for name, slot in self._slots.items()])
            found = self._by_key[key] = Ruling(program, stated, laid)
            return found

    def _signed(self, circumstances: Circumstances, stated: Mapping[str, FigureInForce]) -> Signature:
        rules = 0
        for rule in self.ruleset.rules:
            rules |= rule.in_force(circumstances.days) << rule.position
        return rules, *[
            one.figure.value is None if name in self._slots else _fixed(one.figure.value)
            for name, one in stated.items()
        ]

    def _drop(self, signature: Signature) -> None:
        """Evict a program, with the keys that lead to it."""
        program = self._made.pop(signature)
        for key in [key for key, one in self._by_key.items() if one.program is program]:
            del self._by_key[key]


def slots_of(ruleset: Ruleset) -> dict[str, Slot]:
    """The slots of the figures that only sums read and that are not always the same."""
    fixed = {name for rule in ruleset.rules for name in parameters_tested(rule.condition)}
    effects = [effect for rule in ruleset.rules for effect in rule.effects]
    fixed |= {name for effect in effects if isinstance(effect, SetDeadline) for name in parameters_of(effect)}
    found: dict[str, Slot] = {}
    for name, parameter in ruleset.parameters.items():
        values = [Fraction(value) for value in parameter.all_values() if isinstance(value, int | Fraction)]
        if name not in fixed and len(set(values)) > 1:
            below = lcm(*[value.denominator for value in values])
            found[name] = Slot(len(ruleset.facts) + len(found), below)
    return found


def _fixed(value: Value) -> Hashable:
    """A figure in a program's signature; equal figures share a program, whatever the year and the place."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _laid(stated: FigureInForce, slot: Slot) -> int:
    """A figure as a whole number over its slot's denominator; 0 where there is none, which no sum reads."""
    value = stated.figure.value
    return int(value * slot.below) if isinstance(value, int | Fraction) else 0


def changes(ruleset: Ruleset, law_of: LawOf) -> tuple[date, ...]:
    """The days on which rules and figures that go by one of the three days change."""
    rules = [rule for rule in ruleset.rules if rule.law_of == law_of]
    days = {rule.start for rule in rules if rule.start is not None}
    days |= {rule.until + timedelta(days=1) for rule in rules if rule.until is not None and rule.until != date.max}
    days |= {step.start for one in ruleset.parameters.values() if one.law_of == law_of for step in one.steps}
    return tuple(sorted(days))


def stated_under(ruleset: Ruleset, circumstances: Circumstances) -> dict[str, FigureInForce]:
    """Every parameter's figure under some circumstances."""
    days, places = circumstances
    return {
        name: one.of(days, None if one.by is None else places.get(one.by)) for name, one in ruleset.parameters.items()
    }


def figures_under(ruleset: Ruleset, circumstances: Circumstances) -> dict[str, Any]:
    """What a program has for every parameter: its figure, its slot, or None where there is no figure."""
    slots = slots_of(ruleset)
    return {
        name: None if one.figure.value is None else slots.get(name, one.figure.value)
        for name, one in stated_under(ruleset, circumstances).items()
    }


def make_program(ruleset: Ruleset, on: date | Circumstances) -> Program:
    """Make the program of a ruleset for one day, or for three days and some places.

    Raises:
        RulesetError: a condition expands to too many alternatives.
    """
    circumstances = Circumstances(all_on(on)) if isinstance(on, date) else on
    figures = figures_under(ruleset, circumstances)
    in_force = tuple(rule if rule.in_force(circumstances.days) else None for rule in ruleset.rules)
    spread = [found for rule in in_force if rule is not None for found in alternatives(rule, figures)]
    return Program(ruleset, circumstances, in_force, figures, tuple(spread))
