"""A workspace: constraints, definitions, and queries about them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from complaint_rules.prove.symbolic.terms import (
    Answer,
    Model,
    Number,
    Solver,
    Truth,
    all_of,
    both,
    either,
    implies,
    is_symbol,
    number,
    symbols,
    truth,
)


class Wish(NamedTuple):
    """A soft constraint on a model; of those with one `about`, only the first that can be satisfied applies."""

    about: Hashable
    where: Truth
    term: Truth


class Workspace:
    """A solver with constraints, to which definitions are added and which answers queries."""

    def __init__(self, seconds: float) -> None:
        """Create an empty workspace.

        Args:
            seconds: the time limit of one query.
        """
        self._milliseconds = int(seconds * 1000)
        self._solver = Solver(self._milliseconds)
        self.asked = 0
        self.whole = True
        """Whether the last model assigns every symbol, not only those on which its query depends."""
        self._names = 0
        self._held: dict[int, list[tuple[frozenset[int], Truth]]] = {}
        self._definitions: dict[int, Truth] = {}
        self._named: dict[int, tuple[Any, Any]] = {}
        self._products: dict[Hashable, list[tuple[Any, Any, Any]]] = {}
        self._multiplied: dict[int, Any] = {}
        self._read: dict[int, tuple[frozenset[int], Any]] = {}
        self._base: list[Truth] = []
        self._whole_solver: Solver | None = None
        self._whole_size = 0
        self._held_terms: dict[int, Truth] = {}
        self._owner: dict[int, str] = {}
        self._owners_of: dict[int, frozenset[str]] = {}
        self._apart = False
        self._set_apart: set[int] = set()

    def owned(self, symbol: Any, owner: str) -> Any:
        """A symbol of a further complaint, known by its name.

        Queries that do not mention a further complaint leave out all that is held about it. That is sound, since it
        may always equal the first one.
        """
        self._owner[symbol.get_id()] = owner
        return symbol

    def hold(self, term: Truth) -> None:
        """Assert a term for all later queries that mention the complaints that it is about."""
        if term is True:
            return
        self._hold(term, [frozenset({symbol}) for symbol in self._symbols(term)])

    def _hold(self, term: Truth, groups: Iterable[frozenset[int]]) -> None:
        """Assert a term for all later queries that mention all symbols of one of some groups."""
        if not self._apart:
            self._solver.add(term)
            self._base.append(term)
        self._held_terms[term.get_id()] = term
        for group in groups:
            for symbol in group:
                self._held.setdefault(symbol, []).append((group, term))

    def named(self, term: Truth, name: str) -> Truth:
        """A truth under a fresh name, so that all queries that mention it share what the solver has learned."""
        return term if isinstance(term, bool) else self._define(term, name, truth)

    def named_number(self, term: Number, name: str) -> Number:
        """A number under a fresh name."""
        return term if isinstance(term, int) else self._define(term, name, number)

    def _define(self, term: Any, name: str, make: Any) -> Any:
        """The symbol that names a term; equal terms have one symbol."""
        if is_symbol(term):
            return term
        if term.get_id() not in self._named:
            self._names += 1
            fresh = make(f"{name}!{self._names}")
            definition = fresh == term
            self._keep(fresh, definition)
            self._definitions[fresh.get_id()] = definition
            self._named[term.get_id()] = (fresh, term)  # the term is kept, so that its id is not reused
        return self._named[term.get_id()][0]

    def _keep(self, fresh: Any, definition: Truth) -> None:
        if self._apart:
            self._set_apart.add(fresh.get_id())
        else:
            self._solver.add(definition)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Keep what is defined here, such as sums, out of queries that do not mention it."""
        before, self._apart = self._apart, True
        try:
            yield
        finally:
            self._apart = before

    def product(self, one: Number, other: Number, site: Hashable) -> Number:
        """The product of two numbers that are not negative.

        It has a fresh name and constraints that hold for every product, which often answer a query without
        multiplication: zero times anything is zero, and at one site larger factors give a larger product.

        Args:
            one: a factor.
            other: a factor.
            site: where it is written; products of one site are compared.
        """
        if isinstance(one, int) or isinstance(other, int):
            return one * other
        key = (one.get_id(), other.get_id())
        for first, second, found in self._products.get(site, ()):
            if (first.get_id(), second.get_id()) == key:
                return found
        self._names += 1
        fresh = number(f"product!{self._names}")
        alone = [frozenset({fresh.get_id()})]
        self._hold(fresh >= 0, alone)
        self._hold(implies(either(one == 0, other == 0), fresh == 0), alone)
        self._hold(implies(one >= 1, fresh >= other), alone)
        self._hold(implies(other >= 1, fresh >= one), alone)
        for first, second, found in self._products.get(site, ()):
            pair = [frozenset({fresh.get_id(), found.get_id()})]
            self._hold(implies(both(first <= one, second <= other), found <= fresh), pair)
            self._hold(implies(both(one <= first, other <= second), fresh <= found), pair)
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
        answer, self._model = self._solver.check(question)
        self.whole = True
        return answer

    def ask_alone(self, *terms: Truth) -> Answer:
        """Whether the terms can be true together, in a fresh solver with only what they depend on.

        Products are left undefined at first: where the terms are unsatisfiable even then, they are so with them.
        """
        self.asked += 1
        self.whole = False
        if self._alone(terms, multiply=False) == "unsat":
            return "unsat"
        return self._alone(terms, multiply=True)

    def _alone(self, terms: Sequence[Truth], *, multiply: bool) -> Answer:
        solver = Solver(self._milliseconds, once=True)
        definitions = self._everything if multiply else self._definitions
        solver.add(*self._all_about(terms, definitions))
        answer, self._model = solver.check()
        return answer

    def _all_about(self, terms: Sequence[Truth], definitions: dict[int, Any]) -> list[Truth]:
        """The terms, the definitions of all symbols in them, and the constraints on all symbols in those."""
        owners = self._owners(terms)
        found: list[Truth] = []
        seen: set[int] = set()
        left = list(terms)
        while left:
            term = left.pop()
            found.append(term)
            if isinstance(term, bool):
                continue
            for key in self._symbols(term):
                if key not in seen:
                    seen.add(key)
                    if key in definitions:
                        left.append(definitions[key])
                    for group, held in self._held.get(key, ()):
                        id = held.get_id()
                        if id not in seen and group <= seen and self._owners((held,)) <= owners:
                            seen.add(id)
                            left.append(held)
        return found

    def _owners(self, terms: Sequence[Truth]) -> frozenset[str]:
        """The further complaints that terms are about, by name."""
        keys = (key for term in terms if not isinstance(term, bool) for key in self._symbols(term))
        return frozenset().union(*map(self._owners_of_symbol, keys))

    def _owners_of_symbol(self, key: int) -> frozenset[str]:
        if key not in self._owners_of:
            definition = self._definitions.get(key, self._multiplied.get(key))
            if definition is None:
                found = frozenset({self._owner[key]} if key in self._owner else ())
            else:
                inner = self._symbols(definition) - {key}
                found = frozenset().union(*map(self._owners_of_symbol, inner))
            self._owners_of[key] = found
        return self._owners_of[key]

    def _base_about(self, terms: Sequence[Truth]) -> Iterator[Truth]:
        """The constraints on the complaints that terms are about, but for those set apart."""
        owners = self._owners(terms)
        return (held for held in self._base if self._owners((held,)) <= owners)

    @property
    def model(self) -> Model:
        """The model of the last question, which was answered `sat`."""
        assert self._model is not None
        return self._model

    def narrowed(self, terms: Sequence[Truth], wishes: Iterable[Wish]) -> Model:
        """A model of satisfiable terms that fulfils soft constraints one after the other, as far as possible.

        Raises:
            ValueError: the terms can't be true together, or the solver gave no answer.
        """
        solver = Solver(self._milliseconds)
        solver.add(*self._base_about(terms), *self._all_about(terms, self._everything))
        model = _found(solver.check())
        granted: set[Hashable] = set()
        for about, where, wish in wishes:
            if isinstance(wish, bool) or about in granted:
                continue
            better = self._better(model, where, wish, solver)
            if better is not None:
                solver.add(wish)  # even if it is true already: a later model must not undo it
                granted.add(about)
                model = better
        return model

    @staticmethod
    def _better(model: Model, where: Truth, wish: Truth, solver: Solver) -> Model | None:
        """A model that fulfils a soft constraint; None where there is none, or it does not apply in this one."""
        if model.holds(wish):
            return model
        return solver.check(wish)[1] if model.holds(where) else None

    def settled(self, *terms: Truth) -> Model:
        """A model of terms that assigns every symbol, sums included.

        Raises:
            ValueError: the terms can't be true together, or the solver gave no answer.
        """
        size = len(self._everything) + len(self._held_terms)
        if self._whole_solver is None or self._whole_size != size:
            self._whole_solver, self._whole_size = Solver(self._milliseconds), size
            self._whole_solver.add(*self._everything.values(), *self._held_terms.values())
        return _found(self._whole_solver.check(all_of(terms)))

    @property
    def _everything(self) -> dict[int, Any]:
        return self._definitions | self._multiplied

    def solver_about(self, *terms: Truth, multiply: bool = True, seconds: float | None = None) -> Solver:
        """A separate solver with the constraints on complaints, and the terms with what they depend on.

        For many similar queries; without `multiply`, only the answer `unsat` is certain.
        """
        solver = Solver(self._milliseconds if seconds is None else int(seconds * 1000))
        solver.add(
            *self._base_about(terms), *self._all_about(terms, self._everything if multiply else self._definitions)
        )
        return solver

    def core(self, terms: dict[str, Truth], *others: Truth) -> list[str]:
        """The names of an irreducible set of terms that can't be true together with the others.

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
            self._read[key] = (symbols(term), term)  # the term is kept, so that its id is not reused
        return self._read[key][0]


def _found(result: tuple[Answer, Model | None]) -> Model:
    if result[1] is None:
        raise ValueError("the terms can't be true together, or that could not be settled")
    return result[1]
