"""Reads a property's `then`, the expectations on the decision: each key is one outcome, and every name is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from complaint_rules import vocabulary
from complaint_rules.compile.condition import ORDER
from complaint_rules.compile.effects import read_duration
from complaint_rules.compile.names import Names
from complaint_rules.compile.outcomes import read_outcome
from complaint_rules.compile.property import (
    EndsBy,
    Expectation,
    OneOf,
    Outcome,
    Part,
    Present,
    Stands,
    StandsToFact,
    Within,
)
from complaint_rules.errors import Message, MessageError, nearest_or_listed, shown
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.load.document import Located
from complaint_rules.load.full_width import wide_signs
from complaint_rules.money import parse_fen

REMEDY_STATUSES = ("forbidden", "permitted", "required")
ITEM_STATUSES = ("not_payable", "pending", "payable")
_ORDERED = re.compile(r"(<=|>=|<|>)\s*(.+)")
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_STATES = ("known", "absent")
_FACT = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_CLOCK = re.compile(r"<=\s*deadline\.(.*)")
_SUM_CODES = {"not-money": "not-a-sum", "negative-money": "negative-sum"}
"""Message codes where a comparison is allowed instead of a sum, by the codes for a sum alone."""

_WORDS: dict[Part, str] = {
    "severity": "tier",
    "lead": "department",
    "liability": "finding",
    "approval": "role",
    "remedy": "status",
    "item": "status",
}


def read_expectations(then: Any, at: Located, names: Names, inner: tuple[Any, ...]) -> tuple[Expectation, ...]:
    """Read all expectations of one property; problems are noted in `names`."""
    if not isinstance(then, dict) or not then:
        names.refuse(Message("property-expects-nothing"), at.place(*inner))
        return ()
    reader = _Expectations(at, names)
    for key, raw in then.items():
        reader.read(key, raw, (*inner, key))
    return tuple(reader.found)


class _Expectations:
    """Reads expectations one key at a time into `found`."""

    def __init__(self, at: Located, names: Names) -> None:
        self._at = at
        self._names = names
        self.found: list[Expectation] = []

    def read(self, key: str, raw: Any, inner: tuple[Any, ...]) -> None:
        at_key = self._at.document.places.get((*self._at.path, *inner, "")) or self._at.place(*inner)
        outcome = read_outcome(key, self._names, at_key)
        if outcome is None:
            return
        text = f"{key}: {_written(raw)}"
        if outcome.aspect in ("min", "max"):
            self._sum(outcome, raw, text, inner)
        elif outcome.part == "approval" and not outcome.name:
            self._approvals(raw, inner)
        elif outcome.part in _WORDS:
            self._words(outcome, raw, text, inner)
        elif outcome.part == "deadline":
            self._deadline(outcome, raw, text, inner)
        elif outcome.name:
            self._state(outcome, raw, text, inner)
        else:
            self._entries(outcome.part, raw, inner)

    def _words(self, outcome: Outcome, raw: Any, text: str, inner: tuple[Any, ...]) -> None:
        """Read a tier, a party, a finding, a role or a status: one, several, all but some, or an order of tiers."""
        known = self._known(outcome)
        if isinstance(raw, str) and raw.strip() in {*_STATES} - {*known} and outcome.part != "liability":
            self.found.append(Present(outcome, raw.strip() == "known", text))
            return
        values = self._listed(raw, outcome.part, known, inner)
        if values is not None:
            if values >= _all(outcome.part, known):
                self._names.refuse(Message("always-so", text=text), self._at.place(*inner))
            if not values:
                self._names.refuse(Message("never-so", text=text), self._at.place(*inner))
            self.found.append(OneOf(outcome, values, text))

    def _known(self, outcome: Outcome) -> list[str]:
        statuses = ITEM_STATUSES if outcome.part == "item" else REMEDY_STATUSES
        known: dict[str, Iterable[str]] = {
            "severity": self._names.tiers,
            "liability": vocabulary.FINDINGS,
            "lead": self._names.parties,
            "approval": self._names.parties,
        }
        return [*known.get(outcome.part, statuses)]

    def _listed(self, raw: Any, part: Part, known: list[str], inner: tuple[Any, ...]) -> frozenset[str | None] | None:
        """The values that one cell names; None where one of them is not a value."""
        if isinstance(raw, list) and raw:
            parts = [self._listed(one, part, known, (*inner, index)) for index, one in enumerate(raw)]
            return None if None in parts else frozenset().union(*(values for values in parts if values is not None))
        text = raw.strip() if isinstance(raw, str) else raw
        negated = _NOT.fullmatch(text) if isinstance(text, str) else None
        if negated and part != "approval":
            others = self._listed([one.strip() for one in negated[1].strip("[] ").split(",")], part, known, inner)
            return None if others is None else _all(part, known) - others
        ordered = _ORDERED.fullmatch(text) if isinstance(text, str) else None
        if ordered and part == "severity":
            return self._tiers(ordered[1], ordered[2], known, inner)
        if text == "absent" and text not in known and part != "liability":
            return frozenset({None})
        return self._value(text, part, known, inner)

    def _tiers(self, order: str, text: str, known: list[str], inner: tuple[Any, ...]) -> frozenset[str | None] | None:
        tier = self._names.check("tier", text, known, self._at.place(*inner))
        if tier is None:
            return None
        return frozenset(one for index, one in enumerate(known) if ORDER[order](index, known.index(tier)))

    def _value(self, text: Any, part: Part, known: list[str], inner: tuple[Any, ...]) -> frozenset[str | None] | None:
        found = self._names.check(_WORDS[part], text, known, self._at.place(*inner))
        return None if found is None else frozenset({found})

    def _sum(self, outcome: Outcome, raw: Any, text: str, inner: tuple[Any, ...]) -> None:
        ordered = _ORDERED.fullmatch(raw.strip()) if isinstance(raw, str) else None
        order, figure = (ordered[1], ordered[2]) if ordered else ("=", raw)
        if ordered and _FACT.fullmatch(figure.strip()):
            fact = self._money(figure.strip(), inner)
            if fact is not None:
                self.found.append(StandsToFact(outcome, cast("Any", order), fact, text))
            return
        try:
            self.found.append(Stands(outcome, cast("Any", order), parse_fen(figure), text))
        except MessageError as error:
            code = _SUM_CODES.get(error.message.code, error.message.code)
            what = wide_signs(raw) or Message(code, "write-sum", **error.message.params)
            self._names.refuse(what, self._at.place(*inner))

    def _money(self, path: str, inner: tuple[Any, ...]) -> Fact | None:
        """The money fact that a sum is compared with; None, with a problem noted, where there is none."""
        fact = self._names.facts.get(path)
        if fact is None:
            near = self._names.near_fact(path)
            self._names.refuse(Message("unknown-name", near, what="fact", name=path), self._at.place(*inner))
        elif fact.type is not FactType.MONEY:
            self._names.refuse(Message("not-a-sum", "write-sum", value=path), self._at.place(*inner))
            return None
        return fact

    def _deadline(self, outcome: Outcome, raw: Any, text: str, inner: tuple[Any, ...]) -> None:
        if raw in _STATES:
            self.found.append(Present(outcome, raw == "known", text))
            return
        other = _CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
        if other is not None:
            clock = self._names.check("clock", other[1].strip(), self._names.clocks, self._at.place(*inner))
            if clock is not None:
                self.found.append(EndsBy(outcome, clock, text))
            return
        span = read_duration(raw)
        if span is None:
            self._names.refuse(Message("not-a-span", "write-span-or-state", value=raw), self._at.place(*inner))
            return
        self.found.append(Within(outcome, span.count, span.unit, text))

    def _approvals(self, raw: Any, inner: tuple[Any, ...]) -> None:
        for shape in raw if isinstance(raw, list) else [raw]:
            if not isinstance(shape, dict) or set(shape) != {"role", "for"}:
                self._names.refuse(Message("not-an-approval", "approval-shapes", value=shape), self._at.place(*inner))
                continue
            place = self._at.place(*inner)
            purpose = self._names.check("approval", shape["for"], self._names.approvals, place)
            role = self._names.check("role", shape["role"], self._names.parties, place)
            if purpose and role:
                text = f"approval.{purpose}: {role}"
                self.found.append(OneOf(Outcome("approval", purpose), frozenset({role}), text))

    def _state(self, outcome: Outcome, raw: Any, text: str, inner: tuple[Any, ...]) -> None:
        if raw in _STATES:
            self.found.append(Present(outcome, raw == "known", text))
        else:
            hint = nearest_or_listed(raw, _STATES) if isinstance(raw, str) else "write-known-or-absent"
            self._names.refuse(Message("neither-known-nor-absent", hint, value=raw), self._at.place(*inner))

    def _entries(self, part: Part, raw: Any, inner: tuple[Any, ...]) -> None:
        """Read a list of supporting departments, actions or prohibitions, each of which must be in the decision."""
        whats: dict[Part, tuple[str, Callable[[], Iterable[str]]]] = {
            "support": ("department", lambda: self._names.parties),
            "action": ("action", lambda: self._names.actions),
            "prohibit": ("prohibition", lambda: [*self._names.prohibited, *self._names.actions]),
        }
        what, known = whats[part]
        listed = raw if isinstance(raw, list) else [raw]
        if not listed:
            self._names.refuse(Message("names-none", part=part), self._at.place(*inner))
        for index, entry in enumerate(listed):
            place = self._at.place(*inner, index) if isinstance(raw, list) else self._at.place(*inner)
            name = self._names.check(what, entry, known(), place)
            if name:
                self.found.append(Present(Outcome(part, name), True, f"{part}: {name}"))


def _all(part: Part, known: list[str]) -> frozenset[str | None]:
    """All values of an outcome: its words and, except for a finding, None for no entry."""
    return frozenset(known) if part == "liability" else frozenset({*known, None})


def _written(raw: Any) -> str:
    """A cell as its author wrote it."""
    return raw if isinstance(raw, str) else shown(raw).strip("`")


__all__ = ["ITEM_STATUSES", "REMEDY_STATUSES", "read_expectations"]
