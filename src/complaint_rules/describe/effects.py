"""Effects for reading: what a rule does once it fires, names by their labels, spans of time in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod

from complaint_rules.compile.amount import Amount
from complaint_rules.compile.effect import (
    AssignLead,
    AssignSupport,
    DurationOf,
    Effect,
    FindLiability,
    ProhibitAction,
    RequestAction,
    RequireApproval,
    SetDeadline,
    SetItem,
    SetRemedy,
    SetSeverity,
)
from complaint_rules.describe.conditions import Conditions, named
from complaint_rules.describe.links import Links
from complaint_rules.describe.markdown import plain
from complaint_rules.describe.sheet import Sheet
from complaint_rules.facts.fact import Fact
from complaint_rules.trace.wording import capital, listed, say
from complaint_rules.vocabulary import WHEN


class Effects:
    """Renders effects on one page."""

    def __init__(self, sheet: Sheet, links: Links, conditions: Conditions) -> None:
        self._sheet = sheet
        self._labels = sheet.labels
        self._links = links
        self._conditions = conditions

    def lines(self, effects: Iterable[Effect]) -> list[str]:
        """Effects, one on each line; those that differ in the name alone share a line."""
        found: dict[tuple[str, str], list[str]] = {}
        for effect in effects:
            word, name, rest = self._said(effect)
            found.setdefault((word, rest), []).append(name)
        return [self._line(word, names, rest) for (word, rest), names in found.items()]

    def _line(self, word: str, names: list[str], rest: str) -> str:
        lang = self._sheet.lang
        text = f"{capital(word)}{say(lang, 'colon')}{listed(lang, names)}"
        return f"{text}{say(lang, 'semicolon')}{rest}" if rest else text

    @singledispatchmethod
    def _said(self, effect: Effect) -> tuple[str, str, str]:
        """The kind of an effect in a word, its name, and the rest of its text."""
        raise NotImplementedError(effect)

    @_said.register
    def _(self, effect: SetSeverity) -> tuple[str, str, str]:
        return self._of("severity"), named(self._sheet, "severity", effect.tier), ""

    @_said.register
    def _(self, effect: AssignLead) -> tuple[str, str, str]:
        return self._of("lead"), named(self._sheet, "lead", effect.party), ""

    @_said.register
    def _(self, effect: AssignSupport) -> tuple[str, str, str]:
        return self._sheet.say("support"), named(self._sheet, "support", effect.party), ""

    @_said.register
    def _(self, effect: FindLiability) -> tuple[str, str, str]:
        disputed = self._of("disputed") if effect.disputed else ""
        return self._of("liability"), named(self._sheet, "liability", effect.finding), disputed

    @_said.register
    def _(self, effect: SetDeadline) -> tuple[str, str, str]:
        name = named(self._sheet, "deadlines", effect.clock)
        return self._sheet.say("deadline"), name, self._span(effect)

    @_said.register
    def _(self, effect: RequireApproval) -> tuple[str, str, str]:
        name = f"{named(self._sheet, 'approvals', effect.purpose)}{say(self._sheet.lang, 'colon')}"
        return self._sheet.say("approval"), name + named(self._sheet, "lead", effect.role), ""

    @_said.register
    def _(self, effect: SetRemedy) -> tuple[str, str, str]:
        rest = self._of("public") if effect.public else self._range(effect)
        return self._sheet.say(effect.mode), named(self._sheet, "remedies", effect.kind), rest

    @_said.register
    def _(self, effect: SetItem) -> tuple[str, str, str]:
        said = [self._range(effect) if effect.payable else self._of("not_payable"), *self._needs(effect)]
        rest = say(self._sheet.lang, "semicolon").join(filter(None, said))
        return self._sheet.say("item"), named(self._sheet, "items", effect.item), rest

    @_said.register
    def _(self, effect: RequestAction) -> tuple[str, str, str]:
        return self._sheet.say("action"), named(self._sheet, "actions", effect.do), self._when(effect.when)

    @_said.register
    def _(self, effect: ProhibitAction) -> tuple[str, str, str]:
        return self._sheet.say("prohibit"), named(self._sheet, "prohibited", effect.do), ""

    def _of(self, word: str) -> str:
        return say(self._sheet.lang, word)

    def _when(self, when: str) -> str:
        if when in WHEN:
            return self._labels.pick(WHEN[when])
        return say(self._sheet.lang, "with_clock", plain(self._labels.of("deadlines", when)))

    def _span(self, effect: SetDeadline) -> str:
        within = effect.within
        if isinstance(within, DurationOf):
            span = self._links.parameter(within.parameter)
        else:
            span = self._labels.span(within.text)
        if effect.start == "received":
            return span
        start = self._labels.of("starts", effect.start)
        at_once = not isinstance(within, DurationOf) and within.unit == "at once"
        return say(self._sheet.lang, "at_event", start) if at_once else say(self._sheet.lang, "after", span, start)

    def _range(self, effect: SetRemedy | SetItem) -> str:
        if effect.least is not None and effect.least == effect.most:
            return self._sheet.say("amount", self._amount(effect.least))
        ends = [("least", effect.least), ("most", effect.most)]
        said = [self._sheet.say(word, self._amount(end)) for word, end in ends if end is not None]
        return listed(self._sheet.lang, said)

    def _amount(self, amount: Amount) -> str:
        return self._conditions.cell(amount.text)

    def _needs(self, effect: SetItem) -> Iterator[str]:
        if effect.needs:
            yield self._sheet.say("needs", listed(self._sheet.lang, [self._either(group) for group in effect.needs]))

    def _either(self, group: tuple[Fact, ...]) -> str:
        return self._sheet.say("or").join(self._conditions.fact(fact.path) for fact in group)
