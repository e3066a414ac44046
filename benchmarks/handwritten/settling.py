"""What a decision's entries come to once all facts are known: the functions that the written one calls.

Plain tuples in the order of the library's own entries, so that both compare equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from complaint_rules.calendars.calendar import Calendar
from complaint_rules.compile.effect import Duration
from complaint_rules.decide.deadlines import end_of, length

_SPECIAL = {"compensation": ("compensation", "vehicle_compensation"), "medical_advance": ("medical_advance",)}
_PAID = frozenset({"compensation", "refund", "discount", "statutory_damages"})
MONEY = _PAID | {"medical_advance"}


class Span(NamedTuple):
    """A span that a rule sets on a clock."""

    within: Duration
    start: str
    rule: str


class Grant(NamedTuple):
    """What a rule says of a remedy; sums are in parts of a fen."""

    binding: bool
    mode: str
    least: int | None
    most: int | None
    cap: int | None
    group: str | None
    public: bool
    rule: str


class Sum(NamedTuple):
    """What a rule makes of an item, in parts of a fen; `pays` False: nothing."""

    pays: bool
    least: int
    most: int
    cap: int | None
    rule: str


class Rounding(NamedTuple):
    """From parts of a fen to whole fen, half up."""

    unit: int

    def fen(self, parts: int) -> int:
        return (2 * parts + self.unit) // (2 * self.unit)

    def bound(self, parts: int | None) -> int | None:
        return None if parts is None else self.fen(parts)


Share = tuple[str | None, int, int | None, int | None]
"""What a remedy or an item adds to the sum payable: its group, in parts the least, what may be agreed to, the most."""

_NOTHING = Sum(False, 0, 0, None, "")


def one_party(said: Sequence[tuple[bool, str, str]]) -> tuple[str | None, tuple[str, ...]]:
    """The lead that rules name, statute before house, the last one where they disagree."""
    heard = [one for one in said if one[0]] or said
    return (heard[-1][1] if heard else None), tuple([rule for _, _, rule in heard])


def one_finding(said: Sequence[tuple[bool, tuple[str, bool], str]]) -> tuple[str, bool, tuple[str, ...]]:
    """The liability that rules find, statute before house; undetermined and disputed where they disagree."""
    heard = [one for one in said if one[0]] or said
    findings = {finding for _, finding, _ in heard}
    finding, disputed = findings.pop() if findings else ("undetermined", False)
    if findings:
        finding, disputed = "undetermined", True
    return finding, disputed, tuple([rule for _, _, rule in heard])


def deadline(
    clock: str, spans: Sequence[Span], received: datetime, timezone: tzinfo, calendar: Calendar
) -> tuple[Any, ...]:
    """The earliest of the spans on one clock, all of which the calendar dates."""
    if len(spans) == 1:
        within, start, rule = spans[0]
        ends = end_of(within, received, timezone, calendar).moment if start == "received" else None
        return clock, within.text, start, ends, (rule,), None
    running = [
        (end_of(span.within, received, timezone, calendar).moment, span) for span in spans if span.start == "received"
    ]
    if running:
        first = min([ends for ends, _ in running], key=datetime.timestamp)
        chosen = [span for ends, span in running if ends == first]
        text, start, ends = min([span.within.text for span in chosen]), "received", first
    else:
        shortest = min([length(span.within) for span in spans])
        chosen = [span for span in spans if length(span.within) == shortest]
        (text, start), ends = min([(span.within.text, span.start) for span in chosen]), None
    return clock, text, start, ends, tuple([span.rule for span in chosen]), None


def remedy(
    kind: str,
    claims: Sequence[Grant],
    groups: tuple[str | None, Mapping[str, str | None]],
    rounding: Rounding,
    authority: Sequence[Any],
    approvals: Sequence[Any],
    shares: list[Share],
) -> tuple[Any, ...]:
    """One remedy: refusals and grants, the statute's before the house's, and the range that is left.

    Args:
        kind: of money, if `rounding` is needed.
        claims: what rules say of it.
        groups: the alternatives that it is one of, whatever rules say; and whose choice it is among each.
        rounding: of the policy's sums.
        authority: the ladder.
        approvals: those asked for.
        shares: what is payable; its own is added.
    """
    money = kind in MONEY
    group, choices = groups
    refusals = [claim for claim in claims if claim.mode == "forbid"]
    grants = [claim for claim in claims if claim.mode != "forbid"]
    if refusals:
        statute_no = [claim for claim in refusals if claim.binding]
        statute_yes = [claim for claim in grants if claim.binding]
        if statute_no or not statute_yes:
            because = tuple([claim.rule for claim in statute_no or refusals])
            bounds = (0, 0) if money else (None, None)
            settles = 0 if money else None
            return kind, "forbidden", *bounds, ("forbidden",), (), because, settles, group, choices.get(group), None
        grants = statute_yes
    status = "required" if any([claim.mode == "require" for claim in grants]) else "permitted"
    because = tuple([claim.rule for claim in grants])
    group = min([claim.group for claim in grants if claim.group is not None], default=group)
    choice = choices.get(group)
    if not money:
        public = any([claim.public for claim in grants]) if kind == "apology" else None
        return kind, status, None, None, (status,), (), because, None, group, choice, public
    least, most = _range(grants)
    if kind in _PAID:
        shares.append((group, least if status == "required" else 0, most, most))
    low, high = rounding.fen(least), rounding.bound(most)
    ladder = _ladder(kind, authority, high, approvals)
    return kind, status, low, high, (status,), ladder, because, low, group, choice, None


def _range(grants: Sequence[Grant]) -> tuple[int, int | None]:
    """The highest floor, and the greater of the statute's measure and the house's limit; up to the lowest cap."""
    floor, measure = _limits([grant for grant in grants if grant.binding])
    asked, limit = _limits([grant for grant in grants if not grant.binding])
    if measure is not None:
        floor = min(floor, measure)
    if limit is not None:
        asked = min(asked, limit)
    least = max(floor, asked)
    most = max([one for one in (measure, limit) if one is not None], default=None)
    most = None if most is None else max(most, least)
    caps = [grant.cap for grant in grants if grant.cap is not None]
    if caps:
        cap = min(caps)
        return min(least, cap), cap if most is None else min(most, cap)
    return least, most


def _limits(grants: Sequence[Grant]) -> tuple[int, int | None]:
    least = max([grant.least for grant in grants if grant.least is not None], default=0)
    return least, min([grant.most for grant in grants if grant.most is not None], default=None)


def _ladder(kind: str, authority: Sequence[Any], most: int | None, approvals: Sequence[Any]) -> tuple[Any, ...]:
    """The rungs that a sum up to `most` may need, from that of a role named for the remedy on."""
    steps: list[tuple[int | None, str]] = []
    for role, upto in authority:
        if most is not None and upto is not None and upto >= most:
            steps.append((most, role))
            break
        steps.append((upto if upto is not None else most, role))
    purposes = _SPECIAL.get(kind, ())
    roles = [role for role, purpose, _ in approvals if purpose in purposes]
    named = [place for place, (_, role) in enumerate(steps) if role in roles]
    return tuple(steps[max(named) :] if named else steps)


def item(
    name: str, statute: Sequence[Sum], house: Sequence[Sum], rounding: Rounding, shares: list[Share]
) -> tuple[Any, ...]:
    """One item of injury compensation: the more generous of statute and house, up to the lowest cap."""
    first, second = _agreed(statute), _agreed(house)
    heard = [*statute, *house]
    paid = _capped(_greater(first, second), heard)
    if statute and house:
        one, other = (_shown(_capped(first, statute), rounding), _shown(_capped(second, house), rounding))
        if one != other:
            heard = [*statute] if one > other else [*house]
    because = tuple([claim.rule for claim in heard])
    if not paid.pays:
        return name, "not_payable", 0, 0, (), because
    shares.append((None, paid.least, paid.least, paid.most))
    return name, "payable", rounding.fen(paid.least), rounding.fen(paid.most), (), because


def _agreed(said: Sequence[Sum]) -> Sum:
    """What the rules of one authority say; the least of each bound where they disagree."""
    if len(said) == 1:
        return said[0]
    if not said or not all([one.pays for one in said]):
        return _NOTHING
    return Sum(True, min([one.least for one in said]), min([one.most for one in said]), None, "")


def _greater(one: Sum, other: Sum) -> Sum:
    """The greater of each bound of what two authorities pay."""
    if not one.pays or not other.pays:
        return one if one.pays else other
    return Sum(True, max(one.least, other.least), max(one.most, other.most), None, "")


def _capped(paid: Sum, said: Sequence[Sum]) -> Sum:
    caps = [one.cap for one in said if one.cap is not None]
    if not caps or not paid.pays:
        return paid
    cap = min(caps)
    return paid._replace(least=min(paid.least, cap), most=min(paid.most, cap))


def _shown(paid: Sum, rounding: Rounding) -> tuple[bool, int, int]:
    return (True, rounding.fen(paid.least), rounding.fen(paid.most)) if paid.pays else (False, 0, 0)


def payable(shares: Sequence[Share], paid: int, rounding: Rounding) -> tuple[int, int | None, int | None]:
    """What is owed, the most, and what may be agreed to today, less what has been paid; alternatives count once."""
    owed = 0
    now: int | None = 0
    most: int | None = 0
    groups: dict[str, tuple[int, int | None, int | None]] = {}
    for group, low, today, high in shares:
        if group is None:
            owed, now, most = owed + low, _plus(now, today), _plus(most, high)
        elif group in groups:
            least, middle, top = groups[group]
            groups[group] = max(low, least), _greatest(today, middle), _greatest(high, top)
        else:
            groups[group] = low, today, high
    for low, today, high in groups.values():
        owed, now, most = owed + low, _plus(now, today), _plus(most, high)
    return _left(owed, paid, rounding) or 0, _left(most, paid, rounding), _left(now, paid, rounding)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _greatest(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _left(parts: int | None, paid: int, rounding: Rounding) -> int | None:
    return None if parts is None else max(rounding.fen(parts) - paid, 0)
