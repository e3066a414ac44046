"""Writes a policy out as plain Python: one `if` a rule, and what each entry of the decision then comes to.

Two functions come of it. `decide` is what somebody would write who needs no engine: conditions, exceptions and entries
in one go. `settle` is the same without the conditions on facts, for peers that tell which of these are true: what
they can't express is done for all of them by the same code, and it is as fast as it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.handwritten.amounts import SumWriter
from benchmarks.handwritten.expressions import python
from benchmarks.handwritten.settling import Rounding, Span
from benchmarks.policies import Policy, Reading, Way, fact_name, sum_name
from complaint_rules.compile import effect
from complaint_rules.compile.amount import Amount
from complaint_rules.compile.effect import Duration
from complaint_rules.compile.rule import CompiledRule
from complaint_rules.entries.urgency import when_rank
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.vocabulary import ITEMS, REMEDIES

Say = tuple[CompiledRule, Any]
"""A rule and one of its effects."""

IMPORTS = """from itertools import compress

from complaint_rules.compile.formulas import compensation_years, dependants_shares
from benchmarks.handwritten.settling import Grant, Sum, deadline, item, one_finding, one_party, payable, remedy
"""
DECISION = """    return {
        "severity": severity_entry,
        "department": (lead, tuple(support), tuple(dict.fromkeys(department_because))),
        "liability": (liability, disputed, liability_because),
        "deadlines": deadlines,
        "approvals": approvals,
        "remedies": remedies,
        "items": items,
        "payable": payable(shares, ALREADY_PAID, ROUNDING),
        "actions": at_once + same_day + later,
        "prohibited": prohibited,
        "fired": fired,
    }"""


class Writer:
    """Writes one policy out. `source` is the text, `constants` the values that it calls by name."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._names = policy.ruleset.names
        self._tested = {fact.path for fact in policy.facts}
        amounts = [amount for rule in policy.rules for one in rule.effects for amount in effect.amounts_of(one)]
        self._sums = SumWriter(amounts, policy.figures, policy.looked_up, self._read)
        self._alternatives = policy.ruleset.names.alternatives
        self._says: dict[type, dict[str, list[Say]]] = {}
        for rule in policy.rules:
            for one in rule.effects:
                self._says.setdefault(type(one), {}).setdefault(_name_of(one), []).append((rule, one))
        ladder = tuple((rung.role, rung.upto_fen) for rung in policy.ruleset.authority)
        self.constants: dict[str, Any] = {
            "TIMEZONE": policy.ruleset.timezone,
            "CALENDAR": policy.ruleset.calendar,
            "LADDER": ladder,
            "TABLES": self._sums.tables,
            "ROUNDING": Rounding(self._sums.unit),
            "CHOICES": {name: one.choice for name, one in self._alternatives.items()},
        }
        self.source = "\n".join(self._lines()) + "\n"

    def _constant(self, kind: str, value: Any) -> str:
        """Name a value that the text uses."""
        name = f"{kind}_{len(self.constants)}"
        self.constants[name] = value
        return name

    def _lines(self) -> Iterator[str]:
        settling = list(self._settling())
        numbers = [f"c{number}" for number in range(len(self._policy.conditions))]
        yield f'"""{self._policy.ruleset.id}, written out as plain Python."""\n\n{IMPORTS}\n'
        yield "def decide(laid):\n    row, rest, received, figures = laid"
        for fact in self._policy.facts:
            yield f"    {fact_name(fact)} = row[{fact_name(fact)!r}]"
        for name, tree in zip(numbers, self._policy.conditions, strict=True):
            yield f"    {name} = {python(tree)}"
        yield from settling
        yield "\n\ndef settle(laid, met):\n    row, rest, received, figures = laid"
        if numbers:
            yield f"    [{', '.join(numbers)}] = met"
        yield from settling

    def _settling(self) -> Iterator[str]:
        """From the conditions on facts, by their numbers, to the decision."""
        settled: set[str] = set()
        yield "    fired = []"
        for rule in self._policy.rules:
            for attribute in sorted(rule.reads - settled):
                settled.add(attribute)
                yield from self._attribute(attribute)
            yield from self._rule(rule)
        for attribute in ("severity", "liability", "lead"):
            if attribute not in settled:
                yield from self._attribute(attribute)
        yield from self._support()
        yield from self._deadlines()
        yield from self._approvals()
        yield from self._remedies()
        yield from self._items()
        yield from self._actions()
        yield from self._prohibited()
        paid = next(fact for fact in self._policy.ruleset.facts if fact.path == "already_paid")
        yield DECISION.replace("ALREADY_PAID", self._read(paid))

    def _rule(self, rule: CompiledRule) -> Iterator[str]:
        met = " or ".join(_way(way) for way in self._policy.ways[rule.position]) or "False"
        in_force = {other.position for other in self._policy.rules}
        silencers = [f"r{other}" for other in rule.silencers if other in in_force]
        if silencers:
            met = f"({met}) and not ({' or '.join(silencers)})"
        line = self._constant("LINE", (rule.id, rule.cite))
        yield f"    # {rule.id}"
        yield f"    r{rule.position} = {met}"
        yield f"    if r{rule.position}:\n        fired.append({line})"

    def _attribute(self, attribute: str) -> Iterator[str]:
        if attribute == "severity":
            yield from self._severity()
        elif attribute == "lead":
            parties = self._claims(effect.AssignLead, lambda one: one.party)
            yield f"    lead, lead_because = one_party({parties})"
        else:
            findings = self._claims(effect.FindLiability, lambda one: (one.finding, one.disputed))
            yield f"    liability, disputed, liability_because = one_finding({findings})"

    def _claims(self, kind: type, value: Any) -> str:
        """What the fired ones of rules claim, each with its authority and its rule."""
        says = self._of_kind(kind)
        claims = self._constant("CLAIMS", tuple((rule.binding, value(one), rule.id) for rule, one in says))
        return f"list(compress({claims}, {_flags(says)}))"

    def _of_kind(self, kind: type) -> list[Say]:
        says = [say for found in self._says.get(kind, {}).values() for say in found]
        return sorted(says, key=lambda say: say[0].position)

    def _severity(self) -> Iterator[str]:
        by_tier: dict[tuple[int, str], list[Say]] = {}
        for rule, one in self._of_kind(effect.SetSeverity):
            by_tier.setdefault((one.rank, one.tier), []).append((rule, one))
        word = "if"
        for (rank, tier), says in sorted(by_tier.items(), reverse=True):
            yield f"    {word} {_any(says)}:"
            yield f"        severity, severity_entry = {tier!r}, ({tier!r}, {rank}, ({tier!r},), {self._because(says)})"
            word = "elif"
        nothing = "severity, severity_entry = None, (None, 0, (None,), ())"
        yield f"    else:\n        {nothing}" if by_tier else f"    {nothing}"

    def _because(self, says: Sequence[Say]) -> str:
        """The ids of the rules that fired, of which there is at least one."""
        ids = tuple(rule.id for rule, _ in says)
        return repr(ids) if len(ids) == 1 else f"tuple(compress({self._constant('IDS', ids)}, {_flags(says)}))"

    def _support(self) -> Iterator[str]:
        yield "    support = []\n    department_because = [*lead_because]"
        for party, says in self._in_order(effect.AssignSupport, self._names.parties):
            yield f"    if lead != {party!r} and ({_any(says)}):"
            yield f"        support.append({party!r})\n        department_because += {self._because(says)}"

    def _deadlines(self) -> Iterator[str]:
        yield "    deadlines = []"
        for clock, says in self._in_order(effect.SetDeadline, self._names.clocks):
            spans = tuple(Span(self._within(one.within), one.start, rule.id) for rule, one in says)
            yield f"    spans = list(compress({self._constant('SPANS', spans)}, {_flags(says)}))"
            yield f"    if spans:\n        deadlines.append(deadline({clock!r}, spans, received, TIMEZONE, CALENDAR))"

    def _within(self, within: effect.Duration | effect.DurationOf) -> Duration:
        if isinstance(within, Duration):
            return within
        count = int(self._policy.figures[within.parameter])
        return Duration(count, within.unit, f"{count} {within.unit if count != 1 else within.unit[:-1]}")

    def _approvals(self) -> Iterator[str]:
        yield "    approvals = []"
        order = [f"{purpose} {role}" for purpose in self._names.approvals for role in self._names.parties]
        for _, says in self._in_order(effect.RequireApproval, order):
            one = says[0][1]
            yield f"    if {_any(says)}:"
            yield f"        approvals.append(({one.role!r}, {one.purpose!r}, {self._because(says)}))"

    def _remedies(self) -> Iterator[str]:
        yield "    remedies, shares = [], []"
        for kind, says in self._in_order(effect.SetRemedy, REMEDIES):
            yield "    claims = []"
            for rule, one in says:
                sums = ", ".join(self._sum_or_none(amount) for amount in (one.least, one.most, one.cap))
                ends = f"{one.group!r}, {one.public}, {rule.id!r}"
                yield f"    if r{rule.position}:"
                yield f"        claims.append(Grant({rule.binding}, {one.mode!r}, {sums}, {ends}))"
            group = next((name for name, one in self._alternatives.items() if kind in one.of), None)
            said = f"{kind!r}, claims, ({group!r}, CHOICES), ROUNDING, LADDER, approvals, shares"
            yield f"    if claims:\n        remedies.append(remedy({said}))"

    def _sum_or_none(self, amount: Amount | None) -> str:
        """A sum; one over facts that do not apply is nothing."""
        if amount is None:
            return "None"
        absent, text = self._sums.absent(amount), self._sums.sum(amount)
        return text if absent is None else f"0 if {absent} else {text}"

    def _items(self) -> Iterator[str]:
        yield "    items = []"
        for name, says in self._in_order(effect.SetItem, ITEMS):
            yield "    statute, house = [], []"
            for rule, one in says:
                yield f"    if r{rule.position}:"
                yield from (f"        {line}" for line in self._item(rule, one))
            said = f"{name!r}, statute, house, ROUNDING, shares"
            yield f"    if statute or house:\n        items.append(item({said}))"

    def _item(self, rule: CompiledRule, one: effect.SetItem) -> Iterator[str]:
        """What a rule makes of an item: its sum where its needs are met and what the sum reads applies."""
        said = f"{'statute' if rule.binding else 'house'}.append"
        nothing = f"{said}(Sum(False, 0, 0, None, {rule.id!r}))"
        amounts = list(dict.fromkeys(amount for amount in (one.least, one.most) if amount is not None))
        if not one.payable or not amounts:
            yield nothing
            return
        cap = self._sum_or_none(one.cap)
        needs = " and ".join(f"({' or '.join(self._need(fact) for fact in group)})" for group in one.needs)
        absent = [text for amount in amounts if (text := self._sums.absent(amount)) is not None]
        word = "if"
        if needs:
            yield f"if not ({needs}):\n            {nothing}"
            word = "elif"
        if absent:
            yield f"{word} {' or '.join(dict.fromkeys(absent))}:"
            yield f"    {said}(Sum(False, 0, 0, {cap}, {rule.id!r}))"
            word = "elif"
        indent = "" if word == "if" else "    "
        if indent:
            yield "else:"
        sums = [self._sums.sum(amount) for amount in amounts]
        if len(sums) == 1:
            yield f"{indent}parts = {sums[0]}\n{indent}        {said}(Sum(True, parts, parts, {cap}, {rule.id!r}))"
        else:
            yield f"{indent}least, most = {sums[0]}, {sums[-1]}"
            yield f"{indent}{said}(Sum(True, min(least, most), most, {cap}, {rule.id!r}))"

    def _need(self, fact: Fact) -> str:
        return f"{self._read(fact)} is {'True' if fact.type is FactType.BOOL else 'not None'}"

    def _read(self, fact: Fact) -> str:
        """The text that reads a fact where sums and needs do."""
        if fact.path in self._tested and fact.divisor == 1:
            return f"row[{fact_name(fact)!r}]"
        return f"rest[{sum_name(fact)!r}]"

    def _actions(self) -> Iterator[str]:
        yield "    at_once, same_day, later = [], [], []"
        lists = {0: "at_once", 1: "same_day"}
        clocks = list(self._names.clocks)
        for action, says in self._in_order(effect.RequestAction, self._names.actions):
            against = self._says.get(effect.ProhibitAction, {}).get(action, [])
            by_when: dict[str, list[Say]] = {}
            for say in sorted(says, key=lambda say: when_rank(say[1].when, clocks)):
                by_when.setdefault(say[1].when, []).append(say)
            word = "if"
            for when, some in by_when.items():
                place = lists.get(when_rank(when), "later")
                yield f"    {word} {self._asked(some, against)}:"
                yield f"        {place}.append(({action!r}, {when!r}, {self._because(says)}))"
                word = "elif"

    def _asked(self, says: Sequence[Say], against: Sequence[Say]) -> str:
        """Whether an action is asked for, and not forbidden: the statute's word goes before the house's."""
        if not against:
            return _any(says)
        statute = [say for say in says if say[0].binding]
        asked = f"({_any(says)}) and not ({_any(against)})"
        statutes_no = [say for say in against if say[0].binding]
        stands = f" and not ({_any(statutes_no)})" if statutes_no else ""
        return f"{asked} or ({_any(statute)}){stands}" if statute else asked

    def _prohibited(self) -> Iterator[str]:
        yield "    prohibited = []"
        order = dict.fromkeys([*self._names.prohibited, *self._names.actions])
        for name, says in self._in_order(effect.ProhibitAction, order):
            yield f"    if {_any(says)}:\n        prohibited.append(({name!r}, {self._because(says)}))"

    def _in_order(self, kind: type, order: Iterable[str]) -> Iterator[tuple[str, list[Say]]]:
        """What rules say of each name, in the vocabulary's order."""
        found = self._says.get(kind, {})
        return ((name, found[name]) for name in order if name in found)


def _name_of(one: effect.Effect) -> str:
    """Which entry an effect speaks of."""
    if isinstance(one, effect.RequireApproval):
        return f"{one.purpose} {one.role}"
    names = ("party", "clock", "kind", "item", "do", "tier", "finding")
    return str(next(getattr(one, name) for name in names if hasattr(one, name)))


def _way(way: Way) -> str:
    parts = [_reading(reading) for reading in way.readings]
    if way.condition is not None:
        parts.append(f"c{way.condition}")
    text = " and ".join(parts) or "True"
    return f"({text})" if len(parts) > 1 else text


def _reading(reading: Reading) -> str:
    values = ", ".join(map(repr, sorted(reading.values)))
    return f"{reading.attribute} {'not ' if reading.negated else ''}in {{{values}}}"


def _any(says: Sequence[Say]) -> str:
    return " or ".join(dict.fromkeys(f"r{rule.position}" for rule, _ in says))


def _flags(says: Sequence[Say]) -> str:
    return f"({', '.join(f'r{rule.position}' for rule, _ in says)},)" if says else "()"
