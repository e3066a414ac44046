"""A command run in this process, as a shell would run it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from complaint_rules.cli import run
from complaint_rules.commands.console import Console


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command() -> Callable[..., Ran]:
    """Runs a command line; `stdin` is what is piped into it."""

    def runner(*arguments: object, stdin: str | bytes = b"") -> Ran:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        return _ran(arguments, raw, io.StringIO(), io.StringIO())

    return runner


@pytest.fixture
def at_terminal() -> Callable[..., Ran]:
    """Runs a command line whose output goes to a terminal."""
    return lambda *arguments: _ran(arguments, b"", Terminal(), Terminal())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _ran(arguments: Iterable[object], stdin: bytes, out: io.StringIO, err: io.StringIO) -> Ran:
    code = run([str(one) for one in arguments], Console(io.BytesIO(stdin), out, err))
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def examples() -> Path:
    return Path(__file__).parents[2] / "examples"
