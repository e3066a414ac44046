"""A command run in this process, as a shell would run it."""

from __future__ import annotations

import io
from collections.abc import Callable
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
        out, err = io.StringIO(), io.StringIO()
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        code = run([str(one) for one in arguments], Console(io.BytesIO(raw), out, err))
        return Ran(code, out.getvalue(), err.getvalue())

    return runner


@pytest.fixture
def examples() -> Path:
    return Path(__file__).parents[2] / "examples"
