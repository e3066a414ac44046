"""Parts of the decision: the outputs that are settled together, under one pattern of rules that speak of them.

Complaints that never came before mostly meet, of all rules that speak of deadlines, say, the same ones as some earlier
complaint. So what rules come to is kept by part and by output: to settle every output anew took most of the time of
such a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from complaint_rules.keeping import Kept
from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.graded import Graded, mask_of, positions
from complaint_rules.resolve.output import Output
from complaint_rules.resolve.plan import Claim, Key

if TYPE_CHECKING:
    from complaint_rules.resolve.resolver import Resolver

Made = TypeVar("Made")

_TOGETHER = {"actions": "doings", "prohibited": "doings", "remedies": "sums", "items": "sums"}
"""A prohibition beats an action; remedies and items come together in questions."""

MOST_PATTERNS = 512
"""Patterns of rules kept for one part, and for one output; when there are more, all are dropped."""


def part_of(group: str) -> str:
    """The part that a group of outputs belongs to."""
    return _TOGETHER.get(group, group)


class Part:
    """The outputs of one part, `all` of them in the vocabulary's order."""

    __slots__ = ("_once", "all")

    def __init__(self, outputs: Sequence[Output]) -> None:
        self.all = outputs
        self._once: dict[Callable[[Part], object], object] = {}

    def of(self, group: str) -> list[Output]:
        """The outputs of a group, in the vocabulary's order."""
        return [output for output in self.all if output.group == group]

    def fired(self, group: str) -> list[Output]:
        """Those that some rule sets now."""
        return [output for output in self.all if output.group == group and output.fired]

    def once(self, make: Callable[[Part], Made]) -> Made:
        """What a function makes of this part; made once and kept."""
        found = self._once.get(make)
        if found is None:
            found = self._once[make] = make(self)
        return found  # type: ignore[return-value]  # what this function made


def by_key(part: Part) -> dict[Key, Output]:
    """The outputs of a part."""
    return {(output.group, output.name): output for output in part.all}


Says = Mapping[int, Sequence[Any]]
"""What each rule says of one output, by position and in that order."""

_NOTHING: Says = {}


class Spoken:
    """One output that some rules speak of, and what they say; of an action also what rules say against it.

    `speakers` has the former rules as a mask, `rules` both, and `kept` the output under each pattern of them.
    """

    __slots__ = ("_said", "kept", "key", "rules", "speakers")

    def __init__(self, key: Key, says: Says, against: Says) -> None:
        self.key = key
        self.speakers = mask_of(says)
        self.rules = self.speakers | mask_of(against)
        self.kept: Kept[Hashable, Output] = Kept(MOST_PATTERNS)
        self._said = ((self.speakers, says), (mask_of(against), against))

    def claims(self, graded: Graded) -> list[Claim]:
        """What the rules say that count or may come to."""
        counting = graded.any
        return [
            (graded.of(position), position, say)
            for speakers, says in self._said
            for position in positions(counting & speakers)
            for say in says[position]
        ]


class Parts:
    """The parts and outputs of one program, kept by the rules that speak of them. `speakers` has these, as masks."""

    def __init__(self, resolver: Resolver, says: Sequence[Sequence[tuple[Key, Any]]], order: Mapping[Key, int]) -> None:
        """Prepare for one program.

        Args:
            resolver: whose outputs they are.
            says: what each rule says, by position.
            order: the vocabulary's, of the outputs of a group.
        """
        self._resolver = resolver
        said: dict[Key, dict[int, list[Any]]] = {}
        for position, effects in enumerate(says):
            for key, say in effects:
                said.setdefault(key, {}).setdefault(position, []).append(say)
        self.speakers: dict[str, int] = {}
        self._spoken: dict[str, list[Spoken]] = {}
        for key in sorted(said, key=order.__getitem__):
            against = said.get(("prohibited", key[1]), _NOTHING) if key[0] == "actions" else _NOTHING
            spoken = Spoken(key, said[key], against)
            name = part_of(key[0])
            self._spoken.setdefault(name, []).append(spoken)
            self.speakers[name] = self.speakers.get(name, 0) | spoken.speakers
        self._parts: dict[str, Kept[int, Part]] = {name: Kept(MOST_PATTERNS) for name in self.speakers}

    def part(self, name: str, graded: Graded, is_assured: Callable[[int], bool]) -> Part:
        """A part of the decision, of which some rule must speak.

        Args:
            name: the part.
            graded: the rules that count or may come to.
            is_assured: whether, of uncertain rules that speak of an output, some will count whatever the answers.
        """
        speakers = self.speakers[name]
        if graded.open & speakers:  # what is assured depends on other rules too
            return Part([self._open_output(one, graded, is_assured) for one in self._spoken_of(name, graded.any)])
        certain = graded.masks[CERTAIN]
        kept = self._parts[name]
        found = kept.get(certain & speakers)
        if found is None:
            spoken = self._spoken_of(name, certain)
            part = Part([one.kept.get(certain & one.rules) or self._output(one, graded) for one in spoken])
            found = kept.keep(certain & speakers, part)
        return found

    def _spoken_of(self, name: str, counting: int) -> list[Spoken]:
        return [one for one in self._spoken[name] if one.speakers & counting]

    def _open_output(self, spoken: Spoken, graded: Graded, is_assured: Callable[[int], bool]) -> Output:
        """An output of which an uncertain rule may speak."""
        rules = spoken.rules
        _, possible, for_now, certain = graded.masks
        if not graded.open & rules:
            return spoken.kept.get(certain & rules) or self._output(spoken, graded)
        assured = bool(certain & rules) or is_assured(graded.any & rules)
        pattern = certain & rules, for_now & rules, possible & rules, assured
        return spoken.kept.get(pattern) or self._output(spoken, graded, pattern, assured=assured)

    def _output(self, spoken: Spoken, graded: Graded, pattern: Hashable = None, *, assured: bool = True) -> Output:
        """An output under a pattern of rules, made and kept; without a pattern, all are certain."""
        found = Output(self._resolver, spoken.key, spoken.claims(graded), assured=assured)
        return spoken.kept.keep(graded.masks[CERTAIN] & spoken.rules if pattern is None else pattern, found)
