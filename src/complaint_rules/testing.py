"""Hypothesis strategies for your own rulesets: complaints, and the answers that a complaint still waits for.

    from hypothesis import given, strategies as st
    from complaint_rules import Engine
    from complaint_rules.testing import complaints, completions

    engine = Engine.load("my-ruleset")

    @given(st.data())
    def test_an_answer_never_takes_a_payable_item_away(data):
        complaint = data.draw(complaints(engine))
        answered = data.draw(completions(complaint, engine))
        ...

The one file that imports Hypothesis; it comes with the extra `testing`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from functools import cache
from typing import Any, get_args

from complaint_rules.compile.amount import facts_in
from complaint_rules.compile.condition import Among, Compare, Constant, OfFact, OfParameter, facts_read, leaves
from complaint_rules.compile.effect import Deadline, Duration, DurationOf, Item, amounts_of
from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.decide.calendar import working_days
from complaint_rules.engine import Engine
from complaint_rules.errors import CalendarError, ComplaintRulesError
from complaint_rules.facts.complaint import Complaint, Dependant, Kind
from complaint_rules.facts.fact import FINITE, OWN_GROUP, RECEIVED_ON, Fact, FactType
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.money import LARGEST_FEN, format_fen


class HypothesisMissingError(ComplaintRulesError, ImportError):
    """Hypothesis is not installed."""


try:
    from hypothesis import strategies as st
except ImportError:
    raise HypothesisMissingError(
        "`complaint_rules.testing` needs Hypothesis, which is not installed; "
        "install the extra: pip install 'complaint-rules[testing]'"
    ) from None

KINDS: tuple[str, ...] = get_args(Kind)
FIRST_DAY = date(2005, 1, 1)
"""The first day on which a drawn complaint is received; the calendar reaches a little further back."""

_GIVEN = frozenset({"id", "received_at", RECEIVED_ON, "kind"})
_OFFSETS = tuple(timezone(timedelta(hours=hours)) for hours in (8, 0, -5, 14))
_DAYS_OF = {
    "h": Fraction(1, 24),
    "days": Fraction(1),
    "working days": Fraction(2),
    "years": Fraction(366),
    "at once": Fraction(0),
}
_REST = 15  # no run of days of rest is longer
_TURNING_AGES = (17, 18, 59, 60, 61, 74, 75)


def complaints(
    ruleset: Ruleset | Engine | str, *, kinds: Sequence[str] | None = None, known: float | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw valid complaints, as mappings, that come close to where a ruleset decides differently.

    Sums and counts lie around the ruleset's own thresholds, dates around its days of change and its spans, and
    `received_at` where every deadline ends within the calendar's years. Each fact is known or unknown (left out or
    None); a whole group may be left out.

    Args:
        ruleset: a compiled ruleset, an engine, or a shipped id or folder.
        kinds: the kinds of complaint to draw; by default all.
        known: the share of facts with a value, from 0.0 to 1.0; by default it is drawn as well.

    Returns:
        A strategy of mappings that `Engine.decide` takes.
    """
    compiled = _compiled(ruleset)
    return _complaints(compiled, tuple(kinds or KINDS), known)


