"""Parts of the decision: the outputs that are settled together, under one pattern of rules that speak of them.

Complaints that never came before mostly meet, of all rules that speak of deadlines, say, the same ones as some earlier
complaint. So what rules come to is kept by part and by output: to settle every output anew took most of the time of
such a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

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
    """The outputs of one part, in the vocabulary's order."""

    __slots__ = ("_groups", "_once", "outputs")

    def __init__(self, outputs: Mapping[Key, Output]) -> None:
        self.outputs = outputs
        self._groups: dict[str, list[Output]] = {}
        for key, output in outputs.items():
            self._groups.setdefault(key[0], []).append(output)
        self._once: dict[Callable[[Part], object], object] = {}

    def of(self, group: str) -> Sequence[Output]:
        """The outputs of a group, in the vocabulary's order."""
        return self._groups.get(group, ())

    def fired(self, group: str) -> list[Output]:
        """Those that some rule sets now."""
        return [output for output in self.of(group) if output.fired]

    def once(self, make: Callable[[Part], Made]) -> Made:
        """What a function makes of this part; made once and kept."""
        if make not in self._once:
            self._once[make] = make(self)
        found: Made = self._once[make]  # type: ignore[assignment]  # what this function made
        return found


Says = Mapping[int, Sequence[Any]]
"""What each rule says of one output, by position and in that order."""

_NOTHING: Says = {}


class Spoken(NamedTuple):
    """One output that some rules speak of: which, as a mask, and what they say.

    Of an action, rules may also say that it is prohibited; then `also` is not 0.
    """

    key: Key
    speakers: int
    says: Says
    also: int
    against: Says


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
        by_key: dict[Key, dict[int, list[Any]]] = {}
        for position, said in enumerate(says):
            for key, say in said:
                by_key.setdefault(key, {}).setdefault(position, []).append(say)
        self.speakers: dict[str, int] = {}
        self._spoken: dict[str, list[Spoken]] = {}
        for key in sorted(by_key, key=order.__getitem__):
            against = by_key.get(("prohibited", key[1]), _NOTHING) if key[0] == "actions" else _NOTHING
            spoken = Spoken(key, mask_of(by_key[key]), by_key[key], mask_of(against), against)
            name = part_of(key[0])
            self._spoken.setdefault(name, []).append(spoken)
            self.speakers[name] = self.speakers.get(name, 0) | spoken.speakers
        self._parts: dict[str, dict[int, Part]] = {name: {} for name in self.speakers}
        self._outputs: dict[Key, dict[Any, Output]] = {key: {} for key in by_key}

    def part(self, name: str, graded: Graded, is_assured: Callable[[int], bool]) -> Part:
        """A part of the decision, of which some rule must speak.

        Args:
            name: the part.
            graded: the rules that count or may come to.
            is_assured: whether, of uncertain rules that speak of an output, some will count whatever the answers.
        """
        speakers = self.speakers[name]
        if graded.open & speakers:  # what is assured depends on other rules too
            return self._make(name, graded, is_assured)
        kept = self._parts[name]
        pattern = graded.masks[CERTAIN] & speakers
        found = kept.get(pattern)
        if found is None:
            if len(kept) >= MOST_PATTERNS:
                kept.clear()
            found = kept[pattern] = self._make(name, graded, is_assured)
        return found

    def _make(self, name: str, graded: Graded, is_assured: Callable[[int], bool]) -> Part:
        counting = graded.any
        spoken = [one for one in self._spoken[name] if one.speakers & counting]
        return Part({one.key: self._output(one, graded, is_assured) for one in spoken})

    def _output(self, spoken: Spoken, graded: Graded, is_assured: Callable[[int], bool]) -> Output:
        """An output under the rules that speak of it; the same ones come with many patterns of its part."""
        speakers = spoken.speakers | spoken.also
        _, possible, for_now, certain = graded.masks
        pattern: Any = certain & speakers
        assured = pattern != 0 or is_assured(graded.any & speakers)
        if graded.open & speakers:
            pattern = pattern, for_now & speakers, possible & speakers, assured
        kept = self._outputs[spoken.key]
        found = kept.get(pattern)
        if found is None:
            if len(kept) >= MOST_PATTERNS:
                kept.clear()
            claims = (*_claims(graded, spoken.speakers, spoken.says), *_claims(graded, spoken.also, spoken.against))
            found = kept[pattern] = Output(self._resolver, spoken.key, claims, assured=assured)
        return found


def _claims(graded: Graded, speakers: int, says: Says) -> list[Claim]:
    counting = positions(graded.any & speakers)
    return [(graded.of(position), position, say) for position in counting for say in says[position]]
