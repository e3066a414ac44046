"""Parts of the decision: the outputs that are settled together, under one pattern of claims on them.

Complaints that never came before mostly meet, of all rules that speak of deadlines, say, the same ones as some earlier
complaint. So what claims come to is kept by part: to settle every output anew took most of the time of such a decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from complaint_rules.match.grades import CERTAIN
from complaint_rules.resolve.output import Output
from complaint_rules.resolve.plan import Claim, Key

if TYPE_CHECKING:
    from complaint_rules.resolve.resolver import Resolver

Made = TypeVar("Made")

_TOGETHER = {"actions": "doings", "prohibited": "doings", "remedies": "sums", "items": "sums"}
"""A prohibition beats an action; remedies and items come together in questions."""

MOST_PATTERNS = 512
"""Patterns of claims kept for one part, and for one output; when there are more, all are dropped."""


def part_of(group: str) -> str:
    """The part that a group of outputs belongs to."""
    return _TOGETHER.get(group, group)


class Part:
    """The outputs of one part, in the order in which rules first speak of them."""

    __slots__ = ("_groups", "_once", "outputs")

    def __init__(self, outputs: Mapping[Key, Output], order: Mapping[Key, int]) -> None:
        self.outputs = outputs
        self._groups: dict[str, list[Output]] = {}
        for key in sorted(outputs, key=order.__getitem__):
            self._groups.setdefault(key[0], []).append(outputs[key])
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


Said = list[tuple[Key, tuple[Claim]]]
"""What a rule says, output by output: each claim alone, made once for all complaints."""


class Parts:
    """The parts and outputs of one program, kept by the claims on them.

    `speaks_of` has the parts of which each rule speaks, by position.
    """

    def __init__(self, resolver: Resolver, says: Sequence[Sequence[tuple[Key, Any]]], order: Mapping[Key, int]) -> None:
        """Prepare for one program.

        Args:
            resolver: whose outputs they are.
            says: what each rule says, by position.
            order: the vocabulary's, of the outputs of a group.
        """
        self.speaks_of = [tuple(dict.fromkeys([part_of(key[0]) for key, _ in said])) for said in says]
        self._bits = (len(says) << 2).bit_length()
        self._resolver = resolver
        self._order = order
        self._said = [_said(grade, says) for grade in range(CERTAIN + 1)]
        self._by_part = [[_by_part(one) for one in said] for said in self._said]
        self._parts: dict[str, dict[tuple[int, ...], Part]] = defaultdict(dict)
        self._outputs: dict[Key, dict[tuple[int, bool], Output]] = defaultdict(dict)

    def claims(self, graded: Mapping[int, int]) -> dict[Key, tuple[Claim, ...]]:
        """What rules say of every output; takes their grades by position."""
        claims: dict[Key, tuple[Claim, ...]] = {}
        for position, grade in graded.items():
            _gather(claims, self._said[grade][position])
        return claims

    def part(self, name: str, codes: Sequence[int], is_assured: Callable[[Sequence[Claim]], bool]) -> Part:
        """A part of the decision.

        Args:
            name: the part.
            codes: the rules that speak of it, in order, as codes: position and grade in one number.
            is_assured: whether, of uncertain claims on an output, some is there whatever the answers.
        """
        if any([code & CERTAIN < CERTAIN for code in codes]):  # what is assured depends on other rules too
            return self._make(name, codes, is_assured)
        kept = self._parts[name]
        pattern = tuple(codes)
        found = kept.get(pattern)
        if found is None:
            if len(kept) >= MOST_PATTERNS:
                kept.clear()
            found = kept[pattern] = self._make(name, codes, is_assured)
        return found

    def _make(self, name: str, codes: Sequence[int], is_assured: Callable[[Sequence[Claim]], bool]) -> Part:
        claims: dict[Key, tuple[Claim, ...]] = {}
        for code in codes:
            _gather(claims, self._by_part[code & CERTAIN][code >> 2][name])
        for key in [key for key in claims if key[0] == "prohibited"]:
            asked = ("actions", key[1])
            if asked in claims:
                claims[asked] += claims[key]
        outputs = {
            key: self._output(key, said, assured=said[0][0] == CERTAIN or is_assured(said))
            for key, said in claims.items()
        }
        return Part(outputs, self._order)

    def _output(self, key: Key, claims: tuple[Claim, ...], *, assured: bool) -> Output:
        """The output of a key; the same claims on it come with many patterns of its part."""
        pattern = 0
        for grade, position, _ in claims:
            pattern = pattern << self._bits | position << 2 | grade
        kept = self._outputs[key]
        found = kept.get((pattern, assured))
        if found is None:
            if len(kept) >= MOST_PATTERNS:
                kept.clear()
            found = kept[pattern, assured] = Output(self._resolver, key, claims, assured=assured)
        return found


def _gather(claims: dict[Key, tuple[Claim, ...]], said: Said) -> None:
    for key, claim in said:
        others = claims.get(key)
        claims[key] = claim if others is None else others + claim


def _said(grade: int, says: Sequence[Sequence[tuple[Key, Any]]]) -> list[Said]:
    return [[(key, ((grade, position, say),)) for key, say in said] for position, said in enumerate(says)]


def _by_part(said: Said) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for key, claim in said:
        found.setdefault(part_of(key[0]), []).append((key, claim))
    return found
