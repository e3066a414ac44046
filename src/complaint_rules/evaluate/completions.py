"""All completions of one complaint at once: what each slot comes to, and the facts that can change it.

A completion gives every unknown fact a value of its type. The functions of a program are made once; one complaint walks
them with its known facts, and what is left is a function of the unknown ones alone. Where unknown facts are compared
with each other, or with a parameter that has no figure, the functions are made for the one complaint.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import reduce
from itertools import product
from operator import or_
from threading import Lock
from typing import Any
from weakref import ReferenceType, ref

from complaint_rules.compile.arithmetic import Reckoner
from complaint_rules.compile.condition import Compare, OfFact
from complaint_rules.compile.effect import Deadline
from complaint_rules.compile.formulas import ends_of, is_complete
from complaint_rules.compile.program import Program
from complaint_rules.entries.choices import Chosen
from complaint_rules.entries.items import ItemTerms, ItemValue, item_amounts, item_value
from complaint_rules.entries.plan import unfigured
from complaint_rules.entries.remedies import Terms, amounts_of, lacking, remedy_value
from complaint_rules.entries.slot import NOTHING, Key
from complaint_rules.evaluate.bounds import Bounds
from complaint_rules.evaluate.diagram import (
    Diagram,
    Diagrams,
    Node,
    Profile,
    Restriction,
    Terminal,
    profile_of,
    variables_of,
)
from complaint_rules.evaluate.functions import Functions, Plan
from complaint_rules.evaluate.tests import Tests, lacks
from complaint_rules.facts.complaint import Dependant
from complaint_rules.facts.fact import Fact, FactType
from complaint_rules.facts.sheet import FactSheet, with_values
from complaint_rules.keeping import Kept
from complaint_rules.masks import positions

MOST_NODES = 200_000
"""Nodes made for all complaints of a program; past it they are made for each complaint."""

MOST_NODES_OF_ONE = 200_000
"""Nodes made for one complaint; past it what depends on unknown facts is given as a bound."""

_MOST_POINTS = 243
"""Combinations of values of unknown facts at which sums are told apart; past it every fact of a sum counts."""

_MOST_TOLD = 2048

_MOST_ALIKE = 4
"""Values of compared facts for which the functions are kept."""

_ALIKE_BEFORE_SHARED = 8
"""So many incomplete complaints with the same values of compared facts until these share functions: to make what they
share takes ten to thirty times as long as to make what one of them needs."""

_MOST_COUNTED = 4096

MOST_HOLDERS = 24
"""Shared functions that all programs of a process hold together, some 20 MB each for a large ruleset. Past it the
oldest are let go; a program that is used again makes its own again."""

_holders: deque[ReferenceType[Space]] = deque()
_holding = Lock()


class Space:
    """The functions of one program, made when an incomplete complaint first asks for them; shared by threads."""

    def __init__(self, program: Program) -> None:
        plan = self.plan = Plan(program)
        self._of_all: Functions | None = None
        pairs = [
            (leaf.fact, leaf.operand.fact)
            for leaf in plan.leaves
            if isinstance(leaf, Compare) and isinstance(leaf.operand, OfFact)
        ]
        unlimited = [leaf.fact for leaf in plan.leaves if isinstance(leaf, Compare) and lacks(leaf, program.figures)]
        self._unlimited = reduce(or_, [fact.bit for fact in unlimited], 0)
        self._linked = _linked([left.bit | right.bit for left, right in pairs])
        self._operands = reduce(or_, [operand.bit for _, operand in pairs], 0)
        self._alike: Kept[Hashable, Functions] = Kept(_MOST_ALIKE)
        """By the values of facts that are compared with what nobody has stated."""
        self._times: Kept[int, int] = Kept(_MOST_COUNTED)
        self.dependants = next(fact for fact in program.ruleset.facts if fact.path == "injury.dependants")
        self.reads = _mask(plan)
        """The facts, as a mask, that rules and their sums read."""
        self._reads_of: Kept[Any, int] = Kept(_MOST_TOLD)
        self.told: Kept[Any, tuple[Hashable, int]] = Kept(_MOST_TOLD)
        self.unfigured = [
            rule
            for rule in plan.rules
            if any([isinstance(one, Deadline) and unfigured(one, program) for one in rule.effects])
        ]
        """The rules that set a clock by a parameter without a figure."""
        self.lacking = tuple(
            [key for key, claims in plan.slots.items() if any([a.lacking for one in claims for a in _amounts(one.say)])]
        )
        """The slots of which some sum reads a parameter without a figure."""

    def is_blank(self, sheet: FactSheet) -> bool:
        """Whether a listed person has blank fields that a formula needs."""
        listed = sheet.values[self.dependants.index]
        return isinstance(listed, tuple) and bool(self.reads & self.dependants.bit) and not is_complete(listed)

    def reads_of(self, terms: Any) -> int:
        """The facts, as a mask, that the sums of a remedy or an item read."""
        found = self._reads_of.get(terms)
        if found is None:
            found = self._reads_of.keep(terms, reduce(or_, [amount.mask for amount in sums_of(terms)], 0))
        return found

    def of(self, sheet: FactSheet) -> Completions:
        """The completions of a complaint; bounds of them where they can't be told apart within the limit of work."""
        return Completions(self, self._shared(sheet, self._compared(sheet)), sheet)

    def functions(self, most_nodes: int, sheet: FactSheet | None = None, plugged: int = 0) -> Functions:
        """The functions of the program, of at most so many nodes; facts of a mask take the sheet's values."""
        plan, diagrams = self.plan, Diagrams(most_nodes)
        if sheet is None:
            return Functions(plan, diagrams, Tests(diagrams, plan.axes, plan.program))
        tests = Tests(diagrams, plan.axes, plan.program, plan.leaves, sheet.values, plugged)
        return Functions(plan, diagrams, tests)

    def _compared(self, sheet: FactSheet) -> int:
        """The facts, as a mask, that tests link with an unknown operand or with a parameter without a figure."""
        found = open_ = self._unlimited | (sheet.unknown & self._operands)
        if open_:
            for linked in self._linked:
                if linked & open_:
                    found |= linked
        return found

    def _shared(self, sheet: FactSheet, compared: int) -> Functions | None:
        """The functions for complaints with the same values of compared facts, if there were several of these."""
        key = compared, tuple([sheet.values[index] for index in positions(compared)])
        found = self._alike.get(key) if compared else self._of_all
        if found is None:
            mark = hash(key)
            times = self._times.keep(mark, self._times.get(mark, 0) + 1)
            if times >= _ALIKE_BEFORE_SHARED:
                self._hold()
                if compared:
                    return self._alike.keep(key, self.functions(MOST_NODES, sheet, compared))
                found = self._of_all = self.functions(MOST_NODES)
        return found

    def _hold(self) -> None:
        """Have the oldest functions of all programs let go, where there would be too many."""
        with _holding:
            _holders.append(ref(self))
            oldest = [_holders.popleft()() for _ in range(len(_holders) - MOST_HOLDERS)]
        for space in oldest:
            if space is not None:
                space.forget()

    def forget(self) -> None:
        """Let go of the functions that are shared; complaints that come later make them again."""
        self._of_all = None
        self._alike.clear()
        self._times.clear()


