"""Remedies: what may be offered today, between what rules grant, what they refuse, and the statute's floor and ceiling.

What grants needs certainty; what refuses or narrows counts as soon as it is possible: today's offer is the
narrowest of all variants. A remedy that nothing grants is not on offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from complaint_rules.compile.arithmetic import Reckoner
from complaint_rules.compile.rule import Rung
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.match.grades import CERTAIN, FOR_NOW
from complaint_rules.money import LARGEST_FEN
from complaint_rules.resolve.entries import Overridden, Remedy, RemedyStatus, Review, Step
from complaint_rules.resolve.output import Output, differ
from complaint_rules.resolve.plan import Claim
from complaint_rules.vocabulary import MONEY_REMEDIES

_SAFEST_FIRST: tuple[RemedyStatus, ...] = ("forbidden", "permitted", "required")


class SettledRemedy(NamedTuple):
    """A remedy's entry, None where it is not on offer, with what was noted on the way."""

    entry: Remedy | None
    open: bool
    """Whether an answer can change its status or range, or whether there is an entry at all."""
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


class _View(NamedTuple):
    """A remedy as one variant has it."""

    status: RemedyStatus
    least: int
    most: int | None
    said: bool
    because: tuple[str, ...]
    gave_way: tuple[str, ...] = ()
    clash: tuple[str, ...] = ()


def settle_remedy(output: Output, sheet: FactSheet, authority: Sequence[Rung]) -> SettledRemedy:
    """The entry of one remedy; none where it is not on offer.

    It is where a rule certainly grants it, or some rule does whatever the answers, and where a rule refuses it.
    """
    views = _views(output, sheet)
    if len(views) == 1 and not output.uncertain:
        view = views[0]
        entry = _entry(output.name, view.status, view.least, view.most, (view.status,), view.because, authority)
        return SettledRemedy(entry, False, *_notes(output.name, view))
    is_open = differ([(*view[:4], bool(view.clash)) for view in views])
    spoken = any([grade >= (FOR_NOW if say.mode == "forbid" else CERTAIN) for grade, _, say in output.claims])
    if not spoken and (not output.assured or any([view.status == "forbidden" for view in views])):
        return SettledRemedy(None, is_open)
    safe = min(views, key=_narrowness)
    least = min([view.least for view in views])
    most = min([view.most for view in views if view.most is not None], default=None)
    could_be = tuple([status for status in _SAFEST_FIRST if any([view.status == status for view in views])])
    entry = _entry(output.name, safe.status, least, most, could_be, safe.because, authority)
    now = views[0] if len(views) == 1 else _view(output, output.fired, sheet, lower=True)
    return SettledRemedy(entry, is_open, *_notes(output.name, now))


def _entry(
    kind: str,
    status: RemedyStatus,
    least: int,
    most: int | None,
    could_be: tuple[RemedyStatus, ...],
    because: tuple[str, ...],
    authority: Sequence[Rung],
) -> Remedy:
    if kind not in MONEY_REMEDIES:
        return Remedy(kind, status, None, None, could_be, (), because)
    rungs = () if status == "forbidden" else ladder(authority, most)
    return Remedy(kind, status, least, most, could_be, rungs, because)


def _views(output: Output, sheet: FactSheet) -> list[_View]:
    views = output.variants(lambda some: _view(output, some, sheet, lower=True))
    if any([amount.missing(sheet.values, sheet.unknown) for amount in _amounts(output.claims)]):
        views += output.variants(lambda some: _view(output, some, sheet, lower=False))
    return views


def _amounts(claims: Sequence[Claim]) -> list[Reckoner]:
    return [amount for _, _, say in claims for amount in (say.least, say.most) if amount is not None]


def _narrowness(view: _View) -> tuple[int, float, bool]:
    """Narrowest first; of several alike one that a rule says, so that the entry can name it."""
    return _SAFEST_FIRST.index(view.status), float("inf") if view.most is None else view.most, not view.said


