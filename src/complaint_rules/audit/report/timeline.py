"""What happened to a case and what was due, in the order of time."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from complaint_rules.audit.outline import DECISION, ERASURE, EVENT, LogEntry
from complaint_rules.audit.report.case import AT_ONCE, CasePage, Met
from complaint_rules.audit.report.names import ReportNames
from complaint_rules.audit.report.words import say
from complaint_rules.decide.entries import Deadline
from complaint_rules.trace.labels import Labels
from complaint_rules.trace.wording import capital, span
from complaint_rules.trace.wording import say as word

_OF_MET = {"in_time": ("kept", "good"), "late": ("kept_late", "bad"), "undated": ("kept_undated", "good")}


class TimelineStep(NamedTuple):
    """A moment of a case: `iso` for machines, `shown` for people, `tone` one of good, bad, warn, due or nothing."""

    moment: datetime
    iso: str
    shown: str
    head: str
    note: str
    tone: str


class Timeline(NamedTuple):
    """The steps that have a moment, and the deadlines that have none yet."""

    steps: list[TimelineStep]
    undated: list[str]


def timeline(case: CasePage, labels: Labels | None, names: ReportNames, now: datetime) -> Timeline:
    """The timeline of a case, as it was at a moment."""
    teller = _Teller(case, labels, names, now)
    steps = [teller.received(), teller.step(case.written, "decided")]
    deadlines = case.decision.deadlines if case.decision is not None else ()
    met = case.met()
    dated = [one for one in deadlines if one.due is not None]
    steps += [teller.deadline(one, met.get(one.clock)) for one in dated]
    steps += [step for one in case.later if (step := teller.entry(one)) is not None]
    steps.sort(key=lambda step: step.moment)
    return Timeline(steps, [teller.undated(one) for one in deadlines if one.due is None])


class _Teller:
    """Makes steps in one language."""

    def __init__(self, case: CasePage, labels: Labels | None, names: ReportNames, now: datetime) -> None:
        self._case = case
        self._labels = labels
        self._names = names
        self._lang = names.lang
        self._now = now

    def step(self, moment: datetime, word: str, *values: str, note: str = "", tone: str = "") -> TimelineStep:
        """The step at a moment."""
        local = moment.astimezone(self._case.zone)
        head = capital(say(self._lang, word, *values))
        return TimelineStep(local, local.isoformat(timespec="minutes"), f"{local:%Y-%m-%d %H:%M}", head, note, tone)

    def received(self) -> TimelineStep:
        """The receipt of the complaint; of an erased one only the day is known."""
        case = self._case
        if case.decision is not None:
            return self.step(datetime.fromisoformat(case.decision.trace.received_at), "received")
        day = datetime(case.received.year, case.received.month, case.received.day, tzinfo=case.zone)
        return self.step(day, "received")._replace(iso=case.received.isoformat(), shown=case.received.isoformat())

    def deadline(self, deadline: Deadline, met: Met | None) -> TimelineStep:
        """A deadline with its date, and whether it was met."""
        assert deadline.due is not None
        kind = "due_at_once" if deadline.within == AT_ONCE else "due"
        note, tone = self._state(deadline.due, met)
        return self.step(deadline.due, kind, self._clock(deadline.clock), note=note, tone=tone)

    def _state(self, due: datetime, met: Met | None) -> tuple[str, str]:
        if met is not None:
            said, tone = _OF_MET[met.kept]
            return say(self._lang, said, f"{met.moment:%Y-%m-%d %H:%M}"), tone
        return (say(self._lang, "passed"), "warn") if due < self._now else (say(self._lang, "running"), "due")

    def undated(self, deadline: Deadline) -> str:
        """A deadline that has no date yet."""
        within, start = span(self._lang, deadline.within), self._names.of("starts", deadline.start, self._labels)
        said = say(self._lang, "after", within, start)
        return f"{capital(self._clock(deadline.clock))}{word(self._lang, 'colon')}{said}"

    def entry(self, entry: LogEntry) -> TimelineStep | None:
        """The step of a later entry; None for a reading of the record, which isn't a step of the case."""
        if entry.kind == EVENT:
            by = entry.outline.get("by")
            note = "" if by is None else say(self._lang, "noted_by", by)
            what = str(entry.outline["what"])
            moment = self._case.happened(entry)
            if what.startswith("met:"):
                return self.step(moment, "met", self._clock(what.removeprefix("met:")), note=note)
            return self.step(moment, what, note=note)
        written = datetime.fromisoformat(entry.at)
        if entry.kind == ERASURE:
            return self.step(written, "record_erased")
        return self.step(written, "decided_again", str(entry.index)) if entry.kind == DECISION else None

    def _clock(self, clock: str) -> str:
        return self._names.of("deadlines", clock, self._labels)