def _linked(pairs: Iterable[int]) -> list[int]:
    """Masks of facts, joined where they overlap."""
    found: list[int] = []
    for pair in pairs:
        joined = reduce(or_, [one for one in found if one & pair], pair)
        found = [*[one for one in found if not one & pair], joined]
    return found


def _mask(plan: Plan) -> int:
    mask = 0
    for rule in plan.rules:
        for fact in rule.facts:
            mask |= fact.bit
    return mask


def _amounts(say: Any) -> list[Reckoner]:
    found = [getattr(say, name, None) for name in ("least", "most", "cap")]
    return [one for one in found if isinstance(one, Reckoner)]


class Completions:
    """What the slots of a program come to over the completions of one complaint."""

    def __init__(self, space: Space, shared: Functions | None, sheet: FactSheet) -> None:
        """Take a complaint.

        Args:
            space: the program's.
            shared: functions that serve this complaint too; where they pass the limit of nodes, or where there are
                none, functions are made for this one alone.
            sheet: its facts.
        """
        self.exact = True
        """Whether all that was said of the completions is so, rather than a bound on the safe side."""
        self.space = space
        self.sheet = sheet
        self._shared = shared
        self._own: Functions | None = None
        self._bounds: Bounds | None = None
        self._facts = space.plan.program.ruleset.facts
        self._asked = (1 << len(self._facts)) - 1
        self.unknown = sheet.unknown | (space.dependants.bit if space.is_blank(sheet) else 0)
        """The facts that an answer may settle, as a mask."""
        functions = shared or self._of_own()
        axes, values, points = space.plan.axes, sheet.values, functions.points
        unknown, first_compared = sheet.unknown, functions.first_compared
        self._points = points
        self._restriction = Restriction(
            lambda index: -1 if index in points or unknown >> index & 1 else axes[index].cell(values),
            lambda index: range(len(points[index])) if index in points else axes[index].feasible(values),
            lambda var: var - first_compared if var >= first_compared else var,
        )
        self._values: dict[Key, Diagram] = {}
        self._masks: dict[Key, int] = {}
        self._slots: dict[Key, Diagram] = {}
        self._open: dict[Key, int] | None = None
        self._profiles: dict[Diagram, Profile] = {}
        self._worked_out: dict[Any, Any] = {}
        self._told_by: dict[Key, Callable[[Any], tuple[Hashable, int]]] = {}

    def fires(self, position: int) -> Diagram:
        """Where a rule fires."""
        found = self._made(lambda functions: functions.fires(position))
        return self._bounded().fires[position] if found is None else self._restriction.of(found)

    def slot(self, key: Key) -> Diagram:
        """What a slot is settled to, its sums as they are written."""
        found = self._slots.get(key)
        if found is None:
            made = self._made(lambda functions: functions.slot(key))
            found = self._bounded().slots[key] if made is None else self._restriction.of(made)
            self._slots[key] = found
        return found

    def _made(self, ask: Callable[[Functions], Diagram | None]) -> Diagram | None:
        """What the functions that are shared have, or else this complaint's own."""
        found = None if self._shared is None else ask(self._shared)
        return ask(self._of_own()) if found is None else found

    def _of_own(self) -> Functions:
        if self._own is None:
            every = (1 << len(self.space.plan.program.ruleset.facts)) - 1
            self._own = self.space.functions(MOST_NODES_OF_ONE, self.sheet, every)
        return self._own

    def _bounded(self) -> Bounds:
        """Bounds on the safe side, for what passes the limit of work."""
        self.exact = False
        if self._bounds is None:
            self._bounds = Bounds(self.space.plan, self.sheet.unknown & self.space.reads)
        return self._bounds

    def all_slots(self) -> dict[Key, Diagram]:
        """What every slot is settled to, by slot."""
        if len(self._slots) < len(self.space.plan.slots):
            self._slots = {key: self.slot(key) for key in self.space.plan.slots}
        return self._slots

    def is_silent(self, key: Key) -> bool:
        """Whether no completion says anything of a slot."""
        slot = self.slot(key)
        return slot.__class__ is Terminal and slot.value is NOTHING

    def value(self, key: Key) -> Diagram:
        """What a slot comes to, sums worked out: the values are equal where the entries are."""
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = self._valued(key, self.slot(key))
        return found

    def _valued(self, key: Key, slot: Diagram) -> Diagram:
        if key[0] in ("lead", "liability"):
            return slot if slot.__class__ is Terminal else self._restriction.map(_entry_of, slot)
        if key[0] not in ("remedies", "items"):
            return slot
        if isinstance(slot, Terminal):
            return slot if slot.value is NOTHING else Terminal(self._teller(key)(slot.value)[0])
        tell = self._teller(key)
        return self._restriction.map(lambda value: tell(value)[0], slot)

    def could_be(self, key: Key) -> Sequence[Any]:
        """All that a slot may be settled to."""
        slot = self.slot(key)
        return (slot.value,) if slot.__class__ is Terminal else self._profile(slot).values

    def waits_for(self, key: Key) -> int:
        """The unknown facts, as a mask, that can change a slot; parameters without a figure left out."""
        found = self._masks.get(key)
        if found is None:
            slot = self.slot(key)
            if slot.__class__ is Terminal and (slot.value is NOTHING or key[0] not in ("remedies", "items")):
                self._masks[key] = 0
                return 0
            found = self._profile(self.value(key)).variables & self._asked
            if key[0] in ("remedies", "items"):
                tell = self._teller(key)
                for terms in self.could_be(key):
                    found |= tell(terms)[1]
            self._masks[key] = found
        return found

    def open_slots(self) -> dict[Key, int]:
        """The slots that an answer can change, each with the unknown facts, as a mask, that can change it."""
        if self._open is None:
            slots = self.all_slots()
            left = [key for key, slot in slots.items() if slot.__class__ is Node or key[0] in ("remedies", "items")]
            self._open = {key: mask for key in left if (mask := self.waits_for(key))}
        return self._open

    def _profile(self, diagram: Diagram) -> Profile:
        found = self._profiles.get(diagram)
        if found is None:
            found = self._profiles[diagram] = profile_of(diagram)
        return found

    def _teller(self, key: Key) -> Callable[[Any], tuple[Hashable, int]]:
        found = self._told_by.get(key)
        if found is None:
            found = self._told_by[key] = self._tellers(self.could_be(key))
        return found

    def choices(self, var: int) -> Sequence[int] | None:
        """The cells of the children of a node of this complaint; None where they are values of a compared fact."""
        if not self.exact or var in self._points:
            return None
        return self.space.plan.axes[var].feasible(self.sheet.values)

    def parameters(self, diagram: Diagram) -> list[str]:
        """The parameters without a figure that a function depends on."""
        beyond = variables_of(diagram) >> len(self._facts)
        names = [name for name, figure in self.space.plan.program.figures.items() if figure is None]
        return [name for place, name in enumerate(names) if beyond >> place & 1]

    def _tellers(self, ways: Sequence[Any]) -> Callable[[Any], tuple[Hashable, int]]:
        """What tells the sums of one slot apart: a value, and the unknown facts of its sums that can change it."""
        mask = reduce(or_, [self.space.reads_of(one) for one in ways if one is not NOTHING], 0)
        unknown = mask & self.unknown
        if not unknown:
            return self._told
        facts = [self._facts[index] for index in positions(unknown)]
        points = [_points(fact, self.sheet) for fact in facts]
        count = reduce(lambda all_, one: all_ * len(one), points, 1)
        if count > _MOST_POINTS:
            return self._told_roughly
        rows = [*product(*points)]

        def tell(one: Any) -> tuple[Hashable, int]:
            own = self.space.reads_of(one) if one is not NOTHING else 0
            if not own & unknown:
                return self._told(one)
            if any([lacking(amount, self.sheet) for amount in sums_of(one)]):
                return one, own & unknown
            read = tuple([_plain(self.sheet.sums[index]) for index in positions(mask)])
            key = one, unknown, read
            found = self.space.told.get(key)
            if found is None:
                found = self.space.told.keep(key, _tabulated(one, self.sheet, facts, rows))
            return found

        return tell

    def _told(self, one: Any) -> tuple[Hashable, int]:
        if one is NOTHING:
            return NOTHING, 0
        lacks = any([lacking(amount, self.sheet) for amount in sums_of(one)])
        return (_entry_of(self.value_of(one)), one if lacks else None), 0

    def value_of(self, terms: Any) -> Any:
        """A remedy or an item on this complaint, worked out once."""
        found = self._worked_out.get(terms)
        if found is None:
            found = self._worked_out[terms] = value_of(terms, self.sheet)
        return found

    def _told_roughly(self, one: Any) -> tuple[Hashable, int]:
        own = self.space.reads_of(one) if one is not NOTHING else 0
        return (one, own & self.unknown) if own & self.unknown else self._told(one)


