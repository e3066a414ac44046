"""Terms of logic: the one door to Z3. What is settled already stays a Python value, so that no term is built for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, Literal, TypeAlias

from complaint_rules.errors import ComplaintRulesError


class ProverMissingError(ComplaintRulesError, ImportError):
    """Z3 is not installed."""


try:
    import z3
except ImportError:
    raise ProverMissingError(
        "proofs need Z3, which is not installed; install the extra: pip install 'complaint-rules[prove]'"
    ) from None

Truth: TypeAlias = Any
"""A Python bool, or a term that is true or false."""

Number: TypeAlias = Any
"""A Python int, or a term that is a whole number."""

Answer = Literal["sat", "unsat", "unknown"]
VERSION: str = z3.get_version_string()


def truth(name: str) -> Truth:
    """A fresh unknown that is true or false."""
    return z3.Bool(name)


def number(name: str) -> Number:
    """A fresh unknown whole number."""
    return z3.Int(name)


def all_of(parts: Iterable[Truth]) -> Truth:
    """True where every part is."""
    left: dict[int, Truth] = {}
    for part in parts:
        if part is False:
            return False
        if part is not True:
            left[part.get_id()] = part
    found = list(left.values())
    return found[0] if len(found) == 1 else z3.And(found) if found else True


def any_of(parts: Iterable[Truth]) -> Truth:
    """True where some part is."""
    left: dict[int, Truth] = {}
    for part in parts:
        if part is True:
            return True
        if part is not False:
            left[part.get_id()] = part
    found = list(left.values())
    return found[0] if len(found) == 1 else z3.Or(found) if found else False


def both(*parts: Truth) -> Truth:
    """True where all of these are."""
    return all_of(parts)


def either(*parts: Truth) -> Truth:
    """True where one of these is."""
    return any_of(parts)


def no(part: Truth) -> Truth:
    """True where the part is not."""
    return (not part) if isinstance(part, bool) else z3.Not(part)


def implies(one: Truth, other: Truth) -> Truth:
    """True where the second is, or the first is not."""
    return any_of((no(one), other))


def same(one: Truth, other: Truth) -> Truth:
    """True where two truths, or two numbers, are equal."""
    if isinstance(one, bool):
        return (one == other) if isinstance(other, bool) else other if one else no(other)
    if isinstance(other, bool):
        return one if other else no(one)
    return one == other


def pick(test: Truth, one: Any, other: Any) -> Any:
    """The first where the test is true, else the second."""
    if isinstance(test, bool):
        return one if test else other
    if one is other or (isinstance(one, int) and isinstance(other, int) and one == other):
        return one
    if isinstance(one, bool) or isinstance(other, bool):
        return either(both(test, one), both(no(test), other))
    return z3.If(test, one, other)


def least(numbers: Iterable[Number]) -> Number:
    """The least of some numbers."""
    return reduce(lambda one, other: pick(one <= other, one, other), numbers)


def most(numbers: Iterable[Number]) -> Number:
    """The greatest of some numbers."""
    return reduce(lambda one, other: pick(one >= other, one, other), numbers)


def floor_divide(one: Number, divisor: int) -> Number:
    """Division by a whole number above zero, rounded down."""
    return one // divisor if isinstance(one, int) else one / divisor


class Model:
    """One way to make everything asserted true."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def holds(self, term: Truth) -> bool:
        """Whether a term is true in it."""
        return term if isinstance(term, bool) else bool(z3.is_true(self._model.eval(term, model_completion=True)))

    def value(self, term: Number) -> int:
        """What a number is in it."""
        return term if isinstance(term, int) else int(self._model.eval(term, model_completion=True).as_long())


class Workspace:
    """A solver with what is known to hold, to which definitions are added and of which questions are asked."""

    def __init__(self, seconds: float) -> None:
        """Open one.

        Args:
            seconds: the longest that one question may take.
        """
        self._solver = z3.Solver()
        self._solver.set("timeout", int(seconds * 1000))
        self._solver.set("random_seed", 0)
        self.asked = 0
        self._names = 0

    def hold(self, term: Truth) -> None:
        """Take a term as true from now on."""
        if term is not True:
            self._solver.add(term)

    def named(self, term: Truth, name: str) -> Truth:
        """A truth by a name of its own, so that every question that speaks of it shares what was found out."""
        if isinstance(term, bool):
            return term
        self._names += 1
        fresh = z3.Bool(f"{name}!{self._names}")
        self._solver.add(fresh == term)
        return fresh

    def named_number(self, term: Number, name: str) -> Number:
        """A number by a name of its own."""
        if isinstance(term, int):
            return term
        self._names += 1
        fresh = z3.Int(f"{name}!{self._names}")
        self._solver.add(fresh == term)
        return fresh

    def ask(self, *terms: Truth) -> Answer:
        """Whether the terms can be true together."""
        self.asked += 1
        question = all_of(terms)
        if question is False:
            return "unsat"
        self._solver.push()
        if question is not True:
            self._solver.add(question)
        answer = self._solver.check()
        self._model = Model(self._solver.model()) if answer == z3.sat else None
        self._solver.pop()
        found: Answer = "sat" if answer == z3.sat else "unsat" if answer == z3.unsat else "unknown"
        return found

    @property
    def model(self) -> Model:
        """The model of the last question, which was answered `sat`."""
        assert self._model is not None
        return self._model

    def narrowed(self, terms: Iterable[Truth], wishes: Iterable[Truth]) -> Model:
        """A model of the terms, which can be true together, that grants wishes one after the other where it can."""
        self._solver.push()
        try:
            self._solver.add(*[z3.BoolVal(term) if isinstance(term, bool) else term for term in terms])
            model = self._checked()
            for wish in wishes:
                if isinstance(wish, bool):
                    continue
                if not model.holds(wish):
                    self._solver.push()
                    self._solver.add(wish)
                    answer = self._solver.check()
                    better = Model(self._solver.model()) if answer == z3.sat else None
                    self._solver.pop()
                    if better is None:
                        continue
                    model = better
                self._solver.add(wish)
            return model
        finally:
            self._solver.pop()

    def _checked(self) -> Model:
        if self._solver.check() != z3.sat:
            raise ValueError("the terms can't be true together, or could not be settled")
        return Model(self._solver.model())

    def core(self, terms: dict[str, Truth], *others: Truth) -> list[str]:
        """The names of a smallest set of terms that can't be true together with the others.

        Args:
            terms: the terms by name; they must not all be true together with the others.
            others: taken as true.
        """
        self.asked += 1
        self._solver.push()
        for other in others:
            self._solver.add(other)
        needed = list(terms)
        for name in list(terms):
            rest = [z3.BoolVal(terms[one]) if isinstance(terms[one], bool) else terms[one] for one in needed if one != name]
            self._solver.push()
            self._solver.add(*rest)
            if self._solver.check() == z3.unsat:
                needed.remove(name)
            self._solver.pop()
        self._solver.pop()
        return needed