def _view(output: Output, claims: Sequence[Claim], sheet: FactSheet, *, lower: bool) -> _View:
    """What these claims come to, all of them taken as firing."""
    binding = output.resolver.binding
    refusals = [claim for claim in claims if claim[2].mode == "forbid"]
    grants = [claim for claim in claims if claim[2].mode != "forbid"]
    statute_no = [claim for claim in refusals if claim[1] in binding]
    statute_yes = [claim for claim in grants if claim[1] in binding]
    if statute_no:
        house = [claim for claim in grants if claim[1] not in binding]
        return _refused(output, statute_no, gave_way=house, granted=statute_yes)
    gave_way: Sequence[Claim] = ()
    if refusals and statute_yes:
        gave_way, grants = refusals, statute_yes
    elif refusals:
        return _refused(output, refusals, gave_way=(), granted=grants)
    if not grants:
        return _View("forbidden", 0, 0, False, ())
    least, most, clash = _range(grants, binding, sheet, lower)
    required = any([say.mode == "require" for _, _, say in grants])
    because = output.ids(grants)
    status: RemedyStatus = "required" if required else "permitted"
    return _View(status, least, most, True, because, output.ids(gave_way), because if clash else ())


def _refused(output: Output, because: Sequence[Claim], *, gave_way: Sequence[Claim], granted: Sequence[Claim]) -> _View:
    """A refusal; beside a requirement of the same authority it is a disagreement."""
    required = [claim for claim in granted if claim[2].mode == "require"]
    clash = output.ids([*because, *required]) if required else ()
    return _View("forbidden", 0, 0, True, output.ids(because), output.ids(gave_way), clash)


def _range(
    grants: Sequence[Claim], binding: frozenset[int], sheet: FactSheet, lower: bool
) -> tuple[int, int | None, bool]:
    """Ranges intersect; then the statute's floor and ceiling hold the house's. The flag says that nothing was left."""
    if len(grants) == 1:
        least, most = _limits(grants, sheet, lower)
        return (least if most is None else min(least, most)), most, most is not None and least > most
    floor, ceiling = _limits([claim for claim in grants if claim[1] in binding], sheet, lower)
    least, most = _limits([claim for claim in grants if claim[1] not in binding], sheet, lower)
    clash = (ceiling is not None and floor > ceiling) or (most is not None and least > most)
    if ceiling is not None:
        floor = min(floor, ceiling)
        most = ceiling if most is None else min(most, ceiling)
    if most is not None:
        most = max(most, floor)
    least = max(least, floor)
    return (least if most is None else min(least, most)), most, clash


def _limits(claims: Sequence[Claim], sheet: FactSheet, lower: bool) -> tuple[int, int | None]:
    least, most = 0, None
    for _, _, say in claims:
        if say.least is not None:
            low = _reckoned(say.least, sheet, lower)
            least = max(least, LARGEST_FEN if low is None else low)
        if say.most is not None:
            high = _reckoned(say.most, sheet, lower)
            most = high if most is None else most if high is None else min(most, high)
    return least, most


def _reckoned(amount: Reckoner, sheet: FactSheet, lower: bool) -> int | None:
    """The exact sum; where facts are missing, one end of its bounds. A sum over facts that do not apply is nothing."""
    values = sheet.values
    if not amount.facts and not amount.lacking:
        return amount.exact(values)
    if amount.absent(values):
        return 0
    if not amount.missing(values, sheet.unknown):
        return amount.exact(values)
    low, high = amount.bounds(values)
    return low if lower else high


def _notes(kind: str, view: _View) -> tuple[tuple[Overridden, ...], tuple[Review, ...]]:
    output = f"remedies.{kind}"
    overridden = tuple([Overridden(rule, output, view.because) for rule in view.gave_way])
    if not view.clash:
        return overridden, ()
    rules = tuple(dict.fromkeys(view.clash))
    names = " and ".join(f"`{rule}`" for rule in rules)
    return overridden, (Review(output, f"rules disagree on {kind}: {names}", view.status, rules),)


def ladder(authority: Sequence[Rung], most: int | None) -> tuple[Step, ...]:
    """The rungs that a sum up to `most` may need, the last one cut to it."""
    steps: list[Step] = []
    for rung in authority:
        if most is not None and rung.upto_fen is not None and rung.upto_fen >= most:
            return (*steps, Step(most, rung.role))
        steps.append(Step(rung.upto_fen if rung.upto_fen is not None else most, rung.role))
    return tuple(steps)
