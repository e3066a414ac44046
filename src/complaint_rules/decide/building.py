"""Builds the entries of a decision from one evaluated complaint: from today's reading and from its completions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from complaint_rules.compile.effect import Duration, spanning
from complaint_rules.compile.effect import RequestAction as ActionEffect
from complaint_rules.decide.deadlines import ClockSpan, settle_deadline
from complaint_rules.decide.entries import (
    Action,
    Approval,
    Deadline,
    Department,
    Item,
    Liability,
    Overridden,
    Prohibition,
    Remedy,
    Review,
    Severity,
)
from complaint_rules.decide.payable import Share, share_of_item, share_of_remedy
from complaint_rules.decide.reviews import disagreement, undated
from complaint_rules.entries.choices import UNDETERMINED, Chosen
from complaint_rules.entries.duties import Doing
from complaint_rules.entries.items import REFUSED, ItemTerms, ItemValue
from complaint_rules.entries.plan import path_of, vocabulary_order
from complaint_rules.entries.remedies import RemedyValue, Terms, bounds_of, lacking
from complaint_rules.entries.slot import NOTHING, Key, SlotCandidate
from complaint_rules.entries.urgency import when_rank
from complaint_rules.evaluate.evaluation import Evaluation, Evaluator, Working
from complaint_rules.evaluate.functions import DOINGS
from complaint_rules.evaluate.sums import sums_of, value_of
from complaint_rules.money import LARGEST_FEN
from complaint_rules.vocabulary import GRANTED, MONEY_REMEDIES, PUBLIC_REMEDY

_STATUSES = (None, "forbidden", "permitted", "required")


class Ways(NamedTuple):
    """A remedy's or an item's value in every completion, unrounded, and whether a sum among them lacks a figure."""

    values: Sequence[Any]
    lacks: bool


class Noted:
    """Notes taken while entries are built: overridden house rules, and what a person must review."""

    def __init__(self, before: Noted | None = None) -> None:
        self.overridden: list[Overridden] = [] if before is None else before.overridden.copy()
        self.reviews: list[Review] = [] if before is None else before.reviews.copy()

    def add(self, other: Noted) -> None:
        """Append the notes of another."""
        if other.overridden:
            self.overridden += other.overridden
        if other.reviews:
            self.reviews += other.reviews


class Builder:
    """Builds the entries of decisions of one program."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._ruleset = evaluator.program.ruleset
        order = vocabulary_order(evaluator.program)
        keys: dict[str, list[Key]] = {}
        for key in sorted(evaluator.space.plan.slots, key=lambda key: _place(key, order)):
            keys.setdefault(key[0], []).append(key)
        self._keys = keys
        self._clock_order = tuple(self._ruleset.names.clocks)
        prohibited = self._ruleset.names.entries["prohibited"]
        self._prohibited_order = {name: place for place, name in enumerate(prohibited)}

    def keys(self, group: str) -> Sequence[Key]:
        """The slots of a group, in order."""
        return self._keys.get(group, ())

    def spoken(self, at: Evaluation, group: str) -> list[Key]:
        """The slots of a group that are written by a rule that fires today or in a completion, in order."""
        return at.spoken(self.keys(group))

    # --- entries with a single value

    def severity(self, at: Evaluation) -> Severity:
        """The tier."""
        working = at.working("severity")
        tier = working.value
        rank = self._ruleset.names.ranks.get(tier or "", 0)
        key = "severity", ""
        because = self._carrying(at, key, working, lambda candidate: candidate.effect.tier == tier)
        return Severity(tier, rank, working.could_be, because, self._facts(at, key))

    def liability(self, at: Evaluation, noted: Noted) -> Liability:
        """The finding."""
        working, key = at.working("liability"), ("liability", "")
        because = self._carrying(at, key, working, lambda candidate: candidate.effect.finding == working.value.value)
        self._note_choice(at, key, "liability", working, noted)
        chosen: Chosen = working.value
        could_be = tuple(dict.fromkeys([one.value or UNDETERMINED for one in working.could_be]))
        return Liability(chosen.value or UNDETERMINED, chosen.disputed, because, could_be, self._facts(at, key))

    def department(self, at: Evaluation, noted: Noted) -> Department:
        """The lead, and the departments that help."""
        working, key = at.working("lead"), ("lead", "")
        because = dict.fromkeys(
            self._carrying(at, key, working, lambda candidate: candidate.effect.party == working.value.value)
        )
        self._note_choice(at, key, "department", working, noted)
        waits = at.waits_for(key)
        support = []
        for one in self.spoken(at, "support"):
            waits |= at.waits_for(one)
            if self.helps(at, one):
                support.append(one[1])
                because.update(dict.fromkeys(at.ids(at.candidates(one) or at.possible(one))))
        could_be = tuple(dict.fromkeys([one.value for one in working.could_be]))
        return Department(working.value.value, tuple(support), tuple(because), could_be, self._evaluator.paths(waits))

    def _carrying(
        self, at: Evaluation, key: Key, working: Working, carries: Callable[[SlotCandidate], bool]
    ) -> tuple[str, ...]:
        """The rules of today's reading that give the working value, else those that do in some completion."""
        settling = self._evaluator.space.plan.settling(key)
        if working.is_todays:
            return at.ids(settling.attribution(at.candidates(key), working.value)[0])
        return at.ids([candidate for candidate in at.possible(key) if carries(candidate)])

    def _note_choice(self, at: Evaluation, key: Key, path: str, working: Working, noted: Noted) -> None:
        candidates = at.candidates(key)
        if candidates and working.is_todays:
            supporting, gave_way = self._evaluator.space.plan.settling(key).attribution(candidates, working.value)
            noted.overridden += [Overridden(rule, path, at.ids(supporting)) for rule in at.ids(gave_way)]
        for chosen in working.could_be:
            if chosen.disagreed:
                said = [one for one in at.possible(key) if _value(one) in chosen.disagreed]
                supporting = [one for one in said if one.binding] or said
                noted.reviews.append(
                    disagreement(self._ruleset, path, at.ids(supporting), chosen.disagreed, chosen.value)
                )
                return

    # --- duties

    def _obliges(self, at: Evaluation, key: Key, today: Any) -> bool:
        """Whether a duty counts: today's reading and some completion have it, or every completion has it."""
        ways = at.could_be(key)
        if all([way is not NOTHING for way in ways]) and len(ways) == 1:
            return True
        return today is not NOTHING and (today in ways or self._stands(at, key))

    def _stands(self, at: Evaluation, key: Key) -> bool:
        """Whether a firing rule that holds only while a fact is unknown writes the slot."""
        return bool(at.fired & self._evaluator.standing & self._evaluator.speakers[key])

    def helps(self, at: Evaluation, key: Key) -> bool:
        """Whether a department helps."""
        return key[1] != at.working("lead").value.value and self._obliges(at, key, at.today(key))

    def approvals(self, at: Evaluation) -> tuple[Approval, ...]:
        """Who must approve what."""
        return tuple([one for key in self.spoken(at, "approvals") if (one := self.approval(at, key))])

    def approval(self, at: Evaluation, key: Key) -> Approval | None:
        """Who must approve one thing."""
        if not self._obliges(at, key, at.today(key)):
            return None
        candidates = at.candidates(key) or at.possible(key)
        say = candidates[0].effect
        return Approval(say.role, say.purpose, at.ids(candidates), self._facts(at, key))

    def prohibited_rank(self, one: Prohibition) -> int:
        """The rank of a prohibition in the vocabulary's order."""
        return self._prohibited_order.get(one.do, len(self._prohibited_order))

    def action(self, at: Evaluation, key: Key, noted: Noted) -> Action | None:
        """Something to do: at today's time if a completion has it too, else at the latest time of all completions."""
        today, ways = at.today(key), at.could_be(key)
        asked = today if isinstance(today, Doing) and today.when is not None else None
        if asked is not None and asked not in ways and not self._stands(at, key):
            asked = None
        if asked is None and all([isinstance(way, Doing) and way.when is not None for way in ways]):
            asked = max(ways, key=lambda way: when_rank(way.when, self._clock_order))  # due by then in every completion
        if asked is None or asked.when is None:
            return None
        supporting, gave_way = self._evaluator.space.plan.settling(key).attribution(at.candidates(key), asked)
        because = at.ids(supporting or [one for one in at.possible(key) if isinstance(one.effect, ActionEffect)])
        noted.overridden += [Overridden(rule, f"actions.{key[1]}", because) for rule in at.ids(gave_way)]
        return Action(key[1], asked.when, because, self._facts(at, key) or self._standing_facts(at, key))

    def prohibition(self, at: Evaluation, key: Key, noted: Noted) -> Prohibition | None:
        """Something not to do in at least one completion."""
        never, ways = Doing(None), at.could_be(key)
        if never not in ways:
            return None
        facts = self._facts(at, key)
        if at.today(key) == never:
            supporting, gave_way = self._evaluator.space.plan.settling(key).attribution(at.candidates(key), never)
            because = at.ids(supporting)
            noted.overridden += [Overridden(rule, f"prohibited.{key[1]}", because) for rule in at.ids(gave_way)]
        else:
            because = at.ids([one for one in at.possible(key) if not isinstance(one.effect, ActionEffect)])
        return Prohibition(key[1], because, facts if len(ways) > 1 else (), facts)

    def _standing_facts(self, at: Evaluation, key: Key) -> tuple[str, ...]:
        """The unknown facts of the candidates that hold only while these facts are unknown."""
        mask = 0
        for candidate in at.candidates(key):
            if self._evaluator.standing >> candidate.position & 1:
                for fact in self._evaluator.rules[candidate.position].facts:
                    mask |= fact.bit
        return self._evaluator.paths(mask & at.sheet.unknown)

    def deadlines(self, at: Evaluation, noted: Noted) -> tuple[Deadline, ...]:
        """The clocks."""
        return tuple([one for key in self.spoken(at, "deadlines") if (one := self.deadline(at, key, noted))])

    def deadline(self, at: Evaluation, key: Key, noted: Noted) -> Deadline | None:
        """One clock: as in today's reading if a completion agrees, else with its latest end over all completions."""
        today, ways = at.today(key), at.could_be(key)
        ends = {way: self._deadline(at, key, way) for way in dict.fromkeys([today, *ways]) if way is not NOTHING}
        possible = [ends[way][0] for way in ways if way is not NOTHING]
        chosen = None
        if today is not NOTHING:
            is_todays = any([_same_end(one, ends[today][0]) for one in possible])
            chosen = today if is_todays or self._stands(at, key) else None
        if chosen is None and len(possible) == len(ways) and len({one.start for one in possible}) == 1:
            chosen = max(ways, key=lambda way: _last(ends[way][0]))  # due by then in every completion
        if chosen is None:
            return None
        entry, year = ends[chosen]
        if year is not None:
            noted.reviews.append(undated(entry, year, self._ruleset))
        same = [one.due for one in possible if one.start == entry.start and one.due is not None]
        earliest = min(same, default=entry.due, key=datetime.timestamp)
        return entry._replace(earliest=earliest, waits_for=self._facts(at, key))

    def _deadline(self, at: Evaluation, key: Key, spans: Any) -> tuple[Deadline, int | None]:
        """A clock with some spans, and the uncovered year that leaves it undated, if any."""
        candidates = at.candidates(key)
        left = [(_duration(unit, count), start) for unit, start, count in spans]
        rules = {one: self._saying(at, candidates, key, one) for one in left}
        left.sort(key=lambda one: self._evaluator.ids.index(rules[one][0]))
        listed = [ClockSpan(within, start, rules[within, start]) for within, start in left]
        ruleset = self._ruleset
        return settle_deadline(key[1], listed, at.sheet.received_at, ruleset.timezone, ruleset.calendar)

    @staticmethod
    def _saying(
        at: Evaluation, candidates: Sequence[SlotCandidate], key: Key, span: tuple[Duration, str]
    ) -> tuple[str, ...]:
        def is_so(candidate: SlotCandidate) -> bool:
            within = candidate.effect.within
            return (within.count, within.unit, candidate.effect.start) == (span[0].count, span[0].unit, span[1])

        return at.ids([one for one in candidates if is_so(one)] or [one for one in at.possible(key) if is_so(one)])

    # --- remedies and items

    def ways(self, at: Evaluation, key: Key) -> Ways:
        """The values of a remedy or an item in every completion, with its amounts evaluated."""
        terms = at.could_be(key)
        lacks = any([lacking(amount, at.sheet) for one in terms if one is not NOTHING for amount in sums_of(one)])
        return Ways([NOTHING if one is NOTHING else at.value_of(one) for one in terms], lacks)

    def remedy(self, at: Evaluation, key: Key, noted: Noted) -> tuple[Remedy, Share] | None:
        """A remedy, and what it adds to the sum payable; None where no completion grants or refuses it."""
        ways = self.ways(at, key)
        said: list[RemedyValue] = [one.rounded() for one in ways.values if one is not NOTHING]
        if not said:
            return None
        kind = key[1]
        grants = [one for one in said if one.status in GRANTED]
        statuses = dict.fromkeys([None if one is NOTHING else one.status for one in ways.values])
        could_be: Any = tuple([one for one in _STATUSES if one in statuses])
        least = most = 0
        settles = max([one.least_high for one in grants], default=0)
        status: Any = "open" if grants else "forbidden"
        if grants and len(grants) == len(ways.values):
            status = "required" if could_be == ("required",) else "permitted"
            least = min([one.least for one in grants])
            bounded = [one.most for one in grants if one.most is not None]
            most = min(bounded) if bounded else None  # type: ignore[assignment]  # None: no bound
        because = self._granting(at, key, status, noted)
        self._note_clash(at, key, said, status, noted)
        facts = self._facts(at, key)
        group, choice, always_grouped = self._group(kind, grants)
        if kind not in MONEY_REMEDIES:
            ways_public = {one.public for one in grants}
            public = ways_public.pop() if kind == PUBLIC_REMEDY and len(ways_public) == 1 else None
            entry = Remedy(kind, status, None, None, could_be, (), because, None, facts, group, choice, public)
        else:
            settles = min(settles, LARGEST_FEN)
            entry = Remedy(kind, status, least, most, could_be, (), because, settles, facts, group, choice)
        return entry, share_of_remedy(entry, ways.values, always_grouped=always_grouped)

    def _granting(self, at: Evaluation, key: Key, status: str, noted: Noted) -> tuple[str, ...]:
        """The rules that give a remedy its status."""
        today: Terms | None = at.today(key)
        candidates = at.candidates(key)
        if today is not NOTHING:
            supporting, gave_way = self._evaluator.space.plan.settling(key).attribution(candidates, today)
            by = at.ids(supporting)
            noted.overridden += [Overridden(rule, f"remedies.{key[1]}", by) for rule in at.ids(gave_way)]
            noted.overridden += self._cut(at, key, today, supporting)
            if today.status == status or (status == "permitted" and today.status == "required"):
                return by
        refused = status == "forbidden"
        return at.ids([one for one in at.possible(key) if (one.effect.mode == "forbid") == refused])

    def _cut(self, at: Evaluation, key: Key, terms: Terms, supporting: Sequence[SlotCandidate]) -> Iterator[Overridden]:
        """Limits of house rules that are overridden: by a statute's greater measure or floor, or by its lower cap."""
        statute = [candidate for candidate in supporting if candidate.binding]
        if not statute or not terms.house.most:
            return
        most = at.value_of(terms).rounded().most
        for candidate in supporting:
            if not candidate.binding and candidate.effect.most is not None:
                own = bounds_of(candidate.effect.most, at.sheet)[0]
                if most is None or own < most:
                    by = [one for one in statute if one.effect.most is not None or one.effect.least is not None]
                elif own > most:
                    by = [one for one in statute if one.effect.cap is not None]
                else:
                    by = []
                if by:
                    yield Overridden(self._evaluator.ids[candidate.position], f"remedies.{key[1]}", at.ids(by))

    def _group(self, kind: str, grants: Sequence[RemedyValue]) -> tuple[str | None, str | None, bool]:
        """The group of alternatives of a remedy, whose choice it is, and whether every completion has the same."""
        declared = self._ruleset.names.alternatives
        general = next((one.id for one in declared.values() if kind in one.of), None)
        each = [min(one.groups, default=general) for one in grants]
        name = next((min(one.groups) for one in grants if one.groups), general)
        choice = declared[name].choice if name is not None and name in declared else None
        return name, choice, len({*each}) <= 1

    def item(self, at: Evaluation, key: Key, noted: Noted) -> tuple[Item, Share] | None:
        """An item, and what it adds to the sum payable; None where no completion has it."""
        ways = self.ways(at, key)
        found = self._item(at, key, ways, noted)
        return None if found is None else (found, share_of_item(ways.values))

    def _item(self, at: Evaluation, key: Key, ways: Ways, noted: Noted) -> Item | None:
        shown: list[ItemValue | None] = [None if one is NOTHING else one.rounded() for one in ways.values]
        said = [one for one in shown if one is not None]
        if not said:
            return None
        paid = [one if one is not None and one.pays else REFUSED for one in shown]
        paying = [one for one in paid if one.pays]
        facts = self._facts(at, key)
        self._note_clash(at, key, said, "payable" if paying else "not_payable", noted)
        because = self._paying(at, key, noted)
        if not paying:
            return Item(key[1], "not_payable", 0, 0, (), because, facts)
        if not ways.lacks and not any([one.varies for one in paying]) and len({one[:3] for one in paid}) == 1:
            return Item(key[1], "payable", paid[0].least, paid[0].most, (), because, facts)
        most = None if any([one.most is None for one in paying]) else max([one.most or 0 for one in paying])
        missing = dict.fromkeys([*facts, *[f"parameters.{name}" for name in self.lacking(at, key)]])
        return Item(key[1], "pending", min([one.least for one in paid]), most, tuple(missing), because, facts)

    def _paying(self, at: Evaluation, key: Key, noted: Noted) -> tuple[str, ...]:
        """The rules that give an item: only those of the more generous side where it overrides the other."""
        candidates = at.candidates(key)
        today: ItemTerms | None = at.today(key)
        if today is NOTHING:
            return at.ids(at.possible(key))
        statute = [candidate for candidate in candidates if candidate.binding]
        house = [candidate for candidate in candidates if not candidate.binding]
        if statute and house and at.completions is None:
            ours = value_of(ItemTerms(type(today.statute)(), today.house), at.sheet)
            theirs = value_of(ItemTerms(today.statute, type(today.house)()), at.sheet)
            if _generosity(ours) > _generosity(theirs):
                return at.ids(house)
            if _generosity(ours) < _generosity(theirs):
                by = at.ids(statute)
                noted.overridden += [Overridden(rule, f"items.{key[1]}", by) for rule in at.ids(house)]
                return by
        return at.ids([*statute, *house])

    def _note_clash(self, at: Evaluation, key: Key, said: Iterable[Any], status: str, noted: Noted) -> None:
        if any([one.clash for one in said]):
            candidates = at.possible(key)
            sides = [[one for one in candidates if one.binding == side] for side in (True, False)]
            clashing = next((one for one in sides if len(one) > 1), candidates)
            noted.reviews.append(disagreement(self._ruleset, path_of(*key), at.ids(clashing), (), status))

    # --- figures

    def lacking(self, at: Evaluation, key: Key) -> list[str]:
        """The parameters without a figure that some completion needs for a slot."""
        found: dict[str, None] = {}
        for one in at.could_be(key) if key[0] in ("remedies", "items") else ():
            if one is not NOTHING:
                found.update(dict.fromkeys([name for amount in sums_of(one) for name in lacking(amount, at.sheet)]))
        if at.completions is not None:
            found.update(dict.fromkeys(at.completions.parameters(at.completions.value(key))))
        return list(found)

    def _facts(self, at: Evaluation, key: Key) -> tuple[str, ...]:
        mask = at.waits_for(key)
        return self._evaluator.paths(mask) if mask else ()


