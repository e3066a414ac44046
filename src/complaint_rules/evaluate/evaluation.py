"""Evaluates one complaint: today's reading, which decides on the known facts alone, and its completions.

Today's reading goes through the rules in the order of evaluation; neither a test on an unknown fact nor its negation
holds, and a rule that reads a part of the decision reads its working value. A complete complaint needs nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from complaint_rules.cache import BoundedCache, SecondHitCache
from complaint_rules.compile.condition import needs_unknown
from complaint_rules.compile.effects import needs_fact
from complaint_rules.compile.program import Program
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.entries.choices import UNDETERMINED, Chosen
from complaint_rules.entries.items import UNMET
from complaint_rules.entries.slot import NOTHING, Key, SlotCandidate, settled
from complaint_rules.evaluate.completions import Completions
from complaint_rules.evaluate.diagram import Diagram, Terminal
from complaint_rules.evaluate.functions import ATTRIBUTES, attribute_value
from complaint_rules.evaluate.space import Space
from complaint_rules.evaluate.sums import value_of
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.masks import mask_of, positions
from complaint_rules.match.matcher import Asks, Hit

_MOST_SETTLED = 4096
_MOST_FIRED = 1024
_MOST_WORKING = 512
_NO_CANDIDATES: Sequence[SlotCandidate] = ()


class Working(NamedTuple):
    """The working value of a tier, a lead or a finding, and all values that it could have.

    `value` is a tier, or `Chosen`; `is_todays` says that it is also the value of today's reading.
    """

    value: Any
    could_be: tuple[Any, ...]
    is_todays: bool


class _OfComplete:
    """The tier, the lead or the finding of complete complaints, cached by the rules that set it.

    The highest tier is used, so a tier is cached by the rules that set the highest one alone.
    """

    __slots__ = ("_kept", "_key", "_masks")

    def __init__(self, attribute: str, candidates: Sequence[SlotCandidate]) -> None:
        self._key: Key = (attribute, "")
        masks: dict[int, int] = {}
        for candidate in candidates:
            rank = candidate.effect.rank if attribute == "severity" else 0
            masks[rank] = masks.get(rank, 0) | 1 << candidate.position
        self._masks = [mask for _, mask in sorted(masks.items(), reverse=True)]
        self._kept: BoundedCache[int, Working] = BoundedCache(_MOST_WORKING)

    def speakers(self, fired: int) -> int:
        """Those of the rules that fire, as masks, on which the value depends."""
        for mask in self._masks:
            if fired & mask:
                return fired & mask
        return 0

    def value(self, fired: int, evaluator: Evaluator) -> Working:
        """The value where these rules, as a mask, fire."""
        speakers = self.speakers(fired)
        found = self._kept.get(speakers)
        if found is None:
            today = evaluator.settle(self._key, speakers)
            found = self._kept.put(speakers, Working(today, (today,), True))
        return found


class Evaluator:
    """Evaluates complaints under one program. May be used from many threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.space = Space(program)
        self.rules: Sequence[CompiledRule] = program.ruleset.rules
        self.ids = tuple([rule.id for rule in self.rules])
        plan = self.space.plan
        self.silencing = {position: mask_of(others) for position, others in plan.silencers.items()}
        """By position, the exceptions to a rule, as a mask."""
        self.standing = mask_of([rule.position for rule in plan.rules if needs_unknown(rule.condition)])
        """The rules with a test that an unknown fact satisfies, as a mask: an answer may stop them."""
        self.speakers: dict[Key, int] = {
            key: mask_of([candidate.position for candidate in candidates]) for key, candidates in plan.slots.items()
        }
        self._slots = {key: sorted(candidates, key=_position) for key, candidates in plan.slots.items()}
        self.approvals = tuple([key for key in plan.slots if key[0] == "approvals"])
        self.of_complete = {name: _OfComplete(name, plan.slots[name, ""]) for name in ATTRIBUTES}
        """The tier, the lead and the finding of complete complaints."""
        self._paths: BoundedCache[int, tuple[str, ...]] = BoundedCache(_MOST_SETTLED)
        self._fired: SecondHitCache[tuple[int, int]] = SecondHitCache(_MOST_FIRED)
        self._silencing_bits = {1 << position: mask for position, mask in self.silencing.items() if mask}
        self._silenced = reduce(or_, self._silencing_bits, 0)
        self._settled: BoundedCache[tuple[Key, int], Any] = BoundedCache(_MOST_SETTLED)

    def evaluate(self, sheet: FactSheet, hits: Collection[Hit]) -> Evaluation:
        """Evaluate a sheet, given the hits of its facts."""
        space = self.space
        is_complete = not (sheet.unknown & space.reads or space.plan.lacks_figures or space.is_blank(sheet))
        at = Evaluation(self, sheet, None if is_complete else Completions(space, sheet))
        if is_complete:
            key = frozenset(hits)
            at.fired, at.holds = self._fired.get(key) or self._fired.put(key, self._fire(hits, at))
        else:
            at.fired, at.holds = self._fire(hits, at)
        return at

    def _fire(self, hits: Collection[Hit], at: Evaluation) -> tuple[int, int]:
        """The rules that fire today, and those whose condition holds, as masks."""
        asking: dict[int, list[Sequence[Asks]]] = {}
        for hit in hits:
            if hit.is_asking:
                asking.setdefault(hit.bit, []).append(hit.asks)
        plain = reduce(or_, [hit.plain for hit in hits], 0)
        fired = holds = plain
        silencing = self._silencing_bits
        values: dict[str, str | None] = {}
        left = plain & self._silenced
        for bit in asking:
            left |= bit
        while left:  # in the order of evaluation
            bit = left & -left
            left ^= bit
            if not holds & bit:
                if not any([_holds(asks, values, at, fired) for asks in asking[bit]]):
                    continue
                holds |= bit
                fired |= bit
            if bit in silencing and silencing[bit] & fired:
                fired ^= bit
        return fired, holds

    def candidates_on(self, key: Key, rules: int) -> list[SlotCandidate]:
        """The candidates of some rules, as a mask, on a slot, in the order of evaluation."""
        return [candidate for candidate in self._slots.get(key, _NO_CANDIDATES) if rules >> candidate.position & 1]

    def settle(self, key: Key, rules: int) -> Any:
        """The settled value of a slot if these rules, as a mask, fire and no others."""
        spoken = rules & self.speakers.get(key, 0)
        found = self._settled.get((key, spoken), self)
        if found is self:
            found = settled(self.space.plan.settling(key), self.candidates_on(key, spoken))
            self._settled.put((key, spoken), found)
        return found

    def paths(self, mask: int) -> tuple[str, ...]:
        """The paths of a mask of facts, in the contract's order."""
        found = self._paths.get(mask)
        if found is None:
            facts = self.program.ruleset.facts
            found = self._paths.put(mask, tuple([facts[index].path for index in positions(mask)]))
        return found

    def names(self, rules: Iterable[int]) -> tuple[str, ...]:
        """The ids of rules, each once."""
        return tuple(dict.fromkeys([self.ids[position] for position in rules]))


