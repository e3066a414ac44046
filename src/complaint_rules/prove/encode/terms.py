"""Terms of logic: the one door to Z3. What is settled already stays a Python value, so that no term is built for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import Any, Literal, NamedTuple, TypeAlias

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


class Wish(NamedTuple):
    """What a model should have if it can: one wish about each thing, the first that can be granted."""

    about: Hashable
    where: Truth
    term: Truth


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
        self._milliseconds = int(seconds * 1000)
        self.asked = 0
        self.whole = True
        """Whether the last model settles every symbol, not only those that its question hangs on."""
        self._names = 0
        self._held: dict[int, list[Truth]] = {}
        self._definitions: dict[int, Truth] = {}
        self._named: dict[int, tuple[Any, Any]] = {}
        self._products: dict[Hashable, list[tuple[Any, Any, Any]]] = {}
        self._multiplied: dict[int, Any] = {}
        self._read: dict[int, tuple[frozenset[int], Any]] = {}
        self._base: list[Truth] = []
        self._whole_solver: Any = None
        self._whole_size = 0
        self._held_terms: dict[int, Truth] = {}
        self._apart = False
        self._set_apart: set[int] = set()

    def hold(self, term: Truth) -> None:
        """Take a term as true from now on."""
        if term is True:
            return
        if not self._apart:
            self._solver.add(term)
            self._base.append(term)
        self._held_terms[term.get_id()] = term
        for symbol in self._symbols(term):
            self._held.setdefault(symbol, []).append(term)

    def named(self, term: Truth, name: str) -> Truth:
        """A truth by a name of its own, so that every question that speaks of it shares what was found out."""
        return term if isinstance(term, bool) else self._define(term, name, z3.Bool)

    def named_number(self, term: Number, name: str) -> Number:
        """A number by a name of its own."""
        return term if isinstance(term, int) else self._define(term, name, z3.Int)

    def _define(self, term: Any, name: str, make: Any) -> Any:
        """The same term has one name only."""
        if z3.is_const(term):
            return term
        if term.get_id() not in self._named:
            self._names += 1
            fresh = make(f"{name}!{self._names}")
            definition = fresh == term
            self._keep(fresh, definition)
            self._definitions[fresh.get_id()] = definition
            self._named[term.get_id()] = (fresh, term)  # the term is kept, so that its id is not given away
        return self._named[term.get_id()][0]

    def _keep(self, fresh: Any, definition: Truth) -> None:
        if self._apart:
            self._set_apart.add(fresh.get_id())
        else:
            self._solver.add(definition)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep what is defined here, such as sums, out of questions that do not speak of it."""
        before, self._apart = self._apart, True
        try:
            yield
        finally:
            self._apart = before

    def product(self, one: Number, other: Number, site: Hashable) -> Number:
        """The product of two numbers that are not below zero.

        It has a name of its own and is held to what every product is, which often answers a question without
        multiplying: nothing times anything is nothing, and at one site larger factors give a larger product.

        Args:
            one: a factor.
            other: a factor.
            site: where it stands; products of one site are compared.
        """
        if isinstance(one, int) or isinstance(other, int):
            return one * other
        key = (one.get_id(), other.get_id())
        for first, second, found in self._products.get(site, ()):
            if (first.get_id(), second.get_id()) == key:
                return found
        self._names += 1
        fresh = z3.Int(f"product!{self._names}")
        self.hold(fresh >= 0)
        self.hold(implies(either(one == 0, other == 0), fresh == 0))
        self.hold(implies(one >= 1, fresh >= other))
        self.hold(implies(other >= 1, fresh >= one))
        for first, second, found in self._products.get(site, ()):
            self.hold(implies(both(first <= one, second <= other), found <= fresh))
            self.hold(implies(both(one <= first, other <= second), fresh <= found))
        self._products.setdefault(site, []).append((one, other, fresh))
        definition = fresh == one * other
        self._multiplied[fresh.get_id()] = definition
        self._keep(fresh, definition)
        return fresh

    def ask(self, *terms: Truth) -> Answer:
        """Whether the terms can be true together."""
        question = all_of(terms)
        if question is False:
            return "unsat"
        if question is not True and not self._set_apart.isdisjoint(self._symbols(question)):
            return self.ask_alone(question)
        self.asked += 1
        self._solver.push()
        if question is not True:
            self._solver.add(question)
        answer = self._solver.check()
        self._model = Model(self._solver.model()) if answer == z3.sat else None
        self.whole = True
        self._solver.pop()
        found: Answer = "sat" if answer == z3.sat else "unsat" if answer == z3.unsat else "unknown"
        return found

    def ask_alone(self, *terms: Truth) -> Answer:
        """Whether the terms can be true together, asked with nothing but what they hang on.

        First without multiplying: where even that leaves no way, there is none.
        """
        self.asked += 1
        self.whole = False
        if self._alone(terms, multiply=False) == "unsat":
            return "unsat"
        return self._alone(terms, multiply=True)

    def _alone(self, terms: Sequence[Truth], *, multiply: bool) -> Answer:
        solver = z3.Then("simplify", "solve-eqs", "smt").solver()
        solver.set("timeout", self._milliseconds)
        definitions = self._everything if multiply else self._definitions
        solver.add(*self._all_about(terms, definitions))
        answer = solver.check()
        self._model = Model(solver.model()) if answer == z3.sat else None
        found: Answer = "sat" if answer == z3.sat else "unsat" if answer == z3.unsat else "unknown"
        return found

    def _all_about(self, terms: Sequence[Truth], definitions: dict[int, Any]) -> list[Truth]:
        """The terms, the definitions of all names in them, and what is held of all symbols in those."""
        found: list[Truth] = []
        seen: set[int] = set()
        left = [z3.BoolVal(term) if isinstance(term, bool) else term for term in terms]
        while left:
            term = left.pop()
            found.append(term)
            for key in self._symbols(term):
                if key not in seen:
                    seen.add(key)
                    if key in definitions:
                        left.append(definitions[key])
                    left += [held for held in self._held.get(key, ()) if held.get_id() not in seen]
                    seen.update(held.get_id() for held in self._held.get(key, ()))
        return found

    @property
    def model(self) -> Model:
        """The model of the last question, which was answered `sat`."""
        assert self._model is not None
        return self._model

    def narrowed(self, terms: Sequence[Truth], wishes: Iterable[Wish]) -> Model:
        """A model of the terms, which can be true together, that grants wishes one after the other where it can.

        Raises:
            ValueError: the terms can't be true together, or that could not be settled.
        """
        solver = z3.Solver()
        solver.set("timeout", self._milliseconds)
        solver.add(*self._base, *self._all_about(terms, self._everything))
        if solver.check() != z3.sat:
            raise ValueError("the terms can't be true together, or could not be settled")
        model = Model(solver.model())
        granted: set[Hashable] = set()
        for about, where, wish in wishes:
            if isinstance(wish, bool) or about in granted or not model.holds(where):
                continue
            better = model if model.holds(wish) else self._better(solver, wish)
            if better is not None:
                solver.add(wish)
                granted.add(about)
                model = better
        return model

    @staticmethod
    def _better(solver: Any, wish: Truth) -> Model | None:
        solver.push()
        solver.add(wish)
        model = Model(solver.model()) if solver.check() == z3.sat else None
        solver.pop()
        return model

    def settled(self, *terms: Truth) -> Model:
        """A model of terms that settles every symbol there is, sums included.

        Raises:
            ValueError: the terms can't be true together, or that could not be settled.
        """
        size = len(self._everything) + len(self._held_terms)
        if self._whole_solver is None or self._whole_size != size:
            self._whole_solver, self._whole_size = z3.Solver(), size
            self._whole_solver.add(*self._everything.values(), *self._held_terms.values())
        self._whole_solver.push()
        try:
            self._whole_solver.add(all_of(terms))
            if self._whole_solver.check() != z3.sat:
                raise ValueError("the terms can't be true together, or could not be settled")
            return Model(self._whole_solver.model())
        finally:
            self._whole_solver.pop()

    @property
    def _everything(self) -> dict[int, Any]:
        return self._definitions | self._multiplied

    def solver_about(self, *terms: Truth, multiply: bool = True, seconds: float | None = None) -> Any:
        """A solver of its own, with what is held of complaints, and the terms with what they hang on.

        For many like questions; without multiplying, what it finds impossible is so.
        """
        solver = z3.Solver()
        solver.set("timeout", self._milliseconds if seconds is None else int(seconds * 1000))
        solver.add(*self._base, *self._all_about(terms, self._everything if multiply else self._definitions))
        return solver

    def core(self, terms: dict[str, Truth], *others: Truth) -> list[str]:
        """The names of a smallest set of terms that can't be true together with the others.

        Args:
            terms: the terms by name; they must not all be true together with the others.
            others: taken as true.
        """
        self.asked += 1
        needed = list(terms)
        for name in list(terms):
            rest = [terms[one] for one in needed if one != name]
            if self.ask(*rest, *others) == "unsat":
                needed.remove(name)
        return needed

    def _symbols(self, term: Any) -> frozenset[int]:
        """The ids of the symbols in a term."""
        key = term.get_id()
        if key not in self._read:
            self._read[key] = (_symbols(term), term)  # the term is kept, so that its id is not given away
        return self._read[key][0]


def _symbols(term: Any) -> frozenset[int]:
    """The ids of the symbols in a term, found below the wrappers of Z3's own interface, which are slow."""
    context, library = term.ctx.ref(), z3.z3core
    found: set[int] = set()
    seen: set[int] = set()
    left = [term.as_ast()]
    while left:
        one = left.pop()
        key = library.Z3_get_ast_id(context, one)
        if key in seen:
            continue
        seen.add(key)
        if library.Z3_get_ast_kind(context, one) != z3.Z3_APP_AST:
            continue
        count = library.Z3_get_app_num_args(context, one)
        if count:
            left += [library.Z3_get_app_arg(context, one, index) for index in range(count)]
        elif library.Z3_get_decl_kind(context, library.Z3_get_app_decl(context, one)) == z3.Z3_OP_UNINTERPRETED:
            found.add(key)
    return frozenset(found)
