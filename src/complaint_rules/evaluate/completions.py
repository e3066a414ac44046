"""All completions of one complaint at once: the values of each slot, and the facts that can change them.

A completion gives every unknown fact a value of its type. The functions of a program are restricted by the known facts
of a complaint, which leaves functions of the unknown ones alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from complaint_rules.entries.remedies import lacking
from complaint_rules.entries.slot import NOTHING, Key
from complaint_rules.evaluate.bounds import Bounds
from complaint_rules.evaluate.diagram import (
    Diagram,
    Node,
    Profile,
    Restriction,
    Terminal,
    profile_of,
    variables_of,
)
from complaint_rules.evaluate.functions import Functions
from complaint_rules.evaluate.space import Space
from complaint_rules.evaluate.sums import entry_of, is_constant, plain, points_of, sums_of, tabulated, value_of
from complaint_rules.facts.sheet import FactSheet
from complaint_rules.masks import positions

_MOST_POINTS = 243
"""Combinations of values of unknown facts at which sums are compared; beyond it every fact of a sum may matter."""


class Completions:
    """The values of a program's slots over the completions of one complaint.

    Functions are shared with other complaints where possible; one that exceeds their limit of nodes is made for this
    complaint alone, and one that exceeds that limit too is replaced by an approximation on the safe side.
    """

    def __init__(self, space: Space, sheet: FactSheet) -> None:
        self.exact = True
        """Whether every result so far is exact, none an approximation on the safe side."""
        self.space = space
        self.sheet = sheet
        self._shared = space.shared(sheet)
        self._own: Functions | None = None
        self._bounds: Bounds | None = None
        self._facts = space.plan.program.ruleset.facts
        self.unknown = sheet.unknown | (space.dependants.bit if space.is_blank(sheet) else 0)
        """The facts that an answer may settle, as a mask."""
        functions = self._shared or self._of_own()
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
        """The function that is true where a rule fires."""
        found = self._made(lambda functions: functions.fires(position))
        return self._bounded().fires[position] if found is None else self._restriction.of(found)

    def slot(self, key: Key) -> Diagram:
        """The function to the settled value of a slot, its sums not evaluated."""
        found = self._slots.get(key)
        if found is None:
            made = self._made(lambda functions: functions.slot(key))
            found = self._bounded().slots[key] if made is None else self._restriction.of(made)
            self._slots[key] = found
        return found

    def _made(self, ask: Callable[[Functions], Diagram | None]) -> Diagram | None:
        """The diagram of the shared functions, or else of this complaint's own."""
        found = None if self._shared is None else ask(self._shared)
        return ask(self._of_own()) if found is None else found

    def _of_own(self) -> Functions:
        if self._own is None:
            self._own = self.space.own(self.sheet)
        return self._own

    def _bounded(self) -> Bounds:
        """The approximation on the safe side, for functions that exceed the limit of nodes."""
        self.exact = False
        if self._bounds is None:
            self._bounds = Bounds(self.space.plan, self.sheet.unknown & self.space.reads)
        return self._bounds

    def all_slots(self) -> dict[Key, Diagram]:
        """The function to the settled value of every slot."""
        if len(self._slots) < len(self.space.plan.slots):
            self._slots = {key: self.slot(key) for key in self.space.plan.slots}
        return self._slots

    def is_silent(self, key: Key) -> bool:
        """Whether a slot has no entry in any completion."""
        slot = self.slot(key)
        return slot.__class__ is Terminal and slot.value is NOTHING

    def value(self, key: Key) -> Diagram:
        """The function to the value of a slot, its sums evaluated: the values are equal where the entries are."""
        found = self._values.get(key)
        if found is None:
            found = self._values[key] = self._valued(key, self.slot(key))
        return found

    def _valued(self, key: Key, slot: Diagram) -> Diagram:
        if key[0] in ("lead", "liability"):
            return slot if slot.__class__ is Terminal else self._restriction.map(entry_of, slot)
        if key[0] not in ("remedies", "items"):
            return slot
        if isinstance(slot, Terminal):
            return slot if slot.value is NOTHING else Terminal(self._teller(key)(slot.value)[0])
        tell = self._teller(key)
        return self._restriction.map(lambda value: tell(value)[0], slot)

    def could_be(self, key: Key) -> Sequence[Any]:
        """All values that a slot may be settled to."""
        slot = self.slot(key)
        return (slot.value,) if slot.__class__ is Terminal else self._profile(slot).values

    def waits_for(self, key: Key) -> int:
        """The unknown facts, as a mask, that can change a slot; parameters without a figure are not included."""
        found = self._masks.get(key)
        if found is None:
            slot = self.slot(key)
            if slot.__class__ is Terminal and (slot.value is NOTHING or key[0] not in ("remedies", "items")):
                self._masks[key] = 0
                return 0
            found = self._profile(self.value(key)).variables & self.space.every
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
        """A function from a settled value to a comparable value and the unknown facts that can change its sums."""
        mask = reduce(or_, [self.space.reads_of(one) for one in ways if one is not NOTHING], 0)
        unknown = mask & self.unknown
        if not unknown:
            return self._told
        facts = [self._facts[index] for index in positions(unknown)]
        points = [points_of(fact, self.sheet) for fact in facts]
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
            read = tuple([plain(self.sheet.sums[index]) for index in positions(mask)])
            key = one, unknown, read
            found = self.space.told.get(key)
            if found is None:
                found = self.space.told.put(key, tabulated(one, self.sheet, facts, rows))
            return found

        return tell

    def _told(self, one: Any) -> tuple[Hashable, int]:
        if one is NOTHING:
            return NOTHING, 0
        lacks = any([lacking(amount, self.sheet) for amount in sums_of(one)])
        return (entry_of(self.value_of(one)), one if lacks else None), 0

    def value_of(self, terms: Any) -> Any:
        """A remedy or an item on this complaint, evaluated once."""
        found = self._worked_out.get(terms)
        if found is None:
            found = self._worked_out[terms] = value_of(terms, self.sheet)
        return found

    def _told_roughly(self, one: Any) -> tuple[Hashable, int]:
        own = self.space.reads_of(one) if one is not NOTHING else 0
        if not own & self.unknown:
            return self._told(one)
        if not any([lacking(amount, self.sheet) for amount in sums_of(one)]):
            value = self.value_of(one)
            if is_constant(value):  # such as a sum above its cap, whatever the answers are
                return (entry_of(value), None), 0
        return one, own & self.unknown
