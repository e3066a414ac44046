"""What a decision's entries come to once all facts are known: the functions that the written one calls.

Plain tuples in the order of the library's own entries, so that both compare equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from complaint_rules.compile.effect import Duration
from complaint_rules.decide.deadlines import due, length

_RANK = {"not_payable": 0, "pending": 1, "payable": 2}
_SPECIAL = {"compensation": ("compensation", "vehicle_compensation"), "medical_advance": ("medical_advance",)}
_PAID = frozenset({"compensation", "refund", "discount", "statutory_damages"})


class Span(NamedTuple):
    """A span that a rule sets on a clock."""

    within: Duration
    start: str
    rule: str


class Grant(NamedTuple):
    """What a rule says of a remedy."""

    binding: bool
    mode: str
    least: int | None
    most: int | None
    rule: str


class Sum(NamedTuple):
    """What a rule makes of an item."""

    status: str
    least: int
    most: int | None
    missing: tuple[str, ...]
    because: tuple[str, ...]


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


def deadline(clock: str, spans: Sequence[Span], received: datetime, timezone: tzinfo) -> tuple[Any, ...]:
    """The earliest of the spans on one clock."""
    if len(spans) == 1:
        within, start, rule = spans[0]
        ends = due(within, received, timezone) if start == "received" else None
        return clock, within.text, start, ends, (rule,)
    running = [(due(span.within, received, timezone), span) for span in spans if span.start == "received"]
    if running:
        first = min([ends for ends, _ in running])
        chosen = [span for ends, span in running if ends == first]
        text, start, ends = min([span.within.text for span in chosen]), "received", first
    else:
        shortest = min([length(span.within) for span in spans])
        chosen = [span for span in spans if length(span.within) == shortest]
        (text, start), ends = min([(span.within.text, span.start) for span in chosen]), None
    return clock, text, start, ends, tuple([span.rule for span in chosen])


def remedy(
    kind: str, claims: Sequence[Grant], money: bool, authority: Sequence[Any], approvals: Sequence[Any]
) -> tuple[Any, ...]:
    """One remedy: refusals and grants, the statute's before the house's, and the range that is left."""
    refusals = [claim for claim in claims if claim.mode == "forbid"]
    grants = [claim for claim in claims if claim.mode != "forbid"]
    if refusals:
        statute_no = [claim for claim in refusals if claim.binding]
        statute_yes = [claim for claim in grants if claim.binding]
        if statute_no or not statute_yes:
            because = tuple([claim.rule for claim in statute_no or refusals])
            bounds = (0, 0) if money else (None, None)
            return (kind, "forbidden", *bounds, ("forbidden",), (), because)
        grants = statute_yes
    status = "required" if any([claim.mode == "require" for claim in grants]) else "permitted"
    because = tuple([claim.rule for claim in grants])
    if not money:
        return kind, status, None, None, (status,), (), because
    least, most = _range(grants)
    return kind, status, least, most, (status,), _ladder(kind, authority, most, approvals), because


def _range(grants: Sequence[Grant]) -> tuple[int, int | None]:
    """The house's range, held between the statute's floor and ceiling."""
    floor, ceiling = _limits([grant for grant in grants if grant.binding])
    least, most = _limits([grant for grant in grants if not grant.binding])
    if ceiling is not None:
        floor = min(floor, ceiling)
        most = ceiling if most is None else min(most, ceiling)
    if most is not None:
        most = max(most, floor)
    least = max(least, floor)
    return (least if most is None else min(least, most)), most


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


def item(name: str, statute: Sequence[Sum], house: Sequence[Sum]) -> tuple[Any, ...]:
    """One item of injury compensation: the more generous of statute and house."""
    one, other = _agreed(statute), _agreed(house)
    if one is None or other is None:
        return (name, *(one or other or ()))
    first, second = (other, one) if _generosity(other) > _generosity(one) else (one, other)
    if second.status == "pending" and (second.most is None or second.most > first.least):
        most = None if first.most is None or second.most is None else max(first.most, second.most)
        missing = tuple(dict.fromkeys([*first.missing, *second.missing]))
        return name, "pending", max(first.least, second.least), most, missing, first.because + second.because
    return (name, first.status, max(first.least, second.least), *first[2:])


def _generosity(said: Sum) -> tuple[int, int, float]:
    return _RANK[said.status], said.least, float("inf") if said.most is None else said.most


def _agreed(said: Sequence[Sum]) -> Sum | None:
    """What the rules of one authority say; the least of each bound where they disagree."""
    if len(said) < 2:
        return said[0] if said else None
    status = min([one.status for one in said], key=_RANK.__getitem__)
    heard = [one for one in said if one.status == status] if status == "not_payable" else said
    return Sum(
        status,
        min([one.least for one in heard]),
        min([one.most for one in heard if one.most is not None], default=None),
        tuple(dict.fromkeys([path for one in heard for path in one.missing])),
        tuple([rule for one in heard for rule in one.because]),
    )


def payable(remedies: Sequence[tuple[Any, ...]], items: Sequence[tuple[Any, ...]]) -> tuple[int, int | None]:
    """The bounds of the whole sum that may be agreed to today."""
    least = 0
    most: int | None = 0
    for kind, status, low, high, *_ in remedies:
        if kind in _PAID and status != "forbidden":
            least += low if status == "required" else 0
            most = None if most is None or high is None else most + high
    for _, _, low, high, *_ in items:
        least += low
        most = None if most is None or high is None else most + high
    return least, most
