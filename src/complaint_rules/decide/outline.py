"""The outline of a decision: all that follows from which rules were met, before the complaint's own sums and dates.

Complaints that meet the same rules share an outline, and complaints that meet some of the same rules share what
those rules come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from operator import itemgetter
from typing import TypeVar

from complaint_rules.compile import effect
from complaint_rules.decide.deadlines import Clocks, Span
from complaint_rules.decide.urgency import when_rank
from complaint_rules.match.grades import FOR_NOW
from complaint_rules.resolve.choices import liability_entry, severity_entry
from complaint_rules.resolve.entries import Action, Approval, Department, Overridden, Prohibition, Review
from complaint_rules.resolve.items import SettledItem, settle_item
from complaint_rules.resolve.output import Output, differ
from complaint_rules.resolve.part import Part
from complaint_rules.resolve.plan import Claim
from complaint_rules.resolve.reading import ByReading
from complaint_rules.resolve.remedies import SettledRemedy, settle_remedy
from complaint_rules.resolve.resolver import ATTRIBUTES, Resolution

Made = TypeVar("Made")


class Outline:
    """What is settled, and the outputs that wait for the complaint's own sums and dates."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        choices = [resolution.choice(attribute) for attribute in ATTRIBUTES]
        self.severity = severity_entry(choices[0], resolution.resolver.ranks)
        self.liability = liability_entry(choices[1])
        self.department = self._department()
        self.approvals = self._made("approvals", _approvals)
        self.actions = self._made("doings", _actions)
        self.prohibited = self._made("doings", _prohibited)
        clocks = resolution.part("deadlines")
        self.clocks = NO_CLOCKS if clocks is None else clocks.once(clocks_of)
        """The clocks that rules set now, with the spans that count now."""
        self.remedies = self._made("sums", _remedies)
        """The remedies that rules speak of."""
        self.items = self._made("sums", _items)
        """The items, each with its claims, which say what it waits for."""
        self.notes: tuple[Review, ...] = tuple(resolution.notes)
        self.overridden: tuple[Overridden, ...] = ()
        for choice in choices:
            self.notes += choice.notes
            self.overridden += choice.overridden

    def _made(self, name: str, make: Callable[[Part], tuple[Made, ...]]) -> tuple[Made, ...]:
        part = self.resolution.part(name)
        return () if part is None else part.once(make)

    def _department(self) -> Department:
        choice = self.resolution.choice("lead")
        because = dict.fromkeys(choice.because)
        names = []
        for output in self._made("support", _support):
            if output.name != choice.value[0]:
                names.append(output.name)
                because.update(dict.fromkeys(output.because))
        return Department(choice.value[0], tuple(names), tuple(because))


def _support(part: Part) -> tuple[Output, ...]:
    return tuple(part.fired("support"))


def _approvals(part: Part) -> tuple[Approval, ...]:
    return tuple([output.once(settled_approval) for output in part.fired("approvals")])


def _actions(part: Part) -> tuple[Action, ...]:
    ranked = [found for output in part.of("actions") if (found := output.once(_ranked_action)) is not None]
    return tuple([action for _, action in sorted(ranked, key=itemgetter(0))])


def _prohibited(part: Part) -> tuple[Prohibition, ...]:
    return tuple([output.once(settled_prohibition) for output in part.fired("prohibited")])


NO_CLOCKS = Clocks((), UTC)


def clocks_of(part: Part) -> Clocks:
    """The clocks that rules set now."""
    spans = [(output.name, output.once(spans_now)) for output in part.fired("deadlines")]
    return Clocks(spans, part.all[0].resolver.program.ruleset.timezone)


def _remedies(part: Part) -> tuple[ByReading[SettledRemedy], ...]:
    return tuple([output.once(remedy_of) for output in part.of("remedies")])


def _items(part: Part) -> tuple[tuple[ByReading[SettledItem], Sequence[Claim]], ...]:
    return tuple([(output.once(item_of), output.uncertain) for output in part.of("items")])


def path_of(group: str, name: str) -> str:
    """What a question says that it affects."""
    if group in ("lead", "support"):
        return "department"
    if group == "approvals":
        return f"approvals.{name.split(' ', 1)[0]}"
    return f"{group}.{name}" if name else group


def settled_approval(output: Output) -> Approval:
    """Who must approve what."""
    say = output.fired[0][2]
    return Approval(say.role, say.purpose, output.because)


def settled_prohibition(output: Output) -> Prohibition:
    """What not to do."""
    return Prohibition(output.name, output.because)


def settled_action(output: Output) -> Action | None:
    """What to do, at the soonest of the times asked for; None where nothing fires or a prohibition beats it."""
    when = _when(output, output.fired)
    if when is None:
        return None
    return Action(output.name, when, output.ids([c for c in output.fired if isinstance(c[2], effect.Action)]))


def _ranked_action(output: Output) -> tuple[int, Action] | None:
    action = settled_action(output)
    return None if action is None else (when_rank(action.when), action)


def action_is_open(output: Output) -> bool:
    """Whether an answer can change the time of an action, or bring it about or take it away."""
    return differ(output.variants(lambda some: _when(output, some)))


def _when(output: Output, claims: Sequence[Claim]) -> str | None:
    """The soonest time that these claims ask for, all taken as firing; None where they come to a prohibition."""
    binding = output.resolver.binding
    asked = [claim for claim in claims if isinstance(claim[2], effect.Action)]
    against = [claim for claim in claims if isinstance(claim[2], effect.Prohibit)]
    if any([position in binding for _, position, _ in against]):
        return None
    if against:
        asked = [claim for claim in asked if claim[1] in binding]
    clocks = output.resolver.program.ruleset.names.clocks
    return min([say.when for _, _, say in asked], key=lambda when: when_rank(when, clocks), default=None)


def spans_of(output: Output) -> tuple[Span, ...]:
    """The spans that rules set on a clock."""
    return tuple([Span(claim[0], claim[2].within, claim[2].start, output.ids([claim])) for claim in output.claims])


def spans_now(output: Output) -> tuple[Span, ...]:
    """The spans of the rules that count now."""
    return tuple([span for span in output.once(spans_of) if span.grade >= FOR_NOW])


def remedy_of(output: Output) -> ByReading[SettledRemedy]:
    """A remedy, to be settled on the facts that its range reads."""
    authority = output.resolver.program.ruleset.authority
    return ByReading(amounts_mask(output.claims), lambda sheet, _: settle_remedy(output, sheet, authority))


def item_of(output: Output) -> ByReading[SettledItem]:
    """An item, to be settled on the facts that it needs and sums up."""
    mask = amounts_mask(output.claims) | needs_mask(output.claims)
    return ByReading(mask, lambda sheet, waits: settle_item(output, sheet, waits))


def amounts_mask(claims: Iterable[Claim]) -> int:
    """The facts, as a mask, that the amounts of claims read."""
    mask = 0
    for _, _, say in claims:
        for amount in (say.least, say.most):
            mask |= 0 if amount is None else amount.mask
    return mask


def needs_mask(claims: Iterable[Claim]) -> int:
    """The facts, as a mask, that items need."""
    mask = 0
    for _, _, say in claims:
        for group in say.needs:
            for fact in group:
                mask |= fact.bit
    return mask
