"""The earliest of several spans, over terms: which of two ends first may hang on the moment of receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from complaint_rules.decide.deadlines import due, length
from complaint_rules.prove.changes import span_word
from complaint_rules.prove.encode.deadlines import Moment, Span, days_between, moments
from complaint_rules.prove.encode.terms import Model, Truth, any_of, both, no, number, same
from complaint_rules.prove.encode.workspace import Workspace

_RECEIVED = "received"


class Orders:
    """The orders in which spans from receipt may end, as one unknown: which of a few moments stands for the receipt."""

    def __init__(self, spans: Iterable[Span], days: tuple[date, date], timezone: tzinfo, space: Workspace) -> None:
        """Find the orders.

        Args:
            spans: those that may stand side by side.
            days: the first and the last day of receipt to look at.
            timezone: that of both rulesets.
            space: where the unknown's limits are held.
        """
        self._timezone = timezone
        running = {span for span in spans if span.start == _RECEIVED}
        self._moments: list[Moment] = []
        if len(running) > 1:
            self._moments = moments(running, days_between(*days), timezone)
        self._chosen = number("moment")
        space.hold(both(self._chosen >= 0, self._chosen < max(1, len(self._moments))))
        self._pairs: dict[tuple[Span, Span], Truth] = {}

    def earliest(self, said: Sequence[tuple[Truth, Span]]) -> dict[str, Truth]:
        """The word of the span that counts among some, each with whether it is there.

        The same laws as `decide.deadlines.settle_deadline`.
        """
        there: dict[Span, Truth] = {}
        for counts, span in said:
            there[span] = any_of((there.get(span, False), counts))
        return {
            span_word(span.within.text, span.start): both(
                counts, *(no(both(other, self.before(one, span))) for one, other in there.items() if one != span)
            )
            for span, counts in there.items()
        }

    def before(self, one: Span, other: Span) -> Truth:
        """Whether a span ends before another; of two that end together, the one whose text comes first."""
        if (one, other) not in self._pairs:
            self._pairs[one, other] = self._before(one, other)
        return self._pairs[one, other]

    def _before(self, one: Span, other: Span) -> Truth:
        if (one.start == _RECEIVED) != (other.start == _RECEIVED):
            return one.start == _RECEIVED
        if one.start != _RECEIVED:
            return _by_length(one) < _by_length(other)
        held = [
            (moment.ranks[one], one.within.text) < (moment.ranks[other], other.within.text) for moment in self._moments
        ]
        if len(set(held)) == 1:
            return held[0]
        return any_of(same(self._chosen, at) for at, earlier in enumerate(held) if earlier)

    @property
    def varying(self) -> dict[tuple[Span, Span], Truth]:
        """Pairs of spans, each once, whose order hangs on the moment of receipt, with whether the first ends first."""
        return {
            pair: term
            for pair, term in self._pairs.items()
            if not isinstance(term, bool) and str(pair[0]) < str(pair[1])
        }

    def is_before(self, one: Span, other: Span, received: datetime) -> bool:
        """Whether a span from receipt ends before another, at a moment of receipt."""
        ends = [(due(span.within, received, self._timezone), span.within.text) for span in (one, other)]
        return ends[0] < ends[1]

    def moment(self, model: Model) -> tuple[datetime | None, Truth]:
        """A moment of receipt with the order of a model, and that it is this one; None where any will do."""
        if not self.varying:
            return None, True
        at = model.value(self._chosen)
        return self._moments[at].received, same(self._chosen, at)


def _by_length(span: Span) -> tuple[int, str, str]:
    return length(span.within), span.within.text, span.start
