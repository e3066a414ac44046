"""The choice of an engine by name; the default is durable-rules where it is installed, else generated Python."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Literal, get_args

from complaint_rules.compile.program import Program
from complaint_rules.errors import EngineUnavailableError, Message, Problem, nearest_or_listed
from complaint_rules.match.matcher import Matcher

EngineName = Literal["rete", "python", "interpreter"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


def rete_available() -> bool:
    """Whether durable-rules is installed (it can't be built on CPython 3.13 and up, or without a C compiler)."""
    return importlib.util.find_spec("durable_rules_engine") is not None


def available() -> list[EngineName]:
    """The engines that run here."""
    return [name for name in ENGINES if name != "rete" or rete_available()]


def choose(name: str | None) -> EngineName:
    """The engine asked for, or the default.

    Raises:
        EngineUnavailableError: no such engine, or it can't run here.
    """
    if name is None:
        return "rete" if rete_available() else "python"
    for engine in ENGINES:
        if engine == name:
            if engine == "rete" and not rete_available():
                raise EngineUnavailableError(Problem(Message("engine-not-installed", engine=name)))
            return engine
    raise EngineUnavailableError(Problem(Message("unknown-engine", nearest_or_listed(str(name), ENGINES), value=name)))


def make_matcher(name: EngineName, program: Program) -> Matcher:
    """Build an engine over a program."""
    makers: dict[EngineName, Callable[[Program], Matcher]] = {
        "rete": _rete,
        "python": _python,
        "interpreter": _interpreter,
    }
    return makers[name](program)


def _rete(program: Program) -> Matcher:
    from complaint_rules.match.rete import ReteMatcher

    return ReteMatcher(program)


def _python(program: Program) -> Matcher:
    from complaint_rules.match.python import PythonMatcher

    return PythonMatcher(program)


def _interpreter(program: Program) -> Matcher:
    from complaint_rules.match.interpreter import Interpreter

    return Interpreter(program)
