"""Logical terms: the only module that imports Z3; known values stay Python values, for which no term is built."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any, Literal, TypeAlias

from complaint_rules.errors import Message, MissingExtraError, Problem


class ProverMissingError(MissingExtraError):
    """Z3 is not installed."""


try:
    import z3
except ImportError:
    raise ProverMissingError(Problem(Message("prover-missing", library="Z3", extra="prove"))) from None

Truth: TypeAlias = Any
"""A Python bool, or a term that is true or false."""

Number: TypeAlias = Any
"""A Python int, or a term that is a whole number."""

Answer = Literal["sat", "unsat", "unknown"]
VERSION: str = z3.get_version_string()


def truth(name: str) -> Truth:
    """The boolean variable of a name."""
    return z3.Bool(name)


def number(name: str) -> Number:
    """The integer variable of a name."""
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
    """An assignment that makes everything asserted true."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def holds(self, term: Truth) -> bool:
        """Whether a term is true in it."""
        return term if isinstance(term, bool) else bool(z3.is_true(self._model.eval(term, model_completion=True)))

    def value(self, term: Number) -> int:
        """The value of a number in it."""
        return term if isinstance(term, int) else int(self._model.eval(term, model_completion=True).as_long())


class Solver:
    """Decides whether terms are satisfiable together."""

    def __init__(self, milliseconds: int, *, once: bool = False) -> None:
        """Create a solver.

        Args:
            milliseconds: the time limit of one query.
            once: whether it gets one query only, which it may then preprocess more thoroughly.
        """
        self._solver = z3.Then("simplify", "solve-eqs", "smt").solver() if once else z3.Solver()
        self._solver.set("timeout", milliseconds)
        self._solver.set("ctrl_c", False)  # else an interrupt would look like an unanswered query

    def add(self, *terms: Truth) -> None:
        """Assert terms."""
        self._solver.add(*[z3.BoolVal(term) if isinstance(term, bool) else term for term in terms])

    def check(self, *terms: Truth) -> tuple[Answer, Model | None]:
        """Whether all asserted terms and, for this query only, these are satisfiable; with a model where they are."""
        if terms:
            self._solver.push()
            self.add(*terms)
        result = self._solver.check()
        model = Model(self._solver.model()) if result == z3.sat else None
        if terms:
            self._solver.pop()
        answer: Answer = "sat" if result == z3.sat else "unsat" if result == z3.unsat else "unknown"
        return answer, model


def is_symbol(term: Any) -> bool:
    """Whether a term is a symbol or constant rather than compound."""
    return bool(z3.is_const(term))


def symbols(term: Any) -> frozenset[int]:
    """The ids of the symbols in a term, found with Z3's C interface, since its Python wrappers are slow."""
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
