"""Reads a rule's `then`: each key is one kind of effect, and every name is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, cast

from complaint_rules import vocabulary
from complaint_rules.compile.amount import Amount, Literally
from complaint_rules.compile.amounts import read_amount
from complaint_rules.compile.effect import (
    AssignLead,
    AssignSupport,
    Duration,
    DurationOf,
    Effect,
    FindLiability,
    Mode,
    ProhibitAction,
    RequestAction,
    RequireApproval,
    SetDeadline,
    SetItem,
    SetRemedy,
    SetSeverity,
)
from complaint_rules.compile.names import Names
from complaint_rules.errors import Hint, Message, Place, nearest_or_listed
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.states import ABSENT, UNKNOWN
from complaint_rules.limits import LONGEST_DAYS, LONGEST_YEARS
from complaint_rules.load.document import Located
from complaint_rules.load.full_width import wide_signs

EFFECTS = (
    *("severity", "lead", "support", "liability", "approval", "require", "permit", "forbid", "item", "action"),
    "prohibit",
)
_DURATION = re.compile(r"([1-9][0-9]{0,4})\s*(h|hours?|days?|working days?|years?)")
_UNITS: dict[str, Any] = {"h": "h", "hour": "h", "day": "days", "working day": "working days", "year": "years"}
_LONGEST = {"days": LONGEST_DAYS, "working days": LONGEST_DAYS, "years": LONGEST_YEARS}


def read_duration(raw: Any) -> Duration | None:
    """Read `48h`, `2 working days`, `15 days`, `3 years` or `at once`; None for anything else.

    The text of a duration is normalised to this form.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    if text == "at once":
        return Duration(0, "at once", text)
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    count, unit = int(match[1]), _UNITS[match[2] if match[2] == "h" else match[2].rstrip("s")]
    if count > _LONGEST.get(unit, count):
        return None
    name = unit.removesuffix("s") if count == 1 else unit
    return Duration(count, unit, f"{count}h" if unit == "h" else f"{count} {name}")


_LIMITS = ("min", "max", "cap")


def read_effects(then: dict[str, Any], at: Located, names: Names, inner: tuple[Any, ...]) -> tuple[Effect, ...]:
    """Read all effects of one rule; problems are noted in `names`."""
    start = then.get("from", "received")
    before = len(names.problems)
    if "from" in then and not names.check("start", start, vocabulary.STARTS, at.place(*inner, "from")):
        start = "received"
    reader = _Effects(at, names, start)
    for key, raw in then.items():
        if key != "from":
            reader.read(key, raw, (*inner, key))
    if not reader.found and len(names.problems) == before:
        names.refuse(Message("no-effect", effects=EFFECTS), at.place(*inner))
    return tuple(reader.found)


