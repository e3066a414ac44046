"""An output under one pattern of claims: what rules say of a deadline, a remedy, the lead ..., each with its grade.

The same patterns come again and again, so a resolver keeps one `Output` for each, with everything that follows from
the pattern alone.

An uncertain claim may turn out either way. What an output may come to is found by settling it the same way for its
certain claims alone, with each uncertain one added, and with all of them: outputs are highest, earliest, narrowest
or united values, so that if none of these variants changes an entry, no mixture does. (Where a statute that may speak
would silence rules that may disagree, that is one variant more: see `choices`.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from complaint_rules.match.grades import CERTAIN, FOR_NOW
from complaint_rules.resolve.plan import Claim, Key

if TYPE_CHECKING:
    from complaint_rules.resolve.resolver import Resolver

View = TypeVar("View")


class Output:
    """The claims on one output. `assured` says that some claim is there whatever the answers."""

    def __init__(self, resolver: Resolver, key: Key, claims: Sequence[Claim], *, assured: bool) -> None:
        self.resolver = resolver
        self.group, self.name = key
        self.claims = tuple(claims)
        self.assured = assured
        self._once: dict[Callable[[Output], Any], Any] = {}

    def once(self, make: Callable[[Output], View]) -> View:
        """What a function makes of this output; made once and kept."""
        if make not in self._once:
            self._once[make] = make(self)
        found: View = self._once[make]
        return found

    @cached_property
    def uncertain(self) -> tuple[Claim, ...]:
        """The claims that an answer may take away or bring about."""
        return tuple([claim for claim in self.claims if claim[0] < CERTAIN])

    @cached_property
    def fired(self) -> tuple[Claim, ...]:
        """The claims that count now."""
        return tuple([claim for claim in self.claims if claim[0] >= FOR_NOW])

    @cached_property
    def because(self) -> tuple[str, ...]:
        """The ids of the rules that count now."""
        return self.ids(self.fired)

    def ids(self, claims: Sequence[Claim]) -> tuple[str, ...]:
        """The ids of the rules that make claims, each once."""
        names = self.resolver.ids
        return tuple(dict.fromkeys([names[position] for _, position, _ in claims]))

    def variants(self, settle: Callable[[Sequence[Claim]], View]) -> list[View]:
        """The output settled for every variant; the certain claims alone come first where they may stand alone."""
        if not self.uncertain:
            return [settle(self.claims)]
        certain = [claim for claim in self.claims if claim[0] == CERTAIN]
        views = [settle(certain)] if certain or not self.assured else []
        for other in self.uncertain:
            views.append(settle([claim for claim in self.claims if claim[0] == CERTAIN or claim is other]))
        if len(self.uncertain) > 1:
            views.append(settle(self.claims))
        return views


def differ(views: Sequence[object]) -> bool:
    """Whether the variants come to more than one result."""
    return any([view != views[0] for view in views[1:]])