class Evaluation:
    """The evaluation of one complaint. `completions` is None where it is complete."""

    __slots__ = ("_working", "completions", "evaluator", "fired", "holds", "sheet")

    fired: int
    """The rules that fire today, as a mask."""
    holds: int
    """The rules whose condition holds, as a mask."""

    def __init__(self, evaluator: Evaluator, sheet: FactSheet, completions: Completions | None) -> None:
        self.evaluator = evaluator
        self.sheet = sheet
        self.completions = completions
        self._working: dict[str, Working] = {}

    def value_for(self, attribute: str, fired: int) -> str | None:
        """The tier, the lead or the finding that later rules read, given the rules that fire before them, as a mask."""
        return attribute_value(self._work(attribute, fired).value)

    def working(self, attribute: str) -> Working:
        """The working value of the tier, the lead or the finding."""
        return self._working.get(attribute) or self._work(attribute, self.fired)

    def _work(self, attribute: str, fired: int) -> Working:
        if self.completions is None:
            found = self._working[attribute] = self.evaluator.of_complete[attribute].value(fired, self.evaluator)
            return found
        key = attribute, ""
        today = self.evaluator.settle(key, fired)
        could_be = tuple(self.completions.could_be(key))
        found = self._working[attribute] = _working(attribute, today, could_be, self.evaluator)
        return found

    def today(self, key: Key) -> Any:
        """The settled value of a slot in today's reading."""
        if key[0] != "items":
            return self.evaluator.settle(key, self.fired)
        return settled(
            self.evaluator.space.plan.settling(key), [self._met(candidate) for candidate in self.candidates(key)]
        )

    def _met(self, candidate: SlotCandidate) -> SlotCandidate:
        """A candidate for an item, or one that pays nothing where its needs are not known to be met."""
        values = self.sheet.values
        needs = candidate.effect.needs
        if all([any([needs_fact(fact, values[fact.index]) for fact in group]) for group in needs]):
            return candidate
        return candidate._replace(effect=UNMET)

    def could_be(self, key: Key) -> Sequence[Any]:
        """All values that a slot may be settled to, their sums not evaluated."""
        return (self.today(key),) if self.completions is None else self.completions.could_be(key)

    def waits_for(self, key: Key) -> int:
        """The unknown facts, as a mask, that can change a slot."""
        return 0 if self.completions is None else self.completions.waits_for(key)

    def may_be(self, key: Key) -> bool:
        """Whether today's reading or some completion has an entry."""
        return self.today(key) is not NOTHING or any([way is not NOTHING for way in self.could_be(key)])

    def may_fire(self, position: int) -> Diagram:
        """The function that is true in the completions where a rule fires; false if it is not in force."""
        if self.completions is None or self.evaluator.program.rules[position] is None:
            return Terminal(bool(self.fired >> position & 1))
        return self.completions.fires(position)

    def is_possible(self, position: int) -> bool:
        """Whether a rule fires in some completion."""
        fires = self.may_fire(position)
        return not isinstance(fires, Terminal) or bool(fires.value)

    def is_certain(self, position: int) -> bool:
        """Whether a rule fires in every completion."""
        fires = self.may_fire(position)
        return isinstance(fires, Terminal) and bool(fires.value)

    def spoken(self, keys: Iterable[Key]) -> list[Key]:
        """The slots on which a rule has a candidate that fires today or in some completion."""
        fired, speakers, completions = self.fired, self.evaluator.speakers, self.completions
        if completions is None:
            return [key for key in keys if fired & speakers[key]]
        return [key for key in keys if fired & speakers[key] or not completions.is_silent(key)]

    @property
    def unknown(self) -> int:
        """The facts that an answer may settle, as a mask."""
        return 0 if self.completions is None else self.completions.unknown

    def value_of(self, terms: Any) -> Any:
        """A remedy or an item on this complaint, its sums evaluated."""
        return value_of(terms, self.sheet) if self.completions is None else self.completions.value_of(terms)

    def settled(self) -> set[Key]:
        """The slots that every completion settles as today's reading does, by rules that no answer can stop."""
        assert self.completions is not None
        speakers, fired, standing = self.evaluator.speakers, self.fired, self.evaluator.standing
        found = set()
        for key, one in self.completions.all_slots().items():
            if one.__class__ is Terminal:
                spoken = fired & speakers[key]
                if not spoken:
                    if one.value is NOTHING:
                        found.add(key)
                elif not spoken & standing and one.value == self.today(key):
                    found.add(key)
        return found

    def possible(self, key: Key) -> list[SlotCandidate]:
        """The candidates on a slot of the rules that fire in some completion."""
        candidates = self.evaluator.space.plan.slots.get(key, _NO_CANDIDATES)
        return [candidate for candidate in candidates if self.is_possible(candidate.position)]

    def candidates(self, key: Key) -> list[SlotCandidate]:
        """The candidates on a slot of the rules that fire today."""
        return self.evaluator.candidates_on(key, self.fired)

    def ids(self, candidates: Iterable[SlotCandidate]) -> tuple[str, ...]:
        """The ids of the rules that make candidates, each once."""
        return self.evaluator.names([candidate.position for candidate in candidates])


