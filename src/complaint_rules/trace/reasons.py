"""The trace laid out for reading: facts, rules with their clauses and satisfied tests, figures, calendar."""

from __future__ import annotations

from complaint_rules.decide.trace import FactLine, Held, Label, ParameterLine, RuleLine, Trace
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.layout import TextLine
from complaint_rules.trace.wording import say

_IN_TITLE = ("id",)


def reasons(trace: Trace, labels: Labels, numbers: dict[str, int]) -> dict[str, list[TextLine]]:
    """All sections of the trace, by key.

    Args:
        trace: what to lay out.
        labels: in the wanted language.
        numbers: the number under which the page lists each rule.
    """
    return _Reasons(trace, labels, numbers).sections()


def held_text(held: Held, labels: Labels) -> str:
    """A satisfied test, with its fact's value."""
    value = labels.value(held.fact, held.value, held.state)
    text = f"{labels.fact(held.fact)}{say(labels.lang, 'colon')}{value}"
    plain = str(held.value).lower() if isinstance(held.value, bool) else str(held.value)
    if held.test == plain:
        return text
    return text + labels.aside(say(labels.lang, "test", labels.test(held.fact, held.test)))


class _Reasons:
    def __init__(self, trace: Trace, labels: Labels, numbers: dict[str, int]) -> None:
        self._trace = trace
        self._labels = labels
        self._numbers = numbers

    def sections(self) -> dict[str, list[TextLine]]:
        trace = self._trace
        return {
            "stated": self._facts("known"),
            "presumed": self._facts("presumed"),
            "rules": [self._rule(one) for one in trace.rules],
            "silenced": [
                self._numbered(one.rule, one.cite, self._say("silenced_by", self._listed(one.by)))
                for one in trace.silenced
            ],
            "undecided": [
                self._numbered(
                    one.rule,
                    one.cite,
                    self._say("waits_for", self._labels.facts(one.waits_for)),
                    *self._reason(one.basis, one.reason),
                )
                for one in trace.undecided
            ],
            "parameters": [self._parameter(one) for one in trace.parameters],
            "calendar": [self._calendar()],
        }

    def _say(self, word: str, *values: object) -> str:
        return say(self._labels.lang, word, *values)

    def _listed(self, rules: tuple[str, ...]) -> str:
        known = sorted(self._numbers[rule] for rule in rules if rule in self._numbers)
        return ", ".join(f"[{number}]" for number in known) or ", ".join(rules)

    def _facts(self, state: str) -> list[TextLine]:
        return [self._fact(one) for one in self._trace.facts if one.state == state and one.fact not in _IN_TITLE]

    def _fact(self, one: FactLine) -> TextLine:
        return TextLine(self._labels.fact(one.fact), self._labels.value(one.fact, one.value))

    def _rule(self, one: RuleLine) -> TextLine:
        tags = [self._say("binding")] if one.binding else []
        tags += [self._say("certain" if one.certain else "today")] if self._trace.undecided or not one.certain else []
        tags += [self._say(one.confidence)] if one.confidence else []
        notes = [self._say("cites", self._labels.clauses(one.cite))] if one.cite else []
        notes.append(
            self._say("semicolon").join(held_text(held, self._labels) for held in one.held) or self._say("always")
        )
        notes += self._reason(one.basis, one.reason)
        text = self._say("semicolon").join([self._labels.rule(one.rule), *tags])
        return self._numbered_line(one.rule, text, tuple(notes))

    def _reason(self, basis: str | None, stated: Label | None) -> list[str]:
        reason = None if stated is None else stated[self._labels.lang]
        if basis is None:
            return [self._say("note", reason)] if reason else []
        return [self._say("assumption", reason) if reason else self._say("assumption_bare")]

    def _numbered(self, rule: str, cite: tuple[str, ...], *notes: str) -> TextLine:
        cited = [self._say("cites", self._labels.clauses(cite))] if cite else []
        return self._numbered_line(rule, self._labels.rule(rule), (*cited, *notes))

    def _numbered_line(self, rule: str, text: str, notes: tuple[str, ...]) -> TextLine:
        number = self._numbers[rule]
        return TextLine(f"[{number}]", text, notes=notes, number=number)

    def _parameter(self, one: ParameterLine) -> TextLine:
        labels = self._labels
        parts = [labels.figure(one.value, one.unit)]
        parts += [self._say("since", one.since)] if one.since else []
        parts += [self._say(one.confidence)] if one.confidence else []
        parts += labels.stated_for(one)
        notes = [self._say("cites", labels.clauses(one.cite))] if one.cite else []
        notes += [self._say("source", one.source)] if one.source else []
        notes += self._reason(one.basis, one.reason)
        return TextLine(labels.fact(one.parameter), self._say("comma").join(parts), notes=tuple(notes))

    def _calendar(self) -> TextLine:
        found = self._trace.calendar
        zone = self._say("times_in", found["timezone"])
        known = [self._say("until", found["until"])] if found["until"] else []
        return TextLine(found["id"], self._say("comma").join([found["version"], *known, zone]))
