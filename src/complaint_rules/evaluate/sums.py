"""The sums of remedies and items on a complaint, and which of its unknown facts change them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from complaint_rules.compile.arithmetic import AmountEvaluator
from complaint_rules.compile.formulas import ends_of
from complaint_rules.entries.choices import Chosen
from complaint_rules.entries.items import ItemTerms, ItemValue, item_amounts, item_value
from complaint_rules.entries.remedies import RemedyValue, Terms, amounts_of, remedy_value
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.sheet import FactSheet, with_values


def sums_of(terms: Terms | ItemTerms) -> Iterable[AmountEvaluator]:
    """The sums that a remedy or an item reads."""
    return amounts_of(terms) if isinstance(terms, Terms) else item_amounts(terms)


def value_of(terms: Any, sheet: FactSheet) -> Any:
    """A remedy or an item on a complaint, over all values of the unknown facts that its sums read; not rounded."""
    return remedy_value(terms, sheet) if isinstance(terms, Terms) else item_value(terms, sheet)


def entry_of(value: Any) -> Hashable:
    """The part of a slot's value that a decision shows; whether rules disagree is not part of an entry."""
    if isinstance(value, Chosen):
        return value.value, value.disputed
    shown = value.rounded()
    return shown._replace(clash=False, varies=False) if isinstance(shown, ItemValue) else shown._replace(clash=False)


def is_constant(value: RemedyValue | ItemValue) -> bool:
    """Whether a value is the same for all values of the unknown facts that its sums read, in whole fen."""
    if isinstance(value, ItemValue):
        return not value.varies
    shown = value.rounded()
    return bool(shown.least == shown.least_high and shown.most == shown.most_high)


def tabulated(
    terms: Any, sheet: FactSheet, facts: Sequence[Fact], rows: Sequence[tuple[Any, ...]]
) -> tuple[Hashable, int]:
    """The values at some points, and the facts that change them; one value where none does."""
    found = []
    for row in rows:
        filled = with_values(sheet, zip(facts, row, strict=True))
        found.append(entry_of(value_of(terms, filled)))
    if len(set(found)) == 1:
        return (found[0], None), 0
    mask = 0
    for place, fact in enumerate(facts):
        by_others: dict[Any, set[Any]] = {}
        for row, value in zip(rows, found, strict=True):
            by_others.setdefault((*map(plain, row[:place]), *map(plain, row[place + 1 :])), set()).add(value)
        if any([len(values) > 1 for values in by_others.values()]):
            mask |= fact.bit
    return tuple(found), mask


def plain(value: Any) -> Hashable:
    """A value of a fact in hashable form; listed persons as their text."""
    return repr(value) if isinstance(value, tuple) else value


def points_of(fact: Fact, sheet: FactSheet) -> list[Any]:
    """Some values of an unknown fact that a sum reads."""
    if fact.type is FactType.DEPENDANTS:
        listed = sheet.values[fact.index]
        if isinstance(listed, tuple):
            return [*ends_of(listed), _filled(listed, 80, True, 1)]
        child = Dependant(age=3, incapable=False, supporters=2)
        return [(), (child,), (child, Dependant(age=70, incapable=True, supporters=1))]
    least, most = fact.least, fact.most
    return [*dict.fromkeys([least, min(least + (most - least) // 3 + 1, most), most])]


def _filled(listed: Sequence[Dependant], age: int, incapable: bool, supporters: int) -> tuple[Dependant, ...]:
    return tuple(
        [
            Dependant(
                age=age if one.age is None else one.age,
                incapable=incapable if one.incapable is None else one.incapable,
                supporters=supporters if one.supporters is None else one.supporters,
            )
            for one in listed
        ]
    )
