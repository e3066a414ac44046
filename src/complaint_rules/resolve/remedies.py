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
from complaint_rules.resolve.plan import Claim, Range
from complaint_rules.vocabulary import MONEY_REMEDIES

_SAFEST_FIRST: tuple[RemedyStatus, ...] = ("forbidden", "permitted", "required")


class SettledRemedy(NamedTuple):
    """A remedy's entry, None where it is not on offer, with what was noted on the way."""

    entry: Remedy | None
    open: bool
    """Whether an answer can change its status or range, or whether there is an entry at all."""
    overridden: tuple[Overridden, ...] = ()
    notes: tuple[Review, ...] = ()


class _Stand(NamedTuple):
    """What some claims come to, all of them taken as firing, but for the sums."""

    status: RemedyStatus
    said: bool
    because: tuple[str, ...]
    gave_way: tuple[str, ...] = ()
    clash: tuple[str, ...] = ()
    binding: Sequence[Range] = ()
    """The limits that the statute sets, its floor and ceiling."""
    house: Sequence[Range] = ()
    """The limits that the house sets."""


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
    if not output.uncertain and not _is_missing(output, sheet):
        view = _view(output.once(_stand_of_all), sheet, lower=True)
        entry = _entry(output.name, view.status, view.least, view.most, (view.status,), view.because, authority)
        return SettledRemedy(entry, False, *_notes(output.name, view))
    views = _views(output, sheet)
    is_open = differ([(*view[:4], bool(view.clash)) for view in views])
    spoken = any([grade >= (FOR_NOW if say.mode == "forbid" else CERTAIN) for grade, _, say in output.claims])
    if not spoken and (not output.assured or any([view.status == "forbidden" for view in views])):
        return SettledRemedy(None, is_open)
    safe = min(views, key=_narrowness)
    least = min([view.least for view in views])
    most = min([view.most for view in views if view.most is not None], default=None)
    could_be = tuple([status for status in _SAFEST_FIRST if any([view.status == status for view in views])])
    entry = _entry(output.name, safe.status, least, most, could_be, safe.because, authority)
    now = _view(_stand(output, output.fired), sheet, lower=True)
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
    stands = output.variants(lambda some: _stand(output, some))
    views = [_view(stand, sheet, lower=True) for stand in stands]
    if _is_missing(output, sheet):
        views += [_view(stand, sheet, lower=False) for stand in stands]
    return views


def _is_missing(output: Output, sheet: FactSheet) -> bool:
    """Whether a sum that is claimed waits for a fact or a figure."""
    return any([amount.missing(sheet.values, sheet.unknown) for amount in output.once(_amounts)])


def _amounts(output: Output) -> list[Reckoner]:
    found = [amount for _, _, say in output.claims for amount in (say.least, say.most) if amount is not None]
    return list(dict.fromkeys(found))


def _narrowness(view: _View) -> tuple[int, float, bool]:
    """Narrowest first; of several alike one that a rule says, so that the entry can name it."""
    return _SAFEST_FIRST.index(view.status), float("inf") if view.most is None else view.most, not view.said


def _stand_of_all(output: Output) -> _Stand:
    return _stand(output, output.claims)


def _stand(output: Output, claims: Sequence[Claim]) -> _Stand:
    """What these claims come to, all of them taken as firing, but for the sums."""
    binding = output.resolver.binding
    refusals = [claim for claim in claims if claim[2].mode == "forbid"]
    grants = [claim for claim in claims if claim[2].mode != "forbid"]
    statute_no = [claim for claim in refusals if claim[1] in binding]
    statute_yes = [claim for claim in grants if claim[1] in binding]
    house = [claim for claim in grants if claim[1] not in binding]
    if statute_no:
        return _refused(output, statute_no, gave_way=house, granted=statute_yes)
    gave_way: Sequence[Claim] = ()
    if refusals and statute_yes:
        gave_way, grants, house = refusals, statute_yes, []
    elif refusals:
        return _refused(output, refusals, gave_way=(), granted=grants)
    if not grants:
        return _Stand("forbidden", False, ())
    required = any([say.mode == "require" for _, _, say in grants])
    status: RemedyStatus = "required" if required else "permitted"
    return _Stand(status, True, output.ids(grants), output.ids(gave_way), (), _limited(statute_yes), _limited(house))


def _limited(claims: Sequence[Claim]) -> list[Range]:
    return [say for _, _, say in claims if say.least is not None or say.most is not None]


def _refused(
    output: Output, because: Sequence[Claim], *, gave_way: Sequence[Claim], granted: Sequence[Claim]
) -> _Stand:
    """A refusal; beside a requirement of the same authority it is a disagreement."""
    required = [claim for claim in granted if claim[2].mode == "require"]
    clash = output.ids([*because, *required]) if required else ()
    return _Stand("forbidden", True, output.ids(because), output.ids(gave_way), clash)


def _view(stand: _Stand, sheet: FactSheet, *, lower: bool) -> _View:
    """The same with the sums of one complaint."""
    if stand.status == "forbidden":
        return _View("forbidden", 0, 0, *stand[1:5])
    least, most, clash = _range(stand.binding, stand.house, sheet, lower)
    return _View(stand.status, least, most, True, stand.because, stand.gave_way, stand.because if clash else ())


def _range(
    binding: Sequence[Range], house: Sequence[Range], sheet: FactSheet, lower: bool
) -> tuple[int, int | None, bool]:
    """Ranges intersect; then the statute's floor and ceiling hold the house's. The flag says that nothing was left."""
    floor, ceiling = _limits(binding, sheet, lower)
    least, most = _limits(house, sheet, lower)
    clash = (ceiling is not None and floor > ceiling) or (most is not None and least > most)
    if ceiling is not None:
        floor = min(floor, ceiling)
        most = ceiling if most is None else min(most, ceiling)
    if most is not None:
        most = max(most, floor)
    least = max(least, floor)
    return (least if most is None else min(least, most)), most, clash


def _limits(limits: Sequence[Range], sheet: FactSheet, lower: bool) -> tuple[int, int | None]:
    least, most = 0, None
    for say in limits:
        low = None if say.least is None else _reckoned(say.least, sheet, lower)
        high = low if say.most is say.least else None if say.most is None else _reckoned(say.most, sheet, lower)
        if say.least is not None:
            least = max(least, LARGEST_FEN if low is None else low)
        if high is not None:
            most = high if most is None else min(most, high)
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