def _place(key: Key, order: dict[Key, int]) -> int:
    if key[0] == DOINGS:
        found = order.get(("actions", key[1]))
        return order.get(("prohibited", key[1]), 0) if found is None else found
    return order.get(key, 0)


def _value(candidate: SlotCandidate) -> str:
    found: str = getattr(candidate.effect, "finding", None) or candidate.effect.party
    return found


def _same_end(a: Deadline, b: Deadline) -> bool:
    return (a.within, a.start, a.due, a.not_before) == (b.within, b.start, b.due, b.not_before)


def _last(one: Deadline) -> tuple[float, str]:
    """A sort key for ends with the same start; an undated end counts as the earliest day on which it can be."""
    if one.due is not None:
        return one.due.timestamp(), one.within
    return (float("inf") if one.not_before is None else one.not_before.toordinal() * 86400.0), one.within


def _duration(unit: Any, count: int) -> Duration:
    if unit == "at once":
        return Duration(count, unit, "at once")
    return Duration(count, unit, f"{count}h") if unit == "h" else _days(unit, count)


def _days(unit: Any, count: int) -> Duration:
    return Duration(count, unit, spanning(count, unit).text)


def _generosity(value: ItemValue) -> tuple[bool, int, float]:
    pays, least, most, _, _ = value.rounded()
    return pays, least, float("inf") if most is None else most
