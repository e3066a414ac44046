"""Strategies for complaints, and for the answers that a complaint still waits for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, get_args

from complaint_rules.compile.rule import Ruleset
from complaint_rules.compile.ruleset import load_ruleset
from complaint_rules.engine import Engine
from complaint_rules.facts.complaint import Complaint, Dependant, Kind
from complaint_rules.facts.fact import OWN_GROUP, Fact, FactType
from complaint_rules.facts.sheet import SheetMaker
from complaint_rules.facts.stating import put
from complaint_rules.testing.door import st
from complaint_rules.testing.values import Values, dependant

KINDS: tuple[str, ...] = get_args(Kind)
"""The kinds of complaint that there are."""

_OFFSETS = tuple(timezone(timedelta(hours=hours)) for hours in (8, 0, -5, 14))


def complaints(
    ruleset: Ruleset | Engine | str, *, kinds: Sequence[str] | None = None, known: float | None = None
) -> st.SearchStrategy[dict[str, Any]]:
    """Draw valid complaints, as mappings, with values near the boundaries of a ruleset.

    Sums and counts lie around the ruleset's own thresholds, dates around its days of change and its spans, and
    `received_at` from 2005 to 2035, often where the calendar ends, so that some deadlines have a date and some none.
    Each fact is known or unknown (left out or None); a whole group may be left out.

    Args:
        ruleset: a compiled ruleset, an engine, or a shipped id or folder.
        kinds: the kinds of complaint to draw; by default all.
        known: the share of facts with a value, from 0.0 to 1.0; by default it is drawn as well.

    Returns:
        A strategy of mappings that `Engine.decide` takes.

    Raises:
        RulesetError: a ruleset that is named can't be loaded.
    """
    made = compiled(ruleset)
    return draw_complaints(made, tuple(kinds or KINDS), known)


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
        ruleset: provides the presumptions and declared facts.
        facts: the paths that may be answered; by default every unknown one.
        everything: whether all of them are answered, not only some.

    Returns:
        A strategy of mappings that `Engine.decide` takes.
    """
    made = compiled(ruleset)
    open_ = [fact for fact in unanswered(complaint, made) if facts is None or fact.path in facts]
    return _completions(complaint, made, open_, everything)


def unanswered(complaint: Mapping[str, Any], ruleset: Ruleset | Engine | str) -> list[Fact]:
    """The facts of a complaint that an answer may still settle: unknown ones, and dependants listed incompletely.

    Args:
        complaint: the complaint.
        ruleset: provides the presumptions and declared facts.

    Raises:
        ComplaintError: with every fact that is wrong.
    """
    made, by = Complaint.of(complaint), compiled(ruleset)
    sheet = SheetMaker(by.facts, by.presume, by.timezone).sheet(made)
    listed = made.injury.dependants if made.injury is not None else None
    partly = any(getattr(one, name) is None for one in listed or () for name in Dependant.model_fields)
    return [
        fact for fact in by.facts if sheet.state(fact) == "unknown" or (fact.type is FactType.DEPENDANTS and partly)
    ]


def compiled(ruleset: Ruleset | Engine | str) -> Ruleset:
    """The compiled ruleset of whatever a caller may pass for one."""
    if isinstance(ruleset, Engine):
        return ruleset.ruleset
    return ruleset if isinstance(ruleset, Ruleset) else load_ruleset(ruleset)


@st.composite
def draw_complaints(
    draw: st.DrawFn,
    ruleset: Ruleset,
    kinds: Sequence[str] = KINDS,
    known: float | None = None,
    received_at: str | None = None,
    since: date | None = None,
) -> dict[str, Any]:
    """Draw complaints as `complaints` does, all received at one moment, or since a day, where it is given."""
    values = Values.of(ruleset)
    kind = draw(st.sampled_from(kinds))
    if received_at is None:
        day = draw(values.received_on if since is None else values.received_on.filter(lambda day: day >= since))
        moment = datetime.combine(day, draw(st.times(time(0), time(23, 59))), draw(st.sampled_from(_OFFSETS)))
    else:
        moment = datetime.fromisoformat(received_at)
        day = moment.date()
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
        if draw(st.integers(1, 100)) > 100 - percent:  # shrinks towards no facts
            put(complaint, fact, draw(values.of_fact(fact, day, complete=False)))
        elif draw(st.booleans()):
            put(complaint, fact, None)
    return complaint


@st.composite
def _completions(
    draw: st.DrawFn, complaint: Mapping[str, Any], ruleset: Ruleset, open_: Sequence[Fact], everything: bool
) -> dict[str, Any]:
    values = Values.of(ruleset)
    made = dict(complaint)
    day = Complaint.of(complaint).received_at.astimezone(ruleset.timezone).date()
    answers = draw(st.sampled_from([25, 75, 100])) if not everything else 100
    for fact in open_:
        if draw(st.integers(1, 100)) > answers:
            continue
        listed = (made.get("injury") or {}).get("dependants") if fact.type is FactType.DEPENDANTS else None
        if listed is None:
            put(made, fact, draw(values.of_fact(fact, day, complete=True)))
        else:
            whole = draw(st.tuples(*[dependant(complete=True)] * len(listed)))
            put(
                made,
                fact,
                [new | {k: v for k, v in old.items() if v is not None} for new, old in zip(whole, listed, strict=True)],
            )
    return made


__all__ = ["KINDS", "compiled", "complaints", "completions", "draw_complaints", "unanswered"]
