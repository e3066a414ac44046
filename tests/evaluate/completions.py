"""The reference for incomplete complaints: enumerate the completions, decide each, compare.

It shares nothing with the engines but decisions on complete complaints, and is meant to be obvious rather than fast.
Names of fields are those of the published decision.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from complaint_rules import Engine
from complaint_rules.vocabulary import MONEY_REMEDIES

DOMAIN: dict[str, tuple[Any, ...]] = {
    "facts_clear": (False, True),
    "liability_clear": (False, True),
    "media_risk": ("none", "possible", "contacted", "published"),
    "fault": ("company", "merchant", "customer", "third_party", "property_company", "force_majeure", "undetermined"),
    "claimed_amount": ("0.00", "50.00", "99.99", "100.00", "100.01", "999999999.99"),
    "injury.severity": ("none", "minor", "serious", "disability", "death"),
    "injury.rest_days": (0, 1, 5, 36500),
    "evidence.receipt": (False, True),
    "purchase.price": ("0.00", "49.99", "50.00", "99.99", "100.00", "100.01", "999999999.99"),
    "liability_confirmed_by": ([], ["finance"], ["security"], ["finance", "security"], ["somebody else"]),
}
"""The facts that the rulesets drawn here read, each with values for all that their tests and sums tell apart."""

_REASONS = frozenset({"because", "trace", "questions", "engine", "review", "ruleset", "status", "waits_for"})
_NAMES = {
    "deadlines": ("clock",),
    "approvals": ("role", "for"),
    "remedies": ("kind",),
    "items": ("item",),
    "actions": ("do",),
    "prohibited": ("do",),
}
UNSET = ("0.00", "49.99", "50.00", "50.01", "100.00", "999999999.99")
"""Figures that stand for all that a parameter without one may have."""

_GRANTED = frozenset({"required", "permitted"})
_NOTHING = ("0.00", "0.00")

Data = Mapping[str, Any]


class Completions:
    """All completions of one complaint, each with the decision on it."""

    def __init__(self, engines: Sequence[Engine], complaint: Data) -> None:
        """Decide every completion.

        Args:
            engines: decide complete complaints, one for each figure that a parameter without one may have; their
                rulesets read no fact outside `DOMAIN`.
            complaint: a complaint of which some facts are unknown.
        """
        self.unknown = tuple(_unknown(complaint))
        answers = list(itertools.product(*(DOMAIN[path] for path in self.unknown)))
        complaints = [answered(complaint, zip(self.unknown, row, strict=True)) for row in answers]
        self.data = [engine.decide(one).to_dict() for engine in engines for one in complaints]
        rows = [(figure, *map(str, row)) for figure in range(len(engines)) for row in answers]
        self._by_answers = {row: entries(one) for row, one in zip(rows, self.data, strict=True)}

    def __repr__(self) -> str:
        return f"<{len(self.data)} completions over {', '.join(self.unknown)}>"

    @property
    def is_final(self) -> bool:
        """Whether all completions lead to the same entries."""
        first, *others = self._by_answers.values()
        return all(one == first for one in others)

    def questions(self) -> set[str]:
        """The facts for which two completions that differ in that fact alone lead to different entries."""
        return {path for place, path in enumerate(self.unknown, 1) if self._turns(place)}

    def _turns(self, place: int) -> bool:
        ways: dict[tuple[Any, ...], list[Any]] = {}
        for row, said in self._by_answers.items():
            ways.setdefault((*row[:place], *row[place + 1 :]), []).append(said)
        return any(one != ones[0] for ones in ways.values() for one in ones)

    def values(self, part: str, key: str) -> set[Any]:
        """What an attribute of the decision is in some completion, such as the tier."""
        return {one[part][key] for one in self.data}

    def named(self, part: str, name: str) -> list[Data | None]:
        """One entry of a list in every completion; None where a completion has no such entry."""
        return [by_name(one, part).get(name) for one in self.data]

    def names(self, part: str) -> set[str]:
        """The entries of a list that some completion has."""
        return {name for one in self.data for name in by_name(one, part)}

    def remedy(self, kind: str) -> dict[str, Any]:
        """The status and bounds of a remedy, by the contract's table."""
        found = self.named("remedies", kind)
        grants = [one for one in found if one is not None and one["status"] in _GRANTED]
        statuses = {None if one is None else one["status"] for one in found}
        if len(grants) < len(found):
            nothing = Decimal(0) if kind in MONEY_REMEDIES else None
            status = "open" if grants else "forbidden"
            return {"status": status, "min": nothing, "max": nothing, "could_be": statuses}
        status = "required" if statuses == {"required"} else "permitted"
        least, most = (_lowest(one[bound] for one in grants) for bound in ("min", "max"))
        return {"status": status, "min": least, "max": most, "could_be": statuses}

    def item(self, name: str) -> dict[str, Any]:
        """The status of an item, with the least and the greatest sum over the completions."""
        found = self.named("items", name)
        paid = [one is not None and one["status"] == "payable" for one in found]
        sums = [(one["min"], one["max"]) if pays else _NOTHING for one, pays in zip(found, paid, strict=True)]
        same = all(paid) and len(set(sums)) == 1
        status = "payable" if same else "pending" if any(paid) else "not_payable"
        unbounded = any(most is None for _, most in sums)
        most = None if unbounded else max(Decimal(most) for _, most in sums)
        return {"status": status, "min": _lowest(least for least, _ in sums), "max": most}


def answered(complaint: Data, answers: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """A complaint with values for some facts, named by path."""
    result = {name: dict(value) if isinstance(value, Mapping) else value for name, value in complaint.items()}
    for path, value in answers:
        group, _, name = path.rpartition(".")
        (result.setdefault(group, {}) if group else result)[name] = value
    return result


def by_name(decision: Data, part: str) -> dict[str, Data]:
    """The entries of a list by what they are called."""
    return {" ".join(one[key] for key in _NAMES[part]): one for one in decision[part]}


def entries(decision: Any) -> Any:
    """The entries of a decision as JSON data, without reasons and without what is no entry."""
    if isinstance(decision, Mapping):
        return {key: entries(value) for key, value in decision.items() if key not in _REASONS}
    return [entries(value) for value in decision] if isinstance(decision, list) else decision


def _unknown(complaint: Data) -> Iterator[str]:
    """The facts that an answer may settle: those left out, but for a group that does not apply."""
    applies = {group for group in ("injury", "purchase") if complaint.get(group) is not None}
    applies |= {"injury"} if complaint["kind"] == "personal_injury" else set()
    for path in DOMAIN:
        group, _, name = path.rpartition(".")
        inside = complaint if not group else complaint.get(group) or {}
        if inside.get(name) is None and (not group or group == "evidence" or group in applies):
            yield path


def _lowest(sums: Iterable[str | None]) -> Decimal | None:
    """The lowest of some bounds, where None is no bound."""
    return min((Decimal(one) for one in sums if one is not None), default=None)