class _Effects:
    """Reads effects one key at a time into `found`."""

    def __init__(self, at: Located, names: Names, start: str) -> None:
        self._at = at
        self._names = names
        self._start = start
        self.found: list[Effect] = []

    def read(self, key: str, raw: Any, inner: tuple[Any, ...]) -> None:
        place = self._at.place(*inner)
        if key.startswith("deadline."):
            self._deadline(key.removeprefix("deadline."), raw, place)
            return
        if key not in EFFECTS:
            known = [*EFFECTS, *(f"deadline.{clock}" for clock in self._names.clocks)]
            at_key = self._at.document.places.get((*self._at.path, *inner, "")) or place
            hint = "deadline-clock" if key == "deadline" else nearest_or_listed(key, known)
            self._names.refuse(Message("unknown-name", hint, what="effect", name=key), at_key)
            return
        if key in ("require", "permit", "forbid"):
            self._remedies(cast("Mode", key), raw, inner)
            return
        readers: dict[str, Callable[[Any, tuple[Any, ...]], None]] = {
            "severity": self._severity,
            "lead": self._lead,
            "support": self._support,
            "liability": self._liability,
            "approval": self._approval,
            "item": self._item,
            "action": self._action,
            "prohibit": self._prohibit,
        }
        readers[key](raw, inner)

    def _check(self, what: str, name: object, known: Any, inner: tuple[Any, ...]) -> str | None:
        return self._names.check(what, name, known, self._at.place(*inner))

    def _names_in(self, raw: Any, inner: tuple[Any, ...]) -> list[Any]:
        if isinstance(raw, str):
            return [raw]
        if isinstance(raw, list) and raw:
            for index, name in enumerate(raw):
                if not isinstance(name, str):
                    self._names.refuse(Message("not-a-name", value=name), self._at.place(*inner, index))
            return [name for name in raw if isinstance(name, str)]
        self._names.refuse(Message("not-names", value=raw), self._at.place(*inner))
        return []

    def _severity(self, raw: Any, inner: tuple[Any, ...]) -> None:
        tier = self._check("tier", raw, self._names.tiers, inner)
        if tier:
            self.found.append(SetSeverity(tier, self._names.ranks[tier]))

    def _lead(self, raw: Any, inner: tuple[Any, ...]) -> None:
        party = self._check("department", raw, self._names.parties, inner)
        if party:
            self.found.append(AssignLead(party))

    def _support(self, raw: Any, inner: tuple[Any, ...]) -> None:
        for name in self._names_in(raw, inner):
            party = self._check("department", name, self._names.parties, inner)
            if party:
                self.found.append(AssignSupport(party))

    def _liability(self, raw: Any, inner: tuple[Any, ...]) -> None:
        shape = raw if isinstance(raw, dict) else {"finding": raw}
        if set(shape) - {"finding", "disputed"} or not isinstance(shape.get("disputed", False), bool):
            self._names.refuse(Message("not-a-liability", value=raw), self._at.place(*inner))
            return
        finding = self._check("finding", shape.get("finding"), vocabulary.FINDINGS, inner)
        if finding:
            self.found.append(FindLiability(finding, bool(shape.get("disputed", False))))

    def _approval(self, raw: Any, inner: tuple[Any, ...]) -> None:
        for shape in raw if isinstance(raw, list) else [raw]:
            if not isinstance(shape, dict) or set(shape) != {"role", "for"}:
                self._names.refuse(Message("not-an-approval", value=shape), self._at.place(*inner))
                continue
            role = self._check("role", shape["role"], self._names.parties, inner)
            purpose = self._check("approval", shape["for"], self._names.approvals, inner)
            if role and purpose:
                self.found.append(RequireApproval(role, purpose))

    def _deadline(self, clock: str, raw: Any, place: Place) -> None:
        shape = raw if isinstance(raw, dict) else {"within": raw}
        start = shape.get("from", self._start)
        within = self._span(shape.get("within"), place)
        unknown = sorted(set(shape) - {"within", "from"})
        if unknown:
            hint = Hint("one-of", {"allowed": ("within", "from")})
            self._names.refuse(Message("unknown-name", hint, what="key", name=unknown[0]), place)
            return
        if within is None:
            said = shape.get("within", raw)
            too_long = isinstance(said, str) and _DURATION.fullmatch(said.strip())
            most = {"days": _LONGEST["days"], "years": _LONGEST["years"]}
            how = Hint("span-at-most", most) if too_long else "write-span"
            self._names.refuse(wide_signs(said) or Message("not-a-span", how, value=said), place)
            return
        known = self._names.check("clock", clock, self._names.clocks, place)
        if known and self._names.check("start", start, vocabulary.STARTS, place):
            self.found.append(SetDeadline(known, within, start))

    def _span(self, raw: Any, place: Place) -> Duration | DurationOf | None:
        parameter = self._names.parameters.get(raw) if isinstance(raw, str) else None
        if parameter is None:
            return read_duration(raw)
        if parameter.unit not in ("days", "years"):
            return None
        unit: Literal["days", "years"] = "days" if parameter.unit == "days" else "years"
        for day, figure in parameter.values:
            if figure is not None and not (isinstance(figure, int) and 1 <= figure <= _LONGEST[unit]):
                text = "a table" if isinstance(figure, Mapping) else f"{float(figure):g}"
                said = {"parameter": parameter.id, "figure": text, "unit": unit, "day": day, "limit": _LONGEST[unit]}
                self._names.refuse(Message("parameter-not-a-span", **said), place)
        return DurationOf(parameter.id, unit)

    def _remedies(self, mode: Mode, raw: Any, inner: tuple[Any, ...]) -> None:
        shapes = raw if isinstance(raw, dict) else dict.fromkeys(self._names_in(raw, inner))
        for name, limits in shapes.items():
            kind = self._check("remedy", name, vocabulary.REMEDIES, inner)
            if kind:
                self._remedy(mode, kind, limits, (*inner, name))

    def _remedy(self, mode: Mode, kind: str, raw: Any, inner: tuple[Any, ...]) -> None:
        limits = {} if raw is None else raw
        place = self._at.place(*inner)
        if not isinstance(limits, dict) or set(limits) - {*_LIMITS, "group", "public"}:
            self._names.refuse(Message("not-a-range", value=raw), place)
            return
        if mode == "forbid" and limits:
            self._names.refuse(Message("forbidden-takes-no-range", remedy=kind), place)
            return
        if kind not in vocabulary.MONEY_REMEDIES and set(limits) & {*_LIMITS}:
            self._names.refuse(Message("takes-no-range", remedy=kind), place)
            return
        public = limits.get("public", False)
        if not isinstance(public, bool) or (public and kind != vocabulary.PUBLIC_REMEDY):
            self._names.refuse(Message("not-public", remedy=kind, value=public), place)
            return
        least, most = self._range(limits, inner)
        group = None
        if "group" in limits:
            group = self._check("group of alternatives", limits["group"], self._names.alternatives, (*inner, "group"))
        self.found.append(SetRemedy(mode, kind, least, most, self._limit(limits, "cap", inner), group, public))

    def _range(self, shape: dict[str, Any], inner: tuple[Any, ...]) -> tuple[Amount | None, Amount | None]:
        least, most = self._limit(shape, "min", inner), self._limit(shape, "max", inner)
        ends = [end.tree.value for end in (least, most) if end is not None and isinstance(end.tree, Literally)]
        if len(ends) == 2 and ends[0] > ends[1]:
            self._names.refuse(Message("min-above-max"), self._at.place(*inner, "min"))
        return least, most

    def _limit(self, shape: dict[str, Any], key: str, inner: tuple[Any, ...]) -> Amount | None:
        return read_amount(shape[key], self._names, self._at.place(*inner, key)) if key in shape else None

    def _item(self, raw: Any, inner: tuple[Any, ...]) -> None:
        if not isinstance(raw, dict):
            self._names.refuse(Message("not-an-item", value=raw), self._at.place(*inner))
            return
        for name, shape in raw.items():
            item = self._check("item", name, vocabulary.ITEMS, inner)
            if item:
                self._one_item(item, shape, (*inner, name))

    def _one_item(self, item: str, shape: Any, inner: tuple[Any, ...]) -> None:
        place = self._at.place(*inner)
        if shape == "not_payable":
            self.found.append(SetItem(item, False, None, None, ()))
            return
        if not isinstance(shape, dict) or not ({"amount"} <= set(shape) or {"min", "max"} <= set(shape)):
            self._names.refuse(Message("item-without-amount", item=item), place)
            return
        unknown = set(shape) - {"needs", "cap", *(("amount",) if "amount" in shape else ("min", "max"))}
        if unknown:
            self._names.refuse(Message("key-of-no-item", key=min(unknown)), place)
            return
        if "amount" in shape:
            least = most = self._limit(shape, "amount", inner)
        else:
            least, most = self._range(shape, inner)
        needs = self._needs(shape.get("needs", []), (*inner, "needs"))
        if most is not None:
            self.found.append(SetItem(item, True, least, most, needs, self._limit(shape, "cap", inner)))

    def _needs(self, raw: Any, inner: tuple[Any, ...]) -> tuple[tuple[Fact, ...], ...]:
        if not isinstance(raw, list):
            self._names.refuse(Message("needs-not-a-list", value=raw), self._at.place(*inner))
            return ()
        groups = []
        for index, entry in enumerate(raw):
            paths = entry.get("any") if isinstance(entry, dict) and set(entry) == {"any"} else [entry]
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths) or not paths:
                self._names.refuse(Message("not-a-need", value=entry), self._at.place(*inner, index))
                continue
            facts = [self._fact(path, (*inner, index)) for path in paths]
            groups.append(tuple(fact for fact in facts if fact is not None))
        return tuple(group for group in groups if group)

    def _fact(self, path: Any, inner: tuple[Any, ...]) -> Fact | None:
        found = self._check("fact", path, self._names.facts, inner)
        return self._names.facts[found] if found else None

    def _action(self, raw: Any, inner: tuple[Any, ...]) -> None:
        shapes = raw if isinstance(raw, dict) else dict.fromkeys(self._names_in(raw, inner), "at_once")
        for name, when in shapes.items():
            do = self._check("action", name, self._names.actions, inner)
            if do and self._check("time of an action", when, [*vocabulary.WHEN, *self._names.clocks], (*inner, name)):
                self.found.append(RequestAction(do, when))

    def _prohibit(self, raw: Any, inner: tuple[Any, ...]) -> None:
        for name in self._names_in(raw, inner):
            do = self._check("prohibition", name, [*self._names.prohibited, *self._names.actions], inner)
            if do:
                self.found.append(ProhibitAction(do))


def needs_fact(fact: Fact, value: object) -> bool:
    """Whether a value satisfies a need: a bool must be true, any other fact known."""
    return value is True if fact.type is FactType.BOOL else value is not UNKNOWN and value is not ABSENT