def sums_of(terms: Terms | ItemTerms) -> Iterable[Reckoner]:
    """The sums that a remedy or an item reads."""
    return amounts_of(terms) if isinstance(terms, Terms) else item_amounts(terms)


def value_of(terms: Any, sheet: FactSheet) -> Any:
    """A remedy or an item on a complaint, over all values of the unknown facts that its sums read; not rounded."""
    return remedy_value(terms, sheet) if isinstance(terms, Terms) else item_value(terms, sheet)


def _entry_of(value: Any) -> Hashable:
    """What a decision says of a slot: that rules disagree is no entry."""
    if isinstance(value, Chosen):
        return value.value, value.disputed
    shown = value.rounded()
    return shown._replace(clash=False, varies=False) if isinstance(shown, ItemValue) else shown._replace(clash=False)


def _tabulated(
    terms: Any, sheet: FactSheet, facts: Sequence[Fact], rows: Sequence[tuple[Any, ...]]
) -> tuple[Hashable, int]:
    """The values at some points, and the facts that change them; one value where none does."""
    found = []
    for row in rows:
        filled = with_values(sheet, zip(facts, row, strict=True))
        found.append(_entry_of(value_of(terms, filled)))
    if len(set(found)) == 1:
        return (found[0], None), 0
    mask = 0
    for place, fact in enumerate(facts):
        by_others: dict[Any, set[Any]] = {}
        for row, value in zip(rows, found, strict=True):
            by_others.setdefault((*map(_plain, row[:place]), *map(_plain, row[place + 1 :])), set()).add(value)
        if any([len(values) > 1 for values in by_others.values()]):
            mask |= fact.bit
    return tuple(found), mask


def _plain(value: Any) -> Hashable:
    return repr(value) if isinstance(value, tuple) else value


def _points(fact: Fact, sheet: FactSheet) -> list[Any]:
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