def completions(
    complaint: Mapping[str, Any],
    ruleset: Ruleset | Engine | str,
    *,
    facts: Collection[str] | None = None,
    everything: bool = False,
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw complaints that answer some of a complaint's unknown facts, and change nothing else.

    What is known, presumed or absent stays so. Dependants are listed completely: with age, capacity and supporters.

    Args:
        complaint: the complaint to complete.
        ruleset: whose presumptions and own facts count.
        facts: the paths that may be answered; by default every unknown one.
        everything: whether all of them are answered, not only some.

    Returns:
        A strategy of mappings that `Engine.decide` takes.
    """
    compiled = _compiled(ruleset)
    open_ = [fact for fact in unanswered(complaint, compiled) if facts is None or fact.path in facts]
    return _completions(complaint, compiled, open_, everything)


def unanswered(complaint: Mapping[str, Any], ruleset: Ruleset | Engine | str) -> list[Fact]:
    """The facts of a complaint that an answer may still settle: unknown ones, and dependants listed incompletely."""
    compiled = _compiled(ruleset)
    made = Complaint.of(complaint)
    sheet = SheetMaker(compiled.facts, compiled.presume, compiled.timezone).sheet(made)
    listed = made.injury.dependants if made.injury is not None else None
    partly = any(getattr(one, name) is None for one in listed or () for name in Dependant.model_fields)
    return [
        fact
        for fact in compiled.facts
        if sheet.state(fact) == "unknown" or (fact.type is FactType.DEPENDANTS and partly)
    ]


def _compiled(ruleset: Ruleset | Engine | str) -> Ruleset:
    if isinstance(ruleset, Engine):
        return ruleset.ruleset
    return ruleset if isinstance(ruleset, Ruleset) else load_ruleset(ruleset)


@st.composite
def _complaints(draw: st.DrawFn, ruleset: Ruleset, kinds: Sequence[str], known: float | None) -> dict[str, Any]:
    values = _Values.of(ruleset)
    kind = draw(st.sampled_from(kinds))
    day = draw(values.received_on)
    moment = datetime.combine(day, draw(st.times(time(0), time(23, 59))), draw(st.sampled_from(_OFFSETS)))
    complaint: dict[str, Any] = {"id": "C-1", "received_at": moment.isoformat(), "kind": kind}
    share = draw(st.sampled_from([0.2, 0.5, 0.8, 0.95, 1.0])) if known is None else known
    percent = round(share * 100)
    telling = [fact for fact in ruleset.facts if fact.path in values.read]
    others = draw(st.lists(st.sampled_from(values.unread), max_size=3, unique=True)) if values.unread else []
    left_out = draw(st.sets(st.sampled_from(values.groups), max_size=len(values.groups))) if values.groups else set()
    if draw(st.booleans()):
        left_out = left_out - {OWN_GROUP.get(kind)}
    for fact in (*telling, *others):
        if fact.group is not None and fact.group in left_out:
            continue
        if fact.group is not None:
            complaint.setdefault(fact.group, {})
        if draw(st.integers(1, 100)) <= percent:
            _put(complaint, fact, draw(values.of_fact(fact, day, complete=False)))
        elif draw(st.booleans()):
            _put(complaint, fact, None)
    return complaint


@st.composite
def _completions(
    draw: st.DrawFn, complaint: Mapping[str, Any], ruleset: Ruleset, open_: Sequence[Fact], everything: bool
) -> dict[str, Any]:
    values = _Values.of(ruleset)
    made: dict[str, Any] = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in complaint.items()
    }
    day = Complaint.of(complaint).received_at.astimezone(ruleset.timezone).date()
    answers = draw(st.sampled_from([25, 75, 100])) if not everything else 100
    for fact in open_:
        if draw(st.integers(1, 100)) > answers:
            continue
        listed = (made.get("injury") or {}).get("dependants") if fact.type is FactType.DEPENDANTS else None
        if listed is None:
            _put(made, fact, draw(values.of_fact(fact, day, complete=True)))
        else:
            whole = draw(st.tuples(*[_dependant(complete=True)] * len(listed)))
            _put(
                made,
                fact,
                [new | {k: v for k, v in old.items() if v is not None} for new, old in zip(whole, listed, strict=True)],
            )
    return made


def _put(complaint: dict[str, Any], fact: Fact, value: Any) -> None:
    if fact.group is None:
        complaint[fact.path] = value
        return
    group = complaint.get(fact.group)
    complaint[fact.group] = {**(group or {}), fact.path.split(".", 1)[1]: value}


def _dependant(*, complete: bool) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {
        "age": st.sampled_from((0, *_TURNING_AGES, 90)),
        "incapable": st.booleans(),
        "supporters": st.integers(1, 4),
    }
    return st.fixed_dictionaries(fields) if complete else st.fixed_dictionaries({}, optional=fields)


class _Values:
    """What one ruleset's facts may be: their values, or numbers and days around its thresholds."""

    _made: dict[str, _Values] = {}  # noqa: RUF012  # by digest

    @classmethod
    def of(cls, ruleset: Ruleset) -> _Values:
        if ruleset.digest not in cls._made:
            cls._made[ruleset.digest] = cls(ruleset)
        return cls._made[ruleset.digest]

    def __init__(self, ruleset: Ruleset) -> None:
        self._constants: dict[str, set[Any]] = {}
        self._spans: set[int] = {0}
        self._changes = ruleset.changes
        self.read = frozenset(_read(ruleset))
        self._gather(ruleset)
        self.unread = [fact for fact in ruleset.facts if fact.path not in self.read | _GIVEN]
        self.read -= _GIVEN
        self.groups = sorted({fact.group for fact in ruleset.facts if fact.group is not None})
        last = _last_day() - timedelta(days=_longest(ruleset) + _REST)
        near = [day + timedelta(days) for day in self._changes for days in (-1, 0, 1)]
        inside = [day for day in near if FIRST_DAY <= day <= last]
        anywhere = st.dates(FIRST_DAY, last)
        lately = st.dates(last - timedelta(days=700), last)
        self.received_on = st.one_of(lately, anywhere, st.sampled_from(inside)) if inside else lately | anywhere

    def _gather(self, ruleset: Ruleset) -> None:
        for rule in ruleset.rules:
            for leaf in leaves(rule.condition):
                if isinstance(leaf, Among) and leaf.fact.type not in FINITE:
                    self._constants.setdefault(leaf.fact.path, set()).update(leaf.values)
                elif isinstance(leaf, Compare):
                    self._threshold(leaf, ruleset)

    def _threshold(self, leaf: Compare, ruleset: Ruleset) -> None:
        constants = self._constants.setdefault(leaf.fact.path, set())
        if isinstance(leaf.operand, Constant):
            constants.add(leaf.operand.value)
        elif isinstance(leaf.operand, OfFact):
            self._spans.add(leaf.operand.days)
        elif isinstance(leaf.operand, OfParameter):
            figures = (figure for _, figure in ruleset.parameters[leaf.operand.name].values)
            constants.update(int(figure) for figure in figures if isinstance(figure, int | Fraction))

    def of_fact(self, fact: Fact, day: date, *, complete: bool) -> st.SearchStrategy[Any]:
        """Values of one fact as a caller writes them."""
        if fact.type in FINITE:
            return st.sampled_from(fact.values)
        constants = self._constants.get(fact.path, set())
        if fact.type in (FactType.MONEY, FactType.MONEY_PER_DAY):
            return _numbers(constants, 0, LARGEST_FEN, 2_000_000, (0, 10_000, 20_000)).map(format_fen)
        if fact.type is FactType.INTEGER:
            most = 10**5 if fact.most is None else fact.most
            some = _TURNING_AGES if fact.unit == "years" else (0, 1, 2)
            return _numbers(constants, fact.least, most, fact.least + 120, some)
        if fact.type is FactType.DATE:
            return self._days(constants, day).map(date.isoformat)
        texts = st.sampled_from([*sorted(map(str, constants)), "something else"])
        if fact.type is FactType.TEXT_SET:
            return st.lists(texts, max_size=3, unique=True)
        if fact.type is FactType.DEPENDANTS:
            return st.lists(_dependant(complete=complete), max_size=3)
        return texts

    def _days(self, constants: set[date], day: date) -> st.SearchStrategy[date]:
        near = {day + timedelta(span + shift) for span in self._spans for shift in (-1, 0, 1)}
        near |= {turn + timedelta(shift) for turn in (*constants, *self._changes) for shift in (-1, 0, 1)}
        return st.sampled_from(sorted(near)) | st.dates(date(2000, 1, 1), day)


def _numbers(constants: set[int], least: int, most: int, usual: int, some: Sequence[int]) -> st.SearchStrategy[int]:
    near = {number + shift for number in (*constants, *some) for shift in (-1, 0, 1)}
    return st.sampled_from(sorted(number for number in near if least <= number <= most)) | st.integers(
        least, min(usual, most)
    )


def _read(ruleset: Ruleset) -> Iterator[str]:
    """The paths that some condition, amount or need reads."""
    for rule in ruleset.rules:
        for leaf in leaves(rule.condition):
            yield from (fact.path for fact in facts_read(leaf))
        for effect in rule.effects:
            yield from (fact.path for amount in amounts_of(effect) for fact in facts_in(amount))
            if isinstance(effect, Item):
                yield from (fact.path for group in effect.needs for fact in group)


def _longest(ruleset: Ruleset) -> int:
    """Days that the ruleset's longest deadline from the day received may take."""
    spans = [
        _days(effect.within, ruleset)
        for rule in ruleset.rules
        for effect in rule.effects
        if isinstance(effect, Deadline) and effect.start == "received"
    ]
    return int(max(spans, default=Fraction(0))) + 1


def _days(within: Duration | DurationOf, ruleset: Ruleset) -> Fraction:
    if isinstance(within, Duration):
        return within.count * _DAYS_OF[within.unit]
    figures = [figure for _, figure in ruleset.parameters[within.parameter].values if isinstance(figure, int)]
    return max(figures, default=0) * _DAYS_OF[within.unit]


@cache
def _last_day() -> date:
    """The last day that the calendar covers."""
    year = FIRST_DAY.year
    while True:
        try:
            working_days(year + 1)
        except CalendarError:
            return date(year, 12, 31)
        year += 1


__all__ = ["FIRST_DAY", "KINDS", "HypothesisMissingError", "complaints", "completions", "unanswered"]