def _working(attribute: str, today: Any, could_be: tuple[Any, ...], evaluator: Evaluator) -> Working:
    if attribute == "severity":
        ranks = evaluator.program.ruleset.names.ranks
        ordered = tuple(sorted(could_be, key=lambda tier: ranks.get(tier or "", 0)))
        return Working(today if today in could_be else ordered[-1], ordered, today in could_be)
    said = dict.fromkeys([_said(one) for one in could_be])
    if _said(today) in said:
        return Working(today, tuple(could_be), True)
    if len(said) == 1:
        return Working(could_be[0], tuple(could_be), False)
    none = Chosen(UNDETERMINED) if attribute == "liability" else Chosen(None)
    return Working(none, tuple(could_be), False)


def _holds(asks: Sequence[Asks], values: dict[str, str | None], at: Evaluation, fired: int) -> bool:
    """Whether the decision satisfies some tests; `values` caches its values, `fired` has the rules that fire so far."""
    for attribute, named, is_negated in asks:
        if attribute not in values:
            values[attribute] = at.value_for(attribute, fired)
        if (values[attribute] in named) == is_negated:
            return False
    return True


def _said(chosen: Chosen) -> tuple[str | None, bool]:
    return chosen.value, chosen.disputed


def _position(candidate: SlotCandidate) -> int:
    return candidate.position
